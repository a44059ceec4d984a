//! `use` items taken apart into one path per name.

use ra_ap_syntax::ast::{self, AstNode, HasName};

/// One name that a `use` brings in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// As written: `["polars", "prelude", "DataFrame"]`.
    pub path: Vec<String>,
    /// What it is called from then on.
    pub name: String,
}

/// Globs are left out: the sources that are read here name what they export.
pub fn imports(item: &ast::Use) -> Vec<Import> {
    let mut found = Vec::new();
    if let Some(tree) = item.use_tree() {
        add(&tree, &[], &mut found);
    }
    found
}

fn add(tree: &ast::UseTree, before: &[String], found: &mut Vec<Import>) {
    let mut path = before.to_vec();
    if let Some(written) = tree.path() {
        let segments = written.segments().map(|segment| segment.syntax().text().to_string());
        path.extend(segments.filter(|segment| segment != "self"));
    }
    if let Some(list) = tree.use_tree_list() {
        list.use_trees().for_each(|tree| add(&tree, &path, found));
        return;
    }
    let Some(last) = path.last().filter(|_| tree.star_token().is_none()) else { return };
    let renamed = tree.rename().and_then(|rename| rename.name()).map(|name| name.text().to_string());
    let name = renamed.unwrap_or_else(|| last.clone());
    found.push(Import { path, name });
}

#[cfg(test)]
mod tests {
    use ra_ap_syntax::ast::HasModuleItem;
    use ra_ap_syntax::{Edition, SourceFile};

    use super::*;

    #[test]
    fn every_name_has_its_path() {
        let text = "pub use a::{b::{self, C as D}, e, f::*}; use g;";
        let file = SourceFile::parse(text, Edition::Edition2024).tree();
        let uses = file.items().filter_map(|item| match item {
            ast::Item::Use(item) => Some(item),
            _ => None,
        });
        let found: Vec<String> = uses
            .flat_map(|item| imports(&item))
            .map(|import| format!("{} = {}", import.name, import.path.join("::")))
            .collect();
        assert_eq!(found, ["b = a::b", "D = a::b::C", "e = a::e", "g = g"]);
    }
}

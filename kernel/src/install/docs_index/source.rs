//! Reads the sources of one package, module by module from its root, and keeps what is public.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use ra_ap_syntax::ast::{self, AstNode, HasAttrs, HasDocComments, HasModuleItem, HasName, HasVisibility};
use ra_ap_syntax::{AstToken, Edition, SourceFile};

use super::cfg::is_active;
use super::implementation::{self, Base};
use super::item::entry;
use super::item::{self, Depth};
use super::uses::{self, Import};
use crate::prelude_store::docs::{DocEntry, Kind};

/// A package to read.
#[derive(Clone, Debug)]
pub struct Package {
    /// The crate by which the prelude names what is in this package: `polars` for polars-core.
    pub facade: String,
    /// Its `lib.rs`.
    pub root: PathBuf,
    pub features: BTreeSet<String>,
    pub depth: Depth,
}

/// What is public in a package.
#[derive(Debug, Default)]
pub struct Contents {
    pub facade: String,
    pub items: Vec<Item>,
    /// By the name of the type or trait.
    pub members: BTreeMap<String, Vec<DocEntry>>,
    /// A type → the traits that it implements and what it dereferences to; a trait → its supertraits
    /// and the traits that everything with that trait implements.
    pub bases: BTreeMap<String, Vec<Base>>,
    /// Each `pub use`, with the module that it stands in.
    pub imports: Vec<(Vec<String>, Import)>,
}

#[derive(Debug)]
pub struct Item {
    /// The path of its module inside the package.
    pub module: Vec<String>,
    pub entry: DocEntry,
    /// What a `type` item stands for.
    pub target: Option<String>,
}

/// A file that cannot be read is left out: documentation is never a reason to fail.
pub fn read(package: &Package) -> Contents {
    let mut reader =
        Reader { package, contents: Contents { facade: package.facade.clone(), ..Contents::default() } };
    let folder = package.root.parent().unwrap_or(Path::new(""));
    if let Some(file) = parse(&package.root) {
        reader.items(
            file.items(),
            &Place { module: Vec::new(), file: &package.root, folder: folder.to_owned() },
        );
    }
    reader.contents
}

fn parse(path: &Path) -> Option<SourceFile> {
    let text = fs::read_to_string(path).ok()?;
    Some(SourceFile::parse(&text, Edition::Edition2024).tree())
}

/// Where an item stands.
struct Place<'a> {
    module: Vec<String>,
    file: &'a Path,
    /// Where the files of its modules lie.
    folder: PathBuf,
}

struct Reader<'a> {
    package: &'a Package,
    contents: Contents,
}

impl Reader<'_> {
    fn items(&mut self, items: impl Iterator<Item = ast::Item>, place: &Place<'_>) {
        for item in items {
            if self.exists(&item) {
                self.item(item, place);
            }
        }
    }

    fn exists(&self, item: &impl HasAttrs) -> bool {
        is_active(item, &self.package.features) && !item::is_hidden(item)
    }

    fn item(&mut self, item: ast::Item, place: &Place<'_>) {
        match item {
            ast::Item::Const(item) => self.add(&item, Kind::Constant, place),
            ast::Item::Static(item) => self.add(&item, Kind::Constant, place),
            ast::Item::Enum(item) => self.add_enum(&item, place),
            ast::Item::Fn(item) => self.add(&item, Kind::Function, place),
            ast::Item::Impl(item) => self.add_impl(&item),
            ast::Item::MacroRules(item) if item::is_exported_macro(&item) => {
                let found = entry(&item, Kind::Macro, self.package.depth);
                self.push(found, None, place);
            }
            ast::Item::Module(item) => self.add_module(&item, place),
            ast::Item::Struct(item) => self.add_struct(&item, place),
            ast::Item::Trait(item) => self.add_trait(&item, place),
            ast::Item::TypeAlias(item) if item::is_public(&item) => {
                let found = entry(&item, Kind::Type, self.package.depth);
                self.push(found, item::alias_target(&item), place);
            }
            ast::Item::Use(item) if item::is_public(&item) => {
                let imports = uses::imports(&item).into_iter();
                self.contents.imports.extend(imports.map(|import| (place.module.clone(), import)));
            }
            _ => {}
        }
    }

    fn add(&mut self, item: &(impl HasName + HasDocComments + HasVisibility), kind: Kind, place: &Place<'_>) {
        if item::is_public(item) {
            self.push(entry(item, kind, self.package.depth), None, place);
        }
    }

    fn push(&mut self, entry: Option<DocEntry>, target: Option<String>, place: &Place<'_>) {
        if let Some(entry) = entry.filter(|entry| !entry.name.starts_with('_')) {
            self.contents.items.push(Item { module: place.module.clone(), entry, target });
        }
    }

    fn add_members(&mut self, owner: &str, members: impl IntoIterator<Item = DocEntry>) {
        let known = self.contents.members.entry(owner.to_owned()).or_default();
        let owned = members.into_iter().map(|entry| DocEntry { owner: Some(owner.to_owned()), ..entry });
        known.extend(owned.filter(|entry| !entry.name.starts_with('_')));
    }

    fn add_enum(&mut self, item: &ast::Enum, place: &Place<'_>) {
        let Some(name) = item.name().filter(|_| item::is_public(item)) else { return };
        self.add(item, Kind::Enum, place);
        let variants = item.variant_list().into_iter().flat_map(|list| list.variants());
        let variants: Vec<_> = variants
            .filter(|variant| self.exists(variant))
            .filter_map(|variant| entry(&variant, Kind::Variant, self.package.depth))
            .collect();
        self.add_members(name.text().as_ref(), variants);
    }

    fn add_struct(&mut self, item: &ast::Struct, place: &Place<'_>) {
        let Some(name) = item.name().filter(|_| item::is_public(item)) else { return };
        self.add(item, Kind::Struct, place);
        let Some(ast::FieldList::RecordFieldList(list)) = item.field_list() else { return };
        let fields: Vec<_> = list
            .fields()
            .filter(|field| item::is_public(field) && self.exists(field))
            .filter_map(|field| entry(&field, Kind::Field, self.package.depth))
            .collect();
        self.add_members(name.text().as_ref(), fields);
    }

    fn add_trait(&mut self, item: &ast::Trait, place: &Place<'_>) {
        let Some(name) = item.name().filter(|_| item::is_public(item)) else { return };
        self.add(item, Kind::Trait, place);
        let members = self.functions(item.assoc_item_list(), |_| true);
        self.add_members(name.text().as_ref(), members);
        let supertraits = implementation::bounds(item).into_iter().map(Base::Trait);
        self.contents.bases.entry(name.text().to_string()).or_default().extend(supertraits);
    }

    fn add_impl(&mut self, item: &ast::Impl) {
        let Some(own) = item.self_ty().and_then(|of| item::type_name(&of)) else { return };
        if item.trait_().is_none() {
            let members = self.functions(item.assoc_item_list(), item::is_public);
            self.add_members(&own, members);
            return;
        }
        for (of, base) in implementation::bases(item, &own) {
            self.contents.bases.entry(of).or_default().push(base);
        }
    }

    fn functions(
        &self,
        list: Option<ast::AssocItemList>,
        wanted: impl Fn(&ast::Fn) -> bool,
    ) -> Vec<DocEntry> {
        let functions = list.into_iter().flat_map(|list| list.assoc_items()).filter_map(|item| match item {
            ast::AssocItem::Fn(function) => Some(function),
            _ => None,
        });
        functions
            .filter(|function| wanted(function) && self.exists(function) && !item::is_unsafe(function))
            .filter_map(|function| item::function(&function, self.package.depth))
            .collect()
    }

    fn add_module(&mut self, item: &ast::Module, place: &Place<'_>) {
        let Some(name) = item.name().map(|name| name.text().trim_start_matches("r#").to_owned()) else {
            return;
        };
        let mut module = place.module.clone();
        module.push(name.clone());
        let mut found = entry(item, Kind::Module, self.package.depth);
        if let Some(list) = item.item_list() {
            let inner = Place { module, file: place.file, folder: place.folder.join(&name) };
            self.items(list.items(), &inner);
        } else if let Some((path, folder)) = file_of(item, &name, place)
            && let Some(file) = parse(&path)
        {
            if let Some(found) = &mut found {
                let inner = item::inner_docs(&file, self.package.depth);
                found.docs = [found.docs.as_str(), &inner].join("\n\n").trim().to_owned();
            }
            self.items(file.items(), &Place { module, file: &path, folder });
        }
        if item::is_public(item) {
            self.push(found, None, place);
        }
    }
}

/// The file of `mod name;`, and the folder of that module's own modules.
fn file_of(item: &ast::Module, name: &str, place: &Place<'_>) -> Option<(PathBuf, PathBuf)> {
    if let Some(named) = path_attribute(item) {
        let path = place.file.parent()?.join(named);
        let folder = path.parent()?.to_owned();
        return Some((path, folder));
    }
    let folder = place.folder.join(name);
    let candidates = [place.folder.join(format!("{name}.rs")), folder.join("mod.rs")];
    let path = candidates.into_iter().find(|path| path.is_file())?;
    Some((path, folder))
}

/// `#[path = "…"]`.
fn path_attribute(item: &ast::Module) -> Option<String> {
    item.attrs().find_map(|attr| match attr.meta()? {
        ast::Meta::KeyValueMeta(meta) if meta.path()?.syntax().text() == "path" => match meta.expr()? {
            ast::Expr::Literal(literal) => {
                let text = ast::String::cast(literal.token())?;
                Some(text.text().trim_matches('"').to_owned())
            }
            _ => None,
        },
        _ => None,
    })
}

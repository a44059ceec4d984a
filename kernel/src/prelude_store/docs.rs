//! What the prelude documents of itself, for completion and inspection: names, signatures and
//! Markdown, generated from its sources when it is built and kept beside it as `docs.json`.
//!
//! Types go by the last segment of their path. The compiler prints one and the same type under
//! whichever path it likes, and what a notebook can name is unique by its last segment anyway.

mod infer;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::Prelude;

pub const FILE_NAME: &str = "docs.json";
/// A signature longer than this is told with a parameter per line.
const LINE_WIDTH: usize = 100;

/// One documented name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocEntry {
    /// A macro's with its exclamation mark.
    pub name: String,
    pub kind: Kind,
    /// In one line, without `pub` and without a body.
    pub signature: String,
    /// Markdown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// The type or trait that it is a member of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    #[default]
    Function,
    /// A function that is called on a value.
    Method,
    Struct,
    Enum,
    Variant,
    Field,
    Trait,
    Type,
    Module,
    Macro,
    Constant,
}

impl DocEntry {
    /// The word by which JupyterLab chooses an icon.
    pub fn kind(&self) -> &'static str {
        match self.kind {
            Kind::Function => "function",
            Kind::Method => "method",
            Kind::Struct => "struct",
            Kind::Enum => "enum",
            Kind::Variant => "enum member",
            Kind::Field => "property",
            Kind::Trait => "trait",
            Kind::Type => "type",
            Kind::Module => "module",
            Kind::Macro => "macro",
            Kind::Constant => "constant",
        }
    }

    /// The signature, an empty line, the documentation.
    pub fn text(&self) -> String {
        let signature = broken(&self.signature);
        if self.docs.is_empty() { signature } else { format!("{signature}\n\n{}", self.docs) }
    }
}

/// Breaks a long signature after the opening parenthesis and after each parameter.
fn broken(signature: &str) -> String {
    let whole = || signature.to_owned();
    if signature.len() <= LINE_WIDTH {
        return whole();
    }
    let (Some(open), Some(close)) = parameter_list(signature) else { return whole() };
    if close == open + 1 {
        return whole();
    }
    let parameters = split_top_level(&signature[open + 1..close]);
    let lines: String = parameters.iter().map(|parameter| format!("    {},\n", parameter.trim())).collect();
    let rest = signature[close..].replacen(" where ", "\nwhere ", 1);
    format!("{}\n{lines}{rest}", &signature[..=open])
}

/// Where the parentheses of a function's parameters are: not those of a bound such as `Fn(f64)`.
fn parameter_list(signature: &str) -> (Option<usize>, Option<usize>) {
    let (mut angles, mut parentheses, mut open) = (0_i32, 0_i32, None);
    let mut before = ' ';
    for (at, character) in signature.char_indices() {
        match character {
            '<' => angles += 1,
            '>' if before != '-' => angles -= 1,
            '(' => {
                parentheses += 1;
                if angles == 0 && open.is_none() {
                    (open, parentheses) = (Some(at), 1);
                }
            }
            ')' => {
                parentheses -= 1;
                if open.is_some() && parentheses == 0 {
                    return (open, Some(at));
                }
            }
            _ => {}
        }
        before = character;
    }
    (None, None)
}

fn split_top_level(parameters: &str) -> Vec<&str> {
    let (mut depth, mut start, mut before) = (0_i32, 0, ' ');
    let mut parts = Vec::new();
    for (at, character) in parameters.char_indices() {
        match character {
            '<' | '(' | '[' => depth += 1,
            '>' if before != '-' => depth -= 1,
            ')' | ']' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&parameters[start..at]);
                start = at + 1;
            }
            _ => {}
        }
        before = character;
    }
    parts.push(&parameters[start..]);
    parts
}

/// Everything that is documented. The fields are written by the installer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreludeDocs {
    /// What a cell can name directly, by name.
    pub names: Vec<DocEntry>,
    /// By the last segment of the type's (or trait's) path.
    pub types: BTreeMap<String, TypeDocs>,
    /// `type` items: the name → the type, without paths.
    pub aliases: BTreeMap<String, String>,
    /// The public items of modules, by the module's own name.
    pub modules: BTreeMap<String, Vec<DocEntry>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeDocs {
    /// Functions, fields and variants of its own.
    pub members: Vec<DocEntry>,
    /// Traits in scope that it implements, and what it dereferences to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bases: Vec<String>,
}

impl PreludeDocs {
    /// Without the file, or if it cannot be read, nothing is documented; that is no reason for a
    /// kernel to complain.
    #[must_use]
    pub fn load(prelude: &Prelude) -> Self {
        Self::read(&prelude.root.join(FILE_NAME)).unwrap_or_default()
    }

    /// # Errors
    /// When the file cannot be read or is not an index.
    pub fn read(path: &Path) -> io::Result<Self> {
        Ok(serde_json::from_slice(&fs::read(path)?)?)
    }

    /// What a cell can name directly.
    pub fn top_level(&self) -> impl Iterator<Item = &DocEntry> {
        self.names.iter()
    }

    /// The entry of this name: what a cell can name directly first, then members of modules, then
    /// methods of any type.
    pub fn find(&self, name: &str) -> Option<&DocEntry> {
        let name = name.trim_end_matches('!');
        let named = |entry: &&DocEntry| entry.name.trim_end_matches('!') == name;
        let in_modules = || self.modules.values().flatten().find(named);
        let methods = || self.types.values().flat_map(|found| &found.members);
        let in_types =
            || methods().filter(|entry| matches!(entry.kind, Kind::Method | Kind::Function)).find(named);
        self.names.iter().find(named).or_else(in_modules).or_else(in_types)
    }

    /// What can follow a value of this type after a dot, or the type itself after `::`. The type may
    /// be a whole path with generics, and behind a reference or a box.
    pub fn methods_of<'a>(&'a self, type_name: &str) -> impl Iterator<Item = &'a DocEntry> + use<'a> {
        let type_name = without_paths(behind_pointers(type_name));
        let mut seen = BTreeSet::new();
        let types = self.names_of(&type_name).into_iter().filter_map(|name| self.types.get(&name));
        types
            .flat_map(|found| {
                let bases = found.bases.iter().filter_map(|base| self.types.get(base));
                std::iter::once(found).chain(bases).flat_map(|found| &found.members)
            })
            .filter(move |entry| seen.insert(entry.name.as_str()))
    }

    /// The public items of a module.
    pub fn members_of<'a>(&'a self, module: &str) -> impl Iterator<Item = &'a DocEntry> + use<'a> {
        let name = module.rsplit("::").next().unwrap_or(module);
        self.modules.get(name).into_iter().flatten()
    }

    /// Under which names the members of a type may be kept: its own, that of the type that it is
    /// short for (and so on), and those that are short for it.
    fn names_of(&self, type_name: &str) -> Vec<String> {
        let mut names = vec![without_generics(type_name).to_owned()];
        while let Some(target) = names.last().and_then(|name| self.aliases.get(name)) {
            let target = without_generics(target).to_owned();
            if names.contains(&target) {
                break;
            }
            names.push(target);
        }
        let short = self.aliases.iter().filter(|(_, target)| *target == type_name);
        names.extend(short.map(|(alias, _)| alias.clone()));
        names
    }
}

/// `&'a mut Box<T>` answers as `T` does.
fn behind_pointers(type_name: &str) -> &str {
    let mut inner = type_name.trim();
    loop {
        let before = inner;
        inner = inner.trim_start_matches('&').trim_start();
        if inner.starts_with('\'') {
            inner = inner.split_once(' ').map_or(inner, |(_, rest)| rest);
        }
        inner = inner.strip_prefix("mut ").or_else(|| inner.strip_prefix("dyn ")).unwrap_or(inner);
        let (path, arguments) = inner.split_once('<').unwrap_or((inner, ""));
        let is_box = matches!(path.rsplit("::").next(), Some("Box" | "Rc" | "Arc"));
        inner = arguments.strip_suffix('>').filter(|_| is_box).unwrap_or(inner);
        if inner == before {
            return inner;
        }
    }
}

/// `a::B<c::D>` is `B<D>`.
pub(crate) fn without_paths(type_name: &str) -> String {
    let mut plain = String::with_capacity(type_name.len());
    for (at, part) in type_name.split("::").enumerate() {
        if at > 0 {
            let segment = plain.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |end| end + 1);
            plain.truncate(segment);
        }
        plain.push_str(part);
    }
    plain
}

pub(crate) fn without_generics(type_name: &str) -> &str {
    type_name.split('<').next().unwrap_or(type_name).trim()
}

/// The documentation of a prelude, read when it is first asked for: not while the kernel starts.
#[derive(Debug, Default)]
pub struct LazyDocs {
    root: Option<PathBuf>,
    docs: OnceLock<PreludeDocs>,
}

impl LazyDocs {
    #[must_use]
    pub fn of(prelude: &Prelude) -> Self {
        Self { root: Some(prelude.root.clone()), docs: OnceLock::new() }
    }
}

impl From<PreludeDocs> for LazyDocs {
    fn from(docs: PreludeDocs) -> Self {
        Self { root: None, docs: docs.into() }
    }
}

impl Deref for LazyDocs {
    type Target = PreludeDocs;

    fn deref(&self) -> &PreludeDocs {
        let read = |root: &PathBuf| PreludeDocs::read(&root.join(FILE_NAME)).ok();
        self.docs.get_or_init(|| self.root.as_ref().and_then(read).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests;

//! The type of a chain of calls, read off documented signatures: `df.clone().lazy().group_by([col("a")])`
//! is a `LazyGroupBy`. A guess for completion, made without a compiler while the cell is still being
//! typed; where a signature does not tell (a type parameter, a closure's result), there is none.

use super::{Kind, PreludeDocs, behind_pointers, split_top_level, without_generics, without_paths};

impl PreludeDocs {
    /// The type of the expression that `code` ends with, given the types of variables.
    pub fn type_of(&self, code: &str, variable: impl Fn(&str) -> Option<String>) -> Option<String> {
        let links = links(code)?;
        let (first, rest) = links.split_first()?;
        let mut found = match first {
            Link::Name(name) => variable(name),
            Link::Call(path) => self.result_of_call(path),
            _ => None,
        }?;
        for link in rest {
            found = match link {
                Link::Question => success(&found)?,
                Link::Name(field) => self.member(&found, field, Kind::Field)?,
                Link::Call(method) => self.result_of_method(&found, method)?,
                Link::Index => return None,
            };
        }
        Some(found)
    }

    /// `read_csv(…)`, `plot::line(…)` or `KMeans::new(…)`.
    fn result_of_call(&self, path: &str) -> Option<String> {
        let Some((owner, name)) = path.rsplit_once("::") else {
            return result(&self.names.iter().find(|entry| entry.name == path)?.signature);
        };
        let of_type = self.methods_of(owner).find(|entry| entry.name == name);
        let entry = of_type.or_else(|| self.members_of(owner).find(|entry| entry.name == name))?;
        Some(with_self(&result(&entry.signature)?, owner))
    }

    fn result_of_method(&self, receiver: &str, method: &str) -> Option<String> {
        match method {
            "clone" | "to_owned" => return Some(behind_pointers(receiver).to_owned()),
            _ if method.starts_with("unwrap") || method == "expect" => return success(receiver),
            _ => {}
        }
        self.member(receiver, method, Kind::Method)
    }

    fn member(&self, receiver: &str, name: &str, kind: Kind) -> Option<String> {
        let entry = self.methods_of(receiver).find(|entry| entry.name == name && entry.kind == kind)?;
        let written = match kind {
            Kind::Field => entry.signature.split_once(": ").map(|(_, of)| of.to_owned()),
            _ => result(&entry.signature),
        };
        Some(with_self(&written?, behind_pointers(receiver)))
    }
}

/// What a signature says after the arrow.
fn result(signature: &str) -> Option<String> {
    let signature = signature.split(" where ").next()?;
    // The last arrow that stands outside of the bounds of type parameters.
    let (_, close) = super::parameter_list(signature);
    signature[close? + 1..].trim().strip_prefix("->").map(|result| result.trim().to_owned())
}

fn with_self(written: &str, receiver: &str) -> String {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut text = String::new();
    let mut rest = written;
    while let Some(at) = rest.find("Self") {
        let (before, after) = (&rest[..at], &rest[at + 4..]);
        let is_whole = !before.ends_with(is_word) && !after.starts_with(is_word) && !after.starts_with("::");
        text.push_str(before);
        text.push_str(if is_whole { receiver } else { "Self" });
        rest = after;
    }
    text + rest
}

/// `T` of `Result<T, E>`, of an alias such as `PolarsResult<T>`, and of `Option<T>`.
fn success(found: &str) -> Option<String> {
    let plain = without_paths(found);
    let name = without_generics(&plain);
    let arguments = plain.strip_prefix(name)?.trim().strip_prefix('<')?.strip_suffix('>')?;
    let is_fallible = name.ends_with("Result") || name == "Option";
    is_fallible.then(|| split_top_level(arguments)[0].trim().to_owned())
}

#[derive(Debug, PartialEq, Eq)]
enum Link {
    /// A variable, or a field after a dot.
    Name(String),
    /// A function's path, or a method after a dot.
    Call(String),
    Question,
    Index,
}

/// The chain at the end of the code, first link first. Read backwards, so that whatever stands
/// before it does not matter.
fn links(code: &str) -> Option<Vec<Link>> {
    let mut links = Vec::new();
    let mut rest = code.trim_end();
    loop {
        if let Some(before) = rest.strip_suffix('?') {
            links.push(Link::Question);
            rest = before.trim_end();
            continue;
        }
        if rest.ends_with(']') {
            links.push(Link::Index);
            rest = before_bracket(rest)?.trim_end();
            continue;
        }
        let is_call = rest.ends_with(')');
        if is_call {
            rest = without_turbofish(before_bracket(rest)?)?;
        }
        let start = path_start(rest);
        let path = rest[start..].to_owned();
        if path.is_empty() {
            return None;
        }
        links.push(if is_call { Link::Call(path) } else { Link::Name(path) });
        let before = rest[..start].trim_end();
        match before.strip_suffix('.').filter(|before| !before.ends_with('.')) {
            Some(before) => rest = before.trim_end(),
            None => break,
        }
    }
    links.reverse();
    Some(links)
}

fn path_start(text: &str) -> usize {
    let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    text.rfind(|c| !is_path(c)).map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8))
}

/// The text before the bracket that the last character closes. Brackets inside of strings are seen
/// as brackets, except when the string is the usual short one without them.
fn before_bracket(text: &str) -> Option<&str> {
    let mut depth = 0_usize;
    let mut in_string = false;
    for (at, character) in text.char_indices().rev() {
        match character {
            '"' if !text[..at].ends_with('\\') => in_string = !in_string,
            _ if in_string => {}
            ')' | ']' | '}' => depth += 1,
            '(' | '[' | '{' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(&text[..at]);
                }
            }
            _ => {}
        }
    }
    None
}

/// `collect::<Vec<_>>` is `collect`.
fn without_turbofish(text: &str) -> Option<&str> {
    if !text.ends_with('>') {
        return Some(text);
    }
    let start = text.rfind("::<")?;
    Some(&text[..start])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prelude_store::docs::{DocEntry, TypeDocs};

    fn entry(name: &str, kind: Kind, signature: &str) -> DocEntry {
        DocEntry { name: name.to_owned(), kind, signature: signature.to_owned(), ..DocEntry::default() }
    }

    fn docs() -> PreludeDocs {
        let frame = TypeDocs {
            members: vec![
                entry("lazy", Kind::Method, "fn lazy(self) -> LazyFrame"),
                entry("column", Kind::Method, "fn column(&self, name: &str) -> PolarsResult<&Column>"),
                entry("width", Kind::Field, "width: usize"),
                entry("empty", Kind::Function, "fn empty() -> Self"),
            ],
            bases: Vec::new(),
        };
        let lazy = TypeDocs {
            members: vec![
                entry("filter", Kind::Method, "fn filter(self, predicate: Expr) -> Self"),
                entry(
                    "map",
                    Kind::Method,
                    "fn map<F: Fn(f64) -> Expr>(self, f: F) -> Self where F: Fn() -> u8",
                ),
                entry("collect", Kind::Method, "fn collect(self) -> polars::PolarsResult<DataFrame>"),
                entry("explain", Kind::Method, "fn explain(&self)"),
            ],
            bases: Vec::new(),
        };
        PreludeDocs {
            names: vec![entry(
                "read_csv",
                Kind::Function,
                "fn read_csv(path: impl AsRef<Path>) -> Result<DataFrame>",
            )],
            types: [("DataFrame".to_owned(), frame), ("LazyFrame".to_owned(), lazy)].into(),
            modules: [("io".to_owned(), vec![entry("scan", Kind::Function, "fn scan() -> LazyFrame")])]
                .into(),
            ..PreludeDocs::default()
        }
    }

    fn type_of(code: &str) -> Option<String> {
        docs().type_of(code, |name| (name == "sales").then(|| "polars::prelude::DataFrame".to_owned()))
    }

    fn check(code: &str, expected: &str) {
        assert_eq!(type_of(code).map(|found| without_paths(&found)).as_deref(), Some(expected), "{code}");
    }

    #[test]
    fn a_chain_is_followed_from_its_variable() {
        check("sales", "DataFrame");
        check("let x = 1 + sales.lazy()", "LazyFrame");
        check(
            "sales.clone()\n    .lazy()\n    .filter(col(\"a)\").gt(lit(1)))\n    .map(|x| x)",
            "LazyFrame",
        );
        check("f(sales.lazy().collect()?", "DataFrame");
        check("sales.lazy().collect().unwrap().lazy()", "LazyFrame");
        check("sales.lazy().collect::<Vec<u8>>()", "PolarsResult<DataFrame>");
        check("sales.column(\"a\")?", "&Column");
        check("sales.width", "usize");
    }

    #[test]
    fn a_chain_may_begin_with_a_call() {
        check("read_csv(\"a.csv\")?", "DataFrame");
        check("DataFrame::empty().lazy()", "LazyFrame");
        check("io::scan()", "LazyFrame");
    }

    #[test]
    fn what_no_signature_tells_is_unknown() {
        for code in [
            "",
            ")",
            "other",
            "1.",
            "sales.nothing()",
            "sales.lazy().explain()",
            "sales[0]",
            "sales?",
            "0..sales)",
            "é",
        ] {
            assert_eq!(type_of(code), None, "{code}");
        }
    }
}

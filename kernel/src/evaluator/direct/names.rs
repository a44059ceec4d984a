//! Which names a piece of code mentions. Only variables and items that are mentioned go into a
//! cell's crate, so the answer may be too wide (a load too many) but never too narrow: identifiers
//! inside macro calls and inside format strings count too.

use std::collections::BTreeSet;

use ra_ap_syntax::ast::{self, AstToken, HasName};
use ra_ap_syntax::{AstNode, SyntaxKind, SyntaxNode, SyntaxToken, T};

/// Every name in the code, whatever its role. Fields, methods and the later parts of paths count.
pub fn mentions(node: &SyntaxNode) -> BTreeSet<String> {
    tokens(node).flat_map(|token| names_of(&token)).collect()
}

/// Names that may stand for a variable or an item: not those after a dot or `::`, and not those
/// that a `let` pattern only binds.
pub fn uses(node: &SyntaxNode) -> BTreeSet<String> {
    let pattern = ast::LetStmt::cast(node.clone()).and_then(|statement| statement.pat());
    let bound = |token: &SyntaxToken| {
        pattern.as_ref().is_some_and(|pattern| {
            pattern.syntax().text_range().contains_range(token.text_range())
                && token.parent().is_some_and(|parent| parent.kind() == SyntaxKind::NAME)
        })
    };
    tokens(node)
        .filter(|token| !follows_dot_or_path(token) && !bound(token) && !names_field(token))
        .flat_map(|t| names_of(&t))
        .collect()
}

/// Names that patterns bind: by `let` and `for`, as parameters, in `match`.
pub fn bindings(node: &SyntaxNode) -> BTreeSet<String> {
    let patterns = node.descendants().filter_map(ast::IdentPat::cast);
    patterns.filter_map(|pattern| Some(pattern.name()?.text().to_string())).collect()
}

/// `x` in `P { x: 1 }`; in `P { x }` it stands for a variable too.
fn names_field(token: &SyntaxToken) -> bool {
    let field = token.parent().and_then(|name| ast::RecordExprField::cast(name.parent()?));
    field.is_some_and(|field| field.colon_token().is_some())
}

/// The statics of a `thread_local!`-like macro call, and the names after `struct`, `enum`, `fn`.
pub fn declared_statics(node: &SyntaxNode) -> BTreeSet<String> {
    let words: Vec<_> = tokens(node).filter(|token| !token.kind().is_trivia()).collect();
    words
        .windows(2)
        .filter(|pair| matches!(pair[0].text(), "static" | "struct" | "enum" | "fn" | "const" | "ref"))
        .filter(|pair| pair[1].kind() == SyntaxKind::IDENT)
        .map(|pair| pair[1].text().to_owned())
        .collect()
}

fn tokens(node: &SyntaxNode) -> impl Iterator<Item = SyntaxToken> {
    node.descendants_with_tokens().filter_map(ra_ap_syntax::NodeOrToken::into_token)
}

fn follows_dot_or_path(token: &SyntaxToken) -> bool {
    let mut before = token.prev_token();
    while let Some(found) = before {
        if !found.kind().is_trivia() {
            // In a macro's token tree `::` is two colons.
            return matches!(found.kind(), T![.] | T![::])
                || (found.kind() == T![:] && found.prev_token().is_some_and(|colon| colon.kind() == T![:]));
        }
        before = found.prev_token();
    }
    false
}

fn names_of(token: &SyntaxToken) -> Vec<String> {
    match token.kind() {
        SyntaxKind::IDENT => vec![token.text().trim_start_matches("r#").to_owned()],
        SyntaxKind::STRING => match ast::String::cast(token.clone()) {
            Some(string) => captured_names(string.text()),
            None => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// The names in `"{name}"`, `"{name:?}"`, `"{0:width$}"`.
fn captured_names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for part in text.split('{').skip(1) {
        let inside = part.split('}').next().unwrap_or_default();
        for word in inside.split(|c: char| !c.is_alphanumeric() && c != '_') {
            if word.starts_with(|c: char| c.is_alphabetic() || c == '_') {
                names.push(word.to_owned());
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluator::direct::syntax::parse;

    fn check(code: &str, expected: &[&str]) {
        let found: Vec<_> = parse(code).uses.into_iter().collect();
        assert_eq!(found, expected, "{code}");
    }

    #[test]
    fn macros_and_format_strings_mention_variables() {
        check("println!(\"{a} {b:?} {0:w$}\", c.d)", &["a", "b", "c", "println", "w"]);
        check("df![\"x\" => y]", &["df", "y"]);
    }

    #[test]
    fn methods_fields_and_path_ends_do_not_count() {
        check("x.len() + y.z.w + m::n", &["m", "x", "y"]);
    }

    #[test]
    fn a_field_that_is_given_a_value_is_not_used() {
        check("P { x: y, z }", &["P", "y", "z"]);
    }

    #[test]
    fn patterns_bind() {
        let found = |code: &str| -> Vec<String> {
            let file = ra_ap_syntax::SourceFile::parse(code, ra_ap_syntax::Edition::Edition2024);
            bindings(&file.syntax_node()).into_iter().collect()
        };
        assert_eq!(
            found("fn f(a: u8) { for b in c { if let Some(d) = e(|(g, _)| g) {} } }"),
            ["a", "b", "d", "g"]
        );
    }

    #[test]
    fn a_name_that_is_only_bound_is_not_used() {
        check("let x = y;", &["y"]);
        check("let x = x + 1;", &["x"]);
        check("let P { a, .. } = q;", &["P", "q"]);
    }

    #[test]
    fn thread_locals_declare_their_names() {
        let parsed = parse("thread_local! { static COUNT: Cell<u32> = Cell::new(0); }");
        assert!(parsed.items[0].defines.contains("COUNT"));
        assert_eq!(
            mentions(
                &ra_ap_syntax::SourceFile::parse("fn f() { g(h) }", ra_ap_syntax::Edition::Edition2024)
                    .syntax_node()
            )
            .len(),
            3
        );
    }
}

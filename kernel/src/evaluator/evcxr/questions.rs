//! The `?` operators that can end a cell. evcxr prints the error of one and forgets it; so what each
//! is applied to goes through a function of the prelude's runtime that takes note of it.

use std::ops::Range;

use ra_ap_syntax::ast::{self, AstNode};
use ra_ap_syntax::{Edition, SourceFile, SyntaxKind, SyntaxNode};

/// The parser wants statements inside a function.
const OPENING: &str = "async fn f(){";

/// The expressions before each `?`, as ranges of the code.
pub fn operands(code: &str) -> Vec<Range<usize>> {
    let file = SourceFile::parse(&format!("{OPENING}{code}\n}}"), Edition::Edition2024);
    let Some(function) = file.syntax_node().children().find_map(ast::Fn::cast) else { return Vec::new() };
    let Some(body) = function.body() else { return Vec::new() };
    let questions = body.syntax().descendants().filter_map(ast::TryExpr::cast);
    questions
        .filter(|question| ends_the_cell(question.syntax(), body.syntax()))
        .filter_map(|question| {
            let range = question.expr()?.syntax().text_range();
            let offset = |at: ra_ap_syntax::TextSize| usize::from(at).checked_sub(OPENING.len());
            Some(offset(range.start())?..offset(range.end())?)
        })
        .collect()
}

/// One inside a function, a closure or an `async` block ends only that.
fn ends_the_cell(question: &SyntaxNode, body: &SyntaxNode) -> bool {
    let around = question.ancestors().take_while(|ancestor| ancestor != body);
    !around.into_iter().any(|ancestor| match ancestor.kind() {
        SyntaxKind::CLOSURE_EXPR | SyntaxKind::FN => true,
        SyntaxKind::BLOCK_EXPR => ast::BlockExpr::cast(ancestor)
            .is_some_and(|block| block.async_token().is_some() || block.try_block_modifier().is_some()),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(code: &str, expected: &[&str]) {
        assert_eq!(operands(code).into_iter().map(|range| &code[range]).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn each_operand_is_found_also_inside_another() {
        check("let x = a(b?)?.c()?; x", &["a(b?)?.c()", "a(b?)", "b"]);
        check("for i in f()? { g(i)?; }", &["f()", "g(i)"]);
        check("h().await?", &["h().await"]);
    }

    #[test]
    fn one_that_ends_something_else_is_left_alone() {
        check("fn f() -> Option<u8> { g()? }", &[]);
        check("let c = || -> Option<u8> { g()? }; let a = async { g()? };", &[]);
        check("println!(\"{}\", g()?)", &[]);
    }
}

//! Loops of the user's own: where they can be interrupted, and whether they are worth optimising.
//!
//! Every `loop` and `while` gets a checkpoint, since only these are endless by nature; a `for` gets
//! one when it drives other work (a nested loop, a call, a macro such as `println!`) or has no end
//! itself. An innermost `for` over plain arithmetic stays as written: a check per round would keep
//! the compiler from vectorising it.

use ra_ap_syntax::ast::{self, HasLoopBody, RangeItem};
use ra_ap_syntax::{AstNode, SyntaxKind, SyntaxNode};

/// The call that is put at the start of a loop's body.
pub const CHECKPOINT: &str = "::ferrolab_runtime::checkpoint();";

/// Offsets, in the parsed text, just after the opening brace of loops that get a checkpoint.
pub fn checkpoints(node: &SyntaxNode) -> Vec<usize> {
    node.descendants()
        .filter(|found| wants_checkpoint(found) && !in_constant(found))
        .filter_map(|found| loop_body(&found))
        .filter_map(|body| body.stmt_list()?.l_curly_token())
        .map(|brace| usize::from(brace.text_range().end()))
        .collect()
}

fn wants_checkpoint(node: &SyntaxNode) -> bool {
    match node.kind() {
        SyntaxKind::LOOP_EXPR | SyntaxKind::WHILE_EXPR => true,
        SyntaxKind::FOR_EXPR => {
            is_open_ended(node) || loop_body(node).is_some_and(|body| drives_work(body.syntax()))
        }
        _ => false,
    }
}

fn drives_work(body: &SyntaxNode) -> bool {
    body.descendants().any(|inner| {
        is_loop(&inner) || matches!(inner.kind(), SyntaxKind::CALL_EXPR | SyntaxKind::MACRO_CALL)
    })
}

/// `for i in 0..` and iterators known to go on for ever.
fn is_open_ended(node: &SyntaxNode) -> bool {
    let Some(iterable) = ast::ForExpr::cast(node.clone()).and_then(|found| found.iterable()) else {
        return false;
    };
    let text = iterable.syntax().text().to_string();
    text.trim_end().ends_with("..") || text.contains(".cycle()") || text.contains("repeat")
}

fn is_loop(node: &SyntaxNode) -> bool {
    matches!(node.kind(), SyntaxKind::LOOP_EXPR | SyntaxKind::WHILE_EXPR | SyntaxKind::FOR_EXPR)
}

fn loop_body(node: &SyntaxNode) -> Option<ast::BlockExpr> {
    match node.kind() {
        SyntaxKind::LOOP_EXPR => ast::LoopExpr::cast(node.clone())?.loop_body(),
        SyntaxKind::WHILE_EXPR => ast::WhileExpr::cast(node.clone())?.loop_body(),
        _ => ast::ForExpr::cast(node.clone())?.loop_body(),
    }
}

/// Nothing may be called where the compiler itself runs the code.
fn in_constant(node: &SyntaxNode) -> bool {
    node.ancestors().any(|ancestor| match ancestor.kind() {
        SyntaxKind::CONST | SyntaxKind::STATIC | SyntaxKind::ARRAY_TYPE | SyntaxKind::CONST_ARG => true,
        SyntaxKind::FN => ast::Fn::cast(ancestor).is_some_and(|function| function.const_token().is_some()),
        SyntaxKind::BLOCK_EXPR => {
            ast::BlockExpr::cast(ancestor).is_some_and(|block| block.const_token().is_some())
        }
        _ => false,
    })
}

/// Whether a loop stands inside a loop.
pub fn nests(node: &SyntaxNode) -> bool {
    node.descendants().filter(is_loop).any(|outer| outer.descendants().skip(1).any(|inner| is_loop(&inner)))
}

/// Iterator methods that do work once per element.
const PER_ELEMENT: [&str; 12] = [
    "map",
    "fold",
    "for_each",
    "filter",
    "mapv",
    "mapv_inplace",
    "sum",
    "product",
    "zip",
    "from_shape_fn",
    "scan",
    "flat_map",
];

/// Whether the code holds a loop, or a closure given to a method that calls it per element.
pub fn computes(node: &SyntaxNode) -> bool {
    node.descendants().any(|found| (is_loop(&found) && !is_short(&found)) || calls_per_element(&found))
}

/// So few rounds are over in no time at any level.
const FEW_ROUNDS: usize = 100;

/// `for name in ["a", "b"]` and `for i in 0..20`, in no other loop: optimising what stands around costs
/// more than it gains.
fn is_short(node: &SyntaxNode) -> bool {
    if node.ancestors().skip(1).any(|outer| is_loop(&outer)) {
        return false;
    }
    let iterable = ast::ForExpr::cast(node.clone()).and_then(|found| found.iterable());
    let mut inner = iterable;
    while let Some(ast::Expr::RefExpr(reference)) = &inner {
        inner = reference.expr();
    }
    match inner {
        Some(ast::Expr::ArrayExpr(array)) => {
            array.semicolon_token().is_none() && array.exprs().count() <= FEW_ROUNDS
        }
        Some(ast::Expr::RangeExpr(range)) => {
            let (start, end) = (range.start().is_none_or(|start| literal(&start).is_some()), range.end());
            start && end.and_then(|end| literal(&end)).is_some_and(|end| end <= FEW_ROUNDS)
        }
        _ => false,
    }
}

fn literal(expression: &ast::Expr) -> Option<usize> {
    expression.syntax().text().to_string().replace('_', "").parse().ok()
}

fn calls_per_element(node: &SyntaxNode) -> bool {
    if node.kind() != SyntaxKind::CLOSURE_EXPR {
        return false;
    }
    let call = node.ancestors().skip(1).find(|ancestor| {
        matches!(
            ancestor.kind(),
            SyntaxKind::METHOD_CALL_EXPR | SyntaxKind::CALL_EXPR | SyntaxKind::STMT_LIST
        )
    });
    let name = match call {
        Some(call) if call.kind() == SyntaxKind::METHOD_CALL_EXPR => ast::MethodCallExpr::cast(call)
            .and_then(|call| call.name_ref())
            .map(|name| name.text().to_string()),
        Some(call) if call.kind() == SyntaxKind::CALL_EXPR => ast::CallExpr::cast(call)
            .and_then(|call| ast::HasArgList::arg_list(&call).map(|_| call))
            .and_then(|call| call.expr())
            .map(|callee| {
                callee.syntax().text().to_string().rsplit("::").next().unwrap_or_default().to_owned()
            }),
        _ => None,
    };
    name.is_some_and(|name| PER_ELEMENT.contains(&name.as_str()))
}

#[cfg(test)]
mod tests {
    use crate::evaluator::direct::syntax::parse;

    fn count(code: &str) -> usize {
        parse(code).checkpoints.len()
    }

    #[test]
    fn endless_loops_can_be_interrupted() {
        assert_eq!(count("loop {}"), 1);
        assert_eq!(count("while true { work(); }"), 1);
        assert_eq!(count("for i in 0.. { f(i); }"), 1);
        assert_eq!(count("fn f() { loop { while x {} } }"), 2);
    }

    #[test]
    fn an_innermost_counted_loop_stays_as_written() {
        assert_eq!(count("for i in 0..9 { s += i; }"), 0);
        assert_eq!(count("for i in 0..9 { for j in 0..9 { s += j; } }"), 1);
        assert_eq!(count("for i in 0..9 { println!(\"{i}\"); }"), 1);
        assert_eq!(count("for i in 0..9 { sleep(second); }"), 1);
    }

    #[test]
    fn constants_are_left_alone() {
        assert_eq!(count("const fn f() { loop {} }"), 0);
        assert_eq!(count("const X: u32 = { while true {} 1 };"), 0);
    }

    #[test]
    fn the_checkpoint_stands_just_inside_the_body() {
        let code = "loop { work() }";
        assert_eq!(&code[..parse(code).checkpoints[0]], "loop {");
    }

    #[test]
    fn loops_and_element_closures_are_computing() {
        assert!(parse("for i in 0..n {}").computes && parse("for x in &v {}").computes);
        assert!(!parse("for i in 0..9 {}").computes && !parse("for i in &[\"a\", \"b\"] {}").computes);
        assert!(
            parse("for i in 0..9 { for j in 0..9 {} }").computes && parse("for i in [0; 1_000] {}").computes
        );
        assert!(parse("x.iter().map(|v| v * 2).sum::<f64>()").computes);
        assert!(!parse("df.lazy().select([col(\"a\")]).collect()?").computes);
        assert!(!parse("let f = |x: i32| x + 1;").computes);
        assert!(parse("fn f() { loop {} }").items[0].computes);
    }
}

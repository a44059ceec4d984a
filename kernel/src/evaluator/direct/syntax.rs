//! Second stage: parses the code of a cell into items, statements and the last expression, with
//! rust-analyzer's error-tolerant parser, and finds what the later stages need to know of each:
//! names defined, names used, loops, `.await`.

use std::collections::BTreeSet;
use std::ops::Range;

use ra_ap_syntax::ast::{self, HasName};
use ra_ap_syntax::{AstNode, Edition, SourceFile, SyntaxKind, SyntaxNode, TextRange};

use super::loops;
use super::names;

/// The parser wants statements inside a function.
const OPENING: &str = "async fn f(){";

/// The code of one segment, taken apart. All ranges are bytes of that code.
#[derive(Debug, Default)]
pub struct Parsed {
    pub items: Vec<Item>,
    pub statements: Vec<Range<usize>>,
    /// The last expression when no semicolon follows it.
    pub tail: Option<Range<usize>>,
    /// Variables bound by the statements, in order.
    pub bindings: Vec<Binding>,
    /// Names that statements and tail mention, other than those they only bind.
    pub uses: BTreeSet<String>,
    /// Names that patterns in them bind.
    pub bound: BTreeSet<String>,
    /// Methods and path ends that they mention, by which an impl may be called.
    pub member_names: BTreeSet<String>,
    pub awaits: bool,
    /// Where `checkpoint()` goes so that loops can be interrupted.
    pub checkpoints: Vec<usize>,
    /// The code holds work that is worth optimising.
    pub computes: bool,
    /// A loop inside a loop.
    pub nests_loops: bool,
    pub has_errors: bool,
    /// Inner attributes (`#![…]`) cannot stand where the code goes.
    pub inner_attributes: Vec<Range<usize>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    pub name: String,
    pub mutable: bool,
    /// A closure's type cannot be named, so the variable cannot be kept.
    pub is_closure: bool,
}

/// A function, type, trait, impl, use, macro, … of the notebook.
#[derive(Clone, Debug)]
pub struct Item {
    pub range: Range<usize>,
    pub kind: ItemKind,
    /// The names it brings into scope.
    pub defines: BTreeSet<String>,
    /// Every name that its text mentions.
    pub uses: BTreeSet<String>,
    /// Those of them that are no methods, fields or later parts of paths, and not bound inside.
    pub heads: BTreeSet<String>,
    /// Functions of an impl or trait: calling one needs the item without naming it.
    pub members: BTreeSet<String>,
    /// A `use` taken apart: each name with an import of its own, so that one of them can be
    /// defined anew without losing the others.
    pub imports: Vec<(String, String)>,
    pub computes: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// Its redefinition makes values of the old definition unusable.
    Type,
    Impl,
    Use,
    /// A `use` that ends in `*`.
    GlobUse,
    Macro,
    Other,
}

pub fn parse(code: &str) -> Parsed {
    let file = SourceFile::parse(&format!("{OPENING}{code}\n}}"), Edition::Edition2024);
    let root = file.syntax_node();
    let mut parsed = Parsed { has_errors: !file.errors().is_empty(), ..Parsed::default() };
    let body =
        root.children().find_map(ast::Fn::cast).and_then(|f| f.body()).and_then(|body| body.stmt_list());
    let Some(body) = body else {
        return unbalanced(code);
    };
    // The brace that closes the body is ours, right at the end of the text.
    let closes_at = body.r_curly_token().map(|brace| usize::from(brace.text_range().start()));
    let ends_in_body = closes_at == Some(OPENING.len() + code.len() + 1);
    let tail = body.tail_expr().map(|tail| tail.syntax().clone());
    for node in body.syntax().children() {
        parsed.add(&node, tail.as_ref());
    }
    parsed.checkpoints.sort_unstable();
    if ends_in_body { parsed } else { unbalanced(code) }
}

/// Brackets or quotes do not match: where a statement ends is anybody's guess, so the compiler gets
/// the code as it stands and says what is wrong with it.
fn unbalanced(code: &str) -> Parsed {
    let everything = 0..code.len();
    Parsed { has_errors: true, statements: vec![everything], ..Parsed::default() }
}

impl Parsed {
    /// Nothing but space and comments.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty() && self.statements.is_empty() && self.tail.is_none() && !self.has_errors
    }

    fn add(&mut self, node: &SyntaxNode, tail: Option<&SyntaxNode>) {
        let range = code_range(node.text_range());
        if is_inner_attribute(node) {
            self.inner_attributes.push(range);
            return;
        }
        self.checkpoints.extend(loops::checkpoints(node).into_iter().map(|at| at - OPENING.len()));
        let computes = loops::computes(node);
        if let Some(item) = as_item(node) {
            self.items.push(describe_item(&item, range, computes));
            return;
        }
        self.computes |= computes;
        self.nests_loops |= loops::nests(node);
        self.awaits |= awaits(node);
        self.uses.extend(names::uses(node));
        self.bound.extend(names::bindings(node));
        self.member_names.extend(names::mentions(node));
        if let Some(binding) = ast::LetStmt::cast(node.clone()) {
            self.bind(&binding);
        }
        if Some(node) == tail {
            self.tail = Some(range);
        } else {
            self.statements.push(range);
        }
    }

    fn bind(&mut self, statement: &ast::LetStmt) {
        let Some(pattern) = statement.pat() else { return };
        let is_closure = matches!(statement.initializer(), Some(ast::Expr::ClosureExpr(_)))
            && statement.ty().is_none()
            && matches!(pattern, ast::Pat::IdentPat(_));
        for name in pattern.syntax().descendants().filter_map(ast::IdentPat::cast) {
            let Some(identifier) = name.name() else { continue };
            let text = identifier.text().to_string();
            // A capital letter means a constant or a unit struct to match against.
            let is_constant = text.starts_with(char::is_uppercase) && name.mut_token().is_none();
            if !is_constant {
                self.bindings.retain(|binding| binding.name != text);
                self.bindings.push(Binding { name: text, mutable: name.mut_token().is_some(), is_closure });
            }
        }
    }
}

fn code_range(range: TextRange) -> Range<usize> {
    let (start, end) = (usize::from(range.start()), usize::from(range.end()));
    start.saturating_sub(OPENING.len())..end.saturating_sub(OPENING.len())
}

fn is_inner_attribute(node: &SyntaxNode) -> bool {
    node.kind() == SyntaxKind::ATTR && node.text().to_string().starts_with("#!")
}

/// Macros whose expansion is items, which must live on beyond the cell.
const ITEM_MACROS: [&str; 4] = ["thread_local", "lazy_static", "bitflags", "define_display"];

fn as_item(node: &SyntaxNode) -> Option<SyntaxNode> {
    if let Some(item) = ast::Item::cast(node.clone()) {
        let is_item = match &item {
            ast::Item::MacroCall(call) => makes_items(call),
            _ => true,
        };
        return is_item.then(|| item.syntax().clone());
    }
    let call = node.descendants().find_map(ast::MacroCall::cast)?;
    let is_whole = call.syntax().text_range().start() == node.text_range().start();
    (is_whole && makes_items(&call)).then(|| node.clone())
}

fn makes_items(call: &ast::MacroCall) -> bool {
    let name = call.path().and_then(|path| path.segment()).and_then(|segment| segment.name_ref());
    name.is_some_and(|name| ITEM_MACROS.iter().any(|makes| *makes == name.text()))
}

fn awaits(node: &SyntaxNode) -> bool {
    node.descendants().filter(|found| found.kind() == SyntaxKind::AWAIT_EXPR).any(|found| {
        // Inside an async block or closure of its own the cell need not be asynchronous.
        !found.ancestors().take_while(|ancestor| ancestor != node).any(|ancestor| match ancestor.kind() {
            SyntaxKind::CLOSURE_EXPR | SyntaxKind::FN => true,
            SyntaxKind::BLOCK_EXPR => {
                ast::BlockExpr::cast(ancestor).is_some_and(|block| block.async_token().is_some())
            }
            _ => false,
        })
    })
}

fn describe_item(node: &SyntaxNode, range: Range<usize>, computes: bool) -> Item {
    let mut item = Item {
        range,
        kind: ItemKind::Other,
        defines: BTreeSet::new(),
        uses: names::mentions(node),
        heads: &names::uses(node) - &names::bindings(node),
        members: BTreeSet::new(),
        imports: Vec::new(),
        computes,
    };
    match ast::Item::cast(node.clone()) {
        Some(ast::Item::Use(import)) => {
            item.kind = ItemKind::Use;
            describe_use(&import, &mut item);
        }
        Some(ast::Item::Impl(implementation)) => {
            item.kind = ItemKind::Impl;
            item.members = member_names(implementation.syntax());
            let head = implementation.syntax().children().filter(|child| ast::Type::can_cast(child.kind()));
            item.defines = head.flat_map(|part| names::mentions(&part)).collect();
        }
        Some(ast::Item::MacroRules(rules)) => {
            item.kind = ItemKind::Macro;
            item.defines.extend(rules.name().map(|name| name.text().to_string()));
        }
        Some(other) => {
            let is_type = matches!(
                other,
                ast::Item::Struct(_)
                    | ast::Item::Enum(_)
                    | ast::Item::Union(_)
                    | ast::Item::Trait(_)
                    | ast::Item::TypeAlias(_)
                    | ast::Item::Module(_)
            );
            item.kind = if is_type { ItemKind::Type } else { ItemKind::Other };
            if matches!(other, ast::Item::Trait(_)) {
                item.members = member_names(node);
            }
            item.defines
                .extend(node.children().find_map(ast::Name::cast).map(|name| name.text().to_string()));
        }
        None => item.defines = names::declared_statics(node),
    }
    item
}

fn member_names(node: &SyntaxNode) -> BTreeSet<String> {
    node.descendants()
        .filter_map(ast::AssocItem::cast)
        .filter_map(|member| member.syntax().children().find_map(ast::Name::cast))
        .map(|name| name.text().to_string())
        .collect()
}

fn describe_use(import: &ast::Use, item: &mut Item) {
    if let Some(tree) = import.use_tree() {
        collect_imports("", &tree, item);
    }
    item.defines = item.imports.iter().map(|(name, _)| name.clone()).filter(|name| name != "*").collect();
}

fn collect_imports(prefix: &str, tree: &ast::UseTree, item: &mut Item) {
    let own = tree.path().map(|path| path.syntax().text().to_string()).unwrap_or_default();
    let separator = if prefix.is_empty() || own.is_empty() { "" } else { "::" };
    let path = format!("{prefix}{separator}{own}");
    if let Some(list) = tree.use_tree_list() {
        for inner in list.use_trees() {
            collect_imports(&path, &inner, item);
        }
    } else if tree.star_token().is_some() {
        item.kind = ItemKind::GlobUse;
        item.imports.push(("*".to_owned(), format!("use {path}::*;")));
    } else {
        let (name, text) = single_import(&path, tree);
        item.imports.push((name, text));
    }
}

/// `a::b`, `a::b as c`, and `a::{self}`, which names `a` itself.
fn single_import(path: &str, tree: &ast::UseTree) -> (String, String) {
    let path = path.strip_suffix("::self").unwrap_or(path);
    let renamed = tree.rename().map(|rename| rename.syntax().text().to_string());
    let last = path.rsplit("::").next().unwrap_or(path).trim().trim_start_matches("r#").to_owned();
    match renamed {
        Some(renamed) => {
            let name = renamed.trim_start_matches("as").trim().to_owned();
            // A trait imported without a name is still needed for its methods.
            (if name == "_" { last } else { name }, format!("use {path} {renamed};"))
        }
        None => (last, format!("use {path};")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts<'a>(code: &'a str, ranges: &[Range<usize>]) -> Vec<&'a str> {
        ranges.iter().map(|range| &code[range.clone()]).collect()
    }

    #[test]
    fn statements_items_and_tail_are_told_apart() {
        let code = "use std::fmt;\nlet (a, mut b) = (1, 2);\nfn f() {}\nprintln!(\"{a}\");\na + b";
        let parsed = parse(code);
        assert_eq!(texts(code, &parsed.statements), ["let (a, mut b) = (1, 2);", "println!(\"{a}\");"]);
        assert_eq!(parsed.tail.map(|tail| &code[tail]), Some("a + b"));
        let items: Vec<_> = parsed.items.iter().map(|item| &code[item.range.clone()]).collect();
        assert_eq!(items, ["use std::fmt;", "fn f() {}"]);
        assert_eq!(
            parsed.bindings,
            [
                Binding { name: "a".into(), mutable: false, is_closure: false },
                Binding { name: "b".into(), mutable: true, is_closure: false }
            ]
        );
        assert!(!parsed.has_errors);
    }

    #[test]
    fn a_semicolon_means_no_tail() {
        assert!(parse("1 + 1;").tail.is_none());
        assert!(parse("// nothing").statements.is_empty());
        assert!(parse("if x { 1 } else { 2 }").tail.is_some());
    }

    #[test]
    fn constants_in_patterns_are_not_variables() {
        let names: Vec<_> = parse("let Some(x) = y else { panic!() }; let None = z else { panic!() };")
            .bindings
            .into_iter()
            .map(|binding| binding.name)
            .collect();
        assert_eq!(names, ["x"]);
    }

    #[test]
    fn closures_are_recognised_unless_they_are_boxed() {
        let is_closure = |code: &str| parse(code).bindings[0].is_closure;
        assert!(is_closure("let f = |x: i32| x + 1;") && is_closure("let mut f = move || 1;"));
        assert!(!is_closure("let f: Box<dyn Fn()> = Box::new(|| ());") && !is_closure("let x = 1;"));
    }

    #[test]
    fn unbalanced_code_is_an_error_and_never_a_panic() {
        for code in ["fn f( {", "}", "let x = ;", "{{{", "\"open", "'", "}} fn g() {", "/* open"] {
            assert!(parse(code).has_errors, "{code}");
        }
    }

    #[test]
    fn only_an_await_of_the_cell_itself_makes_it_asynchronous() {
        assert!(parse("sleep(1).await").awaits);
        assert!(!parse("let f = async { g().await };").awaits);
        assert!(!parse("async fn f() { g().await }").awaits);
    }

    #[test]
    fn items_say_what_they_define_and_use() {
        let parsed =
            parse("struct P { x: Q }\nimpl P { fn area(&self) -> R { r!(S) } }\nuse a::{b, c as d, e::*};");
        assert_eq!(parsed.items[0].kind, ItemKind::Type);
        assert!(parsed.items[0].defines.contains("P") && parsed.items[0].uses.contains("Q"));
        assert!(parsed.items[1].members.contains("area") && parsed.items[1].uses.contains("S"));
        assert_eq!(parsed.items[2].kind, ItemKind::GlobUse);
        let imports: Vec<_> = parsed.items[2].imports.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(imports, ["use a::b;", "use a::c as d;", "use a::e::*;"]);
    }
}

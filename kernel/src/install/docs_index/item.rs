//! One item of a source file as an entry: its kind, its signature in one line, its comment.

use ra_ap_syntax::ast::{self, AstNode, AstToken, HasAttrs, HasDocComments, HasName, HasVisibility};
use ra_ap_syntax::{NodeOrToken, SyntaxKind, SyntaxNode, T};

use crate::prelude_store::docs::{DocEntry, Kind};

/// How much of an item's comment is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    Whole,
    /// For crates that are not ours: enough to know what a method does.
    FirstParagraph,
}

/// A first paragraph longer than this is cut.
const PARAGRAPH: usize = 400;
/// A struct with more fields than this is told with the first of them.
const FIELDS: usize = 8;

pub fn is_public(item: &impl HasVisibility) -> bool {
    item.visibility().is_some_and(|visibility| visibility.syntax().text() == "pub")
}

/// `#[doc(hidden)]`.
pub fn is_hidden(item: &impl HasAttrs) -> bool {
    has_attribute(item, |text| text.starts_with("#[doc(") && text.contains("hidden"))
}

pub fn is_exported_macro(item: &ast::MacroRules) -> bool {
    has_attribute(item, |text| text.contains("macro_export"))
}

fn has_attribute(item: &impl HasAttrs, matches: impl Fn(&str) -> bool) -> bool {
    item.attrs().any(|attr| matches(&attr.syntax().text().to_string().replace(char::is_whitespace, "")))
}

pub fn entry(item: &(impl HasName + HasDocComments), kind: Kind, depth: Depth) -> Option<DocEntry> {
    let name = item.name()?.text().trim_start_matches("r#").to_owned();
    let (name, signature) = match kind {
        Kind::Macro => (format!("{name}!"), format!("macro {name}!")),
        _ => (name, signature(item.syntax())),
    };
    Some(DocEntry { name, kind, signature, docs: docs(item.doc_comments(), depth), owner: None })
}

/// A function, called on a value or not.
pub fn function(item: &ast::Fn, depth: Depth) -> Option<DocEntry> {
    let has_self = item.param_list().is_some_and(|list| list.self_param().is_some());
    entry(item, if has_self { Kind::Method } else { Kind::Function }, depth)
}

/// The item's text without attributes, comments, visibility and what it holds.
fn signature(item: &SyntaxNode) -> String {
    let mut text = String::new();
    add_signature(item, true, &mut text);
    let mut line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for (loose, tight) in [
        ("( ", "("),
        (", )", ")"),
        (" )", ")"),
        ("< ", "<"),
        (", >", ">"),
        (" ;", ";"),
        ("(mut ", "("),
        (", mut ", ", "),
    ] {
        line = line.replace(loose, tight);
    }
    line.trim_end_matches([';', ',', ' ', '=']).to_owned()
}

fn add_signature(node: &SyntaxNode, is_item: bool, text: &mut String) {
    for part in node.children_with_tokens() {
        match part {
            NodeOrToken::Token(token) if token.kind() == SyntaxKind::COMMENT => text.push(' '),
            NodeOrToken::Token(token) => text.push_str(token.text()),
            NodeOrToken::Node(child) => match child.kind() {
                SyntaxKind::ATTR => {}
                SyntaxKind::VISIBILITY if is_item => {}
                kind if is_item && is_content(kind) => {}
                SyntaxKind::RECORD_FIELD_LIST => add_fields(&child, text),
                _ => add_signature(&child, false, text),
            },
        }
    }
}

/// What an item holds between its braces, and a constant's value.
fn is_content(kind: SyntaxKind) -> bool {
    let holds_items = [
        SyntaxKind::BLOCK_EXPR,
        SyntaxKind::ASSOC_ITEM_LIST,
        SyntaxKind::VARIANT_LIST,
        SyntaxKind::ITEM_LIST,
        SyntaxKind::TUPLE_FIELD_LIST,
        SyntaxKind::CONST_ARG,
    ];
    holds_items.contains(&kind) || (ast::Expr::can_cast(kind) && kind != SyntaxKind::MACRO_CALL)
}

/// The public fields of a struct; of private ones only that there are some.
fn add_fields(list: &SyntaxNode, text: &mut String) {
    let fields: Vec<_> = list.children().filter_map(ast::RecordField::cast).collect();
    let mut shown: Vec<String> =
        fields.iter().filter(|field| is_public(*field)).map(|field| signature(field.syntax())).collect();
    if shown.is_empty() {
        return;
    }
    shown.truncate(FIELDS);
    if shown.len() < fields.len() {
        shown.push("..".to_owned());
    }
    text.push_str(&format!(" {{ {} }}", shown.join(", ")));
}

/// The comment of a module: its inner one.
pub fn inner_docs(file: &ast::SourceFile, depth: Depth) -> String {
    let comments = file.syntax().children_with_tokens().filter_map(NodeOrToken::into_token);
    let inner = comments.filter_map(ast::Comment::cast).filter(ast::Comment::is_inner);
    docs(inner, depth)
}

fn docs(comments: impl Iterator<Item = ast::Comment>, depth: Depth) -> String {
    let mut lines: Vec<String> = Vec::new();
    for comment in comments {
        let Some((text, _)) = comment.doc_comment() else { continue };
        lines.extend(text.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end().to_owned()));
        if text.is_empty() {
            lines.push(String::new());
        }
    }
    match depth {
        Depth::Whole => shown_lines(&lines).join("\n").trim().to_owned(),
        Depth::FirstParagraph => first_paragraph(&lines),
    }
}

/// Without the lines of examples that rustdoc hides.
fn shown_lines(lines: &[String]) -> Vec<&str> {
    let mut in_code = false;
    let mut shown = Vec::new();
    for line in lines {
        let start = line.trim_start();
        in_code ^= start.starts_with("```");
        if !(in_code && (start == "#" || start.starts_with("# "))) {
            shown.push(line.as_str());
        }
    }
    shown
}

fn first_paragraph(lines: &[String]) -> String {
    let lines = lines.iter().map(|line| line.trim()).skip_while(|line| line.is_empty());
    let paragraph: Vec<&str> = lines
        .take_while(|line| !line.is_empty() && !line.starts_with("```") && !line.starts_with('#'))
        .collect();
    let text = paragraph.join(" ");
    match text.char_indices().nth(PARAGRAPH) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text,
    }
}

/// What is written between `type A<T> =` and the semicolon, without paths.
pub fn alias_target(alias: &ast::TypeAlias) -> Option<String> {
    Some(type_text(&alias.ty()?))
}

/// A type in one line, without paths.
pub fn type_text(written: &ast::Type) -> String {
    crate::prelude_store::docs::without_paths(&signature(written.syntax()))
}

/// The name of the type that an impl is for: `DataFrame` of `&'a polars::DataFrame<T>`.
pub fn type_name(written: &ast::Type) -> Option<String> {
    match written {
        ast::Type::PathType(path) => Some(path.path()?.segment()?.name_ref()?.text().to_string()),
        ast::Type::RefType(reference) => type_name(&reference.ty()?),
        ast::Type::ParenType(inner) => type_name(&inner.ty()?),
        ast::Type::DynTraitType(object) => {
            object.type_bound_list()?.bounds().find_map(|bound| type_name(&bound.ty()?))
        }
        _ => None,
    }
}

/// Whether it is `unsafe`: nothing for a notebook.
pub fn is_unsafe(function: &ast::Fn) -> bool {
    function.unsafe_token().is_some_and(|token| token.kind() == T![unsafe])
}

//! A table as HTML. Whatever is text here came from data and is escaped.

use super::{Cell, Column, one_line, rest_of, rows};
use crate::display::escape;

/// The HTML `<table>`.
pub(in crate::display) fn to_html(columns: &[Column]) -> String {
    to_html_with_caption(columns, "")
}

/// The HTML `<table>` with a line below it, which screen readers read out first.
pub(in crate::display) fn to_html_with_caption(columns: &[Column], caption: &str) -> String {
    let mut html = String::from("<div class=\"t\"><table class=\"dataframe\">");
    if !caption.is_empty() {
        html.push_str(&format!("<caption>{}</caption>", escape(caption)));
    }
    html.push_str("<thead><tr>");
    for column in columns {
        push_header(&mut html, column);
    }
    html.push_str("</tr></thead><tbody>");
    for row in 0..rows(columns) {
        html.push_str("<tr>");
        for column in columns {
            html.push_str("<td");
            html.push_str(align(column));
            push_cell(&mut html, column.cells.get(row).unwrap_or(&Cell::Gap));
            html.push_str("</td>");
        }
        html.push_str("</tr>");
    }
    html.push_str("</tbody></table></div>");
    html
}

fn push_header(html: &mut String, column: &Column) {
    html.push_str("<th scope=\"col\"");
    html.push_str(align(column));
    if let Some(full) = rest_of(&column.name) {
        html.push_str(&format!(" title=\"{}\"", escape(&full)));
    }
    html.push_str(&format!(">{}", escape(&one_line(&column.name))));
    if !column.kind.is_empty() {
        html.push_str(&format!("<br><small>{}</small>", escape(&column.kind)));
    }
    html.push_str("</th>");
}

/// The rest of the opening tag and the content.
fn push_cell(html: &mut String, cell: &Cell) {
    match cell {
        Cell::Text(text) => html.push_str(&format!(">{}", escape(text))),
        Cell::Cut { shown, full } => {
            html.push_str(&format!(" title=\"{}\">{}", escape(full), escape(shown)));
        }
        Cell::Null | Cell::NotANumber => {
            html.push_str(&format!("><span class=\"n\">{}</span>", cell.plain()));
        }
        Cell::Gap => html.push_str(">…"),
    }
}

fn align(column: &Column) -> &'static str {
    if column.right { "" } else { " class=\"l\"" }
}

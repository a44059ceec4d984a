//! Columns of text, aligned. The same lines make a table for a terminal and one in Markdown.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    Text,
    Markdown,
}

/// The first line is the head; a line with a single cell heads a group.
pub fn render(lines: &[Vec<String>], style: Style) -> String {
    let Some(head) = lines.first() else { return String::new() };
    let mut text = String::new();
    let widths = widths(lines, head.len(), style);
    for (index, line) in lines.iter().enumerate() {
        let is_heading = line.len() == 1 && head.len() > 1;
        if is_heading && style == Style::Text {
            text.push('\n');
        }
        text += written(&shaped(line, is_heading, style), &widths, style).trim_end();
        text.push('\n');
        if index == 0 {
            text += &rule(&widths, style);
        }
    }
    text
}

/// A cell as it is written: group headings stand out, their members are indented.
fn shaped(line: &[String], is_heading: bool, style: Style) -> Vec<String> {
    let mut cells = line.to_vec();
    if let Some(first) = cells.first_mut() {
        match style {
            Style::Text if !is_heading && !first.is_empty() => first.insert_str(0, "  "),
            Style::Markdown if is_heading => *first = format!("**{first}**"),
            _ => {}
        }
    }
    cells
}

fn widths(lines: &[Vec<String>], columns: usize, style: Style) -> Vec<usize> {
    let mut widths = vec![0; columns];
    for line in lines {
        let is_heading = line.len() == 1 && columns > 1;
        for (cell, width) in shaped(line, is_heading, style).iter().zip(&mut widths) {
            *width = cell.chars().count().max(*width);
        }
    }
    widths
}

fn written(cells: &[String], widths: &[usize], style: Style) -> String {
    let cell = |index: usize| cells.get(index).map_or("", String::as_str);
    let padded: Vec<String> =
        widths.iter().enumerate().map(|(index, width)| format!("{:<width$}", cell(index))).collect();
    match style {
        Style::Text => padded.join("  "),
        Style::Markdown => format!("| {} |", padded.join(" | ")),
    }
}

fn rule(widths: &[usize], style: Style) -> String {
    let dashes = |width: &usize| "-".repeat((*width).max(3));
    match style {
        Style::Text => String::new(),
        Style::Markdown => format!("|-{}-|\n", widths.iter().map(dashes).collect::<Vec<_>>().join("-|-")),
    }
}

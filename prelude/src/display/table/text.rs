//! A table as text of fixed width.

use super::{Column, one_line, rows};

/// The table as aligned text; columns in the middle give way to `width`.
pub(in crate::display) fn to_text(columns: &[Column], width: usize) -> String {
    let columns = fit(columns, width);
    let kinds = columns.iter().any(|column| !column.kind.is_empty());
    let mut lines = vec![Vec::new(); 1 + usize::from(kinds) + 1 + rows(&columns)];
    for column in &columns {
        let texts = texts(column, kinds);
        let width = texts.iter().map(|text| width_of(text)).max().unwrap_or_default();
        let rule = 1 + usize::from(kinds);
        for (index, text) in texts.iter().enumerate() {
            let line = if index < rule { index } else { index + 1 };
            lines[line].push(pad(text, width, column.right));
        }
        lines[rule].push("─".repeat(width));
    }
    let mut text = String::new();
    for line in lines {
        text.push_str(line.join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// Name, kind if any column has one, then the cells.
fn texts(column: &Column, kinds: bool) -> Vec<String> {
    let mut texts = vec![one_line(&column.name)];
    if kinds {
        texts.push(column.kind.clone());
    }
    texts.extend(column.cells.iter().map(|cell| cell.plain().to_owned()));
    texts
}

/// The columns that fit, taken in turn from both ends, and a gap if some do not.
fn fit(columns: &[Column], width: usize) -> Vec<Column> {
    let needed =
        |column: &Column| 2 + texts(column, true).iter().map(|text| width_of(text)).max().unwrap_or_default();
    if columns.iter().map(needed).sum::<usize>() <= width + 2 {
        return columns.to_vec();
    }
    let (mut first, mut last, mut used) = (0, columns.len(), 3);
    while first < last {
        let from_front = first <= columns.len() - last;
        let next = if from_front { first } else { last - 1 };
        used += needed(&columns[next]);
        if used > width + 2 && first > 0 {
            break;
        }
        if from_front { first += 1 } else { last -= 1 }
    }
    let mut kept = columns[..first].to_vec();
    if first < last {
        kept.push(Column::gap(rows(columns)));
    }
    kept.extend_from_slice(&columns[last..]);
    kept
}

fn pad(text: &str, width: usize, right: bool) -> String {
    let space = " ".repeat(width.saturating_sub(width_of(text)));
    if right { space + text } else { text.to_owned() + &space }
}

/// Columns that a text takes on a terminal: East Asian wide characters and emoji take two, combining
/// marks none. Coarse ranges are enough to line up ordinary tables.
fn width_of(text: &str) -> usize {
    text.chars()
        .map(|character| match character as u32 {
            0x300..=0x36f | 0x200b..=0x200f | 0xfe00..=0xfe0f => 0,
            0x1100..=0x115f
            | 0x2e80..=0xa4cf
            | 0xac00..=0xd7a3
            | 0xf900..=0xfaff
            | 0xfe30..=0xfe6f
            | 0xff00..=0xff60
            | 0xffe0..=0xffe6
            | 0x1f300..=0x1faff
            | 0x20000..=0x3fffd => 2,
            _ => 1,
        })
        .sum()
}

//! One table, two forms: HTML and text. Knows nothing of where its cells came from.

use super::html::escape;

/// One cell as it will be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    Text(String),
    Null,
    /// Where rows or columns were left out.
    Gap,
}

#[derive(Clone, Debug)]
pub(super) struct Column {
    pub name: String,
    /// Shown small under the name, for instance the type; empty for none.
    pub kind: String,
    pub right: bool,
    pub cells: Vec<Cell>,
}

impl Column {
    /// A column that stands for those left out.
    pub(super) fn gap(rows: usize) -> Self {
        Self { name: "…".to_owned(), kind: String::new(), right: false, cells: vec![Cell::Gap; rows] }
    }
}

/// Longer cells are cut.
const LONGEST_CELL: usize = 60;

/// Which of `count` items are shown when at most `most` may be: `head` first ones and `tail` last.
pub(super) fn head_and_tail(count: usize, most: usize, shown_if_cut: usize) -> (usize, usize) {
    if count <= most { (count, 0) } else { (shown_if_cut.div_ceil(2), shown_if_cut / 2) }
}

/// Text in one line, cut to a readable length.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::new();
    for (index, character) in text.chars().enumerate() {
        if index == LONGEST_CELL {
            line.push('…');
            break;
        }
        match character {
            '\n' => line.push('⏎'),
            '\r' => line.push('␍'),
            '\t' => line.push('⇥'),
            other if other.is_control() => line.push('\u{fffd}'),
            other => line.push(other),
        }
    }
    line
}

/// The HTML `<table>`.
pub(super) fn to_html(columns: &[Column]) -> String {
    let mut html = String::from("<table class=\"dataframe\"><thead><tr>");
    for column in columns {
        let kind = if column.kind.is_empty() {
            String::new()
        } else {
            format!("<br><small>{}</small>", escape(&column.kind))
        };
        html.push_str(&format!("<th{}>{}{kind}</th>", align(column), escape(&one_line(&column.name))));
    }
    html.push_str("</tr></thead><tbody>");
    for row in 0..rows(columns) {
        html.push_str("<tr>");
        for column in columns {
            let content = match column.cells.get(row) {
                Some(Cell::Text(text)) => escape(text),
                Some(Cell::Null) => "<span class=\"n\">null</span>".to_owned(),
                Some(Cell::Gap) | None => "…".to_owned(),
            };
            html.push_str(&format!("<td{}>{content}</td>", align(column)));
        }
        html.push_str("</tr>");
    }
    html.push_str("</tbody></table>");
    html
}

fn align(column: &Column) -> &'static str {
    if column.right { "" } else { " class=\"l\"" }
}

fn rows(columns: &[Column]) -> usize {
    columns.iter().map(|column| column.cells.len()).max().unwrap_or_default()
}

/// The table as aligned text; columns in the middle give way to `width`.
pub(super) fn to_text(columns: &[Column], width: usize) -> String {
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
    texts.extend(column.cells.iter().map(|cell| match cell {
        Cell::Text(text) => text.clone(),
        Cell::Null => "null".to_owned(),
        Cell::Gap => "…".to_owned(),
    }));
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

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    fn column(name: &str, kind: &str, right: bool, cells: &[&str]) -> Column {
        let cells = cells.iter().map(|text| Cell::Text((*text).to_owned())).collect();
        Column { name: name.to_owned(), kind: kind.to_owned(), right, cells }
    }

    #[test]
    fn text_is_aligned() {
        let mut flag = column("flag", "bool", false, &["true", "false"]);
        flag.cells.push(Cell::Null);
        let columns = [
            column("城市", "str", false, &["東京", "Oslo", "é"]),
            column("x", "f64", true, &["1.0", "10.0", "-3.0"]),
            flag,
        ];
        expect![[r#"
            城市     x  flag
            str    f64  bool
            ────  ────  ─────
            東京   1.0  true
            Oslo  10.0  false
            é     -3.0  null
        "#]]
        .assert_eq(&to_text(&columns, 80));
    }

    #[test]
    fn wide_tables_lose_their_middle() {
        let columns: Vec<Column> = (0..9).map(|i| column(&format!("column_{i}"), "", true, &["1"])).collect();
        expect![[r#"
            column_0  column_1  …  column_8
            ────────  ────────  ─  ────────
                   1         1  …         1
        "#]]
        .assert_eq(&to_text(&columns, 34));
    }

    #[test]
    fn html_is_escaped_and_marks_nulls() {
        let mut bad = column("<script>", "str", false, &["<img src=x onerror=alert(1)>"]);
        bad.cells.push(Cell::Null);
        let html = to_html(&[bad]);
        assert!(!html.contains("<script>") && !html.contains("<img"), "{html}");
        assert!(html.contains("<span class=\"n\">null</span>"));
    }

    #[test]
    fn long_and_broken_text_stays_in_one_line() {
        assert_eq!(one_line("a\nb\tc\u{7}"), "a⏎b⇥c\u{fffd}");
        assert_eq!(one_line(&"x".repeat(100)).chars().count(), LONGEST_CELL + 1);
    }

    #[test]
    fn head_and_tail_of_many() {
        assert_eq!(head_and_tail(60, 60, 10), (60, 0));
        assert_eq!(head_and_tail(61, 60, 10), (5, 5));
    }
}

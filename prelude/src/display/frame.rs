//! Frames, series and columns.

use polars::prelude::{AnyValue, Column as PolarsColumn, DataFrame, DataType, Series};

use super::html::{block, caption};
use super::number::{FloatFormat, number};
use super::table::{Cell, Column, head_and_tail, one_line, to_html, to_text};
use crate::runtime::{MimeBundle, RichDisplay};

/// pandas' limits: up to 60 rows are shown whole, of more the first and last five.
const MOST_ROWS: usize = 60;
const ROWS_IF_CUT: usize = 10;
const MOST_COLUMNS: usize = 20;
const TEXT_WIDTH: usize = 110;

impl RichDisplay for DataFrame {
    fn rich_display(&self) -> MimeBundle {
        let columns = frame_columns(self, MOST_ROWS, ROWS_IF_CUT);
        let shape = shape(self);
        let text = format!("{}{shape}\n", to_text(&columns, TEXT_WIDTH));
        MimeBundle::text(text).html(block(&format!("{}{}", to_html(&columns), caption(&shape))))
    }
}

impl RichDisplay for Series {
    fn rich_display(&self) -> MimeBundle {
        let (head, tail) = head_and_tail(self.len(), MOST_ROWS, ROWS_IF_CUT);
        let columns = [series_column(self, head, tail)];
        let count = counted(self.len(), "value", "values");
        let nulls = self.null_count();
        let note = if nulls > 0 { format!("{count}, {nulls} missing") } else { count };
        let text = format!("{}{note}\n", to_text(&columns, TEXT_WIDTH));
        MimeBundle::text(text).html(block(&format!("{}{}", to_html(&columns), caption(&note))))
    }
}

impl RichDisplay for PolarsColumn {
    fn rich_display(&self) -> MimeBundle {
        self.as_materialized_series().rich_display()
    }
}

/// "150 rows × 5 columns".
fn shape(df: &DataFrame) -> String {
    format!("{} × {}", counted(df.height(), "row", "rows"), counted(df.width(), "column", "columns"))
}

fn counted(count: usize, one: &str, many: &str) -> String {
    let noun = if count == 1 { one } else { many };
    format!("{} {noun}", grouped(count))
}

/// 1234567 as `1,234,567`.
fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The columns of a frame to show, with gaps where rows or columns are left out.
pub(super) fn frame_columns(df: &DataFrame, most_rows: usize, rows_if_cut: usize) -> Vec<Column> {
    let (top, bottom) = head_and_tail(df.height(), most_rows, rows_if_cut);
    let (left, right) = head_and_tail(df.width(), MOST_COLUMNS, MOST_COLUMNS);
    let show = |column: &PolarsColumn| series_column(column.as_materialized_series(), top, bottom);
    let columns = df.columns();
    let mut shown: Vec<Column> = columns[..left].iter().map(show).collect();
    if right > 0 {
        shown.push(Column::gap(shown.first().map_or(0, |column| column.cells.len())));
        shown.extend(columns[columns.len() - right..].iter().map(show));
    }
    shown
}

fn series_column(series: &Series, top: usize, bottom: usize) -> Column {
    let head = series.head(Some(top));
    let tail = series.tail(Some(bottom));
    let format = float_format(&head, &tail);
    let mut cells = cells(&head, format);
    if bottom > 0 {
        cells.push(Cell::Gap);
        cells.extend(self::cells(&tail, format));
    }
    let dtype = series.dtype();
    let right = dtype.is_primitive_numeric() || dtype.is_temporal();
    Column { name: series.name().to_string(), kind: dtype.to_string(), right, cells }
}

fn float_format(head: &Series, tail: &Series) -> Option<FloatFormat> {
    if !head.dtype().is_float() {
        return None;
    }
    let floats = |series: &Series| -> Vec<f64> {
        let cast = series.cast(&DataType::Float64).ok();
        cast.and_then(|cast| Some(cast.f64().ok()?.iter().flatten().collect())).unwrap_or_default()
    };
    let all = [floats(head), floats(tail)].concat();
    Some(FloatFormat::of(&all))
}

fn cells(series: &Series, format: Option<FloatFormat>) -> Vec<Cell> {
    let cell = |index: usize| match (series.get(index), format) {
        (Ok(AnyValue::Null) | Err(_), _) => Cell::Null,
        (Ok(value), Some(format)) => {
            Cell::Text(value.extract::<f64>().map_or_else(String::new, |value| format.write(value)))
        }
        (Ok(value), None) => Cell::Text(one_line(&cell_text(&value))),
    };
    (0..series.len()).map(cell).collect()
}

/// One value as text without quotes.
pub(crate) fn cell_text(value: &AnyValue<'_>) -> String {
    match value {
        AnyValue::Float64(float) => with_point(number(*float)),
        AnyValue::Float32(float) => with_point(number(f64::from(*float))),
        other => other.get_str().map_or_else(|| other.to_string(), str::to_owned),
    }
}

/// A float that is a whole number still shows that it is a float.
fn with_point(text: String) -> String {
    if text.chars().all(|c| c.is_ascii_digit() || c == '-') { text + ".0" } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;
    use polars::df;
    use polars::prelude::NamedFrom;

    #[test]
    fn a_small_frame_whole() {
        let df = df!(
            "name" => [Some("Ada <b>"), None],
            "height" => [1.68, f64::NAN],
            "n" => [1_i64, 20],
            "ok" => [true, false]
        )
        .unwrap();
        expect![[r#"
            name     height    n  ok
            str         f64  i64  bool
            ───────  ──────  ───  ─────
            Ada <b>    1.68    1  true
            null        NaN   20  false
            2 rows × 4 columns
        "#]]
        .assert_eq(df.rich_display().get("text/plain").unwrap());
        let bundle = df.rich_display();
        let html = bundle.get("text/html").unwrap();
        assert!(html.contains("Ada &lt;b&gt;") && !html.contains("Ada <b>"));
        assert!(html.contains("<th class=\"l\">name<br><small>str</small></th>"));
    }

    #[test]
    fn many_rows_and_columns_are_cut() {
        let columns = (0..30)
            .map(|i| PolarsColumn::new(format!("c{i}").into(), (0..1000_i64).collect::<Vec<_>>()))
            .collect();
        let df = DataFrame::new(1000, columns).unwrap();
        let bundle = df.rich_display();
        let html = bundle.get("text/html").unwrap();
        assert_eq!(html.matches("<tr>").count(), 1 + 11);
        assert_eq!(html.matches("<th").count(), 1 + 21, "thead and 20 columns and a gap");
        assert!(html.contains("1,000 rows × 30 columns"));
        assert!(html.contains("<td>999</td>"));
        let text = bundle.get("text/plain").unwrap();
        assert!(text.lines().all(|line| line.chars().count() <= TEXT_WIDTH), "{text}");
    }

    #[test]
    fn empty_frames_have_their_shape() {
        assert!(DataFrame::empty().rich_display().get("text/plain").unwrap().contains("0 rows × 0 columns"));
        let df = df!("a" => Vec::<f64>::new()).unwrap();
        assert!(df.rich_display().get("text/html").unwrap().contains("0 rows × 1 column"));
    }

    #[test]
    fn a_series_says_how_much_is_missing() {
        let series = Series::new("x".into(), [Some(1_i32), None]);
        assert!(series.rich_display().get("text/plain").unwrap().ends_with("2 values, 1 missing\n"));
    }

    #[test]
    fn nested_values_and_dates_are_text() {
        let list = Series::new("l".into(), [Series::new("".into(), [1_i32, 2])]);
        let day = Series::new("d".into(), [0_i32]).cast(&DataType::Date).unwrap();
        let df = DataFrame::new(1, vec![list.into(), day.into()]).unwrap();
        let bundle = df.rich_display();
        let text = bundle.get("text/plain").unwrap();
        assert!(text.contains("[1, 2]") && text.contains("1970-01-01"), "{text}");
    }
}

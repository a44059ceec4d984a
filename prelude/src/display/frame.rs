//! Frames, series and columns.

use polars::prelude::{AnyValue, Column as PolarsColumn, DataFrame, DataType, Series, TimeUnit};

use super::html::block;
use super::number::{FloatFormat, number};
use super::settings;
use super::table::{Cell, Column, head_and_tail, to_html_with_caption, to_text};
use crate::runtime::{MimeBundle, RichDisplay};

impl RichDisplay for DataFrame {
    fn rich_display(&self) -> MimeBundle {
        let most = settings::max_rows().unwrap_or(usize::MAX);
        table(&frame_columns(self, most, settings::min_rows()), &shape(self))
    }
}

impl RichDisplay for Series {
    fn rich_display(&self) -> MimeBundle {
        let most = settings::max_rows().unwrap_or(usize::MAX);
        let (head, tail) = head_and_tail(self.len(), most, settings::min_rows());
        let count = counted(self.len(), "value", "values");
        let nulls = self.null_count();
        let note = if nulls > 0 { format!("{count}, {nulls} missing") } else { count };
        table(&[series_column(self, head, tail)], &note)
    }
}

impl RichDisplay for PolarsColumn {
    fn rich_display(&self) -> MimeBundle {
        self.as_materialized_series().rich_display()
    }
}

/// A table with a line below it, in both forms.
pub(super) fn table(columns: &[Column], note: &str) -> MimeBundle {
    let text = format!("{}{note}\n", to_text(columns, settings::width()));
    MimeBundle::text(text).html(block(&to_html_with_caption(columns, note)))
}

/// "150 rows × 5 columns".
fn shape(df: &DataFrame) -> String {
    format!("{} × {}", counted(df.height(), "row", "rows"), counted(df.width(), "column", "columns"))
}

pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    let noun = if count == 1 { one } else { many };
    format!("{} {noun}", grouped(count))
}

/// 1234567 as `1,234,567`.
pub(super) fn grouped(count: usize) -> String {
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
    let most_columns = settings::max_columns().unwrap_or(usize::MAX);
    let (left, right) = head_and_tail(df.width(), most_columns, most_columns);
    let show = |column: &PolarsColumn| shown_column(column, top, bottom);
    let columns = df.columns();
    let mut shown: Vec<Column> = columns[..left].iter().map(show).collect();
    if left + right < columns.len() {
        shown.push(Column::gap(top + bottom + usize::from(top + bottom < df.height())));
        shown.extend(columns[columns.len() - right..].iter().map(show));
    }
    shown
}

/// A column's ends are cut out first: a constant column of a billion rows stays one value.
fn shown_column(column: &PolarsColumn, top: usize, bottom: usize) -> Column {
    ends(&column.head(Some(top)), &column.tail(Some(bottom)), top + bottom < column.len())
}

fn series_column(series: &Series, top: usize, bottom: usize) -> Column {
    let cut = top + bottom < series.len();
    ends(&series.head(Some(top)).into(), &series.tail(Some(bottom)).into(), cut)
}

fn ends(head: &PolarsColumn, tail: &PolarsColumn, cut: bool) -> Column {
    let (head, tail) = (head.as_materialized_series(), tail.as_materialized_series());
    let format = float_format(head, tail);
    let mut cells = cells(head, format);
    if cut {
        cells.push(Cell::Gap);
        cells.extend(self::cells(tail, format));
    }
    let dtype = head.dtype();
    let right = dtype.is_primitive_numeric() || dtype.is_temporal();
    Column { name: head.name().to_string(), kind: dtype.to_string(), right, cells }
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
            Cell::float(value.extract::<f64>().map_or_else(String::new, |value| format.write(value)))
        }
        (Ok(value), None) => match value.get_str() {
            Some(text) => Cell::of(text),
            None => Cell::of(&cell_text(&value)),
        },
    };
    (0..series.len()).map(cell).collect()
}

/// One value as text without quotes.
pub(crate) fn cell_text(value: &AnyValue<'_>) -> String {
    match value {
        AnyValue::Float64(float) => with_point(number(*float)),
        AnyValue::Float32(float) => with_point(number(f64::from(*float))),
        AnyValue::Binary(bytes) => blob(bytes),
        AnyValue::BinaryOwned(bytes) => blob(bytes),
        AnyValue::Date(days) if !is_printable(i64::from(*days), 1) => format!("day {days}"),
        AnyValue::Datetime(ticks, unit, _) if !is_printable(*ticks, ticks_per_day(*unit)) => {
            format!("{ticks} {unit}")
        }
        AnyValue::DatetimeOwned(ticks, unit, _) if !is_printable(*ticks, ticks_per_day(*unit)) => {
            format!("{ticks} {unit}")
        }
        other => other.get_str().map_or_else(|| other.to_string(), str::to_owned),
    }
}

/// The first bytes in hexadecimal and how many there are.
fn blob(bytes: &[u8]) -> String {
    const SHOWN: usize = 12;
    let shown: Vec<String> = bytes.iter().take(SHOWN).map(|byte| format!("{byte:02x}")).collect();
    let more = if bytes.len() > SHOWN { " …" } else { "" };
    let gap = if bytes.is_empty() { "" } else { " " };
    format!("{}{more}{gap}({})", shown.join(" "), counted(bytes.len(), "byte", "bytes"))
}

/// Calendar dates beyond some 250,000 years cannot be written, and polars panics on them.
fn is_printable(ticks: i64, ticks_per_day: i64) -> bool {
    const DAYS: i64 = 90_000_000;
    (-DAYS..=DAYS).contains(&(ticks / ticks_per_day))
}

fn ticks_per_day(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Nanoseconds => 86_400_000_000_000,
        TimeUnit::Microseconds => 86_400_000_000,
        TimeUnit::Milliseconds => 86_400_000,
    }
}

/// A float that is a whole number still shows that it is a float.
fn with_point(text: String) -> String {
    if text.chars().all(|c| c.is_ascii_digit() || c == '-') { text + ".0" } else { text }
}

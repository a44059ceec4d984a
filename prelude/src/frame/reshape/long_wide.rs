//! From wide to long and back, and rows to columns.

use polars::prelude::{
    Column, DataFrame, DataType, ExplodeOptions, IntoLazy, NamedFrom, PlSmallStr, Series, UnionArgs,
    UnpivotArgsIR, UnpivotDF, concat, lit,
};

use super::super::aggregate::Aggregate;
use super::super::column;
use super::super::convert::check_unique;
use super::super::group_codes::{GroupCodes, labels};
use super::PivotTable;
use crate::display::cell_text;
use crate::error::{Error, Result};

/// See [`ReshapeFrame::melt`](super::ReshapeFrame::melt).
pub(super) fn melt(df: &DataFrame, id_vars: &[&str], value_vars: &[&str]) -> Result<DataFrame> {
    check_unique("`id_vars` and `value_vars`", &[id_vars, value_vars].concat())?;
    for name in id_vars.iter().chain(value_vars) {
        column(df, name)?;
    }
    for name in ["variable", "value"] {
        if id_vars.contains(&name) {
            return Err(Error::DuplicateName { what: "the long frame", name: name.to_owned() });
        }
    }
    let names = df.get_column_names_owned();
    let melted: Vec<PlSmallStr> = match value_vars {
        [] => names.iter().filter(|name| !id_vars.contains(&name.as_str())).cloned().collect(),
        some => some.iter().map(|name| (*name).into()).collect(),
    };
    one_kind(df, &melted)?;
    let ids = id_vars.iter().map(|name| (*name).into()).collect();
    let args = UnpivotArgsIR::new(names, Some(melted), ids, Some("value".into()), Some("variable".into()));
    Ok(df.unpivot2(args)?)
}

/// Numbers do not go into one column with text: polars would turn them into text unasked.
fn one_kind(df: &DataFrame, names: &[PlSmallStr]) -> Result<()> {
    let kind = |dtype: &DataType| dtype.is_primitive_numeric() || dtype.is_bool();
    let mut first: Option<&Column> = None;
    for name in names {
        let this = column(df, name)?;
        let Some(first) = first else {
            first = Some(this);
            continue;
        };
        let (a, b) = (first.dtype(), this.dtype());
        let go_together = a.is_null()
            || b.is_null()
            || a == b
            || (kind(a) && kind(b))
            || (a.is_temporal() && b.is_temporal());
        if !go_together {
            return Err(Error::ColumnTypes {
                what: "the columns to stack".into(),
                left: format!("`{}`", first.name()).into(),
                left_type: a.to_string().into(),
                right: format!("`{name}`").into(),
                right_type: b.to_string().into(),
                advice: "Choose columns of one kind, or convert with `.cast(DataType::String)` first.".into(),
            });
        }
    }
    Ok(())
}

/// See [`ReshapeFrame::wide_to_long`](super::ReshapeFrame::wide_to_long).
pub(super) fn wide_to_long(
    df: &DataFrame,
    stubs: &[&str],
    i: &[&str],
    j: &str,
    separator: &str,
) -> Result<DataFrame> {
    if stubs.is_empty() || i.is_empty() {
        let parameter = if stubs.is_empty() { "stubs" } else { "i" };
        return Err(Error::parameter("wide_to_long", parameter, "empty", "at least one name"));
    }
    check_unique("`stubs`", stubs)?;
    i.iter().try_for_each(|name| column(df, name).map(drop))?;
    let found = Suffixes::find(df, stubs, separator)?;
    check_keys("wide_to_long: the columns of `i`", df, i)?;
    let stacked: Vec<_> =
        found.suffixes.iter().map(|suffix| found.part(df, stubs, i, j, suffix)).collect::<Result<_>>()?;
    let parts: Vec<_> = stacked.into_iter().map(IntoLazy::lazy).collect();
    let union = UnionArgs { to_supertypes: true, ..UnionArgs::default() };
    Ok(concat(parts, union)?.collect()?)
}

/// The columns `stub` + separator + suffix of a frame.
struct Suffixes {
    separator: String,
    suffixes: Vec<String>,
    /// All are whole numbers.
    numeric: bool,
}

impl Suffixes {
    fn find(df: &DataFrame, stubs: &[&str], separator: &str) -> Result<Self> {
        let mut suffixes = Vec::new();
        for name in df.get_column_names() {
            suffixes.extend(stubs.iter().filter_map(|stub| suffix(name, stub, separator)).map(str::to_owned));
        }
        if suffixes.is_empty() {
            let value = format!("{stubs:?}");
            let expected = format!("the beginnings of column names like `{}{separator}1`", stubs[0]);
            return Err(Error::parameter("wide_to_long", "stubs", value, expected));
        }
        let numeric = suffixes.iter().all(|suffix| suffix.parse::<i64>().is_ok());
        match numeric {
            true => suffixes.sort_by_key(|suffix| suffix.parse::<i64>().unwrap_or_default()),
            false => suffixes.sort(),
        }
        suffixes.dedup();
        Ok(Self { separator: separator.to_owned(), suffixes, numeric })
    }

    /// The rows of one suffix: `i`, `j`, the columns that are not of a stub, the stubs.
    fn part(&self, df: &DataFrame, stubs: &[&str], i: &[&str], j: &str, own: &str) -> Result<DataFrame> {
        let of_stub = |name: &str| stubs.iter().any(|stub| suffix(name, stub, &self.separator).is_some());
        let mut columns = df.select(i.iter().copied())?.columns().to_vec();
        let place = match own.parse::<i64>() {
            Ok(number) if self.numeric => Series::new(j.into(), [number]),
            _ => Series::new(j.into(), [own]),
        };
        columns.push(Column::from(place).new_from_index(0, df.height()));
        let others = df.columns().iter().filter(|c| !i.contains(&c.name().as_str()) && !of_stub(c.name()));
        columns.extend(others.cloned());
        for stub in stubs {
            let name = format!("{stub}{}{own}", self.separator);
            let column = match df.column(&name) {
                Ok(column) => column.clone().with_name((*stub).into()),
                Err(_) => Column::full_null((*stub).into(), df.height(), &DataType::Null),
            };
            columns.push(column);
        }
        let names: Vec<&str> = columns.iter().map(|column| column.name().as_str()).collect();
        check_unique("the long frame", &names)?;
        Ok(DataFrame::new(df.height(), columns)?)
    }
}

/// What follows the stub: digits, or with a separator anything.
fn suffix<'a>(name: &'a str, stub: &str, separator: &str) -> Option<&'a str> {
    let rest = name.strip_prefix(stub)?.strip_prefix(separator)?;
    let digits = rest.bytes().all(|byte| byte.is_ascii_digit());
    (!rest.is_empty() && (digits || !separator.is_empty())).then_some(rest)
}

/// See [`ReshapeFrame::long_to_wide`](super::ReshapeFrame::long_to_wide).
pub(super) fn long_to_wide(
    df: &DataFrame,
    index: &[&str],
    columns: &str,
    values: &[&str],
) -> Result<DataFrame> {
    for name in index.iter().chain([&columns]).chain(values) {
        column(df, name)?;
    }
    let key: Vec<&str> = index.iter().copied().chain([columns]).collect();
    check_unique("`index` and `columns`", &key)?;
    check_keys("long_to_wide: the pairs of `index` and `columns`", df, &key)?;
    PivotTable::new(index, columns, values).aggregate(Aggregate::First).of(df)
}

/// Refuses a key that comes more than once.
pub(in crate::frame) fn check_keys(what: &str, df: &DataFrame, key: &[&str]) -> Result<()> {
    let groups = GroupCodes::new(df, key)?;
    let counts = groups.counts();
    match counts.iter().position(|count| *count > 1) {
        None => Ok(()),
        Some(place) => {
            let key = key_text(&groups.keys, place);
            Err(Error::DuplicateKeys { what: what.to_owned(), key, rows: counts[place] })
        }
    }
}

/// One key as text: `id = 3, day = mo`.
fn key_text(keys: &DataFrame, row: usize) -> String {
    let part = |column: &Column| {
        let value = column.get(row).map(|value| cell_text(&value)).unwrap_or_default();
        format!("{} = {value}", column.name())
    };
    keys.columns().iter().map(part).collect::<Vec<_>>().join(", ")
}

/// See [`ReshapeFrame::explode_column`](super::ReshapeFrame::explode_column).
pub(super) fn explode_column(df: &DataFrame, name: &str) -> Result<DataFrame> {
    let lists = column(df, name)?;
    if !matches!(lists.dtype(), DataType::List(_)) {
        return Err(Error::ColumnType {
            column: name.to_owned(),
            expected: "lists".to_owned(),
            given: lists.dtype().to_string(),
            advice: "Split text first: `explode_text` does both.",
        });
    }
    let options = ExplodeOptions { empty_as_null: true, keep_nulls: true };
    Ok(df.explode([name], options)?)
}

/// See [`ReshapeFrame::explode_text`](super::ReshapeFrame::explode_text).
pub(super) fn explode_text(df: &DataFrame, name: &str, separator: &str) -> Result<DataFrame> {
    let text = column(df, name)?;
    if !text.dtype().is_string() {
        return Err(Error::ColumnType {
            column: name.to_owned(),
            expected: "text".to_owned(),
            given: text.dtype().to_string(),
            advice: "Lists need no splitting: use `explode_column`.",
        });
    }
    let split =
        df.clone().lazy().with_column(polars::prelude::col(name).str().split(lit(separator))).collect()?;
    explode_column(&split, name)
}

/// See [`ReshapeFrame::transpose_with`](super::ReshapeFrame::transpose_with).
pub(super) fn transpose_with(df: &DataFrame, names: &str, rows_as: &str) -> Result<DataFrame> {
    let titles = column(df, names)?;
    if titles.null_count() > 0 {
        return Err(Error::MissingValues {
            what: format!("column `{names}`"),
            nulls: titles.null_count(),
            rows: df.height(),
        });
    }
    let titles = labels(titles);
    check_unique("the transposed frame", &titles)?;
    let values = df.drop(names)?;
    if titles.iter().any(|title| title == rows_as) {
        return Err(Error::DuplicateName { what: "the transposed frame", name: rows_as.to_owned() });
    }
    let rows: Vec<&str> = values.get_column_names().iter().map(|name| name.as_str()).collect();
    one_kind(&values, &values.get_column_names_owned())?;
    let index = Column::new(rows_as.into(), rows.as_slice());
    if df.height() == 0 || values.width() == 0 {
        let empty = titles.iter().map(|title| Column::full_null(title.into(), rows.len(), &DataType::Null));
        return Ok(DataFrame::new(rows.len(), [index].into_iter().chain(empty).collect())?);
    }
    let mut turned = values.clone().transpose_impl(None, None)?;
    turned.set_column_names(&titles)?;
    turned.insert_column(0, index)?;
    Ok(turned)
}

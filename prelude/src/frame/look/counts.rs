//! How often values come.

use polars::prelude::{Column, DataFrame, DataType, Expr, IdxSize, IntoLazy, SortMultipleOptions, col, len};

use crate::error::{Error, Result};
use crate::frame::column;
use crate::frame::convert::check_unique;

pub(super) fn value_counts(df: &DataFrame, names: &[&str]) -> Result<DataFrame> {
    if names.is_empty() {
        return Err(Error::empty("the list of columns to count", "one column"));
    }
    check_unique("the list of columns to count", names)?;
    let columns = names.iter().map(|name| countable(df, name)).collect::<Result<Vec<_>>>()?;
    let keys: Vec<Expr> = columns.iter().map(|column| col(column.name().clone())).collect();
    let frame = DataFrame::new(df.height(), columns)?;
    let [count, share] = ["count", "share"].map(|wanted| free_name(names, wanted));
    let order = SortMultipleOptions::default().with_order_descending(true).with_maintain_order(true);
    let counts = frame.lazy().group_by_stable(keys).agg([len().alias(&count)]);
    let mut counts = counts.sort([count.as_str()], order).collect()?;
    let rows = df.height() as f64;
    let shares: Vec<f64> =
        counts.column(&count)?.idx()?.no_null_iter().map(|count| f64::from(count) / rows).collect();
    counts.with_column(Column::new(share.into(), shares))?;
    Ok(counts)
}

/// The column; one without a type of its own, all of it null, as booleans.
fn countable(df: &DataFrame, name: &str) -> Result<Column> {
    let column = column(df, name)?;
    if *column.dtype() == DataType::Null { Ok(column.cast(&DataType::Boolean)?) } else { Ok(column.clone()) }
}

/// `wanted`, or a longer name if a column is called so.
fn free_name(names: &[&str], wanted: &str) -> String {
    let mut name = wanted.to_owned();
    while names.contains(&name.as_str()) {
        name.push('_');
    }
    name
}

pub(super) fn nunique(df: &DataFrame) -> Result<DataFrame> {
    let names: Vec<&str> = df.get_column_names().iter().map(|name| name.as_str()).collect();
    let mut unique = Vec::with_capacity(names.len());
    for column in df.columns() {
        let missing = usize::from(column.null_count() > 0);
        unique.push((column.n_unique()? - missing) as IdxSize);
    }
    Ok(DataFrame::new(
        names.len(),
        vec![Column::new("column".into(), names), Column::new("unique".into(), unique)],
    )?)
}

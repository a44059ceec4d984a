//! Frames below one another and side by side: pandas' `concat`.

use std::borrow::Borrow;

use polars::prelude::{Column, DataFrame, DataType, IntoLazy, UnionArgs};

use super::super::convert::check_unique;
use crate::error::{Error, Result};

/// Frames below one another. Columns go by name; where a frame lacks one, its rows have missing
/// values. Whole numbers and floats share a column as floats.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (a, b) = (df!("x" => [1, 2])?, df!("x" => [3], "y" => ["new"])?);
/// let all = concat_rows(&[&a, &b])?;
/// assert_eq!(all.shape(), (3, 2));
/// assert_eq!(all.column("y")?.null_count(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::ColumnTypes`] where a column holds text in one frame and numbers in another.
pub fn concat_rows<D: Borrow<DataFrame>>(frames: &[D]) -> Result<DataFrame> {
    below(&frames.iter().map(Borrow::borrow).collect::<Vec<_>>())
}

/// Frames side by side: they must have the same number of rows and no name in common.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (a, b) = (df!("x" => [1, 2])?, df!("y" => ["u", "v"])?);
/// assert_eq!(concat_columns(&[&a, &b])?.get_column_names(), ["x", "y"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::LengthMismatch`], [`Error::DuplicateName`].
pub fn concat_columns<D: Borrow<DataFrame>>(frames: &[D]) -> Result<DataFrame> {
    beside(&frames.iter().map(Borrow::borrow).collect::<Vec<_>>())
}

fn below(frames: &[&DataFrame]) -> Result<DataFrame> {
    if frames.is_empty() {
        return Ok(DataFrame::empty());
    }
    let mut seen: Vec<(&Column, usize)> = Vec::new();
    for (number, frame) in frames.iter().enumerate() {
        for column in frame.columns() {
            match seen.iter().find(|(known, _)| known.name() == column.name()) {
                None => seen.push((column, number)),
                Some(known) => check_types(*known, (column, number))?,
            }
        }
    }
    let lazy: Vec<_> = frames.iter().map(|frame| (*frame).clone().lazy()).collect();
    let union = UnionArgs { to_supertypes: true, diagonal: true, ..UnionArgs::default() };
    Ok(polars::prelude::concat(lazy, union)?.collect()?)
}

fn check_types(first: (&Column, usize), next: (&Column, usize)) -> Result<()> {
    let (a, b) = (first.0.dtype(), next.0.dtype());
    let text = |dtype: &DataType| dtype.is_string() || dtype.is_categorical() || dtype.is_enum();
    let number = |dtype: &DataType| dtype.is_primitive_numeric() || dtype.is_bool();
    let temporal = |dtype: &DataType| dtype.is_temporal();
    let alike = [text, number, temporal].iter().any(|kind: &fn(&DataType) -> bool| kind(a) && kind(b));
    if a == b || alike || a.is_null() || b.is_null() {
        return Ok(());
    }
    let name = first.0.name();
    Err(Error::ColumnTypes {
        what: format!("the columns `{name}`").into(),
        left: format!("that of frame {}", first.1).into(),
        left_type: a.to_string().into(),
        right: format!("that of frame {}", next.1).into(),
        right_type: b.to_string().into(),
        advice: format!(
            "Cast one first, for example with `.with_column(col(\"{name}\").cast(DataType::String))`."
        )
        .into(),
    })
}

fn beside(frames: &[&DataFrame]) -> Result<DataFrame> {
    let Some(first) = frames.first() else { return Ok(DataFrame::empty()) };
    if let Some(number) = frames.iter().position(|frame| frame.height() != first.height()) {
        return Err(Error::LengthMismatch {
            left: "frame 0".to_owned(),
            left_length: first.height(),
            right: format!("frame {number}"),
            right_length: frames[number].height(),
        });
    }
    let columns: Vec<Column> = frames.iter().flat_map(|frame| frame.columns().to_vec()).collect();
    check_unique("the frame", &columns.iter().map(|column| column.name().as_str()).collect::<Vec<_>>())?;
    Ok(DataFrame::new(first.height(), columns)?)
}

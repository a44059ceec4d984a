//! `frame!`: a small frame written down in a cell. The macro only turns values into [`Cell`]s; the
//! rest happens here, compiled once.

use polars::prelude::{DataFrame, DataType};

use super::builder::{ColumnBuilder, OnMixed, frame_of};
use super::cell::Cell;
use crate::error::Result;

/// A frame written down, by columns or by rows; `null` or `None` is a missing value.
///
/// Whole numbers beside fractions become floats. By columns, a column may also be any iterable
/// expression: a `Vec`, a range, an array (behind `&` where it is still needed).
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let by_columns = frame! {
///     "name" => ["Ada", "Bob", null],
///     "age" => [36, 41.5, 7],
///     "id" => 1..=3,
/// }?;
/// let by_rows = frame! {
///     "name", "age", "id";
///     "Ada", 36, 1;
///     "Bob", 41.5, 2;
///     null, 7, 3;
/// }?;
/// assert!(by_columns.equals_missing(&by_rows));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::MixedTypes`](crate::Error::MixedTypes) for text beside numbers,
/// [`Error::LengthMismatch`](crate::Error::LengthMismatch) for columns of different lengths,
/// [`Error::DuplicateName`](crate::Error::DuplicateName). A row of the wrong length does not compile.
#[macro_export]
macro_rules! frame {
    () => { $crate::frame::literal::by_columns(::std::vec::Vec::new()) };
    (@columns $columns:ident;) => {};
    (@columns $columns:ident; $name:expr => [$($value:expr),* $(,)?] $(, $($rest:tt)*)?) => {
        $columns.push($crate::frame::literal::column(
            $name,
            ::std::vec![$($crate::frame::Cell::from($value)),*],
        ));
        $($crate::frame!(@columns $columns; $($rest)*);)?
    };
    (@columns $columns:ident; $name:expr => $values:expr $(, $($rest:tt)*)?) => {
        $columns.push($crate::frame::literal::column_of($name, $values));
        $($crate::frame!(@columns $columns; $($rest)*);)?
    };
    ($name:expr => $($rest:tt)*) => {{
        #[allow(unused_imports)]
        use $crate::frame::literal::{None, null};
        let mut columns = ::std::vec::Vec::new();
        $crate::frame!(@columns columns; $name => $($rest)*);
        $crate::frame::literal::by_columns(columns)
    }};
    ($($name:expr),+ $(,)?; $($($value:expr),+ $(,)?);* $(;)?) => {{
        #[allow(unused_imports)]
        use $crate::frame::literal::{None, null};
        $crate::frame::literal::by_rows(
            [$($name),+],
            ::std::vec![$([$($crate::frame::Cell::from($value)),+]),*],
        )
    }};
}

/// The missing value, as people write it.
#[allow(non_upper_case_globals)]
pub const null: Cell = Cell::Null;

/// Inside [`frame!`], `None` needs no type.
#[allow(non_upper_case_globals)]
pub const None: Cell = Cell::Null;

#[doc(hidden)]
#[derive(Debug)]
pub struct LiteralColumn {
    name: String,
    cells: Vec<Cell>,
}

#[doc(hidden)]
#[must_use]
pub fn column(name: &str, cells: Vec<Cell>) -> LiteralColumn {
    LiteralColumn { name: name.to_owned(), cells }
}

#[doc(hidden)]
pub fn column_of<T: Into<Cell>>(name: &str, values: impl IntoIterator<Item = T>) -> LiteralColumn {
    column(name, values.into_iter().map(Into::into).collect())
}

#[doc(hidden)]
pub fn by_columns(columns: Vec<LiteralColumn>) -> Result<DataFrame> {
    let builders = columns
        .into_iter()
        .map(|column| {
            let mut builder = ColumnBuilder::new(column.name, OnMixed::Fail);
            column.cells.into_iter().try_for_each(|cell| builder.push(cell))?;
            Ok(builder)
        })
        .collect::<Result<Vec<_>>>()?;
    frame_of("the frame", builders, &DataType::Null)
}

#[doc(hidden)]
pub fn by_rows<const WIDTH: usize>(names: [&str; WIDTH], rows: Vec<[Cell; WIDTH]>) -> Result<DataFrame> {
    of_rows(&names, rows.into_iter().flatten())
}

fn of_rows(names: &[&str], cells: impl Iterator<Item = Cell>) -> Result<DataFrame> {
    let mut builders: Vec<ColumnBuilder> =
        names.iter().map(|name| ColumnBuilder::new(*name, OnMixed::Fail)).collect();
    for (position, cell) in cells.enumerate() {
        builders[position % names.len()].push(cell)?;
    }
    frame_of("the frame", builders, &DataType::Null)
}

//! Rows that fit, groups and statistics of a frame in one step: what pandas' users type most.

use polars::prelude::{DataFrame, Expr, IntoLazy, LazyFrame};
use polars::sql::sql_expr;

use super::query::explained;
use super::{ColumnNames, Groups};
use crate::error::Result;

/// Which rows to keep: an expression of type bool, or its text in SQL, as in `"price > 10 and city = 'Rome'"`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no condition on rows",
    label = "expected a text such as \"price > 10\", or an expression such as `col(\"price\").gt(lit(10))`"
)]
pub trait Condition {
    /// The condition as polars has it.
    ///
    /// # Errors
    /// [`Error::Query`](crate::Error::Query) with the place of what cannot be read.
    fn condition(&self) -> Result<Expr>;
}

impl Condition for Expr {
    fn condition(&self) -> Result<Expr> {
        Ok(self.clone())
    }
}

impl Condition for str {
    fn condition(&self) -> Result<Expr> {
        sql_expr(self).map_err(|error| explained(error, self, &[], &[]))
    }
}

impl Condition for String {
    fn condition(&self) -> Result<Expr> {
        self.as_str().condition()
    }
}

impl<T: Condition + ?Sized> Condition for &T {
    fn condition(&self) -> Result<Expr> {
        (**self).condition()
    }
}

/// Rows, groups and statistics of a frame at once. For several steps in a row, polars' queries do less
/// work: `df.lazy().filter(…).group_by(…).agg(…).collect()?`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("city" => ["Rome", "Oslo", "Rome"], "price" => [12.0, 8.0, 20.0])?;
/// assert_eq!(df.query("price > 10 and city = 'Rome'")?.height(), 2);
/// assert_eq!(df.query(col("price").lt(lit(10)))?.height(), 1);
/// assert_eq!(df.groupby("city").mean("price")?.column_array("price")?, array![8.0, 16.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait QueryFrame {
    /// The rows for which a condition holds, in their order; where it is missing it does not hold.
    ///
    /// Text is SQL: `and`, `or`, `not`, `=`, `<>`, `in ('a', 'b')`, `between 1 and 3`, `is null`,
    /// `like 'A%'`; values stand in single quotes, unusual names of columns in double ones.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`](crate::Error::ColumnNotFound) with the nearest name,
    /// [`Error::Query`](crate::Error::Query) with the place of what cannot be read, polars' own for types
    /// that do not compare.
    fn query(&self, condition: impl Condition) -> Result<DataFrame>;

    /// The rows in groups of equal values, for [`mean`](Groups::mean) and its like or for
    /// [`agg`](Groups::agg).
    fn groupby(&self, keys: impl ColumnNames) -> Groups<'_>;

    /// Statistics of the whole frame, in one row: `df.agg([col("x").mean(), col("y").max()])?`.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`](crate::Error::ColumnNotFound) with the nearest name, polars' own.
    fn agg(&self, statistics: impl AsRef<[Expr]>) -> Result<DataFrame>;
}

impl QueryFrame for DataFrame {
    fn query(&self, condition: impl Condition) -> Result<DataFrame> {
        collected(self, self.clone().lazy().filter(condition.condition()?))
    }

    fn groupby(&self, keys: impl ColumnNames) -> Groups<'_> {
        Groups::new(self, keys.names())
    }

    fn agg(&self, statistics: impl AsRef<[Expr]>) -> Result<DataFrame> {
        collected(self, self.clone().lazy().select(statistics.as_ref()))
    }
}

/// What a query over the frame gives; of its errors those about names say which there are.
pub(super) fn collected(df: &DataFrame, query: LazyFrame) -> Result<DataFrame> {
    let names = || df.get_column_names().iter().map(ToString::to_string).collect::<Vec<_>>();
    query.collect().map_err(|error| explained(error, "", &[], &names()))
}

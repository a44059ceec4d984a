//! Rows that fit, groups and statistics of a frame in one step: what pandas' users type most.

use polars::prelude::{Column, DataFrame, Expr, IntoLazy, LazyFrame};
use polars::sql::sql_expr;

use super::query::explained;
use super::{ColumnNames, Groups, names};
use crate::error::{Error, Result};

/// An expression over the columns of a frame, or its text in SQL, as in `"price * count"` or
/// `"price > 10 and city = 'Rome'"`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no expression over columns",
    label = "expected a text such as \"price > 10\", or an expression such as `col(\"price\").gt(lit(10))`"
)]
pub trait AsExpr {
    /// The expression as polars has it.
    ///
    /// # Errors
    /// [`Error::Query`](crate::Error::Query) with the place of what cannot be read.
    fn as_expr(&self) -> Result<Expr>;
}

impl AsExpr for Expr {
    fn as_expr(&self) -> Result<Expr> {
        Ok(self.clone())
    }
}

impl AsExpr for str {
    fn as_expr(&self) -> Result<Expr> {
        sql_expr(self).map_err(|error| explained(error, self, &[], &[]))
    }
}

impl AsExpr for String {
    fn as_expr(&self) -> Result<Expr> {
        self.as_str().as_expr()
    }
}

impl<T: AsExpr + ?Sized> AsExpr for &T {
    fn as_expr(&self) -> Result<Expr> {
        (**self).as_expr()
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
/// assert_eq!(df.eval("price / 4")?.to_vec::<f64>()?, [3.0, 2.0, 5.0]);
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
    fn query(&self, condition: impl AsExpr) -> Result<DataFrame>;

    /// What an expression, or its text in SQL, gives for each row; of a statistic, one value.
    ///
    /// # Errors
    /// As [`query`](QueryFrame::query).
    fn eval(&self, expression: impl AsExpr) -> Result<Column>;

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
    fn query(&self, condition: impl AsExpr) -> Result<DataFrame> {
        collected(self, self.clone().lazy().filter(condition.as_expr()?))
    }

    fn eval(&self, expression: impl AsExpr) -> Result<Column> {
        let table = collected(self, self.clone().lazy().select([expression.as_expr()?]))?;
        let columns = table.width();
        table.into_columns().pop().filter(|_| columns == 1).ok_or_else(|| {
            Error::parameter("eval", "expression", format!("one that gives {columns} columns"), "one column")
        })
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
    query.collect().map_err(|error| explained(error, "", &[], &names(df)))
}

//! Frames together: joins with pandas' words, as-of joins, conditions, stacking.
//!
//! polars' own `join`, `inner_join` … stay what they are. [`JoinFrame::merge`] differs in that it
//! checks the keys first, casts numbers to a common type, names clashing columns `_x` and `_y`, and
//! keeps the order of rows.

mod asof;
mod keys;
mod merge;
mod stack;
mod suffixes;

pub use asof::{Direction, MergeAsof};
pub use merge::{How, Merge, MissingKeys, Validate};
pub use stack::{concat_columns, concat_rows};

use polars::prelude::{DataFrame, Expr};

use crate::error::Result;

/// Joins with another frame.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let sales = df!("city" => ["Oslo", "Rome", "Bonn"], "sales" => [3, 5, 4])?;
/// let land = df!("city" => ["Oslo", "Rome"], "land" => ["Norway", "Italy"])?;
/// assert_eq!(sales.merge(&land, &["city"], How::Inner)?.shape(), (2, 3));
/// assert_eq!(sales.merge(&land, &["city"], How::Left)?.column("land")?.null_count(), 1);
/// assert_eq!(sales.merge(&land, &["city"], How::Anti)?.height(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait JoinFrame {
    /// Rows of both frames with equal keys side by side: pandas' `merge`. A missing key finds no
    /// partner, unlike in pandas; [`Merge`] can change that, and has all other options. No keys means
    /// every column that both frames have.
    ///
    /// # Errors
    /// As [`Merge::of`].
    fn merge(&self, other: &DataFrame, on: &[&str], how: How) -> Result<DataFrame>;

    /// The last row of `other` at or before the time of each row. [`MergeAsof`] looks forward or both
    /// ways, within groups, and up to a distance.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let left = df!("t" => [1, 5, 10], "a" => ["x", "y", "z"])?;
    /// let right = df!("t" => [1, 4, 7], "b" => [10, 40, 70])?;
    /// assert_eq!(left.merge_asof(&right, "t")?.column_array("b")?, array![10.0, 40.0, 70.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`MergeAsof::of`].
    fn merge_asof(&self, other: &DataFrame, on: &str) -> Result<DataFrame>;

    /// Pairs of rows for which conditions hold, such as `col("t").gt_eq(col("start"))`. Columns that
    /// both frames have are called `_x` and `_y` in the conditions and in the result. The order of the
    /// rows is not fixed.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let events = df!("t" => [1, 5, 8])?;
    /// let spans = df!("start" => [0, 4], "end" => [2, 9], "name" => ["a", "b"])?;
    /// let inside = [col("t").gt_eq(col("start")), col("t").lt(col("end"))];
    /// assert_eq!(events.merge_where(&spans, inside)?.height(), 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Parameter`](crate::Error::Parameter) without conditions, polars' own for unknown columns.
    fn merge_where(&self, other: &DataFrame, conditions: impl AsRef<[Expr]>) -> Result<DataFrame>;
}

impl JoinFrame for DataFrame {
    fn merge(&self, other: &DataFrame, on: &[&str], how: How) -> Result<DataFrame> {
        Merge::new(how).on(on).of(self, other)
    }

    fn merge_asof(&self, other: &DataFrame, on: &str) -> Result<DataFrame> {
        MergeAsof::new(on).of(self, other)
    }

    fn merge_where(&self, other: &DataFrame, conditions: impl AsRef<[Expr]>) -> Result<DataFrame> {
        asof::merge_where(self, other, conditions.as_ref().to_vec())
    }
}

//! Looking at a frame before working with it: what is in it, how much is missing, how often each
//! value comes, what goes together. Methods of one extension trait, [`LookFrame`], named as in
//! pandas where pandas has a name.

mod correlation;
mod counts;
mod extremes;
mod glimpse;
mod info;
mod missing;
mod plan;
mod sample;

pub use correlation::CorrelationMethod;
pub use glimpse::{Glimpse, GlimpseColumn};
pub use info::{ColumnInfo, FrameInfo, human_bytes};
pub use missing::MissingReport;
pub use plan::{LookLazy, PlanStep, PlanTree, QueryPlan};

use polars::prelude::DataFrame;

use super::describe::{self, DescribeOptions};
use crate::error::Result;

/// What the prelude adds to polars' `DataFrame` for looking at it.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = iris().to_frame()?;
/// df.glimpse();
/// df.info();
/// assert_eq!(df.value_counts("species")?.shape(), (3, 3));
/// assert_eq!(df.corr()?.shape(), (4, 5));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait LookFrame {
    /// A summary like [`describe`](super::FrameExt::describe) with other percentiles or of other
    /// columns.
    ///
    /// With `Include::All` the rows are `count`, `null_count`, `unique`, `top`, `freq`, `mean`,
    /// `std`, `min`, the percentiles, `max`. `unique`, `top` and `freq` are given for text; of
    /// equally frequent values `top` is the first to appear. Standard deviations are given for
    /// numbers and durations.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = df!("t" => [1.0, 2.0, 3.0, 4.0, 5.0])?;
    /// let tails = df.describe_with(&DescribeOptions::new().percentiles(&[0.1, 0.9]))?;
    /// assert_eq!(tails.column("statistic")?.get(5)?.get_str(), Some("10%"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Parameter`](crate::Error::Parameter) for a percentile outside 0 to 1; polars' own,
    /// for types it cannot order.
    fn describe_with(&self, options: &DescribeOptions) -> Result<DataFrame>;

    /// One line per column: name, type, first values. For frames too wide for a table.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let glimpse = df!("a" => [1, 2], "b" => ["x", "y"])?.glimpse();
    /// assert_eq!(glimpse.columns[1].values, ["x", "y"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn glimpse(&self) -> Glimpse;

    /// Rows, columns, types, values that are not missing, and memory.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let info = df!("a" => [Some(1), None])?.info();
    /// assert_eq!((info.rows, info.columns[0].non_null), (2, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn info(&self) -> FrameInfo;

    /// Bytes that each column takes, as a frame with columns `column` and `bytes`.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// assert_eq!(df!("a" => [1_i64, 2])?.memory_usage()?.column_array("bytes")?, array![16.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// polars' own; none is expected.
    fn memory_usage(&self) -> Result<DataFrame>;

    /// `n` rows chosen at random without repetition, in random order. The same seed gives the same
    /// rows.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// assert_eq!(iris().to_frame()?.sample(5, 42)?.height(), 5);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::TooFew`](crate::Error::TooFew) if the frame has fewer rows.
    fn sample(&self, n: usize, seed: u64) -> Result<DataFrame>;

    /// A share of the rows, from 0 to 1, chosen at random without repetition, in random order.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// assert_eq!(iris().to_frame()?.sample_fraction(0.1, 42)?.height(), 15);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Parameter`](crate::Error::Parameter) unless `fraction` is between 0 and 1.
    fn sample_fraction(&self, fraction: f64, seed: u64) -> Result<DataFrame>;

    /// `n` rows chosen at random, any of them any number of times, as for a bootstrap.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// assert_eq!(df!("a" => [1, 2, 3])?.sample_with_replacement(10, 1)?.height(), 10);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Empty`](crate::Error::Empty) if there is no row to choose.
    fn sample_with_replacement(&self, n: usize, seed: u64) -> Result<DataFrame>;

    /// How often each value of a column comes: columns of the value, `count` and `share` (of all
    /// rows), most frequent first, equally frequent ones by first appearance. Missing values are
    /// counted like any other.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let counts = df!("city" => ["Oslo", "Rome", "Rome"])?.value_counts("city")?;
    /// assert_eq!(counts.column("city")?.get(0)?.get_str(), Some("Rome"));
    /// assert_eq!(counts.column_array("count")?, array![2.0, 1.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`](crate::Error::ColumnNotFound) with the nearest name.
    fn value_counts(&self, column: &str) -> Result<DataFrame>;

    /// As [`value_counts`](LookFrame::value_counts) for combinations of values.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = df!("a" => [1, 1, 2], "b" => ["x", "x", "x"])?;
    /// assert_eq!(df.value_counts_of(&["a", "b"])?.shape(), (2, 4));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`](crate::Error::ColumnNotFound), [`Error::Empty`](crate::Error::Empty)
    /// without a column, [`Error::DuplicateName`](crate::Error::DuplicateName).
    fn value_counts_of(&self, columns: &[&str]) -> Result<DataFrame>;

    /// How many different values each column has, missing ones not counted: columns `column` and
    /// `unique`.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// assert_eq!(df!("a" => [1, 1, 2])?.nunique()?.column_array("unique")?, array![2.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// polars' own, for types it cannot compare.
    fn nunique(&self) -> Result<DataFrame>;

    /// Pearson's correlation of every pair of columns of numbers and booleans; see
    /// [`corr_with`](LookFrame::corr_with).
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let corr = df!("a" => [1.0, 2.0, 3.0], "b" => [6.0, 4.0, 2.0])?.corr()?;
    /// assert!((corr.column_array("b")?[0] + 1.0).abs() < 1e-12);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Empty`](crate::Error::Empty) if no column holds numbers.
    fn corr(&self) -> Result<DataFrame>;

    /// The correlation matrix of the columns of numbers and booleans, as a frame: `column` with
    /// their names, then a column each.
    ///
    /// Every pair uses the rows in which both values are there; nulls and NaN are missing. Where a
    /// correlation is not defined (fewer than two rows, a constant column) it is NaN.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = df!("a" => [1.0, 2.0, 3.0], "b" => [1.0, 10.0, 100.0])?;
    /// let corr = df.corr_with(CorrelationMethod::Spearman)?;
    /// assert!((corr.column_array("b")?[0] - 1.0).abs() < 1e-12);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Empty`](crate::Error::Empty) if no column holds numbers.
    fn corr_with(&self, method: CorrelationMethod) -> Result<DataFrame>;

    /// The covariance matrix (n − 1) of the columns of numbers and booleans, with the same handling
    /// of missing values as [`corr_with`](LookFrame::corr_with).
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = df!("a" => [1.0, 2.0, 3.0], "b" => [6.0, 4.0, 2.0])?;
    /// assert_eq!(df.cov()?.column_array("a")?, array![1.0, -2.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Empty`](crate::Error::Empty) if no column holds numbers.
    fn cov(&self) -> Result<DataFrame>;

    /// What is missing: nulls and NaN per column with their share, and how many rows are affected.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let missing = df!("a" => [Some(1.0), None, Some(f64::NAN)], "b" => [1, 2, 3])?.missing()?;
    /// assert_eq!((missing.rows, missing.rows_affected), (3, 2));
    /// assert_eq!(missing.table.column_array("nan")?, array![1.0, 0.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// polars' own; none is expected.
    fn missing(&self) -> Result<MissingReport>;

    /// The `n` rows with the largest values of a column, largest first; of equal ones the first.
    /// Missing values and NaN come only when the others are used up.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = df!("a" => [3, 1, 2])?;
    /// assert_eq!(df.nlargest(2, "a")?.column_array("a")?, array![3.0, 2.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`](crate::Error::ColumnNotFound) with the nearest name.
    fn nlargest(&self, n: usize, column: &str) -> Result<DataFrame>;

    /// The `n` rows with the smallest values of a column, smallest first; else as
    /// [`nlargest`](LookFrame::nlargest).
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = df!("a" => [3, 1, 2])?;
    /// assert_eq!(df.nsmallest(2, "a")?.column_array("a")?, array![1.0, 2.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`](crate::Error::ColumnNotFound) with the nearest name.
    fn nsmallest(&self, n: usize, column: &str) -> Result<DataFrame>;
}

impl LookFrame for DataFrame {
    fn describe_with(&self, options: &DescribeOptions) -> Result<DataFrame> {
        describe::describe_with(self, options)
    }

    fn glimpse(&self) -> Glimpse {
        Glimpse::of(self)
    }

    fn info(&self) -> FrameInfo {
        FrameInfo::of(self)
    }

    fn memory_usage(&self) -> Result<DataFrame> {
        info::memory_usage(self)
    }

    fn sample(&self, n: usize, seed: u64) -> Result<DataFrame> {
        sample::rows(self, n, seed)
    }

    fn sample_fraction(&self, fraction: f64, seed: u64) -> Result<DataFrame> {
        sample::fraction(self, fraction, seed)
    }

    fn sample_with_replacement(&self, n: usize, seed: u64) -> Result<DataFrame> {
        sample::with_replacement(self, n, seed)
    }

    fn value_counts(&self, column: &str) -> Result<DataFrame> {
        counts::value_counts(self, &[column])
    }

    fn value_counts_of(&self, columns: &[&str]) -> Result<DataFrame> {
        counts::value_counts(self, columns)
    }

    fn nunique(&self) -> Result<DataFrame> {
        counts::nunique(self)
    }

    fn corr(&self) -> Result<DataFrame> {
        correlation::corr(self, CorrelationMethod::Pearson)
    }

    fn corr_with(&self, method: CorrelationMethod) -> Result<DataFrame> {
        correlation::corr(self, method)
    }

    fn cov(&self) -> Result<DataFrame> {
        correlation::cov(self)
    }

    fn missing(&self) -> Result<MissingReport> {
        missing::report(self)
    }

    fn nlargest(&self, n: usize, column: &str) -> Result<DataFrame> {
        extremes::rows(self, n, column, extremes::End::Largest)
    }

    fn nsmallest(&self, n: usize, column: &str) -> Result<DataFrame> {
        extremes::rows(self, n, column, extremes::End::Smallest)
    }
}

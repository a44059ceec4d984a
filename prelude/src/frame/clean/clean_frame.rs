//! The trait that gives frames their steps of cleaning.

use std::ops::RangeBounds;

use polars::prelude::{DataFrame, Series};

use super::{CleaningReport, Converted, DateFormat, Fill, Keep, NumberFormat, OnBad, Outliers, Tidy};
use crate::error::Result;

/// Steps of cleaning a `DataFrame`. Each returns a new frame.
///
/// `&[…]` names the columns a step works on; `&[]` is all that it suits.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let raw = df!(
///     "Customer Name" => [" ada  LOVELACE", "Grace Hopper ", "Grace Hopper "],
///     "Joined" => ["2024-01-31", "2024-02-01", "2024-02-01"],
///     "Spent" => [Some("$1,200.50"), None, None]
/// )?;
/// let clean = raw
///     .clean_names()?
///     .drop_duplicates(&[], Keep::First)?
///     .tidy_strings(&["customer_name"], &[Tidy::Trim, Tidy::CollapseSpaces, Tidy::TitleCase])?
///     .parse_dates(&["joined"])?
///     .to_numeric(&["spent"])?
///     .fill_missing(&["spent"], 0)?;
/// assert_eq!(clean.shape(), (2, 3));
/// assert_eq!(clean.column_array("spent")?, array![1200.5, 0.0]);
/// assert_eq!(clean.column("joined")?.dtype(), &DataType::Date);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// All methods: [`Error::ColumnNotFound`] with the nearest name, [`Error::DuplicateName`] for a column
/// named twice, [`Error::NotNumeric`] or [`Error::ColumnType`] for a named column that does not suit.
///
/// [`Error::ColumnNotFound`]: crate::Error::ColumnNotFound
/// [`Error::DuplicateName`]: crate::Error::DuplicateName
/// [`Error::NotNumeric`]: crate::Error::NotNumeric
/// [`Error::ColumnType`]: crate::Error::ColumnType
pub trait CleanFrame: Sized {
    /// The rows without a missing value in any column, as pandas' `dropna()`.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = df!("a" => [Some(1.0), None, Some(f64::NAN)], "b" => [Some("x"), Some("y"), None])?;
    /// assert_eq!(df.drop_missing()?.height(), 1);
    /// assert_eq!(df.drop_missing_in(&["b"])?.height(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn drop_missing(&self) -> Result<DataFrame>;

    /// The rows without a missing value in these columns.
    fn drop_missing_in(&self, columns: &[&str]) -> Result<DataFrame>;

    /// The columns of which at most this share (0 to 1) is missing.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = df!("a" => [Some(1), None, None], "b" => [1, 2, 3])?;
    /// assert_eq!(df.drop_sparse_columns(0.5)?.get_column_names(), ["b"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Parameter`](crate::Error::Parameter) for a share outside of 0 to 1.
    fn drop_sparse_columns(&self, max_share: f64) -> Result<DataFrame>;

    /// Gaps filled with a value, or with what the other rows suggest.
    ///
    /// Columns without a gap stay as they are. Where nothing is known the gap stays, as null.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = df!("t" => [Some(1.0), None, Some(4.0)], "city" => [Some("Rome"), Some("Rome"), None])?;
    /// assert_eq!(df.fill_missing(&["t"], 0.0)?.column_array("t")?, array![1.0, 0.0, 4.0]);
    /// assert_eq!(df.fill_missing(&["t"], Fill::Mean)?.column_array("t")?, array![1.0, 2.5, 4.0]);
    /// assert_eq!(df.fill_missing(&[], Fill::Mode)?.column("city")?.null_count(), 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Parameter`](crate::Error::Parameter) for a value that a named column cannot hold;
    /// [`Error::NotFinite`](crate::Error::NotFinite) for neighbours of infinite values.
    fn fill_missing(&self, columns: &[&str], fill: impl Into<Fill>) -> Result<DataFrame>;

    /// [`fill_missing`](Self::fill_missing) within each group of rows that have the same values in `by`.
    /// Rows without a key (null) are a group too.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = df!("kind" => ["a", "a", "b", "b"], "x" => [Some(1.0), None, Some(5.0), None])?;
    /// assert_eq!(df.fill_missing_by(&["x"], &["kind"], Fill::Mean)?.column_array("x")?, array![1.0, 1.0, 5.0, 5.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`fill_missing`](Self::fill_missing); [`Error::Parameter`](crate::Error::Parameter) for
    /// [`Fill::Knn`], which looks at whole rows.
    fn fill_missing_by(&self, columns: &[&str], by: &[&str], fill: impl Into<Fill>) -> Result<DataFrame>;

    /// A number that stands for "missing" (−1, 999) made null.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = df!("age" => [34, -1, 51])?;
    /// assert_eq!(df.null_where(&["age"], &[-1.0])?.column("age")?.null_count(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn null_where(&self, columns: &[&str], values: &[f64]) -> Result<DataFrame>;

    /// One row of each set that agrees in these columns (`&[]`: in all), as pandas'
    /// `drop_duplicates`; the rows keep their order. Null equals null, NaN equals NaN.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = df!("id" => [1, 1, 2], "x" => ["a", "b", "c"])?;
    /// assert_eq!(df.drop_duplicates(&["id"], Keep::Last)?.height(), 2);
    /// assert_eq!(df.duplicated(&["id"], Keep::First)?, Series::new("duplicated".into(), [false, true, false]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn drop_duplicates(&self, columns: &[&str], keep: Keep) -> Result<DataFrame>;

    /// True for each row that [`drop_duplicates`](Self::drop_duplicates) would drop.
    fn duplicated(&self, columns: &[&str], keep: Keep) -> Result<Series>;

    /// Text made dates, or times if any has a time of day; how they are written is found out (see
    /// [`DateFormat`]). Numbers are dates as `20240131` or counts since 1970.
    ///
    /// # Errors
    /// [`Error::AmbiguousDates`](crate::Error::AmbiguousDates) where days and months cannot be told
    /// apart, [`Error::Unconvertible`](crate::Error::Unconvertible) with the first texts that are no dates.
    fn parse_dates(&self, columns: &[&str]) -> Result<DataFrame>;

    /// [`parse_dates`](Self::parse_dates) written so: a pattern (`"%d.%m.%Y"`), a [`DateOrder`] or a
    /// [`DateFormat`].
    ///
    /// # Errors
    /// As [`parse_dates`](Self::parse_dates).
    fn parse_dates_with(&self, columns: &[&str], format: impl Into<DateFormat>) -> Result<DataFrame>;

    /// [`parse_dates_with`](Self::parse_dates_with), with a report of the texts that are no dates; they
    /// become null unless the format says otherwise.
    ///
    /// # Errors
    /// [`Error::AmbiguousDates`](crate::Error::AmbiguousDates).
    fn parse_dates_report(&self, columns: &[&str], format: impl Into<DateFormat>) -> Result<Converted>;

    /// Text made numbers, tolerant of currency signs, separators of thousands, percent signs and
    /// parentheses for negative (see [`NumberFormat`]): integers if all are, else floats.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = df!("price" => ["$1,200.50", "(30)", "12 %"], "preis" => ["1.200,50 €", "-30", "0,12"])?;
    /// let df = df
    ///     .to_numeric(&["price"])?
    ///     .to_numeric_with(&["preis"], NumberFormat::new().decimal_comma())?;
    /// assert_eq!(df.column_array("price")?, array![1200.5, -30.0, 0.12]);
    /// assert_eq!(df.column_array("preis")?, array![1200.5, -30.0, 0.12]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Unconvertible`](crate::Error::Unconvertible) with the first texts that are no numbers.
    fn to_numeric(&self, columns: &[&str]) -> Result<DataFrame>;

    /// [`to_numeric`](Self::to_numeric) of numbers written so.
    ///
    /// # Errors
    /// As [`to_numeric`](Self::to_numeric), unless the format says otherwise.
    #[allow(clippy::needless_pass_by_value)]
    fn to_numeric_with(&self, columns: &[&str], format: NumberFormat) -> Result<DataFrame>;

    /// [`to_numeric_with`](Self::to_numeric_with), with a report of the texts that are no numbers; they
    /// become null unless the format says otherwise.
    #[allow(clippy::needless_pass_by_value)]
    fn to_numeric_report(&self, columns: &[&str], format: NumberFormat) -> Result<Converted>;

    /// Words made booleans: yes/no, true/false, on/off, 1/0, ja/nein, oui/non, sí/no … in any case;
    /// and columns of the numbers 1 and 0.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = df!("paid" => [Some("Yes"), Some("no"), None]) ?.to_boolean(&["paid"])?;
    /// assert_eq!(df.column("paid")?.bool()?.sum(), Some(1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Unconvertible`](crate::Error::Unconvertible) with the first words that are neither.
    fn to_boolean(&self, columns: &[&str]) -> Result<DataFrame>;

    /// [`to_boolean`](Self::to_boolean), with a report of the words that are neither.
    ///
    /// # Errors
    /// As [`to_boolean`](Self::to_boolean), with [`OnBad::Error`] only.
    fn to_boolean_report(&self, columns: &[&str], on_bad: OnBad) -> Result<Converted>;

    /// Text made categories, which take less memory and group faster where values repeat.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = df!("size" => ["S", "M", "S"])?.to_categories(&["size"])?;
    /// assert!(df.column("size")?.dtype().is_categorical());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn to_categories(&self, columns: &[&str]) -> Result<DataFrame>;

    /// Every column of integers in the smallest type that holds its values, as pandas'
    /// `to_numeric(downcast="integer")`. Floats and text stay as they are.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = df!("age" => [34_i64, 51, 27])?;
    /// assert_eq!(df.optimise_types()?.column("age")?.dtype(), &DataType::Int8);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn optimise_types(&self) -> Result<DataFrame>;

    /// Every text taken through these steps in order.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = df!("name" => ["  josé  MARÍA ", ""])?;
    /// let tidy = df.tidy_strings(&["name"], &[Tidy::Trim, Tidy::CollapseSpaces, Tidy::TitleCase, Tidy::RemoveAccents, Tidy::EmptyToNull])?;
    /// assert_eq!(tidy.column("name")?.str()?.get(0), Some("Jose Maria"));
    /// assert_eq!(tidy.column("name")?.null_count(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn tidy_strings(&self, columns: &[&str], steps: &[Tidy]) -> Result<DataFrame>;

    /// One column's texts replaced where they are listed as `(old, new)`; the whole text must match.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = df!("city" => ["NYC", "Rome"])?.replace_values("city", &[("NYC", "New York")])?;
    /// assert_eq!(df.column("city")?.str()?.get(0), Some("New York"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn replace_values(&self, column: &str, pairs: &[(&str, &str)]) -> Result<DataFrame>;

    /// Pairs of one column's values that look like misspellings of each other: `value` and the more
    /// frequent one it is `similar_to`, with their counts and their `similarity`, most similar first.
    ///
    /// The similarity is one less the share of characters to insert, delete, exchange or swap, after
    /// case, accents and spaces are evened out; 0.8 is a good threshold. The time grows with the
    /// square of the number of distinct values.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = df!("city" => ["Berlin", "Berlin", "Berlni", "Rome"])?;
    /// let pairs = df.similar_values("city", 0.8)?;
    /// assert_eq!(pairs.height(), 1);
    /// assert_eq!(pairs.column("similar_to")?.str()?.get(0), Some("Berlin"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Parameter`](crate::Error::Parameter) for a threshold outside of 0 to 1.
    fn similar_values(&self, column: &str, threshold: f64) -> Result<DataFrame>;

    /// One column's probable misspellings replaced by what they are most similar to, as
    /// [`similar_values`](Self::similar_values) finds them: look at those first.
    ///
    /// # Errors
    /// As [`similar_values`](Self::similar_values).
    fn merge_similar(&self, column: &str, threshold: f64) -> Result<DataFrame>;

    /// Every column's name in snake case, without accents and signs, each its own.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = df!("Order ID" => [1], "orderId" => [2], "Größe (cm)" => [3], "% off" => [4])?;
    /// assert_eq!(df.clean_names()?.get_column_names(), ["order_id", "order_id_2", "grosse_cm", "percent_off"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn clean_names(&self) -> Result<DataFrame>;

    /// Columns renamed as listed: `&[("old", "new")]`. Names may be exchanged.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = df!("a" => [1], "b" => [2])?.rename_columns(&[("a", "b"), ("b", "a")])?;
    /// assert_eq!(df.get_column_names(), ["b", "a"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// See [`CleanFrame`]; [`Error::DuplicateName`](crate::Error::DuplicateName) if two columns would
    /// have one name.
    fn rename_columns(&self, pairs: &[(&str, &str)]) -> Result<DataFrame>;

    /// True where a value is too far from the rest of its column, one column per column looked at.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = df!("x" => [1.0, 2.0, 3.0, 2.0, 99.0])?;
    /// let flags = df.outliers(&["x"], Outliers::Iqr(1.5))?;
    /// assert_eq!(flags.column("x")?.bool()?.get(4), Some(true));
    /// assert_eq!(df.drop_outliers(&["x"], Outliers::Iqr(1.5))?.height(), 4);
    /// assert_eq!(df.clip_outliers(&["x"], Outliers::Iqr(1.5))?.column_array("x")?[4], 4.5);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// See [`CleanFrame`]; [`Error::Parameter`](crate::Error::Parameter) for a limit that is not positive.
    fn outliers(&self, columns: &[&str], rule: Outliers) -> Result<DataFrame>;

    /// The rule's bounds as a frame: `column`, `lower`, `upper`, and how many values are below and above
    /// them (`n_below`, `n_above`).
    ///
    /// # Errors
    /// As [`outliers`](Self::outliers).
    fn outlier_bounds(&self, columns: &[&str], rule: Outliers) -> Result<DataFrame>;

    /// The rows without an outlier in any of these columns.
    ///
    /// # Errors
    /// As [`outliers`](Self::outliers).
    fn drop_outliers(&self, columns: &[&str], rule: Outliers) -> Result<DataFrame>;

    /// Outliers moved to the nearer bound. Integers become floats where a bound is a fraction.
    ///
    /// # Errors
    /// As [`outliers`](Self::outliers).
    fn clip_outliers(&self, columns: &[&str], rule: Outliers) -> Result<DataFrame>;

    /// The lowest and the highest share of each column's known values set to the nearest value that
    /// remains, as `scipy.stats.mstats.winsorize`: of n values ⌊low·n⌋ and ⌊high·n⌋ are moved, and
    /// nothing is interpolated.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = df!("x" => [10, 4, 9, 8, 5, 3, 7, 2, 1, 6])?;
    /// let tame = df.winsorise(&["x"], 0.1, 0.2)?;
    /// assert_eq!(tame.column_array("x")?, array![8.0, 4.0, 8.0, 8.0, 5.0, 3.0, 7.0, 2.0, 2.0, 6.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// See [`CleanFrame`]; [`Error::Parameter`](crate::Error::Parameter) for shares that leave nothing.
    fn winsorise(&self, columns: &[&str], low: f64, high: f64) -> Result<DataFrame>;

    /// Values moved into a range: `0.0..=1.0`, `0.0..`, `..=100.0`. Missing ones stay missing.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = df!("x" => [-5, 3, 200])?;
    /// assert_eq!(df.clip(&["x"], 0.0..=100.0)?.column_array("x")?, array![0.0, 3.0, 100.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// See [`CleanFrame`]; [`Error::Parameter`](crate::Error::Parameter) for a range that ends before it
    /// begins.
    fn clip(&self, columns: &[&str], range: impl RangeBounds<f64>) -> Result<DataFrame>;

    /// How this frame differs from the one it was made of: rows dropped, gaps filled, types and
    /// values changed.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let raw = df!("x" => [Some(1.0), None, Some(3.0)])?;
    /// let report = raw.fill_missing(&["x"], Fill::Mean)?.changes_since(&raw)?;
    /// assert_eq!(report.columns[0].missing_before, 1);
    /// assert_eq!(report.columns[0].missing_after, 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn changes_since(&self, before: &DataFrame) -> Result<CleaningReport>;
}

//! One division, in two or three parts.

mod divide;

use polars::prelude::Column;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};

use super::classes::Classes;
use super::rows::Rows;
use crate::array::AsNumbers;
use crate::error::{Error, Result};
pub(super) use divide::{Shares, divide};

/// Divides the rows at random into a training part and a test part, which gets the share
/// `test_size` (between 0 and 1, rounded up to whole rows as in scikit-learn).
///
/// The same seed always gives the same division. A pair of arrays is divided together. For strata,
/// groups and time there is [`Split`].
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (train, test) = train_test_split(&iris(), 0.25, 42)?;
/// assert_eq!((train.n_samples(), test.n_samples()), (112, 38));
/// let df = df!("a" => [1, 2, 3, 4])?;
/// let (train, test) = train_test_split(&df, 0.5, 42)?;
/// assert_eq!((train.height(), test.height()), (2, 2));
/// let (x, y) = (array![[1.0], [2.0], [3.0], [4.0]], array![0, 1, 0, 1]);
/// let ((x_train, y_train), (x_test, y_test)) = train_test_split(&(&x, &y), 0.25, 42)?;
/// assert_eq!((x_train.nrows(), y_train.len(), x_test.nrows(), y_test.len()), (3, 3, 1, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`] if `test_size` is not between 0 and 1; [`Error::TooFew`] if a part would be
/// empty.
pub fn train_test_split<T: Rows>(data: &T, test_size: f64, seed: u64) -> Result<(T::Part, T::Part)> {
    Split::new(test_size).seed(seed).train_test(data)
}

/// As [`train_test_split`], with each class of the target in its proportion in both parts.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (train, test) = train_test_split_stratified(&iris(), 0.3, 42)?;
/// assert_eq!(test.class_counts()?.column("count")?.u64()?.to_vec(), [Some(15); 3]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`train_test_split`]; [`Error::TooFew`] for a class with one row, or a part with fewer rows
/// than classes; [`Error::Parameter`] for a frame, whose target must be named:
/// `Split::new(0.3).stratify_by("species")`.
pub fn train_test_split_stratified<T: Rows>(
    data: &T,
    test_size: f64,
    seed: u64,
) -> Result<(T::Part, T::Part)> {
    Split::new(test_size).seed(seed).stratify().train_test(data)
}

/// Divides the rows at random into training, validation and test parts; `validation_size` and
/// `test_size` are shares of all rows.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (train, validation, test) = train_validation_test_split(&iris(), 0.2, 0.2, 42)?;
/// assert_eq!((train.n_samples(), validation.n_samples(), test.n_samples()), (90, 30, 30));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`] if a share is not between 0 and 1, or both leave nothing to train on;
/// [`Error::TooFew`] if a part would be empty.
pub fn train_validation_test_split<T: Rows>(
    data: &T,
    validation_size: f64,
    test_size: f64,
    seed: u64,
) -> Result<(T::Part, T::Part, T::Part)> {
    Split::new(test_size).seed(seed).train_validation_test(data, validation_size)
}

/// A division of rows: shuffled, stratified, grouped, by time.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let visits = df!(
///     "patient" => ["a", "a", "b", "b", "c", "c"],
///     "day" => [5, 1, 2, 6, 3, 4],
///     "ill" => [true, false, true, false, true, false],
/// )?;
/// // Each class in its proportion.
/// let (train, test) = Split::new(1.0 / 3.0).stratify_by("ill").seed(1).train_test(&visits)?;
/// assert_eq!(test.column("ill")?.bool()?.sum(), Some(1));
/// // No patient in both parts.
/// let (train, test) = Split::new(1.0 / 3.0).group_by("patient").train_test(&visits)?;
/// assert_eq!(test.column("patient")?.n_unique()?, 1);
/// // The latest days for the test.
/// let (train, test) = Split::new(1.0 / 3.0).by_time("day").train_test(&visits)?;
/// assert_eq!(test.column_array("day")?, array![5.0, 6.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Split {
    test_size: f64,
    by: By,
    seed: u64,
}

/// What decides which row goes where.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum By {
    Chance,
    Target,
    Stratum(String),
    Group(String),
    Order,
    Time(String),
}

/// [`By`] with the data that it asks for.
pub(super) enum Key {
    Chance,
    Strata(Classes),
    Groups(Classes),
    /// All rows, in the order of time.
    Time(Vec<usize>),
}

impl Split {
    /// Shuffled, with the share `test_size` (between 0 and 1) for the test; seed 0.
    #[must_use]
    pub fn new(test_size: f64) -> Self {
        Self { test_size, by: By::Chance, seed: 0 }
    }

    /// The seed of the shuffle. Default 0.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Every part gets each class of the target in its proportion.
    #[must_use]
    pub fn stratify(mut self) -> Self {
        self.by = By::Target;
        self
    }

    /// Every part gets each value of this column in its proportion.
    #[must_use]
    pub fn stratify_by(mut self, column: &str) -> Self {
        self.by = By::Stratum(column.to_owned());
        self
    }

    /// Rows with the same value in this column go to the same part. The sizes are then shares of
    /// the groups, not of the rows, and each part keeps the order of its rows.
    #[must_use]
    pub fn group_by(mut self, column: &str) -> Self {
        self.by = By::Group(column.to_owned());
        self
    }

    /// No shuffle: the last rows for the test, the rows before them for the validation.
    #[must_use]
    pub fn in_order(mut self) -> Self {
        self.by = By::Order;
        self
    }

    /// Sorted by this column (dates, times or numbers): the latest rows for the test, the rows
    /// before them for the validation. Rows of the same time keep their order.
    #[must_use]
    pub fn by_time(mut self, column: &str) -> Self {
        self.by = By::Time(column.to_owned());
        self
    }

    /// The training part and the test part.
    ///
    /// # Errors
    /// [`Error::Parameter`] if the share is not between 0 and 1, [`Error::TooFew`] if a part would
    /// be empty or a class has too few rows, [`Error::ColumnNotFound`], [`Error::MissingValues`] for
    /// nulls in the column to divide by.
    pub fn train_test<T: Rows>(&self, data: &T) -> Result<(T::Part, T::Part)> {
        let (train, test) = self.train_test_indices(data)?;
        Ok((data.rows_at(&train)?, data.rows_at(&test)?))
    }

    /// The training, the validation and the test part; `validation_size` is a share of all rows.
    ///
    /// # Errors
    /// As [`train_test`](Split::train_test).
    pub fn train_validation_test<T: Rows>(
        &self,
        data: &T,
        validation_size: f64,
    ) -> Result<(T::Part, T::Part, T::Part)> {
        let shares = Shares::three(self.test_size, validation_size)?;
        let parts = self.parts(data.n_rows(), shares, self.key(data)?)?;
        Ok((data.rows_at(&parts.train)?, data.rows_at(&parts.validation)?, data.rows_at(&parts.test)?))
    }

    /// The numbers of the rows for training and for the test.
    ///
    /// # Errors
    /// As [`train_test`](Split::train_test).
    pub fn train_test_indices<T: Rows>(&self, data: &T) -> Result<(Vec<usize>, Vec<usize>)> {
        let parts = self.parts(data.n_rows(), Shares::two(self.test_size)?, self.key(data)?)?;
        Ok((parts.train, parts.test))
    }

    fn key<T: Rows>(&self, data: &T) -> Result<Key> {
        let column = match &self.by {
            By::Chance => return Ok(Key::Chance),
            By::Order => return Ok(Key::Time((0..data.n_rows()).collect())),
            By::Target => data.target_column()?,
            By::Stratum(name) | By::Group(name) | By::Time(name) => data.named_column(name)?,
        };
        self.column_key(&column)
    }

    fn column_key(&self, column: &Column) -> Result<Key> {
        Ok(match self.by {
            By::Time(_) => Key::Time(time_order(column)?),
            By::Group(_) => Key::Groups(Classes::of_column(column)?),
            _ => Key::Strata(Classes::of_column(column)?),
        })
    }

    fn parts(&self, n_rows: usize, shares: Shares, key: Key) -> Result<divide::Parts> {
        divide(n_rows, shares, key, &mut StdRng::seed_from_u64(self.seed))
    }
}

/// The rows from the earliest to the latest.
fn time_order(column: &Column) -> Result<Vec<usize>> {
    let physical = if column.dtype().is_temporal() { column.to_physical_repr() } else { column.clone() };
    // Nanoseconds since 1970 are beyond what f64 holds exactly.
    if let Ok(whole) = physical.i64()
        && whole.null_count() == 0
    {
        let values: Vec<i64> = whole.into_no_null_iter().collect();
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by_key(|row| values[*row]);
        return Ok(order);
    }
    let values = physical.numbers()?.complete("the column of times")?;
    if let Some(row) = values.iter().position(|value| value.is_nan()) {
        return Err(Error::NotFinite { what: format!("column `{}`", column.name()), value: f64::NAN, row });
    }
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    Ok(order)
}

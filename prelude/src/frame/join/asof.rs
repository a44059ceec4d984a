//! As-of joins: the nearest row in time rather than an equal one.

use polars::prelude::{
    AnyValue, AsOfOptions, AsofStrategy, DataFrame, DataType, Expr, IntoLazy, JoinArgs, JoinCoalesce,
    JoinType, MaintainOrderJoin, PlSmallStr, Scalar, SortMultipleOptions, col,
};

use super::super::column;
use super::super::convert::check_unique;
use super::super::window::{parse_period, time_column};
use super::keys::{aligned, check_present};
use super::suffixes::Suffixes;
use crate::error::{Error, Result};

const NAME: &str = "MergeAsof";
const ROW: &str = "__ferrolab_row";
const RIGHT_TIME: &str = "__ferrolab_right_time";

/// Where the partner of a row is looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Direction {
    /// The last right row at or before the left one.
    #[default]
    Backward,
    /// The first right row at or after the left one.
    Forward,
    /// The closer of the two; at the same distance either of them may be taken.
    Nearest,
}

/// How far away a partner may be.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
enum Tolerance {
    Any,
    Time(String),
    Number(f64),
}

/// A join to the nearest row in time: trades with the last quote before each, measurements with
/// the latest weather. Every left row stays, in its place; one without a partner near enough has missing
/// values. Neither frame need be in order. The right frame's time is not kept.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let trades = df!("t" => [10, 20, 30], "ticker" => ["A", "B", "A"])?;
/// let quotes = df!("t" => [9, 15, 19, 29], "ticker" => ["A", "A", "B", "B"], "bid" => [1.0, 2.0, 3.0, 4.0])?;
/// let with = MergeAsof::new("t").by(&["ticker"]).of(&trades, &quotes)?;
/// assert_eq!(with.column_array("bid")?, array![1.0, 3.0, 2.0]);
/// let near = MergeAsof::new("t").by(&["ticker"]).tolerance_number(5.0).of(&trades, &quotes)?;
/// assert_eq!(near.column("bid")?.null_count(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct MergeAsof {
    left_on: String,
    right_on: String,
    by: Vec<String>,
    direction: Direction,
    tolerance: Tolerance,
    exact: bool,
    suffixes: Suffixes,
}

impl MergeAsof {
    /// Backwards at any distance, by a column of dates, times or numbers that both frames have.
    #[must_use]
    pub fn new(on: &str) -> Self {
        Self {
            left_on: on.to_owned(),
            right_on: on.to_owned(),
            by: Vec::new(),
            direction: Direction::Backward,
            tolerance: Tolerance::Any,
            exact: true,
            suffixes: Suffixes::default(),
        }
    }

    /// The right frame's time, where it is called otherwise.
    #[must_use]
    pub fn right_on(mut self, on: &str) -> Self {
        self.right_on = on.to_owned();
        self
    }

    /// Partners must be equal in these columns.
    #[must_use]
    pub fn by(mut self, columns: &[&str]) -> Self {
        self.by = columns.iter().map(ToString::to_string).collect();
        self
    }

    /// Where the partner is looked for. Default [`Direction::Backward`].
    #[must_use]
    pub fn direction(mut self, direction: Direction) -> Self {
        self.direction = direction;
        self
    }

    /// The greatest distance in time, such as `"10m"`.
    #[must_use]
    pub fn tolerance(mut self, length: &str) -> Self {
        self.tolerance = Tolerance::Time(length.to_owned());
        self
    }

    /// The greatest distance where the frames are joined by a column of numbers.
    #[must_use]
    pub fn tolerance_number(mut self, distance: f64) -> Self {
        self.tolerance = Tolerance::Number(distance);
        self
    }

    /// A partner at the very same time does not count.
    #[must_use]
    pub fn exclude_exact(mut self) -> Self {
        self.exact = false;
        self
    }

    /// Appended to columns that both frames have. Default `_x` and `_y`.
    #[must_use]
    pub fn suffixes(mut self, left: &str, right: &str) -> Self {
        self.suffixes = Suffixes::new(left, right);
        self
    }

    /// The left frame with the partners' columns.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`], [`Error::ColumnType`] for times that are none,
    /// [`Error::MissingValues`] for times that are missing, [`Error::ColumnTypes`],
    /// [`Error::Parameter`] for a tolerance that does not fit the column.
    pub fn of(&self, left: &DataFrame, right: &DataFrame) -> Result<DataFrame> {
        check_unique("`by`", &self.by)?;
        let keys = |on: &String| self.by.iter().chain([on]).cloned().collect::<Vec<_>>();
        let (left_keys, right_keys) = (keys(&self.left_on), keys(&self.right_on));
        check_present("left", left, &left_keys)?;
        check_present("right", right, &right_keys)?;
        check_times(left, &self.left_on)?;
        check_times(right, &self.right_on)?;
        let (left, right) = aligned(NAME, left, right, &left_keys, &right_keys)?;
        let (left, mut right) = self.suffixes.apply(left, right, &left_keys, &right_keys)?;
        right.rename(&self.right_on, RIGHT_TIME.into())?;
        let options = self.options(left.column(&self.left_on)?.dtype())?;
        self.joined(left, right, options)
    }

    /// Sorts both sides by time, joins, and puts the rows back.
    fn joined(&self, left: DataFrame, right: DataFrame, options: AsOfOptions) -> Result<DataFrame> {
        let in_order = || SortMultipleOptions::default().with_maintain_order(true);
        let numbered = left.with_row_index(ROW.into(), None)?;
        let left = numbered.lazy().sort([self.left_on.as_str()], in_order());
        let right = right.lazy().sort([RIGHT_TIME], in_order());
        let mut args = JoinArgs::new(JoinType::AsOf(Box::new(options)));
        args.coalesce = JoinCoalesce::CoalesceColumns;
        args.maintain_order = MaintainOrderJoin::Left;
        let joined = left.join(right, [col(self.left_on.as_str())], [col(RIGHT_TIME)], args);
        let table = joined.sort([ROW], in_order()).collect()?;
        Ok(table.drop_many([ROW, RIGHT_TIME]))
    }

    fn options(&self, dtype: &DataType) -> Result<AsOfOptions> {
        let by: Option<Vec<PlSmallStr>> =
            (!self.by.is_empty()).then(|| self.by.iter().map(Into::into).collect());
        let (tolerance, tolerance_str) = self.distance(dtype)?;
        Ok(AsOfOptions {
            strategy: match self.direction {
                Direction::Backward => AsofStrategy::Backward,
                Direction::Forward => AsofStrategy::Forward,
                Direction::Nearest => AsofStrategy::Nearest,
            },
            tolerance,
            tolerance_str,
            left_by: by.clone(),
            right_by: by,
            allow_eq: self.exact,
            check_sortedness: false,
        })
    }

    fn distance(&self, dtype: &DataType) -> Result<(Option<Scalar>, Option<PlSmallStr>)> {
        let refuse = |value: &str, expected: &str| Err(Error::parameter(NAME, "tolerance", value, expected));
        match &self.tolerance {
            Tolerance::Any => Ok((None, None)),
            Tolerance::Time(text) if dtype.is_temporal() => {
                parse_period(NAME, "tolerance", text)?;
                Ok((None, Some(text.as_str().into())))
            }
            Tolerance::Time(text) => {
                refuse(text, "a number (`tolerance_number`), since the column holds numbers")
            }
            Tolerance::Number(number) if dtype.is_temporal() => refuse(
                &number.to_string(),
                "a length of time (`tolerance(\"10m\")`), since the column holds times",
            ),
            Tolerance::Number(number) if !number.is_finite() || *number < 0.0 => {
                refuse(&number.to_string(), "at least 0")
            }
            Tolerance::Number(number) => {
                let value = if dtype.is_integer() {
                    AnyValue::Int64(number.floor() as i64)
                } else {
                    AnyValue::Float64(*number)
                };
                let value = Scalar::new(value.dtype(), value.into_static())
                    .cast_with_options(dtype, Default::default())?;
                Ok((Some(value), None))
            }
        }
    }
}

fn check_times(df: &DataFrame, name: &str) -> Result<()> {
    if !column(df, name)?.dtype().is_float() {
        time_column(df, name)?;
    }
    let nulls = column(df, name)?.null_count();
    if nulls == 0 {
        return Ok(());
    }
    Err(Error::MissingValues { what: format!("column `{name}`"), nulls, rows: df.height() })
}

/// Pairs of rows for which all conditions hold.
pub(super) fn merge_where(left: &DataFrame, right: &DataFrame, conditions: Vec<Expr>) -> Result<DataFrame> {
    if conditions.is_empty() {
        return Err(Error::parameter("merge_where", "conditions", "empty", "at least one comparison"));
    }
    let (left, right) = Suffixes::default().apply(left.clone(), right.clone(), &[], &[])?;
    Ok(left.lazy().join_builder().with(right.lazy()).join_where(conditions).collect()?)
}

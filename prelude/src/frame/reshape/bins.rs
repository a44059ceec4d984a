//! Numbers into intervals: pandas' `cut` and `qcut`, with its edges and its labels to the letter.

use std::sync::Arc;

use polars::prelude::{
    Categorical8Type, Categorical16Type, Categorical32Type, CategoricalChunked, CategoricalPhysical, Column,
    DataFrame, DataType, FrozenCategories, IntoSeries, NamedFrom, Series,
};

use super::super::convert::check_unique;
use super::interval_text::interval_labels;
use super::number_column;
use crate::error::{Error, Result};

const NAME: &str = "Cut";

/// Where the edges of intervals are.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Bins {
    /// So many intervals of the same width from the smallest to the largest value.
    Width(usize),
    /// Between these edges, ascending. Infinite edges are open ends.
    Edges(Vec<f64>),
    /// So many intervals with about the same number of values: 4 for quartiles.
    Quantiles(usize),
    /// Between these quantiles, ascending from 0 to 1.
    QuantilesAt(Vec<f64>),
}

impl Bins {
    /// Intervals between ascending edges: `Bins::edges(&[0.0, 18.0, 65.0, f64::INFINITY])`.
    #[must_use]
    pub fn edges(edges: &[f64]) -> Self {
        Self::Edges(edges.to_vec())
    }

    /// Intervals between quantiles: `Bins::quantiles_at(&[0.0, 0.5, 0.9, 1.0])`.
    #[must_use]
    pub fn quantiles_at(levels: &[f64]) -> Self {
        Self::QuantilesAt(levels.to_vec())
    }

    fn by_quantile(&self) -> bool {
        matches!(self, Self::Quantiles(_) | Self::QuantilesAt(_))
    }
}

/// The end of an interval that belongs to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Side {
    Left,
    #[default]
    Right,
}

/// Sorts the numbers of a column into intervals, as pandas' `cut` and `qcut` do. The new column
/// `x_bin` is an ordered category (polars' `Enum`): it sorts and groups by place, not by alphabet.
/// Missing values, NaN and values outside all intervals become missing.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("age" => [3.0, 17.0, 18.0, 40.0, 80.0])?;
/// let groups = Cut::new(Bins::edges(&[0.0, 18.0, 65.0, f64::INFINITY]))
///     .labels(&["child", "adult", "senior"])
///     .closed(Side::Left)
///     .of(&df, "age")?;
/// let text = groups.column("age_bin")?.cast(&DataType::String)?;
/// assert_eq!(text.str()?.get(2), Some("adult"));
/// let widths = Cut::new(Bins::Width(2)).of(&df, "age")?;
/// let text = widths.column("age_bin")?.cast(&DataType::String)?;
/// assert_eq!(text.str()?.get(0), Some("(2.923, 41.5]"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Cut {
    bins: Bins,
    labels: Vec<String>,
    closed: Side,
    include_lowest: bool,
    drop_duplicates: bool,
    precision: usize,
    name: Option<String>,
}

impl Cut {
    /// Right-closed intervals labelled with their edges, as `(0.0, 18.0]`.
    #[must_use]
    pub fn new(bins: Bins) -> Self {
        Self {
            bins,
            labels: Vec::new(),
            closed: Side::Right,
            include_lowest: false,
            drop_duplicates: false,
            precision: 3,
            name: None,
        }
    }

    /// One name per interval instead of its edges.
    #[must_use]
    pub fn labels(mut self, labels: &[&str]) -> Self {
        self.labels = labels.iter().map(ToString::to_string).collect();
        self
    }

    /// Which end of each interval belongs to it. Default [`Side::Right`], which quantiles keep.
    #[must_use]
    pub fn closed(mut self, side: Side) -> Self {
        self.closed = side;
        self
    }

    /// With right-closed intervals, the first one takes in its left edge too. Quantiles always do.
    #[must_use]
    pub fn include_lowest(mut self) -> Self {
        self.include_lowest = true;
        self
    }

    /// Joins intervals whose edges coincide (quantiles of much-repeated values) instead of refusing.
    #[must_use]
    pub fn drop_duplicates(mut self) -> Self {
        self.drop_duplicates = true;
        self
    }

    /// Decimals of the edges in labels, more where labels would coincide. Default 3.
    #[must_use]
    pub fn precision(mut self, decimals: usize) -> Self {
        self.precision = decimals;
        self
    }

    /// The new column's name. Default the column's with `_bin`; the column's own name replaces it.
    #[must_use]
    pub fn name(mut self, name: &str) -> Self {
        self.name = Some(name.to_owned());
        self
    }

    /// The frame with the column of intervals added.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`], [`Error::NotNumeric`], [`Error::Parameter`] for edges that do not
    /// ascend, coinciding quantiles or a wrong number of labels, [`Error::NotFinite`] for
    /// infinities where edges are computed from the data, [`Error::Empty`] for edges computed from
    /// no values.
    pub fn of(&self, df: &DataFrame, column: &str) -> Result<DataFrame> {
        let values = numbers(df, column)?;
        let (edges, shown_first) = self.edges(&values, column)?;
        let labels = self.interval_labels(&edges, shown_first)?;
        let include_lowest = self.include_lowest || self.bins.by_quantile();
        let codes: Vec<Option<u32>> =
            values.iter().map(|value| self.place(&edges, include_lowest, *value)).collect();
        let name = self.name.clone().unwrap_or_else(|| format!("{column}_bin"));
        let mut with = df.clone();
        with.with_column(ordered(&name, &codes, &labels)?)?;
        Ok(with)
    }

    /// Index of the interval that holds a value.
    fn place(&self, edges: &[f64], include_lowest: bool, value: Option<f64>) -> Option<u32> {
        let value = value.filter(|value| !value.is_nan())?;
        let after = match self.closed_side() {
            Side::Right if include_lowest && value == edges[0] => 1,
            Side::Right => edges.partition_point(|edge| *edge < value),
            Side::Left => edges.partition_point(|edge| *edge <= value),
        };
        (after > 0 && after < edges.len()).then(|| after as u32 - 1)
    }

    fn closed_side(&self) -> Side {
        if self.bins.by_quantile() { Side::Right } else { self.closed }
    }

    /// The edges, and whether the first label shows a little less than the first edge.
    fn edges(&self, values: &[Option<f64>], column: &str) -> Result<(Vec<f64>, bool)> {
        let edges = match &self.bins {
            Bins::Edges(edges) => edges.clone(),
            Bins::Width(count) => {
                check_count("bins", *count)?;
                equal_widths(&finite(values, column)?, *count, self.closed)
            }
            Bins::Quantiles(count) => {
                check_count("bins", *count)?;
                quantiles(finite(values, column)?, &even_levels(*count))
            }
            Bins::QuantilesAt(levels) => {
                if let Some(level) = levels.iter().find(|level| !(0.0..=1.0).contains(*level)) {
                    return Err(Error::parameter(
                        NAME,
                        "bins",
                        format!("the quantile {level}"),
                        "between 0 and 1",
                    ));
                }
                quantiles(finite(values, column)?, levels)
            }
        };
        let lowest = self.include_lowest || self.bins.by_quantile();
        Ok((self.ascending(edges)?, lowest && self.closed_side() == Side::Right))
    }

    fn ascending(&self, mut edges: Vec<f64>) -> Result<Vec<f64>> {
        if self.drop_duplicates {
            edges.dedup();
        }
        if edges.len() < 2 {
            let expected = "at least two different edges";
            return Err(Error::parameter(NAME, "bins", format!("{edges:?}"), expected));
        }
        if let Some(pair) =
            edges.windows(2).find(|pair| pair[0] >= pair[1] || pair[0].is_nan() || pair[1].is_nan())
        {
            let value = format!("{} followed by {}", pair[0], pair[1]);
            let expected = "edges that ascend: join coinciding ones with `.drop_duplicates()`";
            return Err(Error::parameter(NAME, "bins", value, expected));
        }
        Ok(edges)
    }

    fn interval_labels(&self, edges: &[f64], shown_first: bool) -> Result<Vec<String>> {
        if self.labels.is_empty() {
            return Ok(interval_labels(edges, self.closed_side(), self.precision, shown_first));
        }
        if self.labels.len() != edges.len() - 1 {
            return Err(Error::LengthMismatch {
                left: "`labels`".to_owned(),
                left_length: self.labels.len(),
                right: "the list of intervals".to_owned(),
                right_length: edges.len() - 1,
            });
        }
        check_unique("`labels`", &self.labels)?;
        Ok(self.labels.clone())
    }
}

fn numbers(df: &DataFrame, name: &str) -> Result<Vec<Option<f64>>> {
    let floats = number_column(df, name)?.cast(&DataType::Float64)?;
    Ok(floats.f64()?.iter().collect())
}

fn check_count(parameter: &'static str, count: usize) -> Result<()> {
    if (1..=1_000_000).contains(&count) {
        return Ok(());
    }
    Err(Error::parameter(NAME, parameter, count, "1 to 1 million intervals"))
}

/// The values that edges are computed from.
fn finite(values: &[Option<f64>], column: &str) -> Result<Vec<f64>> {
    if let Some(row) = values.iter().position(|value| value.is_some_and(f64::is_infinite)) {
        let value = values[row].unwrap_or_default();
        return Err(Error::NotFinite { what: format!("column `{column}`"), value, row });
    }
    let present: Vec<f64> = values.iter().copied().flatten().filter(|value| !value.is_nan()).collect();
    if present.is_empty() {
        return Err(Error::empty(format!("column `{column}`"), "one value to find the edges from"));
    }
    Ok(present)
}

/// As pandas widens them: by a thousandth of the range at the open end, so that the extreme value
/// belongs to an interval; around a single value by a thousandth of it.
fn equal_widths(values: &[f64], count: usize, closed: Side) -> Vec<f64> {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if low == high {
        let margin = if low == 0.0 { 0.001 } else { 0.001 * low.abs() };
        return evenly(low - margin, high + margin, count);
    }
    let mut edges = evenly(low, high, count);
    let margin = (high - low) * 0.001;
    match closed {
        Side::Right => edges[0] -= margin,
        Side::Left => edges[count] += margin,
    }
    edges
}

/// `count` + 1 numbers from `low` to `high`, computed as NumPy's `linspace` does.
fn evenly(low: f64, high: f64, count: usize) -> Vec<f64> {
    let step = (high - low) / count as f64;
    let mut numbers: Vec<f64> = (0..=count).map(|i| i as f64 * step + low).collect();
    numbers[count] = high;
    numbers
}

/// The levels i / `count`, rounded up where they are no binary fraction, as pandas does: a value on the
/// edge then belongs to the lower interval.
fn even_levels(count: usize) -> Vec<f64> {
    let mut levels = evenly(0.0, 1.0, count);
    for (i, level) in levels.iter_mut().enumerate() {
        if count as f64 * *level != i as f64 {
            *level = level.next_up();
        }
    }
    levels
}

/// Linearly interpolated quantiles, with the roundings of pandas and NumPy: an edge that differs in
/// the last bit would move the values that equal it.
fn quantiles(mut values: Vec<f64>, levels: &[f64]) -> Vec<f64> {
    values.sort_unstable_by(f64::total_cmp);
    let last = values.len() - 1;
    let quantile = |level: &f64| {
        let place = last as f64 * level;
        let below = (place.floor() as usize).min(last);
        let above = (below + 1).min(last);
        let (a, b, t) = (values[below], values[above], place - below as f64);
        if t >= 0.5 { b - (b - a) * (1.0 - t) } else { a + (b - a) * t }
    };
    levels.iter().map(quantile).collect()
}

/// A column of categories in the order of `labels`.
fn ordered(name: &str, codes: &[Option<u32>], labels: &[String]) -> Result<Column> {
    let categories: Arc<FrozenCategories> = FrozenCategories::new(labels.iter().map(String::as_str))?;
    let dtype = DataType::from_frozen_categories(categories);
    let codes = Series::new(name.into(), codes);
    let series = match dtype.cat_physical()? {
        CategoricalPhysical::U8 => {
            let codes = codes.cast(&DataType::UInt8)?.u8()?.clone();
            CategoricalChunked::<Categorical8Type>::from_cats_and_dtype(codes, dtype).into_series()
        }
        CategoricalPhysical::U16 => {
            let codes = codes.cast(&DataType::UInt16)?.u16()?.clone();
            CategoricalChunked::<Categorical16Type>::from_cats_and_dtype(codes, dtype).into_series()
        }
        CategoricalPhysical::U32 => {
            CategoricalChunked::<Categorical32Type>::from_cats_and_dtype(codes.u32()?.clone(), dtype)
                .into_series()
        }
    };
    Ok(series.into())
}

//! Stories: simulated data as people meet it (text, dates, gaps, classes of unequal size), with the
//! truth that it was drawn from, so that a tutorial can say how near an analysis came.
//!
//! Each is a function of the number of rows and a seed. A [`Story`]'s `frame` is what an analyst
//! would be given; its `truth` holds the parameters and, row by row, what cannot be seen:
//! probabilities, noise-free values, states.

mod churn;
mod credit;
mod houses;
mod reviews;
mod sensors;
mod shop;
mod stocks;

pub use churn::customer_churn;
pub use credit::credit_risk;
pub use houses::house_prices;
pub use reviews::product_reviews;
pub use sensors::{SensorFaults, sensor_faults};
pub use shop::{ShopOrders, shop_orders};
pub use stocks::stock_prices;

use polars::prelude::{Column, DataFrame, DataType, NamedFrom, Series, TimeUnit};

use super::dice::Dice;
use crate::error::{Error, Result};
use crate::runtime::check_interrupt;

/// Simulated data and the truth behind it.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let story = datasets::customer_churn(500, 42)?;
/// assert_eq!(story.frame.height(), 500);
/// assert_eq!(story.truth.parameter("support_calls")?, 0.35);
/// assert!(story.truth.rows.column("probability").is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Story {
    /// What an analyst is given.
    pub frame: DataFrame,
    pub truth: Truth,
}

/// What simulated data was drawn from.
#[derive(Clone, Debug)]
pub struct Truth {
    /// The model in one sentence.
    pub model: &'static str,
    /// The model's parameters: columns `parameter` and `value`.
    pub parameters: DataFrame,
    /// What cannot be seen of each row, in the order of the story's rows.
    pub rows: DataFrame,
}

impl Truth {
    fn new(model: &'static str, parameters: &[(&str, f64)], rows: DataFrame) -> Result<Self> {
        let columns = vec![
            column("parameter", parameters, |(name, _)| *name),
            column("value", parameters, |(_, value)| *value),
        ];
        Ok(Self { model, parameters: DataFrame::new(parameters.len(), columns)?, rows })
    }

    /// A parameter by name.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`] with the nearest name and all names.
    pub fn parameter(&self, name: &str) -> Result<f64> {
        let names = self.parameters.column("parameter")?.str()?;
        let place = names.iter().position(|known| known == Some(name)).ok_or_else(|| {
            let known: Vec<&str> = names.iter().flatten().collect();
            Error::column_not_found(name, &known)
        })?;
        Ok(self.parameters.column("value")?.f64()?.get(place).unwrap_or(f64::NAN))
    }
}

/// The day number of 1 January 2024; polars counts from 1970.
const NEW_YEAR_2024: i32 = 19_723;

/// So many rows at most: text for more would fill the memory.
const MOST_ROWS: usize = 100_000_000;

fn check_rows(owner: &'static str, n: usize, most: usize) -> Result<()> {
    if (1..=most).contains(&n) {
        return Ok(());
    }
    Err(Error::parameter(owner, "n", n, format!("from 1 to {most}")))
}

/// Draws row by row, and stops when the person interrupts.
fn draw<T>(n: usize, mut row: impl FnMut(usize) -> T) -> Result<Vec<T>> {
    const BETWEEN_CHECKS: usize = 1 << 16;
    let mut rows = Vec::with_capacity(n);
    for place in 0..n {
        if place % BETWEEN_CHECKS == 0 {
            check_interrupt()?;
        }
        rows.push(row(place));
    }
    Ok(rows)
}

/// One column of drawn rows.
fn column<R, V, P: ?Sized>(name: &str, rows: &[R], value: impl Fn(&R) -> V) -> Column
where
    Series: NamedFrom<Vec<V>, P>,
{
    Series::new(name.into(), rows.iter().map(value).collect::<Vec<V>>()).into()
}

/// Day numbers as dates.
fn dates<R>(name: &str, rows: &[R], day: impl Fn(&R) -> i32) -> Result<Column> {
    Ok(column(name, rows, day).cast(&DataType::Date)?)
}

/// Milliseconds since 1970 as points in time.
fn times<R>(name: &str, rows: &[R], milliseconds: impl Fn(&R) -> i64) -> Result<Column> {
    Ok(column(name, rows, milliseconds).cast(&DataType::Datetime(TimeUnit::Milliseconds, None))?)
}

/// The weighted sum of a model: one value per named coefficient.
fn weighted_sum<const N: usize>(coefficients: &[(&str, f64); N], values: [f64; N]) -> f64 {
    coefficients.iter().zip(values).map(|((_, weight), value)| weight * value).sum()
}

/// 1 for true, 0 for false.
fn flag(condition: bool) -> f64 {
    f64::from(u8::from(condition))
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

fn round_to(value: f64, unit: f64) -> f64 {
    let per_one = 1.0 / unit;
    if per_one >= 1.0 {
        (value * per_one.round()).round() / per_one.round()
    } else {
        (value / unit).round() * unit
    }
}

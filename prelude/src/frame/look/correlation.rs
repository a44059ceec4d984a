//! Correlation and covariance matrices over the columns of numbers, with pandas' treatment of what
//! is missing: every pair of columns uses the rows in which both values are there.
//!
//! Columns without gaps go through a blocked matrix product; only pairs with gaps are walked one by
//! one. Each block and each pair is summed by one thread in one order, so that the result does not
//! depend on the number of threads.

mod columns;
mod kendall;
mod pairs;
mod product;
mod ranks;

use ndarray::Array2;
use polars::prelude::{Column, DataFrame};
use serde::{Deserialize, Serialize};

use self::columns::NumberColumns;
use self::pairs::Moments;
use crate::error::Result;
use crate::frame::describe::free_name;

/// What [`corr_with`](super::LookFrame::corr_with) measures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CorrelationMethod {
    /// How nearly the points lie on a line.
    #[default]
    Pearson,
    /// Pearson's correlation of the ranks; equal values share the mean of their ranks.
    Spearman,
    /// Kendall's tau-b: concordant less discordant pairs of rows, corrected for ties.
    ///
    /// Source: W. R. Knight, "A computer method for calculating Kendall's tau with ungrouped data",
    /// Journal of the American Statistical Association 61 (1966).
    Kendall,
}

pub(super) fn corr(df: &DataFrame, method: CorrelationMethod) -> Result<DataFrame> {
    let numbers = NumberColumns::of(df)?;
    let matrix = match method {
        CorrelationMethod::Pearson => moments(&numbers, Moments::correlation)?,
        CorrelationMethod::Spearman => ranks::spearman(&numbers)?,
        CorrelationMethod::Kendall => kendall::matrix(&numbers)?,
    };
    to_frame(df, &numbers.names, &matrix)
}

pub(super) fn cov(df: &DataFrame) -> Result<DataFrame> {
    let numbers = NumberColumns::of(df)?;
    to_frame(df, &numbers.names, &moments(&numbers, Moments::covariance)?)
}

/// A measure for every pair: by matrix product where nothing is missing, else pair by pair.
fn moments(numbers: &NumberColumns, measure: fn(&Moments) -> f64) -> Result<Array2<f64>> {
    let complete = numbers.complete();
    let mut matrix = Array2::from_elem((numbers.len(), numbers.len()), f64::NAN);
    let products =
        product::centred_products(&complete.iter().map(|i| numbers.values(*i)).collect::<Vec<_>>())?;
    for (a, i) in complete.iter().enumerate() {
        for (b, j) in complete.iter().enumerate() {
            let (xx, yy, xy) = (products[[a, a]], products[[b, b]], products[[a, b]]);
            matrix[[*i, *j]] = measure(&Moments { count: numbers.rows(), xx, yy, xy });
        }
    }
    pairs::fill(
        &mut matrix,
        |i, j| !(numbers.is_complete(i) && numbers.is_complete(j)),
        |i, j| measure(&Moments::of(numbers.values(i), numbers.values(j))),
    )?;
    Ok(matrix)
}

fn to_frame(df: &DataFrame, names: &[String], matrix: &Array2<f64>) -> Result<DataFrame> {
    let mut columns = vec![Column::new(free_name(df, "column"), names)];
    columns.extend(
        names
            .iter()
            .zip(matrix.columns())
            .map(|(name, values)| Column::new(name.as_str().into(), values.to_vec())),
    );
    Ok(DataFrame::new(names.len(), columns)?)
}

//! How scores change with more rows, or with a parameter: data to be drawn.

use polars::prelude::{Column, DataFrame};
use serde::Serialize;

use super::cv::Cv;
use super::evaluation::parallel::in_parallel;
use super::evaluation::{Fold, Pair, Plan, Subject, mean_and_std};
use super::search::{Candidate, evaluate};
use crate::dataset::AsTraining;
use crate::error::{Error, Result};
use crate::model::{AsModel, Model};

/// The scores for models fitted on 10, 32.5, 55, 77.5 and 100 % of the training rows of each fold:
/// columns `train_size`, `train_score`, `train_std`, `test_score`, `test_std`. For other shares see
/// [`learning_curve_at`].
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let curve = learning_curve(&LinearRegression::new(), &diabetes(), 5)?;
/// assert_eq!(curve.height(), 5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`cross_val_score`](super::cross_val_score).
pub fn learning_curve(model: impl AsModel, data: impl AsTraining, cv: impl Into<Cv>) -> Result<DataFrame> {
    learned(&model.model(), &data, &[0.1, 0.325, 0.55, 0.775, 1.0], cv.into())
}

/// As [`learning_curve`], at these shares (above 0, at most 1) of the smallest training part. As in
/// scikit-learn, the first rows of each training part are taken: shuffle the folds of sorted data.
///
/// # Errors
/// As [`learning_curve`]; [`Error::Parameter`] for a share out of range.
pub fn learning_curve_at(
    model: impl AsModel,
    data: impl AsTraining,
    train_sizes: &[f64],
    cv: impl Into<Cv>,
) -> Result<DataFrame> {
    learned(&model.model(), &data, train_sizes, cv.into())
}

/// The scores for each value of the parameter at `path`: a column of its values, `train_score`,
/// `train_std`, `test_score`, `test_std`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let curve = validation_curve(&LogisticRegression::new(), &iris(), "c", [0.01, 1.0, 100.0], 5)?;
/// assert_eq!(curve.column("c")?.f64()?.get(1), Some(1.0));
/// assert_eq!(curve.shape(), (3, 5));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`cross_val_score`](super::cross_val_score); [`Error::ParameterNotFound`] with the nearest name,
/// [`Error::ParameterValue`] for a value that the parameter cannot have.
pub fn validation_curve(
    model: impl AsModel,
    data: impl AsTraining,
    path: &str,
    values: impl IntoIterator<Item = impl Serialize>,
    cv: impl Into<Cv>,
) -> Result<DataFrame> {
    let mut problem = None;
    let values = super::search::settings_of(values, &mut problem);
    super::search::Problem::check(problem.as_ref())?;
    let candidates: Vec<Candidate> = values.into_iter().map(|value| vec![(path.to_owned(), value)]).collect();
    validated(&model.model(), &data, path, &candidates, cv.into())
}

fn validated(
    model: &Model,
    data: &dyn AsTraining,
    path: &str,
    candidates: &[Candidate],
    cv: Cv,
) -> Result<DataFrame> {
    if candidates.is_empty() {
        return Err(Error::empty(format!("the list of values of `{path}`"), "one value"));
    }
    let data = Subject::of(model, data)?;
    let plan = Plan { cv, return_train_score: true, ..Plan::default() };
    let pairs = plan.pairs(model, &data)?;
    let rows = evaluate("validation curve", (model, &plan), candidates, &data, &pairs)?;
    if rows.iter().all(|row| row.failure.is_some()) {
        let reason = rows.iter().find_map(|row| row.failure.clone()).unwrap_or_default();
        return Err(Error::Search { candidates: rows.len(), reason });
    }
    let points: Vec<Point> = rows
        .iter()
        .map(|row| {
            let train = row.train.as_ref().map_or((f64::NAN, f64::NAN), |train| mean_and_std(&train[0]));
            Point { train, test: mean_and_std(&row.test[0]) }
        })
        .collect();
    let mut values = super::search::SearchResults { metrics: Vec::new(), rows }.parameter(path);
    values.rename(path.into());
    frame(values, &points)
}

fn learned(model: &Model, data: &dyn AsTraining, shares: &[f64], cv: Cv) -> Result<DataFrame> {
    if let Some(share) = shares.iter().find(|share| !(**share > 0.0 && **share <= 1.0)) {
        let expected = "a share of the training rows, above 0 and at most 1";
        return Err(Error::parameter("learning_curve", "train_sizes", share, expected));
    }
    if shares.is_empty() {
        return Err(Error::empty("the list of training sizes", "one share"));
    }
    let data = Subject::of(model, data)?;
    let plan = Plan { cv, return_train_score: true, ..Plan::default() };
    let pairs = plan.pairs(model, &data)?;
    let sizes = sizes(&pairs, shares);
    let folds = in_parallel("learning curve", sizes.len() * pairs.len(), |task| {
        let (size, (train, test)) = (sizes[task / pairs.len()], &pairs[task % pairs.len()]);
        plan.judge_fold(model, &data.rows(&train[..size])?, &data.rows(test)?)
    })?;
    let points: Vec<Point> = folds.chunks(pairs.len()).map(Point::of).collect();
    let sizes: Vec<u64> = sizes.into_iter().map(|size| size as u64).collect();
    frame(Column::new("train_size".into(), sizes), &points)
}

/// Numbers of rows, each once, in ascending order.
fn sizes(pairs: &[Pair], shares: &[f64]) -> Vec<usize> {
    let most = pairs.iter().map(|(train, _)| train.len()).min().unwrap_or(0);
    let mut sizes: Vec<usize> =
        shares.iter().map(|share| ((share * most as f64) as usize).clamp(1, most)).collect();
    sizes.sort_unstable();
    sizes.dedup();
    sizes
}

/// Means and standard deviations over the folds.
struct Point {
    train: (f64, f64),
    test: (f64, f64),
}

impl Point {
    fn of(folds: &[Fold]) -> Self {
        let train: Vec<f64> =
            folds.iter().map(|fold| fold.train.as_ref().map_or(f64::NAN, |train| train[0])).collect();
        let test: Vec<f64> = folds.iter().map(|fold| fold.test[0]).collect();
        Self { train: mean_and_std(&train), test: mean_and_std(&test) }
    }
}

fn frame(first: Column, points: &[Point]) -> Result<DataFrame> {
    let column = |name: &str, of: fn(&Point) -> f64| {
        Column::new(name.into(), points.iter().map(of).collect::<Vec<f64>>())
    };
    let columns = vec![
        first,
        column("train_score", |point| point.train.0),
        column("train_std", |point| point.train.1),
        column("test_score", |point| point.test.0),
        column("test_std", |point| point.test.1),
    ];
    Ok(DataFrame::new(points.len(), columns)?)
}

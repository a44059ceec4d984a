//! What each feature adds to a prediction: Shapley values of the game in which features join one by
//! one, those that have not joined being averaged over a background sample.
//!
//! Source: S. Lundberg, S.-I. Lee, "A unified approach to interpreting model predictions", NeurIPS 2017.

mod coalitions;
mod kernel;
mod linear;
mod permutation;

use ndarray::{Array1, Array2, Array3, ArrayView2, Axis};
use polars::prelude::{Column, DataFrame};
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::index::sample;
use rayon::prelude::*;

pub use kernel::KernelShap;
pub use linear::LinearShap;
pub use permutation::PermutationShap;

use super::answers::{Answers, labels};
use crate::array::Features;
use crate::error::{Error, Result};
use crate::model::{FittedRef, check};
use crate::runtime::{Progress, check_interrupt};
use crate::tree::ShapValues;

impl ShapValues {
    /// A row per sample, a column per feature, for one output.
    ///
    /// # Errors
    /// [`Error::Parameter`] for an output that there is none of.
    pub fn to_frame(&self, output: usize) -> Result<DataFrame> {
        if output >= self.outputs.len() {
            let expected = format!("below {}, the number of outputs", self.outputs.len());
            return Err(Error::parameter("ShapValues::to_frame", "output", output, expected));
        }
        let values = self.values.index_axis(Axis(2), output);
        let columns = self.feature_names.iter().zip(values.columns());
        let columns =
            columns.map(|(name, values)| Column::new(name.as_str().into(), values.to_vec())).collect();
        Ok(DataFrame::new(values.nrows(), columns)?)
    }

    /// The base values plus all features' values: the predictions, shape (n_samples, n_outputs).
    pub fn predictions(&self) -> Array2<f64> {
        self.values.sum_axis(Axis(1)) + &self.base_values
    }
}

/// What all model-agnostic explainers are given.
struct Game<'a> {
    owner: &'static str,
    answers: Answers<'a>,
    /// Rows that stand for the features that have not joined.
    background: Array2<f64>,
    names: Vec<String>,
}

impl<'a> Game<'a> {
    fn of(
        owner: &'static str,
        model: FittedRef<'a>,
        background: &'a Features<'_>,
        most_background: usize,
        seed: u64,
    ) -> Result<Self> {
        check::features(background)?;
        if most_background == 0 {
            return Err(Error::parameter(owner, "max_background", most_background, "at least 1"));
        }
        let n = background.values.nrows();
        let rows = if n <= most_background {
            background.values.to_owned()
        } else {
            let mut rows = sample(&mut StdRng::seed_from_u64(seed), n, most_background).into_vec();
            rows.sort_unstable();
            background.values.select(Axis(0), &rows)
        };
        Ok(Self {
            owner,
            answers: Answers::of(model, background),
            background: rows.as_standard_layout().into_owned(),
            names: labels(background),
        })
    }

    fn n_features(&self) -> usize {
        self.names.len()
    }

    /// The mean answer to the background: the base values.
    fn base(&self) -> Result<Array1<f64>> {
        Ok(self.answers.to(self.background.view())?.mean_axis(Axis(0)).unwrap_or_default())
    }

    /// Explains every row of `x`; `explain` gives a row's values, shape (n_features, n_outputs), from
    /// the worths of the masks (shape (n_masks, n_outputs)), the row's own answer and the base.
    fn explain(
        &self,
        x: &Features<'_>,
        masks: &Array2<bool>,
        explain: impl Fn(&Array2<f64>, &Array1<f64>, &Array1<f64>) -> Array2<f64> + Sync,
    ) -> Result<ShapValues> {
        check::features(x)?;
        check::same_columns(self.owner, self.n_features(), &[], x)?;
        let base = self.base()?;
        let own = self.answers.to(x.view())?;
        let (n, p, k) = (x.values.nrows(), self.n_features(), self.answers.outputs.len());
        let mut values = Array3::zeros((n, p, k));
        let mut progress = Progress::new("SHAP values", n as u64);
        for row in 0..n {
            check_interrupt()?;
            let worths = self.worths(x.view(), row, masks)?;
            let of_row = explain(&worths, &own.row(row).to_owned(), &base);
            values.index_axis_mut(Axis(0), row).assign(&of_row);
            progress.advance(1);
        }
        progress.finish_and_clear();
        Ok(ShapValues {
            values,
            base_values: base,
            feature_names: self.names.clone(),
            outputs: self.answers.outputs.clone(),
        })
    }

    /// The mean answer when the features of each mask have joined, shape (n_masks, n_outputs).
    fn worths(&self, x: ArrayView2<'_, f64>, row: usize, masks: &Array2<bool>) -> Result<Array2<f64>> {
        /// Rows that are asked at a time.
        const ROWS: usize = 1 << 14;
        let per_chunk = (ROWS / self.background.nrows()).max(1);
        let n_masks = masks.nrows();
        let starts: Vec<usize> = (0..n_masks).step_by(per_chunk).collect();
        let parts: Vec<Array2<f64>> = starts
            .par_iter()
            .map(|start| self.worths_of(x, row, masks, *start..(start + per_chunk).min(n_masks)))
            .collect::<Result<_>>()?;
        let mut worths = Array2::zeros((n_masks, self.answers.outputs.len()));
        for (start, part) in starts.iter().zip(&parts) {
            worths.slice_mut(ndarray::s![*start..start + part.nrows(), ..]).assign(part);
        }
        Ok(worths)
    }

    fn worths_of(
        &self,
        x: ArrayView2<'_, f64>,
        row: usize,
        masks: &Array2<bool>,
        range: std::ops::Range<usize>,
    ) -> Result<Array2<f64>> {
        let (m, p) = self.background.dim();
        let mut rows = Array2::zeros((range.len() * m, p));
        for (place, mask) in range.clone().enumerate() {
            let mut block = rows.slice_mut(ndarray::s![place * m..(place + 1) * m, ..]);
            block.assign(&self.background);
            for feature in (0..p).filter(|feature| masks[[mask, *feature]]) {
                block.column_mut(feature).fill(x[[row, feature]]);
            }
        }
        let answers = self.answers.to(rows.view())?;
        let mean = |place: usize| {
            answers.slice(ndarray::s![place * m..(place + 1) * m, ..]).mean_axis(Axis(0)).unwrap_or_default()
        };
        let mut worths = Array2::zeros((range.len(), answers.ncols()));
        for (place, mut worth) in worths.outer_iter_mut().enumerate() {
            worth.assign(&mean(place));
        }
        Ok(worths)
    }
}

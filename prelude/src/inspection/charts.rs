//! Explanations as charts.

use ferrolab_charts::kinds::waterfall::value_texts;
use ferrolab_charts::kinds::{
    FeatureImportance, PartialDependence as PartialDependenceKind, ShapBeeswarm, Waterfall,
};
use ndarray::Axis;

use super::{PartialDependenceResult, PermutationImportances};
use crate::array::AsFeatures;
use crate::error::{Error, Result};
use crate::plot::Figure;
use crate::tree::ShapValues;

/// Curves of single samples are drawn for at most so many.
const MOST_CURVES: usize = 200;

impl PermutationImportances {
    /// The mean fall of the score for each feature, the most important first, with the standard
    /// deviation over the shuffles.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let model = LinearRegression::new().fit(&diabetes())?;
    /// let figure = permutation_importance(&model, &diabetes())?.plot();
    /// assert!(figure.to_svg().contains(">bmi</text>"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn plot(&self) -> Figure {
        Figure::of_kind(FeatureImportance {
            names: self.feature_names.clone(),
            means: self.mean().to_vec(),
            errors: Some(self.std().to_vec()),
            top: None,
            label: Some(format!("fall of {} when shuffled", self.scoring)),
        })
    }
}

impl PartialDependenceResult {
    /// The mean answer as one feature changes, with a faint curve for each of up to 200 samples; of two
    /// features a table of colours. For a classifier the last class's.
    ///
    /// # Errors
    /// [`Error::Parameter`] for more than two features.
    pub fn plot(&self) -> Result<Figure> {
        self.plot_output(self.outputs.len().saturating_sub(1))
    }

    /// As [`plot`](Self::plot), for the output (the class) of this number.
    ///
    /// # Errors
    /// [`Error::Parameter`] for a number that is not among the outputs, or more than two features.
    pub fn plot_output(&self, output: usize) -> Result<Figure> {
        let name = self.outputs.get(output).cloned().ok_or_else(|| {
            let expected = format!("below {}, the number of outputs", self.outputs.len());
            Error::parameter("PartialDependenceResult", "output", output, expected)
        })?;
        match self.grid.as_slice() {
            [grid] => Ok(Figure::of_kind(self.curve(grid.to_vec(), output, name))),
            [_, second] => {
                let average = self.average.row(output).to_vec();
                let table =
                    ndarray::Array2::from_shape_vec((average.len() / second.len(), second.len()), average);
                let table = table.map_err(|error| Error::parameter("plot", "grid", error, "complete"))?;
                Ok(crate::plot::heat_map(&table)?.x_label(&self.features[1]).y_label(&self.features[0]))
            }
            more => {
                let given = format!("{} features", more.len());
                Err(Error::parameter("PartialDependenceResult", "plot", given, "one feature or two"))
            }
        }
    }

    fn curve(&self, grid: Vec<f64>, output: usize, name: String) -> PartialDependenceKind {
        let individual = self.individual.index_axis(Axis(0), output);
        let step = individual.ncols().div_ceil(MOST_CURVES).max(1);
        let rows = individual.columns().into_iter().step_by(step).map(|curve| curve.to_vec()).collect();
        let label =
            if self.outputs.len() > 1 { format!("probability of {name}") } else { "prediction".to_owned() };
        PartialDependenceKind {
            mean: self.average.row(output).to_vec(),
            rows,
            deciles: Vec::new(),
            feature: self.features[0].clone(),
            label: Some(label),
            grid,
        }
    }
}

impl ShapValues {
    /// Each sample's value for each feature as a point, coloured by what the feature is there: which
    /// features count, and in which direction. `x` are the samples that were explained.
    ///
    /// # Errors
    /// [`Error::Shape`] if `x` has another shape.
    pub fn plot(&self, x: impl AsFeatures) -> Result<Figure> {
        let features = x.features()?;
        self.check_explained(features.values.shape())?;
        let shap = self.output(self.values.dim().2.saturating_sub(1));
        Ok(Figure::of_kind(ShapBeeswarm {
            names: self.feature_names.clone(),
            shap: shap.columns().into_iter().map(|column| column.to_vec()).collect(),
            values: features.values.columns().into_iter().map(|column| column.to_vec()).collect(),
            top: None,
        }))
    }

    fn check_explained(&self, shape: &[usize]) -> Result<()> {
        let (rows, columns, _) = self.values.dim();
        if *shape == [rows, columns] {
            return Ok(());
        }
        Err(Error::Shape {
            what: "the samples".to_owned(),
            given: shape.to_vec(),
            expected: format!("({rows}, {columns}), those that were explained"),
        })
    }

    /// How the features lead from the mean prediction to that of one sample.
    ///
    /// # Errors
    /// [`Error::Parameter`] for a sample that was not explained.
    pub fn plot_sample(&self, sample: usize) -> Result<Figure> {
        self.waterfall(sample, None)
    }

    /// The same, with what each feature is in that sample beside its name. `x` are the samples that were
    /// explained.
    ///
    /// # Errors
    /// As [`plot`](Self::plot) and [`plot_sample`](Self::plot_sample).
    pub fn plot_sample_of(&self, x: impl AsFeatures, sample: usize) -> Result<Figure> {
        let features = x.features()?;
        self.check_explained(features.values.shape())?;
        let known = sample < features.values.nrows();
        self.waterfall(sample, known.then(|| value_texts(&features.values.row(sample).to_vec())))
    }

    fn waterfall(&self, sample: usize, values: Option<Vec<String>>) -> Result<Figure> {
        let (rows, _, outputs) = self.values.dim();
        if sample >= rows {
            let expected = format!("below {rows}, the number of samples explained");
            return Err(Error::parameter("ShapValues", "sample", sample, expected));
        }
        let output = outputs.saturating_sub(1);
        Ok(Figure::of_kind(Waterfall {
            base: self.base_values[output],
            names: self.feature_names.clone(),
            contributions: self.output(output).row(sample).to_vec(),
            values,
            top: None,
        }))
    }
}

//! Values far from the median.

use ndarray::{Array1, ArrayView1, ArrayView2};
use serde::{Deserialize, Serialize};

use crate::array::Features;
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::estimators::detector;
use crate::model::{Seen, Summary, SummaryTable};
use crate::preprocessing::numeric::setting;

const NAME: &str = "RobustZScore";
/// A normal distribution's standard deviation over its median absolute deviation.
const PER_MEDIAN_DEVIATION: f64 = 1.482_602_218_505_602;
/// The same over its mean absolute deviation.
const PER_MEAN_DEVIATION: f64 = 1.253_314_137_315_500_3;

/// Measures each feature by its median and its median absolute deviation, which outliers hardly
/// move, in units of a normal distribution's standard deviation. The score of a sample is the
/// negative distance of its farthest feature.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = array![[1.0], [2.0], [3.0], [4.0], [100.0]];
/// let model = RobustZScore::new().fit(&x)?;
/// assert_eq!(model.predict(&x)?, array![1, 1, 1, 1, -1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: B. Iglewicz, D. Hoaglin, "How to detect and handle outliers", 1993: the modified z-score,
/// with the mean absolute deviation where more than half of the values are the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RobustZScore {
    threshold: f64,
}

impl Default for RobustZScore {
    fn default() -> Self {
        Self { threshold: 3.5 }
    }
}

impl RobustZScore {
    /// Outliers are more than 3.5 away.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How far outliers are away, in standard deviations. Default 3.5.
    #[must_use]
    pub fn threshold(mut self, threshold: f64) -> Self {
        self.threshold = threshold;
        self
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![setting("threshold", number(self.threshold))]
    }

    fn learn(&self, x: &Features<'_>) -> Result<FittedRobustZScore> {
        if !(self.threshold.is_finite() && self.threshold > 0.0) {
            return Err(Error::parameter(NAME, "threshold", self.threshold, "a number above 0"));
        }
        let (centers, scales) = x.values.columns().into_iter().map(center_and_scale).unzip();
        Ok(FittedRobustZScore {
            parameters: self.clone(),
            seen: Seen::of(x),
            offset: -self.threshold,
            centers,
            scales,
        })
    }
}

fn center_and_scale(column: ArrayView1<'_, f64>) -> (f64, f64) {
    let center = median(column.to_vec());
    let deviations: Vec<f64> = column.iter().map(|value| (value - center).abs()).collect();
    let mean = deviations.iter().sum::<f64>() / deviations.len() as f64;
    let middle = median(deviations);
    (center, if middle > 0.0 { PER_MEDIAN_DEVIATION * middle } else { PER_MEAN_DEVIATION * mean })
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 { values[middle] } else { f64::midpoint(values[middle - 1], values[middle]) }
}

detector!(RobustZScore => FittedRobustZScore);

/// A fitted [`RobustZScore`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedRobustZScore {
    parameters: RobustZScore,
    seen: Seen,
    offset: f64,
    centers: Vec<f64>,
    scales: Vec<f64>,
}

impl FittedRobustZScore {
    /// The median of each feature.
    pub fn centers(&self) -> &[f64] {
        &self.centers
    }

    /// The robust standard deviation of each feature; 0 for one that is the same in all samples, of
    /// which any other value is infinitely far.
    pub fn scales(&self) -> &[f64] {
        &self.scales
    }

    fn score_rows(&self, x: ArrayView2<'_, f64>) -> Result<Array1<f64>> {
        let far = |value: &f64, center: f64, scale: f64| {
            let away = (value - center).abs();
            if away == 0.0 { 0.0 } else { away / scale }
        };
        let score = |row: ArrayView1<'_, f64>| {
            let scales = self.centers.iter().zip(&self.scales);
            -row.iter()
                .zip(scales)
                .fold(0.0, |most, (value, (center, scale))| far(value, *center, *scale).max(most))
        };
        Ok(x.rows().into_iter().map(score).collect())
    }

    fn report(&self, summary: &mut Summary) {
        summary.tables.push(SummaryTable {
            caption: String::new(),
            columns: vec!["median".to_owned(), "robust deviation".to_owned()],
            rows: (0..self.centers.len())
                .map(|j| (self.seen.label(j), vec![self.centers[j], self.scales[j]]))
                .collect(),
        });
    }
}

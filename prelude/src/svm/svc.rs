//! Support vector classification.

use ndarray::{Array1, Array2, ArrayView2, Axis, s};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::kernel::{Gamma, KernelFunction, SvmKernel, kernel_parameters};
use super::smo::{Problem, Solution};
use super::{STOPPED, check_common};
use crate::array::AsFeatures;
use crate::dataset::Training;
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::estimators::classifier;
use crate::model::{ClassTarget, ClassWeight, Classes, Seen, Summary, SummaryTable, weights_of};
use crate::preprocessing::numeric::setting;
use crate::runtime::Progress;

const NAME: &str = "Svc";

/// Divides two classes by the surface that leaves the widest margin between them, in the space that
/// a kernel spans; several classes by all pairs of classes, which vote. Scale the features first.
///
/// It has no probabilities of its own: put it into a
/// `CalibratedClassifier` for them.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let data = StandardScaler::new().fit_transform(&iris())?.1;
/// let model = Svc::new().c(2.0).fit(&data)?;
/// assert!(model.score(&data)? > 0.95);
/// assert_eq!(model.decision_function(&data)?.shape(), [150, 3]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: C. Cortes, V. Vapnik, "Support-vector networks", 1995; C. Chang, C. Lin, "LIBSVM: a
/// library for support vector machines", 2011.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Svc {
    c: f64,
    kernel: SvmKernel,
    degree: usize,
    gamma: Gamma,
    coef0: f64,
    tolerance: f64,
    cache_size: f64,
    class_weight: Option<ClassWeight>,
    max_iter: Option<usize>,
}

impl Default for Svc {
    fn default() -> Self {
        Self {
            c: 1.0,
            kernel: SvmKernel::Rbf,
            degree: 3,
            gamma: Gamma::Scale,
            coef0: 0.0,
            tolerance: 1e-3,
            cache_size: 200.0,
            class_weight: None,
            max_iter: None,
        }
    }
}

kernel_parameters!(Svc);

impl Svc {
    /// A Gaussian kernel, `c` = 1.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How much a sample on the wrong side costs; smaller is a wider margin. Default 1.
    #[must_use]
    pub fn c(mut self, c: f64) -> Self {
        self.c = c;
        self
    }

    /// How much the samples of each class count. Default: all the same.
    #[must_use]
    pub fn class_weight(mut self, class_weight: ClassWeight) -> Self {
        self.class_weight = Some(class_weight);
        self
    }

    fn settings(&self) -> Vec<(String, String)> {
        let mut settings = vec![setting("c", number(self.c))];
        settings.extend(self.kernel_settings());
        let weights = self.class_weight.as_ref().map_or_else(|| "none".to_owned(), ToString::to_string);
        settings.push(setting("class_weight", weights));
        settings
    }

    fn learn(&self, data: &Training<'_>, target: &ClassTarget) -> Result<FittedSvc> {
        check_common(NAME, self.c, self.tolerance, self.max_iter)?;
        let x = data.features.values.as_standard_layout();
        let function = self.function(x.view())?;
        let weights = weights_of(NAME, target, data.weights(), self.class_weight.as_ref())?;
        let pairs = pairs_of(target.classes.len());
        let solutions = self.solve_all(x.view(), function, target, &weights, &pairs)?;
        Ok(self.assemble(data, target, function, x.view(), &solutions))
    }

    fn solve_all(
        &self,
        x: ArrayView2<'_, f64>,
        function: KernelFunction,
        target: &ClassTarget,
        weights: &[f64],
        pairs: &[(usize, usize)],
    ) -> Result<Vec<(Vec<usize>, Solution)>> {
        let together = rayon::current_num_threads().min(pairs.len()).max(1);
        let cache_size = self.cache_size / together as f64;
        let solve = |(first, second): (usize, usize), progress: Option<&mut Progress>| {
            let belongs = |row: &usize| target.codes[*row] == first || target.codes[*row] == second;
            let rows: Vec<usize> = (0..x.nrows()).filter(belongs).collect();
            let of_pair = x.select(Axis(0), &rows);
            let sign = |row: &usize| if target.codes[*row] == first { 1.0 } else { -1.0 };
            let problem = Problem {
                function,
                x: of_pair.view(),
                signs: rows.iter().map(sign).collect(),
                linear: vec![-1.0; rows.len()],
                bounds: rows.iter().map(|row| self.c * weights[*row]).collect(),
                start: vec![0.0; rows.len()],
                tolerance: self.tolerance,
                max_iter: self.max_iter,
                cache_size,
            };
            let solution = problem.solve(progress)?;
            Ok((rows, solution))
        };
        if let [pair] = pairs {
            let mut progress = Progress::new("support vectors", 100);
            let solution = solve(*pair, Some(&mut progress))?;
            progress.finish_and_clear();
            return Ok(vec![solution]);
        }
        let mut progress = Progress::new("pairs of classes", pairs.len() as u64);
        let mut solutions = Vec::with_capacity(pairs.len());
        for round in pairs.chunks(together) {
            let round: Result<Vec<_>> = round.par_iter().map(|pair| solve(*pair, None)).collect();
            solutions.extend(round?);
            progress.advance(together as u64);
        }
        progress.finish_and_clear();
        Ok(solutions)
    }

    /// The support vectors of all pairs together, in the order of their rows.
    fn assemble(
        &self,
        data: &Training<'_>,
        target: &ClassTarget,
        function: KernelFunction,
        x: ArrayView2<'_, f64>,
        solutions: &[(Vec<usize>, Solution)],
    ) -> FittedSvc {
        let mut all = Array2::zeros((solutions.len(), x.nrows()));
        for (place, (rows, solution)) in solutions.iter().enumerate() {
            for (row, beta) in rows.iter().zip(&solution.beta) {
                all[[place, *row]] = *beta;
            }
        }
        let is_support = |row: &usize| all.column(*row).iter().any(|beta| *beta != 0.0);
        let support: Vec<usize> = (0..x.nrows()).filter(is_support).collect();
        let mut counts = vec![0; target.classes.len()];
        support.iter().for_each(|row| counts[target.codes[*row]] += 1);
        FittedSvc {
            parameters: self.clone(),
            seen: Seen::of(&data.features),
            classes: target.classes.clone(),
            function,
            vectors: x.select(Axis(0), &support),
            coefficients: all.select(Axis(1), &support),
            support,
            counts,
            intercepts: solutions.iter().map(|(_, solution)| solution.intercept).collect(),
            converged: solutions.iter().all(|(_, solution)| solution.converged),
        }
    }
}

classifier!(Svc => FittedSvc, weights: used);

/// The pairs of classes, the first with all others, then the second ….
fn pairs_of(n_classes: usize) -> Vec<(usize, usize)> {
    (0..n_classes).flat_map(|first| (first + 1..n_classes).map(move |second| (first, second))).collect()
}

/// A fitted [`Svc`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedSvc {
    parameters: Svc,
    seen: Seen,
    classes: Classes,
    function: KernelFunction,
    vectors: Array2<f64>,
    /// Shape (n_pairs, n_vectors); positive for the first class of the pair.
    coefficients: Array2<f64>,
    support: Vec<usize>,
    counts: Vec<usize>,
    intercepts: Array1<f64>,
    converged: bool,
}

impl FittedSvc {
    /// The rows of the training samples that the surface rests on.
    pub fn support(&self) -> &[usize] {
        &self.support
    }

    /// These samples, shape (n_vectors, n_features).
    pub fn support_vectors(&self) -> &Array2<f64> {
        &self.vectors
    }

    /// How many of them each class has.
    pub fn n_support(&self) -> &[usize] {
        &self.counts
    }

    /// The weight of each support vector for each pair of classes (0 and 1, 0 and 2 … 1 and 2 …),
    /// shape (n_pairs, n_vectors), positive for the first of the pair; for two classes positive for
    /// the second, as in scikit-learn.
    pub fn dual_coefficients(&self) -> Array2<f64> {
        self.oriented(self.coefficients.clone())
    }

    /// The constant of each pair of classes, with the signs of
    /// [`dual_coefficients`](Self::dual_coefficients).
    pub fn intercepts(&self) -> Array1<f64> {
        if self.classes.len() == 2 { -&self.intercepts } else { self.intercepts.clone() }
    }

    /// The weights of the features for each pair of classes, shape (n_pairs, n_features); for the
    /// linear kernel only.
    pub fn coefficients(&self) -> Option<Array2<f64>> {
        let linear = self.parameters.kernel == SvmKernel::Linear;
        linear.then(|| self.oriented(self.coefficients.dot(&self.vectors)))
    }

    fn oriented(&self, values: Array2<f64>) -> Array2<f64> {
        if self.classes.len() == 2 { -values } else { values }
    }

    /// Whether the solver arrived at the optimum.
    pub fn converged(&self) -> bool {
        self.converged
    }

    /// How far each row of `x` is on the side of a class: for two classes shape (n_samples, 1),
    /// positive for the second; for more (n_samples, n_classes), the number of pairs that the class
    /// wins with their confidence as a fraction.
    ///
    /// # Errors
    /// [`Error::FeatureCount`], [`Error::FeatureNames`], [`Error::NotFinite`].
    pub fn decision_function(&self, x: impl AsFeatures) -> Result<Array2<f64>> {
        let features = x.features()?;
        self.seen.check(NAME, &features)?;
        self.decisions(features.view())
    }

    /// One column per pair of classes, positive for the first.
    fn pair_decisions(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        Ok(self.function.sums(x, &self.vectors, &self.coefficients)? + &self.intercepts)
    }

    fn decisions(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let pairs = self.pair_decisions(x)?;
        if self.classes.len() == 2 {
            return Ok(-pairs);
        }
        let mut votes = self.votes(&pairs);
        let mut confidences = Array2::<f64>::zeros(votes.dim());
        for (place, (first, second)) in pairs_of(self.classes.len()).into_iter().enumerate() {
            let of_pair = pairs.slice(s![.., place]);
            let mut column = confidences.column_mut(first);
            column += &of_pair;
            let mut column = confidences.column_mut(second);
            column -= &of_pair;
        }
        votes += &confidences.mapv(|sum| sum / (3.0 * (sum.abs() + 1.0)));
        Ok(votes)
    }

    fn votes(&self, pairs: &Array2<f64>) -> Array2<f64> {
        let mut votes = Array2::zeros((pairs.nrows(), self.classes.len()));
        for (place, (first, second)) in pairs_of(self.classes.len()).into_iter().enumerate() {
            for (row, decision) in pairs.column(place).iter().enumerate() {
                votes[[row, if *decision > 0.0 { first } else { second }]] += 1.0;
            }
        }
        votes
    }

    #[allow(clippy::unused_self)]
    fn probabilities(&self, _x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let advice = "Use `decision_function`, or fit `CalibratedClassifier::new(Svc::new())`.";
        Err(Error::NoProbabilities { model: NAME, advice })
    }

    fn decide(&self, x: ArrayView2<'_, f64>) -> Result<Vec<usize>> {
        Ok(crate::model::argmax_rows(&self.votes(&self.pair_decisions(x)?)))
    }

    pub(crate) fn decision_rows(&self, x: ArrayView2<'_, f64>) -> Result<Option<Array2<f64>>> {
        self.decisions(x).map(Some)
    }

    /// The sizes of the weights of a linear kernel, summed over the pairs.
    fn importances(&self) -> Option<Array1<f64>> {
        self.coefficients().map(|coefficients| coefficients.mapv(f64::abs).sum_axis(Axis(0)))
    }

    fn report(&self, summary: &mut Summary) {
        summary.results.push(("gamma".to_owned(), number(self.function.gamma)));
        summary.tables.push(SummaryTable {
            caption: "support vectors".to_owned(),
            columns: vec!["count".to_owned()],
            rows: self.class_labels().into_iter().zip(self.counts.iter().map(|n| vec![*n as f64])).collect(),
        });
        if !self.converged {
            summary.notes.push(STOPPED.to_owned());
        }
    }
}

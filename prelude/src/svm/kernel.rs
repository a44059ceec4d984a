//! Kernels: how alike two samples are.

use std::fmt;

use faer::linalg::matmul::matmul;
use faer::{Accum, MatMut, MatRef, Par};
use ndarray::{Array1, Array2, ArrayView2, Axis, s};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::exp::exp_all;
use crate::error::{Error, Result};
use crate::runtime::check_interrupt;

/// How alike two samples `a` and `b` are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SvmKernel {
    /// `a·b`.
    Linear,
    /// `(gamma a·b + coef0)^degree`.
    Poly,
    /// `exp(−gamma ‖a − b‖²)`.
    #[default]
    Rbf,
    /// `tanh(gamma a·b + coef0)`.
    Sigmoid,
}

impl fmt::Display for SvmKernel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Linear => "linear",
            Self::Poly => "poly",
            Self::Rbf => "rbf",
            Self::Sigmoid => "sigmoid",
        })
    }
}

/// The factor `gamma` of a kernel. A number can be given as such: `.gamma(0.1)`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "GammaForm", into = "GammaForm")]
pub enum Gamma {
    /// One over the number of features times the variance of all feature values.
    #[default]
    Scale,
    /// One over the number of features.
    Auto,
    Value(f64),
}

/// As written: `"scale"`, `"auto"` or a number.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum GammaForm {
    Rule(GammaRule),
    Value(f64),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum GammaRule {
    Scale,
    Auto,
}

impl From<GammaForm> for Gamma {
    fn from(form: GammaForm) -> Self {
        match form {
            GammaForm::Rule(GammaRule::Scale) => Self::Scale,
            GammaForm::Rule(GammaRule::Auto) => Self::Auto,
            GammaForm::Value(value) => Self::Value(value),
        }
    }
}

impl From<Gamma> for GammaForm {
    fn from(gamma: Gamma) -> Self {
        match gamma {
            Gamma::Scale => Self::Rule(GammaRule::Scale),
            Gamma::Auto => Self::Rule(GammaRule::Auto),
            Gamma::Value(value) => Self::Value(value),
        }
    }
}

impl From<f64> for Gamma {
    fn from(value: f64) -> Self {
        Self::Value(value)
    }
}

impl fmt::Display for Gamma {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scale => f.write_str("scale"),
            Self::Auto => f.write_str("auto"),
            Self::Value(value) => f.write_str(&crate::display::number(*value)),
        }
    }
}

/// A kernel with its constants.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct KernelFunction {
    pub kernel: SvmKernel,
    pub gamma: f64,
    pub degree: usize,
    pub coef0: f64,
}

/// Rows of a kernel matrix computed by one thread at a time.
const PIECE: usize = 8192;
/// Samples whose kernels with the support vectors are computed together.
const BLOCK: usize = 128;
/// Blocks between two looks for an interrupt.
const ROUND: usize = 32;

impl KernelFunction {
    /// With `gamma` for the training samples `x`.
    pub fn new(
        model: &'static str,
        (kernel, gamma, degree, coef0): (SvmKernel, Gamma, usize, f64),
        x: ArrayView2<'_, f64>,
    ) -> Result<Self> {
        if !coef0.is_finite() {
            return Err(Error::parameter(model, "coef0", coef0, "a finite number"));
        }
        let gamma = match gamma {
            Gamma::Value(value) if value.is_finite() && value >= 0.0 => value,
            Gamma::Value(value) => {
                return Err(Error::parameter(model, "gamma", value, "scale, auto or a number of at least 0"));
            }
            Gamma::Auto => 1.0 / x.ncols() as f64,
            Gamma::Scale => {
                let variance = x.var(0.0);
                if variance > 0.0 { 1.0 / (x.ncols() as f64 * variance) } else { 1.0 }
            }
        };
        Ok(Self { kernel, gamma, degree, coef0 })
    }

    /// Products of a sample with others become kernels; `square` is the sample's product with
    /// itself, `squares` those of the others.
    fn apply(&self, products: &mut [f64], square: f64, squares: &[f64]) {
        let (gamma, coef0) = (self.gamma, self.coef0);
        match self.kernel {
            SvmKernel::Linear => {}
            SvmKernel::Rbf => {
                for (product, other) in products.iter_mut().zip(squares) {
                    let distance = square + other - 2.0 * *product;
                    *product = -gamma * if distance > 0.0 { distance } else { 0.0 };
                }
                exp_all(products);
            }
            SvmKernel::Poly => {
                let degree = i32::try_from(self.degree).unwrap_or(i32::MAX);
                products.iter_mut().for_each(|product| *product = (gamma * *product + coef0).powi(degree));
            }
            SvmKernel::Sigmoid => {
                products.iter_mut().for_each(|product| *product = (gamma * *product + coef0).tanh());
            }
        }
    }

    /// For each row of `x` the sums of its kernels with the support vectors times their
    /// coefficients: `coefficients` has shape (n_sums, n_vectors), the result (n_rows, n_sums).
    pub fn sums(
        &self,
        x: ArrayView2<'_, f64>,
        vectors: &Array2<f64>,
        coefficients: &Array2<f64>,
    ) -> Result<Array2<f64>> {
        let x = x.as_standard_layout();
        let squares = squares(vectors.view());
        let mut sums = Array2::zeros((x.nrows(), coefficients.nrows()));
        if vectors.nrows() == 0 {
            return Ok(sums);
        }
        let blocks: Vec<_> = sums.axis_chunks_iter_mut(Axis(0), BLOCK).enumerate().collect();
        let mut blocks = blocks.into_iter();
        loop {
            check_interrupt()?;
            let round: Vec<_> = blocks.by_ref().take(ROUND).collect();
            if round.is_empty() {
                return Ok(sums);
            }
            round.into_par_iter().for_each(|(place, mut target)| {
                let rows = x.slice(s![place * BLOCK..place * BLOCK + target.nrows(), ..]);
                target.assign(&self.block(rows, vectors, &squares).dot(&coefficients.t()));
            });
        }
    }

    fn block(&self, rows: ArrayView2<'_, f64>, vectors: &Array2<f64>, squares: &[f64]) -> Array2<f64> {
        let (n_rows, n_vectors, d) = (rows.nrows(), vectors.nrows(), rows.ncols());
        let mut kernels = Array2::zeros((n_rows, n_vectors));
        let flat = kernels.as_slice_mut().unwrap_or_default();
        let a = MatRef::from_row_major_slice(rows.as_slice().unwrap_or_default(), n_rows, d);
        let b = MatRef::from_row_major_slice(vectors.as_slice().unwrap_or_default(), n_vectors, d);
        let target = MatMut::from_row_major_slice_mut(flat, n_rows, n_vectors);
        matmul(target, Accum::Replace, a, b.transpose(), 1.0, Par::Seq);
        for (products, row) in flat.chunks_exact_mut(n_vectors).zip(rows.rows()) {
            self.apply(products, row.dot(&row), squares);
        }
        kernels
    }
}

fn squares(x: ArrayView2<'_, f64>) -> Vec<f64> {
    x.rows().into_iter().map(|row| row.dot(&row)).collect()
}

/// The rows of a kernel matrix, computed when asked for.
pub(super) struct KernelRows {
    function: KernelFunction,
    /// Shape (n_features, n_samples): the samples feature by feature.
    columns: Array2<f64>,
    squares: Vec<f64>,
    pub diagonal: Vec<f64>,
}

impl KernelRows {
    pub fn new(function: KernelFunction, x: ArrayView2<'_, f64>) -> Self {
        let squares = squares(x);
        let diagonal = squares
            .iter()
            .map(|square| {
                let mut own = [*square];
                function.apply(&mut own, *square, &[*square]);
                own[0]
            })
            .collect();
        Self { function, columns: x.t().as_standard_layout().into_owned(), squares, diagonal }
    }

    pub fn len(&self) -> usize {
        self.squares.len()
    }

    /// The kernels of one sample with all.
    pub fn fill(&self, row: usize, target: &mut [f64]) {
        let sample: Array1<f64> = self.columns.column(row).to_owned();
        if target.len() <= PIECE {
            self.fill_piece(row, &sample, 0, target);
            return;
        }
        target
            .par_chunks_mut(PIECE)
            .enumerate()
            .for_each(|(piece, target)| self.fill_piece(row, &sample, piece * PIECE, target));
    }

    fn fill_piece(&self, row: usize, sample: &Array1<f64>, start: usize, target: &mut [f64]) {
        let (d, n) = self.columns.dim();
        let size = target.len();
        let all = MatRef::from_column_major_slice(self.columns.as_slice().unwrap_or_default(), n, d);
        let rows = all.subrows(start, size);
        let vector = MatRef::from_column_major_slice(sample.as_slice().unwrap_or_default(), d, 1);
        let products = MatMut::from_column_major_slice_mut(&mut *target, size, 1);
        matmul(products, Accum::Replace, rows, vector, 1.0, Par::Seq);
        self.function.apply(target, self.squares[row], &self.squares[start..start + size]);
    }
}

/// The builder of the parameters that all kernel machines have.
macro_rules! kernel_parameters {
    ($model:ident) => {
        impl $model {
            /// How alike samples are. Default [`SvmKernel::Rbf`](crate::svm::SvmKernel::Rbf).
            #[must_use]
            pub fn kernel(mut self, kernel: $crate::svm::SvmKernel) -> Self {
                self.kernel = kernel;
                self
            }

            /// The power of the polynomial kernel. Default 3.
            #[must_use]
            pub fn degree(mut self, degree: usize) -> Self {
                self.degree = degree;
                self
            }

            /// The factor of all kernels but the linear one: a number or a rule. Default
            /// [`Gamma::Scale`](crate::svm::Gamma::Scale).
            #[must_use]
            pub fn gamma(mut self, gamma: impl Into<$crate::svm::Gamma>) -> Self {
                self.gamma = gamma.into();
                self
            }

            /// The constant of the polynomial and the sigmoid kernel. Default 0.
            #[must_use]
            pub fn coef0(mut self, coef0: f64) -> Self {
                self.coef0 = coef0;
                self
            }

            /// The solver stops when no pair of samples violates the optimum by more. Default 1e-3.
            #[must_use]
            pub fn tolerance(mut self, tolerance: f64) -> Self {
                self.tolerance = tolerance;
                self
            }

            /// Memory for rows of the kernel matrix, in megabytes. Default 200.
            #[must_use]
            pub fn cache_size(mut self, megabytes: f64) -> Self {
                self.cache_size = megabytes;
                self
            }

            /// Steps of the solver. Default: as many as it takes.
            #[must_use]
            pub fn max_iter(mut self, max_iter: usize) -> Self {
                self.max_iter = Some(max_iter);
                self
            }

            fn kernel_settings(&self) -> Vec<(String, String)> {
                use $crate::display::number;
                use $crate::preprocessing::numeric::setting;
                let max_iter = self.max_iter.map_or_else(|| "none".to_owned(), |rounds| rounds.to_string());
                vec![
                    setting("kernel", self.kernel),
                    setting("degree", self.degree),
                    setting("gamma", self.gamma),
                    setting("coef0", number(self.coef0)),
                    setting("tolerance", number(self.tolerance)),
                    setting("cache_size", number(self.cache_size)),
                    setting("max_iter", max_iter),
                ]
            }

            fn function(
                &self,
                x: ndarray::ArrayView2<'_, f64>,
            ) -> $crate::error::Result<$crate::svm::KernelFunction> {
                if self.cache_size.is_nan() || self.cache_size <= 0.0 {
                    return Err($crate::Error::parameter(
                        stringify!($model),
                        "cache_size",
                        self.cache_size,
                        "above 0 (megabytes)",
                    ));
                }
                let parts = (self.kernel, self.gamma, self.degree, self.coef0);
                $crate::svm::KernelFunction::new(stringify!($model), parts, x)
            }
        }
    };
}
pub(crate) use kernel_parameters;

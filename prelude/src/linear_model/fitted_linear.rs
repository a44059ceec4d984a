//! What fitted linear regressors have in common: coefficients, an intercept, how they are shown.

/// The methods of a fitted type with the fields `coefficients`, `intercept` and `seen`, and a method
/// `details(&self, &mut Summary)`.
macro_rules! fitted_linear {
    ($fitted:ident) => {
        impl $fitted {
            /// One per feature, in units of the target per unit of the feature.
            pub fn coefficients(&self) -> &ndarray::Array1<f64> {
                &self.coefficients
            }

            /// The prediction where every feature is zero.
            pub fn intercept(&self) -> f64 {
                self.intercept
            }

            fn predict_rows(
                &self,
                x: ndarray::ArrayView2<'_, f64>,
            ) -> $crate::error::Result<ndarray::Array1<f64>> {
                Ok(x.dot(&self.coefficients) + self.intercept)
            }

            /// The sizes of the coefficients.
            fn importances(&self) -> Option<ndarray::Array1<f64>> {
                Some(self.coefficients.mapv(f64::abs))
            }

            fn report(&self, summary: &mut $crate::model::Summary) {
                self.details(summary);
                summary.tables.push($crate::linear_model::coefficient_table(
                    &self.seen,
                    self.intercept,
                    &self.coefficients,
                ));
            }
        }
    };
}
pub(super) use fitted_linear;

//! The role of forecasters, and their public side.

use std::any::Any;

use ndarray::Array1;

use super::forecast::Forecast;
use crate::error::Result;
use crate::model::Summarize;
use crate::model::persist::Stored;

/// A model of a series, not yet fitted.
#[typetag::serde]
pub trait Forecaster: Summarize + Send + Sync {
    /// The model's name, as in code.
    fn name(&self) -> &'static str;

    /// A copy behind the trait.
    fn boxed(&self) -> Box<dyn Forecaster>;

    /// Fits on values at equal distances in time, oldest first, all finite.
    ///
    /// # Errors
    /// What the model's own `fit` says.
    fn fit_series(&self, y: &[f64]) -> Result<Box<dyn FittedForecaster>>;
}

/// What stands for a forecaster: one itself, or one behind a `Box`, as in a list of several kinds.
pub trait AsForecaster {
    /// The forecaster, lent.
    fn forecaster(&self) -> &dyn Forecaster;
}

impl<T: Forecaster> AsForecaster for T {
    fn forecaster(&self) -> &dyn Forecaster {
        self
    }
}

impl AsForecaster for dyn Forecaster {
    fn forecaster(&self) -> &dyn Forecaster {
        self
    }
}

impl AsForecaster for Box<dyn Forecaster> {
    fn forecaster(&self) -> &dyn Forecaster {
        self.as_ref()
    }
}

/// A model of a series that can forecast.
#[typetag::serde]
pub trait FittedForecaster: Summarize + Send + Sync {
    /// The model's name, as in code.
    fn name(&self) -> &'static str;

    /// A copy behind the trait.
    fn boxed(&self) -> Box<dyn FittedForecaster>;

    /// The model itself, to be asked for its type.
    fn into_any(self: Box<Self>) -> Box<dyn Any>;

    /// The next `horizon` values, and limits for the probability `level`.
    ///
    /// # Errors
    /// What the model's own `forecast` says.
    fn forecast_steps(&self, horizon: usize, level: f64) -> Result<Forecast>;

    /// The model's forecast of each value of the series from those before it; NaN where there are too
    /// few.
    fn in_sample(&self) -> &Array1<f64>;
}

impl Clone for Box<dyn Forecaster> {
    fn clone(&self) -> Self {
        self.boxed()
    }
}

impl Clone for Box<dyn FittedForecaster> {
    fn clone(&self) -> Self {
        self.boxed()
    }
}

impl Stored for Box<dyn FittedForecaster> {
    const ROLE: &'static str = "forecaster";
    fn model_name(&self) -> String {
        self.name().to_owned()
    }
}

/// The public side of a forecaster. `$parameters` has `learn(&self, &[f64])` and `settings(&self)`;
/// `$fitted` has `parameters`, `history` (the series), `fitted` (the forecasts within it),
/// `ahead(&self, horizon, level)` and `report(&self, &mut Summary)`.
macro_rules! forecaster {
    ($parameters:ident => $fitted:ident) => {
        impl $parameters {
            /// Fits on a series: values at equal distances in time, oldest first.
            ///
            /// # Errors
            /// [`Error::Parameter`](crate::Error::Parameter),
            /// [`Error::TooFew`](crate::Error::TooFew) values,
            /// [`Error::MissingValues`](crate::Error::MissingValues),
            /// [`Error::NotFinite`](crate::Error::NotFinite) with the row.
            pub fn fit(&self, y: impl $crate::array::AsNumbers) -> $crate::error::Result<$fitted> {
                self.learn(&$crate::time_series::series::series(&y)?)
            }
        }

        impl $fitted {
            /// The next `horizon` values, with limits for a probability of 0.95 where the method has
            /// them.
            ///
            /// # Errors
            /// [`Error::Parameter`](crate::Error::Parameter) for no steps.
            pub fn forecast(&self, horizon: usize) -> $crate::error::Result<$crate::time_series::Forecast> {
                self.forecast_with_level(horizon, 0.95)
            }

            /// The next `horizon` values, with limits for the probability `level`.
            ///
            /// # Errors
            /// [`Error::Parameter`](crate::Error::Parameter) for no steps or a level outside 0 to 1.
            pub fn forecast_with_level(
                &self,
                horizon: usize,
                level: f64,
            ) -> $crate::error::Result<$crate::time_series::Forecast> {
                $crate::time_series::forecast::check_horizon(stringify!($parameters), horizon, level)?;
                self.ahead(horizon, level)
            }

            /// The model's forecast of each value of the series from those before it; NaN where there
            /// are too few.
            #[doc(alias = "fittedvalues")]
            pub fn fitted_values(&self) -> &ndarray::Array1<f64> {
                &self.fitted
            }

            /// The series less [`fitted_values`](Self::fitted_values).
            #[doc(alias = "resid")]
            pub fn residuals(&self) -> ndarray::Array1<f64> {
                &self.history - &self.fitted
            }

            /// The parameters that it was fitted with.
            pub fn parameters(&self) -> &$parameters {
                &self.parameters
            }

            /// Writes the model to a file, from which [`load`](Self::load) reads it.
            ///
            /// # Errors
            /// [`Error::Write`](crate::Error::Write).
            pub fn save(&self, path: impl AsRef<std::path::Path>) -> $crate::error::Result<()> {
                let model: Box<dyn $crate::time_series::FittedForecaster> = Box::new(self.clone());
                $crate::model::persist::save(&model, path.as_ref())
            }

            /// Reads a model from a file that [`save`](Self::save) wrote.
            ///
            /// # Errors
            /// [`Error::FileNotFound`](crate::Error::FileNotFound) with the nearest name,
            /// [`Error::Read`](crate::Error::Read) for a file of another kind or model.
            pub fn load(path: impl AsRef<std::path::Path>) -> $crate::error::Result<Self> {
                let path = path.as_ref();
                let model: Box<dyn $crate::time_series::FittedForecaster> =
                    $crate::model::persist::load(path)?;
                let found = model.name();
                model
                    .into_any()
                    .downcast::<Self>()
                    .map(|model| *model)
                    .map_err(|_| $crate::model::persist::other_model(path, found, stringify!($parameters)))
            }
        }

        #[typetag::serde]
        impl $crate::time_series::Forecaster for $parameters {
            fn name(&self) -> &'static str {
                stringify!($parameters)
            }

            fn boxed(&self) -> Box<dyn $crate::time_series::Forecaster> {
                Box::new(self.clone())
            }

            fn fit_series(
                &self,
                y: &[f64],
            ) -> $crate::error::Result<Box<dyn $crate::time_series::FittedForecaster>> {
                Ok(Box::new(self.learn(&$crate::time_series::series::series(&y)?)?))
            }
        }

        #[typetag::serde]
        impl $crate::time_series::FittedForecaster for $fitted {
            fn name(&self) -> &'static str {
                stringify!($parameters)
            }

            fn boxed(&self) -> Box<dyn $crate::time_series::FittedForecaster> {
                Box::new(self.clone())
            }

            fn into_any(self: Box<Self>) -> Box<dyn std::any::Any> {
                self
            }

            fn forecast_steps(
                &self,
                horizon: usize,
                level: f64,
            ) -> $crate::error::Result<$crate::time_series::Forecast> {
                self.forecast_with_level(horizon, level)
            }

            fn in_sample(&self) -> &ndarray::Array1<f64> {
                &self.fitted
            }
        }

        impl $crate::model::Summarize for $parameters {
            fn summary(&self) -> $crate::model::Summary {
                $crate::model::unfitted_summary(stringify!($parameters), self.settings())
            }
        }

        impl $crate::model::Summarize for $fitted {
            fn summary(&self) -> $crate::model::Summary {
                let mut summary = $crate::model::Summary {
                    subtitle: $crate::time_series::role::fitted_on_values(self.history.len()),
                    ..$crate::model::Summarize::summary(&self.parameters)
                };
                self.report(&mut summary);
                summary
            }
        }

        impl $crate::runtime::RichDisplay for $parameters {
            fn rich_display(&self) -> $crate::runtime::MimeBundle {
                $crate::model::Summarize::summary(self).rich_display()
            }
        }

        impl $crate::runtime::RichDisplay for $fitted {
            fn rich_display(&self) -> $crate::runtime::MimeBundle {
                $crate::model::Summarize::summary(self).rich_display()
            }
        }
    };
}
pub(super) use forecaster;

pub(super) fn fitted_on_values(count: usize) -> String {
    format!("fitted on {}", crate::model::counted(count, "value", "values"))
}

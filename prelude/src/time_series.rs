//! Time series: forecasts, what they are worth, and what a series is made of.
//!
//! A series is numbers at equal distances in time, oldest first. A [`Forecaster`] is fitted on it and
//! gives a [`Forecast`] of the values to come, with limits where the method has them; [`Backtest`]
//! tells how good such forecasts have been; [`Stl`] and [`Mstl`] take a series apart.
//!
//! ```
//! use ferrolab_prelude::prelude::*;
//!
//! let sales = [10.0, 20.0, 15.0, 11.0, 21.0, 16.0, 12.0, 22.0, 17.0];
//! let model = SeasonalNaive::new(3).fit(&sales)?;
//! assert_eq!(model.forecast(4)?.mean, array![12.0, 22.0, 17.0, 12.0]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod auto_ets;
mod backtest;
mod calendar;
mod charts;
mod correlation;
mod decompose;
mod difference;
mod errors;
mod forecast;
mod lags;
mod naive;
mod role;
mod series;
mod smoothing;

pub use auto_ets::{AutoEts, FittedAutoEts};
pub use backtest::{Backtest, BacktestReport, backtest};
pub use correlation::{acf, pacf};
pub use decompose::{Decomposition, Mstl, Stl};
pub use difference::{difference, undifference};
pub use errors::{
    mean_absolute_scaled_error, root_mean_squared_scaled_error, symmetric_mean_absolute_percentage_error,
};
pub use forecast::Forecast;
pub use lags::{FittedLagForecaster, LagForecaster};
pub use naive::{FittedNaiveForecaster, FittedSeasonalNaive, NaiveForecaster, NaiveStrategy, SeasonalNaive};
pub use role::{AsForecaster, FittedForecaster, Forecaster};
pub use smoothing::{Effect, ExponentialSmoothing, FittedExponentialSmoothing};

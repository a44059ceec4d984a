//! Scalers: each feature, or each sample, to a common range or distribution.

mod max_abs;
mod min_max;
mod normal;
mod normalizer;
mod power;
mod power_likelihood;
mod quantile;
mod robust;
mod standard;
mod whitening;

pub use max_abs::{FittedMaxAbsScaler, MaxAbsScaler};
pub use min_max::{FittedMinMaxScaler, MinMaxScaler};
pub use normalizer::{FittedNormalizer, Norm, Normalizer};
pub use power::{FittedPowerTransformer, PowerMethod, PowerTransformer};
pub use quantile::{FittedQuantileTransformer, OutputDistribution, QuantileTransformer};
pub use robust::{FittedRobustScaler, RobustScaler};
pub use standard::{FittedStandardScaler, StandardScaler};
pub use whitening::{FittedWhitening, Whitening, WhiteningMethod};

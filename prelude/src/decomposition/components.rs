//! How many components are kept.

use std::fmt;

/// A number of components, the share of the variance that they keep together, or all.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Components {
    Count(i64),
    /// Above 0, at most 1: as few as keep this share.
    Share(f64),
    /// As many as the data varies in.
    #[default]
    All,
}

impl fmt::Display for Components {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(count) => write!(f, "{count}"),
            Self::Share(share) => write!(f, "{share:?}"),
            Self::All => write!(f, "all"),
        }
    }
}

impl From<f64> for Components {
    fn from(share: f64) -> Self {
        Self::Share(share)
    }
}

impl From<usize> for Components {
    fn from(count: usize) -> Self {
        Self::Count(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

macro_rules! counts {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Components {
            fn from(count: $integer) -> Self {
                Self::Count(i64::from(count))
            }
        }
    )*};
}
counts!(i32, i64, u32);

//! What functions take as `cv`: a number of folds, or a way to divide.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::classes::Classes;
use super::folds::{CrossValidator, Folds, Samples};
use super::{
    GroupKFold, KFold, LeaveOneGroupOut, LeaveOneOut, RepeatedKFold, RepeatedStratifiedKFold, ShuffleSplit,
    StratifiedGroupKFold, StratifiedKFold, TimeSeriesSplit,
};
use crate::error::{Error, Result};

/// A way to divide rows into folds. Wherever a `cv` is asked for, give a number of folds (stratified
/// for a classifier, as in scikit-learn), any of the prelude's cross-validators, or pairs
/// `(train, test)` of row numbers.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let model = LogisticRegression::new();
/// assert_eq!(cross_val_score(&model, &iris(), 5)?.len(), 5);
/// assert_eq!(cross_val_score(&model, &iris(), StratifiedKFold::new(4).shuffle(1))?.len(), 4);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Cv(Kind);

#[derive(Clone, Serialize, Deserialize)]
enum Kind {
    Number(usize),
    KFold(KFold),
    RepeatedKFold(RepeatedKFold),
    StratifiedKFold(StratifiedKFold),
    RepeatedStratifiedKFold(RepeatedStratifiedKFold),
    GroupKFold(GroupKFold),
    StratifiedGroupKFold(StratifiedGroupKFold),
    LeaveOneGroupOut(LeaveOneGroupOut),
    LeaveOneOut(LeaveOneOut),
    ShuffleSplit(ShuffleSplit),
    TimeSeriesSplit(TimeSeriesSplit),
    Pairs(Vec<(Vec<usize>, Vec<usize>)>),
    #[serde(skip)]
    Other(Arc<dyn CrossValidator>),
}

impl Cv {
    /// A cross-validator of your own.
    pub fn of(validator: impl CrossValidator + 'static) -> Self {
        Self(Kind::Other(Arc::new(validator)))
    }

    /// The pairs of training and test rows. `classes` are the target's; a mere number stratifies only
    /// for a classifier.
    pub(super) fn pairs(
        &self,
        n_rows: usize,
        classes: Option<&Classes>,
        groups: Option<&Classes>,
        is_classifier: bool,
    ) -> Result<Vec<(Vec<usize>, Vec<usize>)>> {
        let samples = Samples { n_rows, classes, groups };
        let pairs: Vec<_> = match &self.0 {
            Kind::Number(n_splits) if is_classifier => {
                StratifiedKFold::new(*n_splits).folds(&samples)?.collect()
            }
            Kind::Number(n_splits) => KFold::new(*n_splits).folds(&samples)?.collect(),
            Kind::Pairs(pairs) => pairs.clone(),
            Kind::KFold(validator) => validator.folds(&samples)?.collect(),
            Kind::RepeatedKFold(validator) => validator.folds(&samples)?.collect(),
            Kind::StratifiedKFold(validator) => validator.folds(&samples)?.collect(),
            Kind::RepeatedStratifiedKFold(validator) => validator.folds(&samples)?.collect(),
            Kind::GroupKFold(validator) => validator.folds(&samples)?.collect(),
            Kind::StratifiedGroupKFold(validator) => validator.folds(&samples)?.collect(),
            Kind::LeaveOneGroupOut(validator) => validator.folds(&samples)?.collect(),
            Kind::LeaveOneOut(validator) => validator.folds(&samples)?.collect(),
            Kind::ShuffleSplit(validator) => validator.folds(&samples)?.collect(),
            Kind::TimeSeriesSplit(validator) => validator.folds(&samples)?.collect(),
            Kind::Other(validator) => validator.folds(&samples)?.collect(),
        };
        check(&pairs, n_rows)?;
        Ok(pairs)
    }

    /// Whether the target's classes may be asked for.
    pub(super) fn looks_at_classes(&self, is_classifier: bool) -> bool {
        match &self.0 {
            Kind::Number(_) => is_classifier,
            Kind::StratifiedKFold(_)
            | Kind::RepeatedStratifiedKFold(_)
            | Kind::StratifiedGroupKFold(_)
            | Kind::Other(_) => true,
            _ => false,
        }
    }
}

impl Default for Cv {
    /// Five folds.
    fn default() -> Self {
        Self(Kind::Number(5))
    }
}

impl fmt::Display for Cv {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Number(n_splits) => write!(f, "{n_splits}"),
            Kind::Pairs(pairs) => write!(f, "{} given splits", pairs.len()),
            kind => write!(f, "{kind:?}"),
        }
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(n_splits) => write!(f, "{n_splits} folds"),
            Self::KFold(validator) => validator.fmt(f),
            Self::RepeatedKFold(validator) => validator.fmt(f),
            Self::StratifiedKFold(validator) => validator.fmt(f),
            Self::RepeatedStratifiedKFold(validator) => validator.fmt(f),
            Self::GroupKFold(validator) => validator.fmt(f),
            Self::StratifiedGroupKFold(validator) => validator.fmt(f),
            Self::LeaveOneGroupOut(validator) => validator.fmt(f),
            Self::LeaveOneOut(validator) => validator.fmt(f),
            Self::ShuffleSplit(validator) => validator.fmt(f),
            Self::TimeSeriesSplit(validator) => validator.fmt(f),
            Self::Pairs(pairs) => write!(f, "{} given splits", pairs.len()),
            Self::Other(_) => f.write_str("a cross-validator of your own"),
        }
    }
}

fn check(pairs: &[(Vec<usize>, Vec<usize>)], n_rows: usize) -> Result<()> {
    if pairs.is_empty() {
        return Err(Error::empty("the list of splits", "one split"));
    }
    for (train, test) in pairs {
        if train.is_empty() || test.is_empty() {
            return Err(Error::empty("the training or the test part of a split", "one row"));
        }
        if let Some(beyond) = train.iter().chain(test).find(|row| **row >= n_rows) {
            let expected = format!("row numbers below the number of rows, {n_rows}");
            return Err(Error::parameter("cross-validation", "cv", beyond, expected));
        }
    }
    Ok(())
}

impl From<usize> for Cv {
    fn from(n_splits: usize) -> Self {
        Self(Kind::Number(n_splits))
    }
}

impl From<Folds> for Cv {
    fn from(folds: Folds) -> Self {
        Self(Kind::Pairs(folds.collect()))
    }
}

impl From<Vec<(Vec<usize>, Vec<usize>)>> for Cv {
    fn from(pairs: Vec<(Vec<usize>, Vec<usize>)>) -> Self {
        Self(Kind::Pairs(pairs))
    }
}

impl From<&Self> for Cv {
    fn from(cv: &Self) -> Self {
        cv.clone()
    }
}

macro_rules! validators {
    ($($validator:ident),*) => {$(
        impl From<$validator> for Cv {
            fn from(validator: $validator) -> Self {
                Self(Kind::$validator(validator))
            }
        }

        impl From<&$validator> for Cv {
            fn from(validator: &$validator) -> Self {
                validator.clone().into()
            }
        }
    )*};
}
validators!(
    KFold,
    RepeatedKFold,
    StratifiedKFold,
    RepeatedStratifiedKFold,
    GroupKFold,
    StratifiedGroupKFold,
    LeaveOneGroupOut,
    LeaveOneOut,
    ShuffleSplit,
    TimeSeriesSplit
);

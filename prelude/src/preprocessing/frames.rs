//! What all transformers of whole frames share: which columns they change, the roles, the summaries.

use std::collections::HashSet;

use polars::prelude::{Column, DataFrame};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::frame::convert::check_unique;
use crate::model::{Summary, SummaryTable, fitted_on};

/// The columns that a transformer changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Scope {
    pub columns: Vec<String>,
    /// Whether it is all of the frame, so that another column is a mistake.
    whole: bool,
    n_samples: usize,
}

impl Scope {
    /// The `chosen` columns of `df`, or all.
    pub fn of(df: &DataFrame, chosen: Option<&[String]>) -> Result<Self> {
        if df.height() == 0 {
            return Err(Error::empty("the frame", "one row (sample)"));
        }
        let columns = match chosen {
            Some(chosen) => {
                check_unique("`columns`", chosen)?;
                for name in chosen {
                    crate::frame::column(df, name)?;
                }
                chosen.to_vec()
            }
            None => crate::frame::names(df),
        };
        if columns.is_empty() {
            return Err(Error::empty("the frame", "one column (feature)"));
        }
        Ok(Self { columns, whole: chosen.is_none(), n_samples: df.height() })
    }

    pub fn n_samples(&self) -> usize {
        self.n_samples
    }

    /// What `learn` gives for each of the columns.
    pub fn learn<T: Send>(
        &self,
        df: &DataFrame,
        learn: impl Fn(usize, &Column) -> Result<T> + Sync,
    ) -> Result<Vec<T>> {
        let one = |(index, name): (usize, &String)| learn(index, crate::frame::column(df, name)?);
        self.columns.par_iter().enumerate().map(one).collect()
    }

    /// The frame with each of the columns replaced by what `change` gives for it.
    pub fn change(
        &self,
        model: &'static str,
        df: &DataFrame,
        change: impl Fn(usize, &Column) -> Result<Vec<Column>> + Sync,
    ) -> Result<DataFrame> {
        self.check(model, df)?;
        let mut changed = self.learn(df, change)?;
        let columns: Vec<Column> = if self.whole {
            changed.into_iter().flatten().collect()
        } else {
            let place = |column: &Column| self.columns.iter().position(|name| column.name() == name);
            let one = |column: &Column| match place(column) {
                Some(index) => std::mem::take(&mut changed[index]),
                None => vec![column.clone()],
            };
            df.columns().iter().flat_map(one).collect()
        };
        frame_of(df.height(), columns)
    }

    fn check(&self, model: &'static str, df: &DataFrame) -> Result<()> {
        for name in &self.columns {
            crate::frame::column(df, name)?;
        }
        if self.whole && df.width() != self.columns.len() {
            let given = crate::frame::names(df);
            return Err(Error::FeatureNames { model, expected: self.columns.clone(), given });
        }
        Ok(())
    }

    pub fn summary(&self, parameters: Summary, tables: Vec<SummaryTable>) -> Summary {
        Summary { subtitle: fitted_on(self.n_samples, self.columns.len()), tables, ..parameters }
    }
}

/// A frame of columns whose names must differ.
pub(super) fn frame_of(height: usize, columns: Vec<Column>) -> Result<DataFrame> {
    let mut seen = HashSet::new();
    for column in &columns {
        if !seen.insert(column.name().as_str()) {
            let name = column.name().to_string();
            return Err(Error::DuplicateName { what: "the transformed frame", name });
        }
    }
    Ok(DataFrame::new(height, columns)?)
}

/// Names given as anything that is text.
pub(super) fn owned<T: AsRef<str>>(names: &[T]) -> Vec<String> {
    names.iter().map(|name| name.as_ref().to_owned()).collect()
}

/// The setting `columns` of a summary.
pub(super) fn listed(columns: Option<&[String]>) -> String {
    columns.map_or_else(|| "all".to_owned(), |columns| format!("[{}]", columns.join(", ")))
}

/// The public side of a transformer of frames. `$parameters` has `learn(&self, &DataFrame)` and
/// `settings(&self)`; `$fitted` has `scope`, `change(&self, &DataFrame)` and `tables(&self)`.
macro_rules! frame_transformer {
    ($parameters:ident => $fitted:ident, $name:expr) => {
        impl $parameters {
            /// Learns from a frame: from all its columns, unless some were chosen.
            ///
            /// # Errors
            /// [`Error::Empty`](crate::Error::Empty) without rows or columns,
            /// [`Error::ColumnNotFound`](crate::Error::ColumnNotFound) with the nearest name,
            /// [`Error::ColumnType`](crate::Error::ColumnType) for a column of a type that it cannot
            /// take, [`Error::MissingValues`](crate::Error::MissingValues) for nulls that are not
            /// allowed, [`Error::Parameter`](crate::Error::Parameter).
            pub fn fit(&self, df: &polars::prelude::DataFrame) -> $crate::error::Result<$fitted> {
                self.learn(df)
            }

            /// Learns from a frame and changes it.
            ///
            /// # Errors
            /// As [`fit`](Self::fit).
            pub fn fit_transform(
                &self,
                df: &polars::prelude::DataFrame,
            ) -> $crate::error::Result<($fitted, polars::prelude::DataFrame)> {
                let fitted = self.learn(df)?;
                let changed = fitted.change(df)?;
                Ok((fitted, changed))
            }
        }

        #[typetag::serde]
        impl $crate::model::FrameTransformer for $parameters {
            fn boxed(&self) -> Box<dyn $crate::model::FrameTransformer> {
                Box::new(self.clone())
            }

            fn name(&self) -> &'static str {
                $name
            }

            fn fit_frame(
                &self,
                df: &polars::prelude::DataFrame,
                _target: Option<&ndarray::Array1<f64>>,
            ) -> $crate::error::Result<Box<dyn $crate::model::FittedFrameTransformer>> {
                Ok(Box::new(self.learn(df)?))
            }

            fn diagram(&self) -> $crate::model::Diagram {
                $crate::model::Diagram::block($name, &self.settings())
            }
        }

        $crate::preprocessing::frames::fitted_frame_transformer!($parameters => $fitted, $name);
    };
}
pub(super) use frame_transformer;

/// The same for the fitted side alone.
macro_rules! fitted_frame_transformer {
    ($parameters:ident => $fitted:ident, $name:expr) => {
        impl $fitted {
            /// Changes a frame with the columns that were there at the fit.
            ///
            /// # Errors
            /// [`Error::ColumnNotFound`](crate::Error::ColumnNotFound) with the nearest name,
            /// [`Error::FeatureNames`](crate::Error::FeatureNames) for columns too many,
            /// [`Error::ColumnType`](crate::Error::ColumnType) for another type than at the fit,
            /// [`Error::DuplicateName`](crate::Error::DuplicateName) if two outputs have one name.
            pub fn transform(
                &self,
                df: &polars::prelude::DataFrame,
            ) -> $crate::error::Result<polars::prelude::DataFrame> {
                self.change(df)
            }
        }

        $crate::model::roles::frame_transformers!($parameters);

        #[typetag::serde]
        impl $crate::model::FittedFrameTransformer for $fitted {
            fn boxed(&self) -> Box<dyn $crate::model::FittedFrameTransformer> {
                Box::new(self.clone())
            }

            fn transform_frame(
                &self,
                df: &polars::prelude::DataFrame,
            ) -> $crate::error::Result<polars::prelude::DataFrame> {
                self.change(df)
            }
        }

        impl $crate::model::Summarize for $parameters {
            fn summary(&self) -> $crate::model::Summary {
                $crate::preprocessing::numeric::unfitted($name, self.settings())
            }
        }

        impl $crate::model::Summarize for $fitted {
            fn summary(&self) -> $crate::model::Summary {
                self.scope.summary($crate::model::Summarize::summary(&self.parameters), self.tables())
            }
        }
    };
}
pub(super) use fitted_frame_transformer;

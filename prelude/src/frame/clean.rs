//! Cleaning frames: gaps, duplicates, types, texts, names, outliers.
//!
//! All of it is methods of one extension trait, [`CleanFrame`]; each gives a new frame and leaves its
//! own as it was. Columns are chosen one way throughout: `&["age", "income"]` are these columns (and
//! a wrong name or an unfit type is an error), `&[]` is every column that the step suits. A value is
//! missing if it is null, or NaN in a column of floats.

mod changes;
mod choice;
mod clean_frame;
mod convert;
mod duplicates;
mod fill;
mod groups;
mod methods;
pub(crate) mod missing;
pub(crate) mod neighbours;
mod outliers;
mod rename;
mod similar;
mod text;

pub use changes::{CleaningReport, ColumnChange};
pub use clean_frame::CleanFrame;
pub(crate) use convert::ColumnConversion;
pub use convert::{ConversionReport, Converted, DateFormat, DateOrder, NumberFormat, OnBad, Unconverted};
pub use duplicates::Keep;
pub(crate) use fill::fill_value;
pub use fill::{Fill, FillValue};
pub use neighbours::NeighbourWeights;
pub use outliers::Outliers;
pub use text::Tidy;

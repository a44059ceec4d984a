//! Preparing features: scaling, imputing, encoding, binning, by whole tables or by columns.
//!
//! A transformer is a builder; `fit` learns from training data and gives a fitted transformer that
//! alone can `transform` (and, where the change can be undone, `inverse_transform`). What goes in
//! comes out in kind ([`TransformInput`]): a matrix gives a matrix, a frame a frame with named
//! columns, a dataset a dataset with its target untouched.
//!
//! ```
//! use ferrolab_prelude::prelude::*;
//! use ferrolab_prelude::preprocessing::TransformInput;
//!
//! let doubled = iris().rebuild(&iris().features * 2.0, iris().feature_names)?;
//! assert_eq!(doubled.target, iris().target);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod bin;
mod column_transformer;
mod columns;
mod encode;
mod expand;
mod frames;
mod impute;
mod input;
pub(crate) mod numeric;
mod scale;
mod statistics;

pub use bin::*;
pub use column_transformer::{ColumnTransformer, Columns, FittedColumnTransformer, Remainder};
pub use encode::*;
pub use expand::*;
pub use impute::*;
pub use input::TransformInput;
pub use scale::*;

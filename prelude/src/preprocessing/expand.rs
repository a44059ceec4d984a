//! New features from old ones: products, curves, functions, parts of dates, angles.

mod cyclical;
mod date_parts;
mod function;
mod interactions;
mod polynomial;
mod spline;
mod spline_basis;

pub use cyclical::{CyclicalEncoder, FittedCyclicalEncoder};
pub use date_parts::{DatePart, DateParts, FittedDateParts};
pub use function::{FittedFunctionTransformer, FunctionTransformer};
pub use interactions::{FittedInteractions, Interactions};
pub use polynomial::{FittedPolynomialFeatures, PolynomialFeatures};
pub use spline::{Extrapolation, FittedSplineTransformer, Knots, SplineTransformer};

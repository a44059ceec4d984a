//! Data to learn and to try things with: real sets that are built in, generators with scikit-learn's
//! names, and simulated stories whose truth is known.
//!
//! - Real and embedded: [`iris`], [`diabetes`], [`wine`], [`wine_recognition`], [`breast_cancer`],
//!   [`digits`], [`penguins`]. [`about`] tells where each is from and under which licence.
//!
//! Nothing is downloaded. What is random depends on a seed alone.

mod about;
mod embedded;
mod penguins;

pub use about::{About, about, names};
pub use embedded::{breast_cancer, diabetes, digits, iris, wine, wine_recognition};
pub use penguins::penguins;

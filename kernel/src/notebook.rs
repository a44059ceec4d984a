//! Notebooks without a browser: reading and writing `.ipynb`, executing them through the real
//! kernel protocol, and turning them into one HTML page that can be sent to anybody.
//!
//! The parts depend one way: `runner → {outputs, site → html} → model → json`. Only the runner knows that
//! kernels exist, so everything else is tested as plain functions from data to data.

pub mod html;
pub mod json;
pub mod model;
pub mod outputs;
pub mod runner;
pub mod site;

pub use model::{Cell, CellKind, Notebook, NotebookError};
pub use runner::{Format, RunOptions, RunSummary, run};

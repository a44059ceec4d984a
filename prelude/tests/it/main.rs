//! The prelude as a cell sees it: through its glob, with real data, against reference values.

mod arrays;
mod bad_input;
mod cells;
mod clean;
mod cluster;
mod datasets;
mod display;
mod errors;
mod estimators;
mod features;
mod figures;
mod frames;
mod io;
mod kernels;
mod linear;
mod look;
mod metrics;
mod preprocessing;
mod queries;
mod reference;
mod reshape;
mod runtime;
mod search;
mod time_series;
mod trees;
mod walk;

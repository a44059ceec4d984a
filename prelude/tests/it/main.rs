//! The prelude as a cell sees it: through its glob, with real data, against reference values.

mod arrays;
mod bad_input;
mod cells;
mod clean;
mod cluster;
mod datasets;
mod estimators;
mod features;
mod figures;
mod io;
mod kernels;
mod linear;
mod look;
mod metrics;
mod preprocessing;
mod reference;
mod reshape;
mod search;
mod time_series;
mod trees;

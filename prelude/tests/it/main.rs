//! The prelude as a cell sees it: through its glob, with real data, against reference values.

// Written as people write it: models and data sets are lent.
#![allow(clippy::needless_borrows_for_generic_args)]

mod bad_input;
mod cells;
mod figures;
mod reference;

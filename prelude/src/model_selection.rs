//! Dividing data into what a model learns from and what it is judged on.

mod split;

pub use split::{Rows, train_test_split};

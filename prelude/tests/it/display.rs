//! How values read as the last expression of a cell: their digits, their corners, their tables.

mod arrays;
mod frames;
mod models;
mod numbers;

use crate::look::{html, text};

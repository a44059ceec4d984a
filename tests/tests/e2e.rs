//! Ferrolab from the outside: the real binary, real clients, real compilers. See the crate's
//! documentation for what tests share, and `tests/corpus` for cells with what they show.

#[path = "e2e/corpus.rs"]
mod corpus;

//! Ferrolab's kernel: everything behind the `ferrolab` binary, as a library so that it can be
//! tested without one. ARCHITECTURE.md has the map; the dependencies run one way,
//! `cli → server → handlers → {session, display, evaluator}`, and nothing here links the prelude.

pub mod bench;
pub mod cli;
pub mod client;
pub mod display;
pub mod doctor;
pub mod evaluator;
pub mod gallery;
pub mod handlers;
pub mod install;
pub mod invocation;
pub mod iopub;
pub mod kernelspec;
pub mod lab;
pub mod notebook;
pub mod prelude_store;
pub mod protocol;
pub mod server;
pub mod session;
pub mod toolchain;

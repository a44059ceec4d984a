//! The Jupyter server over real ZeroMQ sockets, with the scripted evaluator behind it. Each test
//! reads like the wire, and a message left over at its end fails it.

#[path = "protocol/flood.rs"]
mod flood;
#[path = "protocol/frontend.rs"]
mod frontend;
#[path = "protocol/malformed.rs"]
mod malformed;
#[path = "protocol/process.rs"]
mod process;
#[path = "protocol/questions.rs"]
mod questions;
#[path = "protocol/running.rs"]
mod running;

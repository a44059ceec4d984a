//! One request on its way: what is asked for, and what has come of it so far.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use serde_json::{Map, Value};

/// The fields of an `execute_request`.
#[derive(Clone, Debug)]
pub struct ExecuteOptions {
    pub silent: bool,
    pub store_history: bool,
    pub stop_on_error: bool,
    /// What will be sent next: Ferrolab compiles it meanwhile, other kernels do not look at it.
    pub next_code: Option<String>,
    pub user_expressions: Map<String, Value>,
    /// Answers for `input_request`, in order. The request allows stdin if there are any.
    pub inputs: Vec<String>,
    /// How long the whole execution may take; none: as long as it takes.
    pub timeout: Option<Duration>,
}

impl Default for ExecuteOptions {
    fn default() -> Self {
        Self {
            silent: false,
            store_history: true,
            stop_on_error: true,
            next_code: None,
            user_expressions: Map::new(),
            inputs: Vec::new(),
            timeout: None,
        }
    }
}

/// What came of one request: all IOPub messages that belong to it, in order, from busy to idle, and
/// the content of the reply.
#[derive(Clone, Debug, PartialEq)]
pub struct Exchange {
    pub messages: Vec<(String, Value)>,
    pub reply: Value,
}

/// A request that is under way.
#[derive(Debug)]
pub struct Pending {
    pub msg_id: String,
    pub reply: Option<Value>,
    pub idle: bool,
    pub(super) inputs: VecDeque<String>,
    started: Instant,
    /// When the last message came, of this request or another.
    pub(super) heard: Instant,
}

impl Pending {
    pub(super) fn new(msg_id: String) -> Self {
        let now = Instant::now();
        Self { msg_id, reply: None, idle: false, inputs: VecDeque::new(), started: now, heard: now }
    }

    /// How long ago the request was sent.
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    pub(super) fn is_over(&self) -> bool {
        self.reply.is_some() && self.idle
    }
}

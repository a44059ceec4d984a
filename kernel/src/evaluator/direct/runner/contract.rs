//! The runtime contract's messages, kernel side. ARCHITECTURE.md has the text of it; the prelude's
//! `runtime::channel` is the other side.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The number that the child's `ready` must carry.
pub const ABI: u32 = 1;

#[derive(Debug, Serialize)]
#[serde(tag = "command", rename_all = "snake_case")]
pub enum ChildCommand<'a> {
    /// Opens a cell's library and calls its entry.
    Run {
        library: &'a str,
        entry: &'a str,
    },
    /// Opens a library for all later cells.
    Open {
        library: &'a str,
    },
    Forget {
        names: Vec<&'a str>,
    },
    SetEnv {
        name: &'a str,
        value: Option<&'a str>,
    },
    Shell {
        line: &'a str,
    },
    /// A display has been published.
    Ack,
    InputReply {
        value: Option<String>,
        error: Option<&'static str>,
    },
}

#[derive(Debug, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum ChildEvent {
    Ready {
        abi: u32,
    },
    /// The value of the last expression.
    Result {
        data: Map<String, Value>,
    },
    Display {
        data: Map<String, Value>,
        display_id: Option<String>,
        update: bool,
    },
    ClearOutput {
        wait: bool,
    },
    /// The short value of a variable, for `:vars`.
    Summary {
        name: String,
        value: String,
    },
    Input {
        prompt: String,
        password: bool,
    },
    /// A thread other than the cell's panicked.
    ThreadPanic {
        thread: String,
        panic: PanicReport,
    },
    /// A command has ended; these variables are in the store now.
    Done {
        status: Status,
        variables: Vec<String>,
    },
}

#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Status {
    Ok,
    Error { type_name: String, message: String, location: Option<Place> },
    Panic(PanicReport),
    Interrupted,
    Failed { message: String },
}

#[derive(Debug, Deserialize)]
pub struct PanicReport {
    pub message: String,
    pub location: Option<Place>,
    pub frames: Vec<(String, u64)>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Place {
    pub file: String,
    pub line: u32,
    pub column: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_read_as_the_child_writes_it() {
        let text = r#"{"event":"done","status":{"kind":"panic","message":"boom","location":
            {"file":"/dev/stdin","line":3,"column":9},"frames":[["/tmp/ferrolab-cell-1.so",17]]},"variables":["x"]}"#;
        let ChildEvent::Done { status: Status::Panic(report), variables } =
            serde_json::from_str(text).unwrap()
        else {
            panic!("not a panic")
        };
        assert_eq!((report.message.as_str(), report.location.unwrap().line), ("boom", 3));
        assert_eq!((report.frames[0].1, variables), (17, vec!["x".to_owned()]));
    }

    #[test]
    fn a_command_is_one_tagged_object() {
        let text =
            serde_json::to_string(&ChildCommand::Run { library: "/c.so", entry: "ferrolab_cell" }).unwrap();
        assert_eq!(text, r#"{"command":"run","library":"/c.so","entry":"ferrolab_cell"}"#);
    }
}

//! The contents of messages: what may be asked ([`Request`]) and, under [`Content`], what may be
//! answered or published.
//!
//! Types of `jupyter-protocol` are used as they are where they fit. Ours stand in for those that
//! would refuse a request with a field left out (`execute_request`, `history_request`), lose what
//! we send (`kernel_info_reply` has no `supported_features`), or rebuild a MIME bundle on the way
//! (display data, results, `inspect_reply`).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use jupyter_protocol::messaging::{
    ClearOutput, CommInfoReply, CompleteReply, CompleteRequest, ErrorOutput, ExecuteInput, ExecutionState,
    HelpLink, InputReply, InputRequest, InspectRequest, InterruptReply, IsCompleteReply,
    IsCompleteReplyStatus, IsCompleteRequest, ReplyStatus, ShutdownReply, ShutdownRequest, Status, Stdio,
    StreamContent,
};

use super::wire::{Message, WireError};

/// The content of a message that a kernel sends.
pub trait Content: Serialize {
    const MSG_TYPE: &'static str;
}

macro_rules! contents {
    ($($msg_type:literal $content:ty;)*) => {
        $(impl Content for $content { const MSG_TYPE: &'static str = $msg_type; })*
    };
}

contents! {
    "clear_output" ClearOutput;
    "comm_close" CommClose;
    "comm_info_reply" CommInfoReply;
    "complete_reply" CompleteReply;
    "debug_reply" DebugReply;
    "display_data" DisplayData;
    "error" ErrorOutput;
    "execute_input" ExecuteInput;
    "execute_reply" ExecuteReply;
    "execute_result" ExecuteResult;
    "history_reply" HistoryReply;
    "input_request" InputRequest;
    "inspect_reply" InspectReply;
    "interrupt_reply" InterruptReply;
    "is_complete_reply" IsCompleteReply;
    "kernel_info_reply" KernelInfoReply;
    "shutdown_reply" ShutdownReply;
    "status" Status;
    "stream" StreamContent;
    "update_display_data" UpdateDisplayData;
}

/// What a client may ask of a kernel, on shell or control.
#[derive(Clone, Debug)]
pub enum Request {
    KernelInfo,
    Execute(ExecuteRequest),
    Complete(CompleteRequest),
    Inspect(InspectRequest),
    IsComplete(IsCompleteRequest),
    History(HistoryRequest),
    CommInfo,
    CommOpen(CommOpen),
    /// `comm_msg` or `comm_close`, for a comm that cannot exist.
    CommOther,
    Interrupt,
    Shutdown(ShutdownRequest),
    Debug(DebugRequest),
}

impl Request {
    /// The request in a message; `None` if its type is not one that we know.
    ///
    /// # Errors
    /// When the type is known and the content is not what it should be.
    pub fn parse(message: &Message) -> Result<Option<Self>, WireError> {
        Ok(Some(match message.msg_type() {
            "kernel_info_request" => Self::KernelInfo,
            "execute_request" => Self::Execute(message.content()?),
            "complete_request" => Self::Complete(message.content()?),
            "inspect_request" => Self::Inspect(message.content()?),
            "is_complete_request" => Self::IsComplete(message.content()?),
            "history_request" => Self::History(message.content()?),
            "comm_info_request" => Self::CommInfo,
            "comm_open" => Self::CommOpen(message.content()?),
            "comm_msg" | "comm_close" => Self::CommOther,
            "interrupt_request" => Self::Interrupt,
            "shutdown_request" => Self::Shutdown(message.content()?),
            "debug_request" => Self::Debug(message.content()?),
            _ => return Ok(None),
        }))
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ExecuteRequest {
    pub code: String,
    #[serde(default)]
    pub silent: bool,
    #[serde(default = "yes")]
    pub store_history: bool,
    #[serde(default, deserialize_with = "null_as_default")]
    pub user_expressions: Map<String, Value>,
    /// A front end that can ask says so. One that leaves this out would keep the cell waiting for an
    /// answer that never comes.
    #[serde(default)]
    pub allow_stdin: bool,
    #[serde(default = "yes")]
    pub stop_on_error: bool,
    /// What will be run next, where the front end knows (`ferrolab run` does): not Jupyter's.
    #[serde(default, rename = "ferrolab_next_code")]
    pub next_code: Option<String>,
}

impl ExecuteRequest {
    /// A request as a notebook sends it: stored, heard, stopping at an error, without input.
    pub fn new(code: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            silent: false,
            store_history: true,
            user_expressions: Map::new(),
            allow_stdin: false,
            stop_on_error: true,
            next_code: None,
        }
    }
}

fn yes() -> bool {
    true
}

fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// How a request ended; its fields lie flat in every reply that can fail.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "lowercase")]
pub enum Outcome {
    Ok,
    Error(ErrorOutput),
    Aborted,
}

#[derive(Clone, Debug, Serialize)]
pub struct ExecuteReply {
    #[serde(flatten)]
    pub outcome: Outcome,
    /// Absent when the cell was not run at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub execution_count: Option<u32>,
    pub user_expressions: Map<String, Value>,
    /// Pagers and the like: deprecated, always empty here, still read by some front ends.
    pub payload: Vec<Value>,
}

/// One entry of `user_expressions` in an `execute_reply`.
#[derive(Clone, Debug, Serialize)]
pub struct ExpressionReply {
    #[serde(flatten)]
    pub outcome: Outcome,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub shown: Option<Shown>,
}

/// A MIME bundle with its metadata, as several messages hold it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    pub data: Map<String, Value>,
    pub metadata: Map<String, Value>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Transient {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_id: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DisplayData {
    #[serde(flatten)]
    pub shown: Shown,
    #[serde(default)]
    pub transient: Transient,
}

/// Replaces what was displayed under the same `display_id`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct UpdateDisplayData {
    #[serde(flatten)]
    pub shown: Shown,
    #[serde(default)]
    pub transient: Transient,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ExecuteResult {
    pub execution_count: u32,
    #[serde(flatten)]
    pub shown: Shown,
}

#[derive(Clone, Debug, Serialize)]
pub struct InspectReply {
    pub status: ReplyStatus,
    pub found: bool,
    #[serde(flatten)]
    pub shown: Shown,
}

/// Which inputs of this and earlier sessions are wanted. Fields that an access type does not use
/// are ignored, as the specification says.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct HistoryRequest {
    pub hist_access_type: HistoryAccess,
    /// Whether outputs are wanted beside the inputs.
    #[serde(default)]
    pub output: bool,
    /// For `range`: 0 is this session, -1 the one before, a positive number that very session.
    #[serde(default, deserialize_with = "null_as_default")]
    pub session: i64,
    /// For `range`: the first line.
    #[serde(default, deserialize_with = "null_as_default")]
    pub start: i64,
    /// For `range`: the line after the last; none is the end.
    #[serde(default)]
    pub stop: Option<i64>,
    /// For `tail` and `search`: at most so many, the latest.
    #[serde(default)]
    pub n: Option<u32>,
    /// For `search`: a glob, `*` if not given.
    #[serde(default)]
    pub pattern: Option<String>,
    /// For `search`: each input once.
    #[serde(default, deserialize_with = "null_as_default")]
    pub unique: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HistoryAccess {
    Range,
    #[default]
    Tail,
    Search,
}

#[derive(Clone, Debug, Serialize)]
pub struct HistoryReply {
    pub status: ReplyStatus,
    pub history: Vec<HistoryItem>,
}

/// Session, line and input, or input with output: tuples on the wire.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum HistoryItem {
    Input(i64, u32, String),
    InputOutput(i64, u32, (String, Option<String>)),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CommOpen {
    pub comm_id: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct CommClose {
    pub comm_id: String,
    pub data: Map<String, Value>,
}

/// The Debug Adapter Protocol's envelope, of which we need only enough to decline.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DebugRequest {
    #[serde(default)]
    pub seq: i64,
    #[serde(default)]
    pub command: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct DebugReply {
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub request_seq: i64,
    pub success: bool,
    pub command: String,
    pub message: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct KernelInfoReply {
    pub status: ReplyStatus,
    pub protocol_version: &'static str,
    pub implementation: &'static str,
    pub implementation_version: &'static str,
    pub language_info: LanguageInfo,
    pub banner: String,
    pub help_links: Vec<HelpLink>,
    pub debugger: bool,
    pub supported_features: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct LanguageInfo {
    pub name: &'static str,
    pub version: String,
    pub mimetype: &'static str,
    pub file_extension: &'static str,
    pub pygments_lexer: &'static str,
    pub codemirror_mode: &'static str,
    pub nbconvert_exporter: &'static str,
}

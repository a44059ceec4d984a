//! `complete_request`: what can stand at the cursor.

use serde_json::{Map, json};

use crate::evaluator::{Assistant, CompletionItem};
use crate::protocol::content::{CompleteReply, CompleteRequest};
use crate::protocol::offset::{to_bytes, to_code_points};

/// JupyterLab reads kinds (for icons) and signatures from here.
const TYPES: &str = "_jupyter_types_experimental";

pub fn reply(assistant: &dyn Assistant, request: &CompleteRequest) -> CompleteReply {
    let code = &request.code;
    let completions = assistant.complete(code, to_bytes(code, request.cursor_pos));
    let cursor_start = to_code_points(code, completions.replace.start);
    let cursor_end = to_code_points(code, completions.replace.end).max(cursor_start);
    let typed: Vec<_> = completions.items.iter().map(|item| typed(item, cursor_start, cursor_end)).collect();
    CompleteReply {
        matches: completions.items.into_iter().map(|item| item.text).collect(),
        cursor_start,
        cursor_end,
        metadata: Map::from_iter([(TYPES.to_owned(), typed.into())]),
        ..CompleteReply::default()
    }
}

fn typed(item: &CompletionItem, start: usize, end: usize) -> serde_json::Value {
    json!({
        "start": start,
        "end": end,
        "text": item.text,
        "type": item.kind,
        "signature": item.signature.as_deref().unwrap_or(""),
    })
}

//! `inspect_request`: what the thing at the cursor is.

use serde_json::Map;

use crate::evaluator::Assistant;
use crate::protocol::content::{InspectReply, InspectRequest, ReplyStatus, Shown};
use crate::protocol::offset::to_bytes;

pub fn reply(assistant: &dyn Assistant, request: &InspectRequest) -> InspectReply {
    let cursor = to_bytes(&request.code, request.cursor_pos);
    let detail = u8::from(request.detail_level.is_some_and(|level| level > 0));
    let bundle = assistant.inspect(&request.code, cursor, detail);
    InspectReply {
        status: ReplyStatus::Ok,
        found: bundle.is_some(),
        shown: Shown { data: bundle.unwrap_or_default().0, metadata: Map::new() },
    }
}

//! `history_request`: earlier inputs, for a console's arrow keys.

use crate::protocol::content::{HistoryReply, HistoryRequest, ReplyStatus};
use crate::session::Session;

pub fn reply(session: &Session, request: &HistoryRequest) -> HistoryReply {
    HistoryReply { status: ReplyStatus::Ok, history: session.history.find(request) }
}

//! `is_complete_request`: whether a console should run what was typed or offer another line.

use crate::evaluator::{Assistant, Completeness};
use crate::protocol::content::{IsCompleteReply, IsCompleteRequest};

pub fn reply(assistant: &dyn Assistant, request: &IsCompleteRequest) -> IsCompleteReply {
    match assistant.is_complete(&request.code) {
        Completeness::Complete => IsCompleteReply::complete(),
        Completeness::Incomplete { indent } => IsCompleteReply::incomplete(indent),
        Completeness::Invalid => IsCompleteReply::invalid(),
        Completeness::Unknown => IsCompleteReply::unknown(),
    }
}

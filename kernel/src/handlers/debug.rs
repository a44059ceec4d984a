//! `debug_request`: there is no debugger, as `kernel_info_reply` says. Who asks all the same gets
//! the Debug Adapter Protocol's refusal.

use crate::protocol::content::{DebugReply, DebugRequest};

pub fn reply(request: DebugRequest) -> DebugReply {
    DebugReply {
        kind: "response",
        request_seq: request.seq,
        success: false,
        message: format!("this kernel has no debugger, so it cannot {:?}", request.command),
        command: request.command,
    }
}

//! Comms: there are none, since widgets of that kind live in the kernel's language. Front ends ask
//! all the same, and must be told.

use serde_json::Map;

use super::Kernel;
use crate::iopub::Publication;
use crate::protocol::content::{CommClose, CommInfoReply, CommOpen};
use crate::protocol::route::Caller;

pub fn info() -> CommInfoReply {
    CommInfoReply::default()
}

/// A comm for a target that nobody registered is closed at once, as the specification wants.
pub fn decline(kernel: &Kernel, caller: &Caller, request: CommOpen) {
    tracing::info!(comm_id = request.comm_id, "declined a comm");
    let close = CommClose { comm_id: request.comm_id, data: Map::new() };
    kernel.iopub.publish(&caller.header, Publication::CommClose(close));
}

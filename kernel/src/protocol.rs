//! The Jupyter wire, with nothing of Ferrolab in it: connection files, signed multipart messages,
//! the messages' contents, and code-point offsets. Server and client both speak through here.
//!
//! JSON exists only in this folder and at its edge: [`wire::Message`] carries a content of any
//! type, and the types are in [`content`]: those of `jupyter-protocol` where they fit, ours where
//! they would drop a field, refuse a request that the specification allows, or send a `null` that
//! front ends do not expect.

pub mod connection;
pub mod content;
pub mod offset;
pub mod route;
pub mod sockets;
pub mod wire;

pub use connection::{Channel, ConnectionInfo, Transport};
pub use content::Request;
pub use wire::{Header, Message, Signer, WireError};

/// What `kernel_info_reply` and every header say.
///
/// 5.4 and not 5.5: 5.5 adds kernel subshells. 5.4 adds `iopub_welcome`, which needs an XPUB
/// socket and is optional for a kernel; see `iopub` for why ours is a PUB.
pub const PROTOCOL_VERSION: &str = "5.4";

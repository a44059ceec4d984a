//! A Jupyter message as it travels: routing identities, a delimiter, a signature over exactly four
//! frames of JSON, those frames, and binary buffers.
//!
//! Nothing is parsed before its signature has been checked, and whatever is wrong with a message
//! is a value that says so: a kernel drops it and lives on.

use std::fmt;

use bytes::Bytes;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::Sha256;

use super::PROTOCOL_VERSION;
use super::content::Content;

const DELIMITER: &[u8] = b"<IDS|MSG>";

/// Who sent a message, when, and what it is. Fields that a newer protocol adds are kept, since a
/// reply carries its request's header back unchanged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    pub msg_id: String,
    #[serde(default)]
    pub session: String,
    #[serde(default)]
    pub username: String,
    /// ISO 8601, as the sender wrote it.
    #[serde(default)]
    pub date: String,
    pub msg_type: String,
    #[serde(default)]
    pub version: String,
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

impl Header {
    /// A header made now, with an id of its own.
    pub fn new(msg_type: &str, session: &str) -> Self {
        Self {
            msg_id: uuid::Uuid::new_v4().to_string(),
            session: session.to_owned(),
            username: "ferrolab".to_owned(),
            date: chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Micros, true),
            msg_type: msg_type.to_owned(),
            version: PROTOCOL_VERSION.to_owned(),
            more: Map::new(),
        }
    }
}

/// One message of any type.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// The ROUTER's frames before the delimiter; on IOPub the topic.
    pub identities: Vec<Bytes>,
    pub header: Header,
    /// The header of the request that this message answers or belongs to.
    pub parent_header: Option<Header>,
    pub metadata: Map<String, Value>,
    pub content: Value,
    pub buffers: Vec<Bytes>,
}

impl Message {
    /// A message that starts something: no parent, no route.
    ///
    /// # Errors
    /// When the content has a form that JSON cannot hold.
    pub fn new(msg_type: &str, session: &str, content: &impl Serialize) -> Result<Self, WireError> {
        let content = serde_json::to_value(content)
            .map_err(|source| WireError::Json { frame: Frame::Content, source })?;
        Ok(Self {
            identities: Vec::new(),
            header: Header::new(msg_type, session),
            parent_header: None,
            metadata: Map::new(),
            content,
            buffers: Vec::new(),
        })
    }

    /// A message of a kernel's about a request: its parent, not yet its route.
    ///
    /// # Errors
    /// When the content has a form that JSON cannot hold.
    pub fn child<C: Content>(parent: Option<&Header>, session: &str, content: &C) -> Result<Self, WireError> {
        let mut message = Self::new(C::MSG_TYPE, session, content)?;
        message.parent_header = parent.cloned();
        Ok(message)
    }

    pub fn msg_type(&self) -> &str {
        &self.header.msg_type
    }

    /// The `msg_id` of the request that this message belongs to.
    pub fn parent_id(&self) -> Option<&str> {
        self.parent_header.as_ref().map(|parent| parent.msg_id.as_str())
    }

    /// The content as its own type.
    ///
    /// # Errors
    /// When a field is missing or of another type.
    pub fn content<T: DeserializeOwned>(&self) -> Result<T, WireError> {
        T::deserialize(&self.content)
            .map_err(|source| WireError::Content { msg_type: self.header.msg_type.clone(), source })
    }
}

/// The four signed frames, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    Header,
    ParentHeader,
    Metadata,
    Content,
}

impl fmt::Display for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Frame::Header => "header",
            Frame::ParentHeader => "parent_header",
            Frame::Metadata => "metadata",
            Frame::Content => "content",
        })
    }
}

#[derive(Debug, thiserror::Error)]
pub enum WireError {
    #[error("no delimiter among {frames} frames, expected <IDS|MSG>")]
    Delimiter { frames: usize },
    #[error("{given} frames after the delimiter, expected a signature and four more")]
    FrameCount { given: usize },
    #[error("wrong signature: the sender has another key or none (see the connection file)")]
    Signature,
    #[error("the {frame} frame is not what it should be: {source}")]
    Json { frame: Frame, source: serde_json::Error },
    #[error("the content of this {msg_type} is not what it should be: {source}")]
    Content { msg_type: String, source: serde_json::Error },
}

/// Signs messages and checks signatures with the connection file's key.
#[derive(Clone)]
pub struct Signer {
    /// None without a key: then nothing is signed and everything is believed.
    mac: Option<Hmac<Sha256>>,
}

impl Signer {
    pub fn new(key: &str) -> Self {
        // HMAC takes keys of any length, so the only error is one that cannot happen.
        let mac = if key.is_empty() { None } else { Hmac::new_from_slice(key.as_bytes()).ok() };
        Self { mac }
    }

    fn sign(&self, frames: &[Bytes; 4]) -> Bytes {
        let Some(mac) = self.mac_over(frames) else { return Bytes::new() };
        let digest = mac.finalize().into_bytes();
        let mut signature = String::with_capacity(digest.len() * 2);
        for byte in digest {
            signature.push(hex_digit(byte >> 4));
            signature.push(hex_digit(byte & 0xf));
        }
        signature.into()
    }

    /// Compares in constant time, so that a wrong signature tells nothing about the right one.
    fn verify(&self, signature: &[u8], frames: &[Bytes; 4]) -> Result<(), WireError> {
        let Some(mac) = self.mac_over(frames) else { return Ok(()) };
        let digest = from_hex(signature).ok_or(WireError::Signature)?;
        mac.verify_slice(&digest).map_err(|_| WireError::Signature)
    }

    fn mac_over(&self, frames: &[Bytes; 4]) -> Option<Hmac<Sha256>> {
        let mut mac = self.mac.clone()?;
        frames.iter().for_each(|frame| mac.update(frame));
        Some(mac)
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer").field("signs", &self.mac.is_some()).finish()
    }
}

/// The frames to put on a socket.
///
/// # Errors
/// When a part has a form that JSON cannot hold.
pub fn encode(signer: &Signer, message: &Message) -> Result<Vec<Bytes>, WireError> {
    let parent_header = match &message.parent_header {
        Some(parent) => json(Frame::ParentHeader, parent)?,
        None => Bytes::from_static(b"{}"),
    };
    let signed = [
        json(Frame::Header, &message.header)?,
        parent_header,
        json(Frame::Metadata, &message.metadata)?,
        json(Frame::Content, &message.content)?,
    ];
    let mut frames = message.identities.clone();
    frames.push(Bytes::from_static(DELIMITER));
    frames.push(signer.sign(&signed));
    frames.extend(signed);
    frames.extend(message.buffers.iter().cloned());
    Ok(frames)
}

/// The message in frames from a socket.
///
/// # Errors
/// When it is not a message, or not one signed with our key.
pub fn decode(signer: &Signer, mut frames: Vec<Bytes>) -> Result<Message, WireError> {
    let delimiter = frames
        .iter()
        .position(|frame| frame == DELIMITER)
        .ok_or(WireError::Delimiter { frames: frames.len() })?;
    let mut rest = frames.split_off(delimiter + 1);
    frames.truncate(delimiter);
    if rest.len() < 5 {
        return Err(WireError::FrameCount { given: rest.len() });
    }
    let buffers = rest.split_off(5);
    let [signature, signed @ ..] =
        <[Bytes; 5]>::try_from(rest).map_err(|rest| WireError::FrameCount { given: rest.len() })?;
    signer.verify(&signature, &signed)?;
    let [header, parent_header, metadata, content] = signed;
    Ok(Message {
        identities: frames,
        header: parse(Frame::Header, &header)?,
        parent_header: parse_parent(&parent_header)?,
        metadata: parse(Frame::Metadata, &metadata)?,
        content: parse(Frame::Content, &content)?,
        buffers,
    })
}

fn json(frame: Frame, value: &impl Serialize) -> Result<Bytes, WireError> {
    serde_json::to_vec(value).map(Bytes::from).map_err(|source| WireError::Json { frame, source })
}

fn parse<T: DeserializeOwned>(frame: Frame, bytes: &[u8]) -> Result<T, WireError> {
    serde_json::from_slice(bytes).map_err(|source| WireError::Json { frame, source })
}

/// No parent is written as an empty object, and by some as null.
fn parse_parent(bytes: &[u8]) -> Result<Option<Header>, WireError> {
    let value: Value = parse(Frame::ParentHeader, bytes)?;
    if value.is_null() || value.as_object().is_some_and(Map::is_empty) {
        return Ok(None);
    }
    Header::deserialize(value)
        .map(Some)
        .map_err(|source| WireError::Json { frame: Frame::ParentHeader, source })
}

fn hex_digit(nibble: u8) -> char {
    char::from_digit(u32::from(nibble), 16).unwrap_or('0')
}

fn from_hex(digits: &[u8]) -> Option<Vec<u8>> {
    let nibble = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    let (pairs, []) = digits.as_chunks::<2>() else { return None };
    pairs.iter().map(|[high, low]| Some(nibble(*high)? << 4 | nibble(*low)?)).collect()
}

#[cfg(test)]
mod tests;

//! What a cell shows: one value in several MIME types, and the identity that lets a later message
//! replace it. These are the kernel's own words for it; the wire's are in `protocol`.

use serde_json::{Map, Value};

/// One thing to show, in as many forms as its maker could give. The key is a MIME type, the value
/// a string, or JSON for the `application/json` family.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MimeBundle(pub Map<String, Value>);

impl MimeBundle {
    /// A bundle that holds `text/plain` only.
    pub fn text(text: impl Into<String>) -> Self {
        Self::default().with("text/plain", text.into())
    }

    /// Adds one form, replacing an earlier one of the same type.
    #[must_use]
    pub fn with(mut self, mime_type: &str, content: impl Into<Value>) -> Self {
        self.0.insert(mime_type.to_owned(), content.into());
        self
    }

    pub fn get(&self, mime_type: &str) -> Option<&str> {
        self.0.get(mime_type).and_then(Value::as_str)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A `display_data` or `update_display_data` message before it goes on the wire.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DisplayData {
    pub data: MimeBundle,
    pub metadata: Map<String, Value>,
    /// Names the display so that a later one can replace it.
    pub display_id: Option<String>,
    /// Replace the display of that id instead of adding a new one.
    pub update: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamName {
    Stdout,
    Stderr,
}

/// Everything that a running cell can send to the front end, in the order it happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    Stream { name: StreamName, text: String },
    Display(DisplayData),
    ClearOutput { wait: bool },
}

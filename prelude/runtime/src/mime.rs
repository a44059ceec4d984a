//! A value's forms for the notebook.

use std::collections::BTreeMap;

pub(crate) type MimeMap = BTreeMap<String, String>;

/// One value in several MIME types. `text/plain` is always there, since it is what terminals,
/// `:vars` and front ends without HTML show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MimeBundle(MimeMap);

impl MimeBundle {
    /// A bundle with only plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::default().with("text/plain", text)
    }

    /// Adds an HTML form. The caller has escaped whatever came from the user's data.
    #[must_use]
    pub fn html(self, html: impl Into<String>) -> Self {
        self.with("text/html", html)
    }

    /// Adds an SVG picture.
    #[must_use]
    pub fn svg(self, svg: impl Into<String>) -> Self {
        self.with("image/svg+xml", svg)
    }

    /// Adds any other form; binary ones as base64, as Jupyter wants them.
    #[must_use]
    pub fn with(mut self, mime_type: &str, content: impl Into<String>) -> Self {
        self.0.insert(mime_type.to_owned(), content.into());
        self
    }

    /// The content of one form.
    pub fn get(&self, mime_type: &str) -> Option<&str> {
        self.0.get(mime_type).map(String::as_str)
    }

    pub(crate) fn into_map(self) -> MimeMap {
        self.0
    }
}

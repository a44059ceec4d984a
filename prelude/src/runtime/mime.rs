//! A value's forms for the notebook, and the trait by which a type gives them.

use std::collections::BTreeMap;

/// One value in several MIME types. `text/plain` is always there, since it is what terminals,
/// `:vars` and front ends without HTML show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MimeBundle(BTreeMap<String, String>);

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

    pub(crate) fn into_map(self) -> BTreeMap<String, String> {
        self.0
    }
}

/// A type that shows itself in the notebook when it is a cell's last expression.
///
/// Implement it for your own types to give them a rich form:
/// ```
/// use ferrolab_prelude::runtime::{MimeBundle, RichDisplay};
///
/// struct Celsius(f64);
/// impl RichDisplay for Celsius {
///     fn rich_display(&self) -> MimeBundle {
///         MimeBundle::text(format!("{} °C", self.0)).html(format!("<b>{} °C</b>", self.0))
///     }
/// }
/// assert_eq!(Celsius(21.5).rich_display().get("text/plain"), Some("21.5 °C"));
/// ```
pub trait RichDisplay {
    /// All forms of the value, `text/plain` among them.
    fn rich_display(&self) -> MimeBundle;
}

impl<T: RichDisplay + ?Sized> RichDisplay for &T {
    fn rich_display(&self) -> MimeBundle {
        (**self).rich_display()
    }
}

impl<T: RichDisplay + ?Sized> RichDisplay for &mut T {
    fn rich_display(&self) -> MimeBundle {
        (**self).rich_display()
    }
}

impl<T: RichDisplay + ?Sized> RichDisplay for Box<T> {
    fn rich_display(&self) -> MimeBundle {
        (**self).rich_display()
    }
}

/// A forgotten `?` still shows the table, and an error still reads as one.
impl<T: RichDisplay, E: std::fmt::Display> RichDisplay for Result<T, E> {
    fn rich_display(&self) -> MimeBundle {
        match self {
            Ok(value) => value.rich_display(),
            Err(error) => MimeBundle::text(format!("Err: {error}")),
        }
    }
}

/// Nothing to show; statements such as `println!(…)` end a cell silently.
impl RichDisplay for () {
    fn rich_display(&self) -> MimeBundle {
        MimeBundle::default()
    }
}

impl RichDisplay for MimeBundle {
    fn rich_display(&self) -> MimeBundle {
        self.clone()
    }
}

//! The trait by which a type gives its forms for the notebook.

use ferrolab_runtime::for_everyday_types;
use ferrolab_runtime::generated::{Show, debug_bundle, send_result, summary_of};

use super::{MimeBundle, Progress};

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

impl RichDisplay for Progress {
    fn rich_display(&self) -> MimeBundle {
        self.bundle()
    }
}

/// `PlainDisplay` once more: a trait of another crate cannot be implemented for polars' frames.
macro_rules! plain {
    ($type:ty) => {
        impl RichDisplay for $type {
            fn rich_display(&self) -> MimeBundle {
                debug_bundle(&self)
            }
        }
    };
}
for_everyday_types!(plain);

/// Tried first when a cell's last expression is shown (see `show` in the runtime).
#[doc(hidden)]
pub trait RichShow {
    fn show(&self);
    fn summarise(&self) -> String;
}

impl<T: RichDisplay + ?Sized> RichShow for &&Show<'_, T> {
    fn show(&self) {
        send_result(self.0.rich_display());
    }

    fn summarise(&self) -> String {
        summary_of(&self.0.rich_display())
    }
}

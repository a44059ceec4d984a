//! Which way a cell's last expression is shown, decided by the compiler while it compiles the cell.
//!
//! Generated code asks in turn: rich display, an inherent `evcxr_display`, `Debug`, the type's name.
//! The choice is made by method resolution: an impl for `Show<T>` with a bound is tried before the
//! impl for `&Show<T>` without one, so no trait is asked at run time and no cell is compiled twice.

use std::any::type_name;
use std::fmt::Debug;

use super::channel;
use super::mime::RichDisplay;

/// Wraps the value for method resolution.
pub struct Show<'a, T: ?Sized>(pub &'a T);

/// Whether a way of showing applied.
pub trait WasShown {
    fn was_shown(self) -> bool;
}

impl WasShown for bool {
    fn was_shown(self) -> bool {
        self
    }
}

/// evcxr's `evcxr_display` methods print and return nothing.
impl WasShown for () {
    fn was_shown(self) -> bool {
        true
    }
}

pub trait ViaRich {
    fn show_rich(&self) -> bool;
}

impl<T: RichDisplay + ?Sized> ViaRich for Show<'_, T> {
    fn show_rich(&self) -> bool {
        channel::send_result(self.0.rich_display());
        true
    }
}

pub trait NoRichDisplay {
    fn show_rich(&self) -> bool {
        false
    }
}

impl<T: ?Sized> NoRichDisplay for &Show<'_, T> {}

/// Found only when the value's type has no inherent `evcxr_display`, which would take precedence.
pub trait EvcxrDisplayFallback {
    fn evcxr_display(&self) -> bool {
        false
    }
}

impl<T: ?Sized> EvcxrDisplayFallback for T {}

pub trait DebugDisplay {
    fn show_text(&self);
    fn summarise(&self) -> String;
}

impl<T: Debug + ?Sized> DebugDisplay for Show<'_, T> {
    fn show_text(&self) {
        show_debug(&self.0);
    }

    fn summarise(&self) -> String {
        shorten(format!("{:?}", self.0))
    }
}

pub trait NameDisplay {
    fn show_text(&self);
    fn summarise(&self) -> String;
}

impl<T: ?Sized> NameDisplay for &Show<'_, T> {
    fn show_text(&self) {
        channel::send_result(super::MimeBundle::text(type_name::<T>()));
    }

    fn summarise(&self) -> String {
        "…".to_owned()
    }
}

/// Short values on one line, larger ones spread out, as `{:#?}` does.
fn show_debug(value: &dyn Debug) {
    let line = format!("{value:?}");
    let text = if line.chars().count() > 100 && !line.contains('\n') { format!("{value:#?}") } else { line };
    channel::send_result(super::MimeBundle::text(text));
}

fn shorten(text: String) -> String {
    let line = text.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// Reports the short value of one variable, for `:vars`.
pub fn summary(name: &str, value: String) {
    channel::send_summary(name, &value);
}

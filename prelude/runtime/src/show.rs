//! Which way a cell's last expression is shown, decided by the compiler while it compiles the cell.
//!
//! Generated code calls `(&&&Show(value)).show()`. Method resolution tries the receiver with three
//! references first, then with two, then with one, and stops at the first impl whose bounds hold:
//! `RichShow` (the prelude's for whatever displays itself richly, this crate's for everyday types),
//! `Debug`, the type's name. So no trait is asked at run time, no cell is compiled
//! twice, and `Debug`, whose thousands of impls cost the compiler 25 ms to look through, is only
//! looked at for types that have no rich display.

use std::any::type_name;
use std::fmt::Debug;

use crate::channel;
use crate::mime::MimeBundle;
use crate::plain::debug_bundle;

/// Hands the value of the last expression to the kernel.
pub fn send_result(bundle: MimeBundle) {
    channel::send_result(bundle);
}

/// Wraps the value for method resolution.
pub struct Show<'a, T: ?Sized>(pub &'a T);

pub trait DebugShow {
    fn show(&self);
    fn summarise(&self) -> String;
}

impl<T: Debug + ?Sized> DebugShow for &Show<'_, T> {
    fn show(&self) {
        send_result(debug_bundle(&self.0));
    }

    fn summarise(&self) -> String {
        shorten(&format!("{:?}", self.0))
    }
}

pub trait NameShow {
    fn show(&self);
    fn summarise(&self) -> String;
}

impl<T: ?Sized> NameShow for Show<'_, T> {
    fn show(&self) {
        send_result(MimeBundle::text(type_name::<T>()));
    }

    fn summarise(&self) -> String {
        "…".to_owned()
    }
}

/// Whether a type's own `evcxr_display` has shown it: such a method prints and returns nothing,
/// the fall-back says no.
pub trait WasShown {
    fn was_shown(self) -> bool;
}

impl WasShown for bool {
    fn was_shown(self) -> bool {
        self
    }
}

impl WasShown for () {
    fn was_shown(self) -> bool {
        true
    }
}

/// Found only when the value's type has no inherent `evcxr_display`, which takes precedence.
pub trait EvcxrDisplayFallback {
    fn evcxr_display(&self) -> bool {
        false
    }
}

impl<T: ?Sized> EvcxrDisplayFallback for T {}

/// One line says it; of several, the one that tells the shape, else the first.
pub fn summary_of(bundle: &MimeBundle) -> String {
    let text = bundle.get("text/plain").unwrap_or_default().trim();
    let mut lines = text.lines().map(str::trim);
    let shape = lines.clone().rfind(|line| line.contains('×') || line.contains("shape"));
    let first = lines.next().unwrap_or_default();
    // A value that is spread over lines says nothing in the first of them.
    let is_spread = first.ends_with(['[', '{', '(']);
    shorten(shape.unwrap_or(if is_spread { text } else { first }))
}

fn shorten(text: &str) -> String {
    let line = text.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// Reports the short value of one variable, for `:vars`.
#[expect(clippy::needless_pass_by_value, reason = "generated code hands over what it has just made")]
pub fn summary(name: &str, value: String) {
    channel::send_summary(name, &value);
}

//! How Rust's everyday types show themselves. What they show is what `Debug` shows; having it here,
//! compiled once, keeps cells from looking through the impls of `Debug` (see `show`).

use crate::mime::MimeBundle;
use crate::show::{Show, send_result, summary_of};

/// What is shown without looking for `Debug`. The prelude's `RichDisplay` does the same for these
/// types, and more for its own.
pub trait PlainDisplay {
    /// The value as text.
    fn plain_display(&self) -> MimeBundle;
}

/// Short values on one line, larger ones spread out, as `{:#?}` does.
pub fn debug_bundle(value: &dyn std::fmt::Debug) -> MimeBundle {
    let line = format!("{value:?}");
    let is_long = line.chars().count() > 100 && !line.contains('\n');
    MimeBundle::text(if is_long { format!("{value:#?}") } else { line })
}

/// Has a macro do something for every everyday type.
#[doc(hidden)]
#[macro_export]
macro_rules! for_everyday_types {
    ($act:ident) => {
        $crate::for_everyday_types!(
            $act i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64 bool char String
        );
        $act!(str);
        $act!(Vec<&str>);
        $act!([&str]);
    };
    ($act:ident $($type:ty)*) => {$(
        $act!($type);
        $act!(Vec<$type>);
        $act!([$type]);
        $act!(Vec<Vec<$type>>);
        $act!(($type, $type));
        $act!(($type, $type, $type));
    )*};
}

macro_rules! plain {
    ($type:ty) => {
        impl PlainDisplay for $type {
            fn plain_display(&self) -> MimeBundle {
                debug_bundle(&self)
            }
        }
    };
}
for_everyday_types!(plain);

impl<T: PlainDisplay + ?Sized> PlainDisplay for &T {
    fn plain_display(&self) -> MimeBundle {
        (**self).plain_display()
    }
}

impl<T: PlainDisplay + ?Sized> PlainDisplay for &mut T {
    fn plain_display(&self) -> MimeBundle {
        (**self).plain_display()
    }
}

impl<T: PlainDisplay + ?Sized> PlainDisplay for Box<T> {
    fn plain_display(&self) -> MimeBundle {
        (**self).plain_display()
    }
}

/// A forgotten `?` still shows the value, and an error still reads as one.
impl<T: PlainDisplay, E: std::fmt::Display> PlainDisplay for Result<T, E> {
    fn plain_display(&self) -> MimeBundle {
        match self {
            Ok(value) => value.plain_display(),
            Err(error) => MimeBundle::text(format!("Err: {error}")),
        }
    }
}

/// Nothing to show; statements such as `println!(…)` end a cell silently.
impl PlainDisplay for () {
    fn plain_display(&self) -> MimeBundle {
        MimeBundle::default()
    }
}

/// Tried first by a bare cell (see `show`); the prelude has a trait of the same name for its own.
#[doc(hidden)]
pub trait RichShow {
    fn show(&self);
    fn summarise(&self) -> String;
}

impl<T: PlainDisplay + ?Sized> RichShow for &&Show<'_, T> {
    fn show(&self) {
        send_result(self.0.plain_display());
    }

    fn summarise(&self) -> String {
        summary_of(&self.0.plain_display())
    }
}

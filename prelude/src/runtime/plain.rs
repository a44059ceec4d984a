//! Rich display for Rust's everyday types. What they show is what `Debug` shows; having it here,
//! compiled once, keeps cells from looking through the impls of `Debug` (see `show`).

use super::mime::{MimeBundle, RichDisplay};
use super::show::debug_bundle;

macro_rules! plain {
    ($($type:ty),* $(,)?) => {
        $(
            impl RichDisplay for $type {
                fn rich_display(&self) -> MimeBundle {
                    debug_bundle(&self)
                }
            }
        )*
    };
}

macro_rules! plain_with_containers {
    ($($type:ty),* $(,)?) => {
        $(plain!($type, Vec<$type>, [$type], Vec<Vec<$type>>, ($type, $type), ($type, $type, $type));)*
    };
}

plain_with_containers!(
    i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize, f32, f64, bool, char, String
);
plain!(str, Vec<&str>, [&str]);

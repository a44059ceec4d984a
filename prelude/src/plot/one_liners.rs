//! A kind of chart in one line: a function that begins a figure, and a method that adds to one.

/// For each kind its documentation, its arguments and the function that makes its layer from them.
macro_rules! one_liners {
    ($($(#[$docs:meta])* $name:ident($($argument:ident),+) => $make:path;)*) => {
        impl $crate::plot::Figure {
            $(
                #[doc = concat!("Adds what [`plot::", stringify!($name), "`](crate::plot::", stringify!($name), ") draws.")]
                ///
                /// # Errors
                #[doc = concat!("As [`plot::", stringify!($name), "`](crate::plot::", stringify!($name), ").")]
                pub fn $name(
                    self,
                    $($argument: impl $crate::plot::PlotData),+
                ) -> $crate::error::Result<Self> {
                    self.add(&|frame| $make($(&$argument),+, frame))
                }
            )*
        }

        $(
            $(#[$docs])*
            pub fn $name(
                $($argument: impl $crate::plot::PlotData),+
            ) -> $crate::error::Result<$crate::plot::Figure> {
                $crate::plot::Figure::new().$name($($argument),+)
            }
        )*
    };
}
pub(super) use one_liners;

//! One column or several, as one says it: `"city"`, or `["city", "year"]`.

use polars::prelude::PlSmallStr;

/// The names of one column or of several; where order counts, the first counts most.
#[diagnostic::on_unimplemented(
    message = "`{Self}` names no columns",
    label = "expected a name, such as \"city\", or several, such as [\"city\", \"year\"]"
)]
pub trait ColumnNames {
    /// The names in order.
    fn names(&self) -> Vec<PlSmallStr>;
}

impl ColumnNames for &str {
    fn names(&self) -> Vec<PlSmallStr> {
        vec![(*self).into()]
    }
}

impl ColumnNames for &String {
    fn names(&self) -> Vec<PlSmallStr> {
        vec![self.as_str().into()]
    }
}

macro_rules! several {
    ($([$($generics:tt)*] $names:ty),*) => {$(
        impl<$($generics)*> ColumnNames for $names {
            fn names(&self) -> Vec<PlSmallStr> {
                self.iter().map(|name| (*name).into()).collect()
            }
        }
    )*};
}
several!([] &[&str], [const N: usize] [&str; N], [const N: usize] &[&str; N]);

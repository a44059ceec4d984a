//! What expressions lack for people who come from pandas.

use polars::prelude::{Expr, Literal, lit};

/// What the prelude adds to polars' `Expr`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("hour" => [9, 16, 17], "place" => ["Oslo", "Rome", "Bern"])?;
/// let late = df.clone().lazy().filter(col("hour").is_one_of([16, 17, 18])).collect()?;
/// assert_eq!(late.height(), 2);
/// let north = df.lazy().filter(col("place").is_one_of(["Oslo"])).collect()?;
/// assert_eq!(north.height(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait ExprExt {
    /// Whether the value is one of a few, as pandas' `isin([…])`; a missing value is neither. For many
    /// values a join (`df.merge(&wanted, &["key"], How::Semi)?`) is faster.
    #[expect(
        clippy::wrong_self_convention,
        reason = "as polars' own `is_in`, which takes the expression too"
    )]
    fn is_one_of<T: Literal>(self, values: impl IntoIterator<Item = T>) -> Expr;
}

impl ExprExt for Expr {
    fn is_one_of<T: Literal>(self, values: impl IntoIterator<Item = T>) -> Expr {
        let equal = values.into_iter().map(|value| self.clone().eq(lit(value)));
        equal.reduce(Expr::or).unwrap_or_else(|| lit(false))
    }
}

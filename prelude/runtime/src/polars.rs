//! How polars runs queries here.

const AUTO_STREAMING: &str = "POLARS_AUTO_STREAMING";

/// Lets polars run queries on its streaming engine where that can, and in memory where it cannot:
/// grouping is two to five times as fast, as in polars for Python, which does the same. Whoever has
/// set the variable keeps what they chose.
pub(crate) fn prefer_streaming() {
    if std::env::var_os(AUTO_STREAMING).is_none() {
        // SAFETY: called before this library has started a thread.
        unsafe { std::env::set_var(AUTO_STREAMING, "1") };
    }
}

//! Panics of ndarray's operators, told so that the reader knows what to do. Operators cannot give
//! an error, and ndarray's messages are for people who know its source.

/// The message with advice, where it is one of those known; else as it is.
#[doc(hidden)]
pub fn advised(message: &str) -> String {
    match advice(message) {
        Some(advice) => format!("{advice} (ndarray says: {message})"),
        None => message.to_owned(),
    }
}

fn advice(message: &str) -> Option<String> {
    if let Some(shapes) = message.strip_prefix("ndarray: could not broadcast array from shape: ") {
        let (from, to) = shapes.split_once(" to: ")?;
        return Some(format!(
            "an array of shape {from} does not go together with one of shape {to}: compared from the last axis, \
             lengths must be equal or the first one's 1. Try `.t()` or `.insert_axis(Axis(1))`."
        ));
    }
    if message.contains("ShapeError/IncompatibleShape") {
        let advice = "the shapes of the arrays do not go together. Look at `a.shape()` and `b.shape()`; in place of \
                      `&a + &b`, `np::add(&a, &b)?` says both shapes.";
        return Some(advice.to_owned());
    }
    if message.contains("are not compatible for matrix multiplication") {
        let advice =
            "the first factor must have as many columns as the second has rows. Try `.t()` on one of them.";
        return Some(advice.to_owned());
    }
    (message == "ndarray: index out of bounds")
        .then(|| "an index lies beyond the array. Look at `a.shape()`; indices start at 0.".to_owned())
}

//! Errors say what is there and what may have been meant.

use ferrolab_prelude::Error;
use ferrolab_prelude::prelude::*;

/// What is said when `wanted` is asked of a frame that has the columns `names`.
fn message(names: &[&str], wanted: &str) -> String {
    let columns = names.iter().map(|name| Column::new((*name).into(), [1.0])).collect();
    DataFrame::new(1, columns).unwrap().column_array(wanted).unwrap_err().to_string()
}

fn is_suggested(name: &str, wanted: &str) -> bool {
    message(&[name], wanted).contains(&format!("Did you mean `{name}`?"))
}

#[test]
fn a_missing_column_names_the_nearest_and_all() {
    assert_eq!(
        message(&["species", "bill"], "speces"),
        "there is no column `speces`. Did you mean `species`? The columns are: `species`, `bill`."
    );
}

#[test]
fn long_lists_are_cut() {
    let names: Vec<String> = (0..40).map(|i| format!("c{i}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let text = message(&names, "price");
    assert!(text.ends_with("`c11` … (40 in all)."), "{text}");
}

#[test]
fn errors_travel_between_threads() {
    fn is_portable<T: Send + Sync + 'static>() {}
    is_portable::<Error>();
}

/// A name may be wrong in a third of its letters, and in two if it is short.
#[test]
fn distances() {
    // "kitten" and "sitting" are three steps apart: near for nine letters, too far for eight.
    assert!(is_suggested("sitting_xy", "kitten_xy"));
    assert!(!is_suggested("sitting_x", "kitten_x"));
    // Two letters swapped are one step; as two steps nothing of the name would be left.
    assert!(is_suggested("ba", "ab"));
    assert!(!is_suggested("bc", "ad"));
    assert!(!is_suggested("abc", ""));
}

#[test]
fn near_names_come_first_and_far_ones_not_at_all() {
    let names = ["petal length", "petal width", "species"];
    let text = message(&names, "petal_length");
    assert!(text.contains("Did you mean `petal length`?"), "{text}");
    let text = message(&names, "petal");
    assert!(text.contains("Did you mean `petal length` or `petal width`?"), "{text}");
    for text in [message(&names, "price"), message(&["y"], "x")] {
        assert!(!text.contains("Did you mean"), "{text}");
    }
}

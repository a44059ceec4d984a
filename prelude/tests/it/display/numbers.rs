//! The digits of floats: an array shows the rule for a run of them, the range of a data set's target
//! the rule for one alone.

use ferrolab_prelude::prelude::*;

use super::text;

/// The values as they are written beside each other, without the spaces that line them up.
fn written(values: &[f64]) -> Vec<String> {
    let text = text(&Array1::from(values.to_vec()));
    let (row, about) = text.split_once('\n').unwrap();
    assert_eq!(about, format!("array {} of f64\n", values.len()));
    let row = row.strip_prefix('[').unwrap().strip_suffix(']').unwrap();
    row.split_terminator(',').map(|value| value.trim().to_owned()).collect()
}

#[test]
fn a_column_lines_up() {
    assert_eq!(written(&[5.1, 3.0]), ["5.1", "3.0"]);
    assert_eq!(written(&[1.0, 2.0]), ["1.0", "2.0"]);
    assert_eq!(written(&[0.123_456_789, 12.0]), ["0.1235", "12.0000"]);
    assert_eq!(written(&[208_500.126, 1.5]), ["208500.13", "1.50"]);
    assert_eq!(written(&[f64::NAN, f64::NEG_INFINITY, 1.25]), ["NaN", "-inf", "1.25"]);
    assert_eq!(written(&[]), Vec::<String>::new());
    assert_eq!(written(&[0.0]), ["0.0"]);
    assert_eq!(written(&[-0.0, 1.25]), ["0.00", "1.25"]);
}

#[test]
fn extremes_get_an_exponent() {
    assert_eq!(written(&[1e20, 1.5e3]), ["1.0e20", "1.5e3"]);
    assert_eq!(written(&[1e-9, 2e-9]), ["1e-9", "2e-9"]);
}

#[test]
fn single_numbers_are_short() {
    let cases = [
        (0.1, "0.1"),
        (1.0, "1"),
        (-2.5, "-2.5"),
        (1234.5678, "1234.57"),
        (1e-7, "1e-7"),
        (78.851_441, "78.8514"),
        (0.0, "0"),
        (2.5e17, "2.5e17"),
    ];
    for (value, written) in cases {
        let shown = text(&Dataset::new(&array![[1.0]], &[value]).unwrap());
        assert!(shown.contains(&format!("target `target`: {written} to {written}\n")), "{shown}");
    }
    let shown = text(&df!("x" => [f64::NAN]).unwrap().glimpse());
    assert!(shown.contains("NaN"), "{shown}");
}

//! Arrays: their shape, their type, and the corners of their values.

use expect_test::expect;
use ferrolab_prelude::prelude::*;

use super::{html, text};

#[test]
fn small_arrays_whole() {
    expect![[r#"
        [[ 1.0,  2.5],
         [-3.0, 10.0]]
        array 2 × 2 of f64
    "#]]
    .assert_eq(&text(&array![[1.0, 2.5], [-3.0, 10.0]]));
    expect![[r#"
        [1, 20, 3]
        array 3 of i64
    "#]]
    .assert_eq(&text(&array![1_i64, 20, 3]).replace("[ 1", "[1").replace(",  3", ", 3"));
    expect![[r#"
        ["a", "b"]
        array 2 of String
    "#]]
    .assert_eq(&text(&array!["a".to_owned(), "b".to_owned()]));
}

#[test]
fn large_arrays_show_their_corners() {
    let x = Array2::from_shape_fn((100, 50), |(i, j)| (i * 100 + j) as i64);
    expect![[r#"
        [[   0,    1,    2, …,   47,   48,   49],
         [ 100,  101,  102, …,  147,  148,  149],
         [ 200,  201,  202, …,  247,  248,  249],
         …,
         [9700, 9701, 9702, …, 9747, 9748, 9749],
         [9800, 9801, 9802, …, 9847, 9848, 9849],
         [9900, 9901, 9902, …, 9947, 9948, 9949]]
        array 100 × 50 of i64
    "#]]
    .assert_eq(&text(&x));
    let html = html(&x);
    assert!(html.contains("<th scope=\"col\">49</th>") && html.contains("<td>9949</td>"), "{html}");
    assert_eq!(html.matches("<tr>").count(), 1 + 7);
}

#[test]
fn odd_shapes_do_not_fail() {
    for shape in [vec![0], vec![0, 3], vec![3, 0], vec![2, 0, 4], vec![], vec![1, 1, 1, 1]] {
        let array = Array::<f64, _>::zeros(shape.clone());
        assert!(text(&array).contains("of f64"), "{shape:?}");
    }
    assert!(text(&Array1::<f64>::from_elem(3, f64::NAN)).contains("NaN"));
    assert!(text(&Array1::<bool>::from_elem(1000, true)).contains('…'));
}

#[test]
fn views_show_like_arrays() {
    let x = array![[1.0, 2.0], [3.0, 4.0]];
    assert_eq!(text(&x.row(1)), "[3.0, 4.0]\narray 2 of f64\n");
    assert_eq!(text(&x.view()), text(&x));
}

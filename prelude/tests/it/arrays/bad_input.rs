//! Empty, ragged, mismatched, singular, not finite, huge: a clear error, never a panic.

use ferrolab_prelude::prelude::*;

/// The message of an error.
#[track_caller]
fn says<T: std::fmt::Debug>(result: Result<T, ferrolab_prelude::Error>) -> String {
    result.unwrap_err().to_string()
}

const NOTHING: [f64; 0] = [];

#[test]
fn nothing() {
    assert_eq!(says(np::mean(NOTHING)), "np::mean's array is empty: expected at least one number.");
    assert!(says(np::median(NOTHING)).contains("np::median's array is empty"));
    assert!(np::argmax(NOTHING).is_err() && np::min(NOTHING).is_err() && np::mode(NOTHING).is_err());
    assert!(np::std(NOTHING).is_err() && np::zscore(NOTHING).is_err() && np::logsumexp(NOTHING).is_err());
    assert!(np::nanmean([f64::NAN]).is_err() && np::nanmedian([f64::NAN]).is_err());
    assert!(Array1::<f64>::zeros(0).max().is_err() && Array1::<f64>::zeros(0).percentile(5.0).is_err());
    assert!(np::histogram(NOTHING, 3).is_err() && np::interp([1.0], NOTHING, NOTHING).is_err());
    assert!(np::convolve(NOTHING, [1.0], np::Overlap::Same).is_err() && np::gradient([1.0], 1.0).is_err());
    assert!(np::max_axis(np::zeros((0, 3)), 0).is_err() && np::mean_axis(np::zeros((0, 3)), 0).is_err());
    assert!(np::std_axis(np::zeros((3, 0)), 1).is_err() && np::sum_axis(np::ones((2, 2)), 2).is_err());
    assert!(np::vstack(Vec::<Array1<f64>>::new()).is_err() && np::stack(&[] as &[Array1<f64>], 0).is_err());
    assert!(np::cov(np::zeros((2, 1))).is_err() && np::polyfit([1.0], [1.0], 1).is_err());
    assert_eq!(np::sum(NOTHING).unwrap(), 0.0);
    assert_eq!(np::sort(NOTHING).len() + np::argsort(NOTHING).len() + np::unique(NOTHING).len(), 0);
    assert_eq!(np::cumsum(NOTHING).unwrap().len() + np::diff(NOTHING).unwrap().len(), 0);
    assert_eq!(np::diff_order([1.0], 99).unwrap().len() + np::bincount(NOTHING).unwrap().len(), 0);
    assert_eq!(np::max_axis(np::zeros((3, 0)), 0).unwrap().len(), 0);
    assert_eq!(np::sort_axis(np::zeros((0, 3)), 0).unwrap().dim(), (0, 3));
    assert_eq!(np::softmax(NOTHING).unwrap().len() + np::outer(NOTHING, [1.0]).unwrap().len(), 0);
    assert_eq!(np::meshgrid(NOTHING, [1, 2]).unwrap().0.dim(), (2, 0));
    assert_eq!(np::euclidean_distances(np::zeros((0, 2)), np::zeros((3, 2))).unwrap().dim(), (0, 3));
    assert_eq!(np::kron(np::zeros((0, 2)), np::zeros((3, 2))).unwrap().dim(), (0, 4));
    assert_eq!(np::from_rows::<Vec<f64>>(&[]).unwrap().dim(), (0, 0));
}

#[test]
fn shapes_that_do_not_fit() {
    let (a, b) = (np::ones((3, 2)), np::ones(3));
    let error = says(np::add(&a, &b));
    assert!(error.starts_with("arrays of shapes (3, 2) and (3) do not go together"), "{error}");
    assert!(error.contains("2 meets 3") && error.contains("insert_axis(Axis(1))"), "{error}");
    let error = says(np::multiply(&a, a.t()));
    assert!(error.contains("(2, 3)") && error.contains("np::matmul"), "{error}");
    assert!(np::where_(array![true, false, true], [1, 2], 0).is_err());
    let error = says(np::matmul(&a, &a));
    assert!(error.contains("shape (3, 2), expected 2 rows") && error.contains(".t()"), "{error}");
    assert!(
        np::matmul(&a, &b).is_err() && np::inner([1], [1, 2]).is_err() && np::cross([1], [1, 2, 3]).is_err()
    );
    let error = says(np::vstack((&a, &b)));
    assert!(error.starts_with("array 1 of np::vstack has shape (1, 3), expected one that equals"), "{error}");
    assert!(np::stack((&a, np::ones((2, 2))), 0).is_err() && np::concatenate((&a, &b), 0).is_err());
    assert!(np::hstack((&b, &a)).is_err());
    assert!(says(np::vstack((np::ones((1, 1, 1)), &b))).contains("a vector or a matrix"));
    assert_eq!(
        says(np::from_rows(&[vec![1, 2], vec![3]])),
        "row 1 has shape (1), expected (2), the length of row 0."
    );
    assert!(
        np::euclidean_distances(&a, np::ones((2, 3))).is_err() && np::cosine_distances(&a, [[1]]).is_err()
    );
    assert!(
        np::allclose(&a, &b).is_err() && np::trapz([1, 2], [1]).is_err() && np::average([1, 2], [1]).is_err()
    );
}

#[test]
fn bad_parameters() {
    let error = says(np::percentile([1, 2], 101.0));
    assert!(error.contains("`q` is 101, but it must be from 0 to 100"), "{error}");
    assert!(np::percentile([1, 2], f64::NAN).is_err() && np::quantile([1, 2], -0.1).is_err());
    assert!(np::percentile_axis(np::ones((2, 2)), 200.0, 0).is_err());
    let error = says(np::argmax_axis(np::ones((2, 3)), 2));
    assert!(
        error.contains("`axis` is 2, but it must be from -2 to 1 for an array of shape [2, 3]"),
        "{error}"
    );
    assert!(
        np::sort_axis(np::ones((2, 3)), -3).is_err() && np::stack((&np::ones(2), np::ones(2)), 3).is_err()
    );
    assert!(np::arange(0.0, 1.0, 0.0).is_err() && np::arange(0.0, f64::INFINITY, 1.0).is_err());
    assert!(np::arange(0.0, 1e300, 1e-300).is_err());
    assert!(np::histogram([1, 2], 0).is_err() && np::histogram([1, 2], &[1]).is_err());
    assert!(np::histogram([1, 2], &[3, 1]).is_err() && np::histogram([1.0, f64::NAN], 3).is_err());
    assert!(np::histogram([1, 2], usize::MAX).is_err());
    assert!(np::digitize([1], [3, 1]).is_err() && np::searchsorted([3, 1], [1]).is_err());
    assert!(np::interp([1], [1, 1], [1, 2]).is_err() && np::interp([1.0], [f64::NAN, 1.0], [1, 2]).is_err());
    assert!(np::bincount([-1]).is_err() && np::bincount([0.5]).is_err() && np::bincount([1e300]).is_err());
    assert!(
        np::average([1, 2], [1, -1]).is_err() && np::zscore([2, 2]).is_err() && np::std_ddof([1], 1).is_err()
    );
    assert!(np::var_ddof([1, 2], usize::MAX).is_err());
    assert!(np::tile([1, 2], usize::MAX).is_err() && np::repeat([1, 2], usize::MAX).is_err());
    assert!(np::polyfit([1, 2], [1, 2], usize::MAX).is_err());
}

#[test]
#[should_panic(expected = "a shape whose elements fit in memory")]
fn a_shape_beyond_memory_is_a_message() {
    let _ = np::zeros((usize::MAX, usize::MAX));
}

#[test]
fn matrices_that_cannot_be_used() {
    let singular = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]];
    for error in [says(np::linalg::inv(&singular)), says(np::linalg::solve(&singular, [1, 2, 3]))] {
        assert!(error.contains("the matrix of shape (3, 3) is singular to working precision"), "{error}");
        assert!(error.contains("lstsq"), "{error}");
    }
    let badly_scaled = np::linalg::inv([[1.0, 0.0], [0.0, 1e-30]]).unwrap();
    assert!((badly_scaled[[1, 1]] / 1e30 - 1.0).abs() < 1e-15);
    let wide = np::ones((2, 3));
    let error = says(np::linalg::inv(&wide));
    assert!(error.starts_with("np::linalg::inv: the matrix of shape (2, 3) is not square."), "{error}");
    assert!(np::linalg::det(&wide).is_err() && np::linalg::eigh(&wide).is_err());
    assert!(np::linalg::cholesky(&wide).is_err() && np::linalg::eigvals(&wide).is_err());
    assert!(np::linalg::expm(&wide).is_err() && np::linalg::matrix_power(&wide, 2).is_err());
    assert!(says(np::linalg::cholesky([[1, 2], [2, 1]])).contains("is not positive definite"));
    assert!(np::linalg::matrix_power([[0, 0], [0, 0]], -1).is_err() && np::linalg::expm([[1e6]]).is_err());
    let error = says(np::linalg::solve([[1, 0], [0, 1]], [1, 2, 3]));
    assert!(error.contains("expected 2 rows, as many as the matrix of shape (2, 2) has"), "{error}");
    assert!(np::linalg::solve([[1]], np::ones((1, 1, 1))).is_err());
    assert!(np::linalg::lstsq(&wide, [1]).is_err());
    assert_eq!(np::linalg::cond([[0, 0], [0, 1]]).unwrap(), f64::INFINITY);
    assert!(np::linalg::norm_ord([1], np::linalg::Norm::Nuclear).is_err());
    assert!(np::linalg::norm_ord([1], np::linalg::Norm::P(0.0)).is_err());
    assert!(np::linalg::norm_ord(np::ones((1, 1, 1)), np::linalg::Norm::One).is_err());
}

#[test]
fn matrices_that_are_empty_or_not_finite() {
    for value in [f64::NAN, f64::INFINITY] {
        let a = array![[1.0, 2.0], [3.0, value]];
        let error = says(np::linalg::svd(&a));
        assert!(
            error.starts_with("column 1 of np::linalg::svd's matrix has a value that is not finite"),
            "{error}"
        );
        assert!(error.contains("in row 1"), "{error}");
        assert!(
            np::linalg::inv(&a).is_err() && np::linalg::det(&a).is_err() && np::linalg::eigh(&a).is_err()
        );
        assert!(np::linalg::qr(&a).is_err() && np::linalg::lu(&a).is_err() && np::linalg::pinv(&a).is_err());
        assert!(
            np::linalg::cholesky(&a).is_err()
                && np::linalg::eig(&a).is_err()
                && np::linalg::cond(&a).is_err()
        );
        assert!(np::linalg::solve([[1, 0], [0, 1]], [1.0, value]).is_err());
    }
    for a in [np::zeros((0, 0)), np::zeros((0, 2)), np::zeros((2, 0))] {
        assert!(np::linalg::svd(&a).is_err() && np::linalg::inv(&a).is_err() && np::linalg::qr(&a).is_err());
        assert!(np::linalg::lstsq(&a, np::zeros(a.nrows())).is_err() && np::linalg::matrix_rank(&a).is_err());
    }
}

#[test]
fn columns_that_cannot_be_read() {
    let df = df!("name" => ["a", "b"], "gap" => [Some(1.0), None]).unwrap();
    assert!(says(np::mean(df.column("name").unwrap())).starts_with("column `name` must hold numbers"));
    assert!(says(np::cumsum(df.column("gap").unwrap())).starts_with("column `gap` has 1 missing value"));
    assert!(np::max_axis(&df, 0).is_err());
}

/// The message of the panic of an operator, as a cell shows it.
fn shown(work: impl FnOnce() + std::panic::UnwindSafe) -> String {
    let payload = std::panic::catch_unwind(work).unwrap_err();
    let message = payload.downcast_ref::<String>().cloned();
    let message = message.or_else(|| payload.downcast_ref::<&str>().map(ToString::to_string));
    ferrolab_prelude::runtime::advised(&message.unwrap())
}

#[test]
fn operators_that_panic_say_what_to_do() {
    let (a, b) = (np::ones((3, 2)), np::ones(3));
    let (x, y) = (a.clone(), b.clone());
    let message = shown(move || drop(&x + &y));
    assert!(
        message.starts_with("the shapes of the arrays do not go together") && message.contains("np::add")
    );
    let (mut x, y) = (a.clone(), b.clone());
    let message = shown(move || x += &y);
    assert!(
        message.starts_with("an array of shape [3] does not go together with one of shape [3, 2]"),
        "{message}"
    );
    let x = a.clone();
    assert!(shown(move || drop(x.dot(&x))).starts_with("the first factor must have as many columns"));
    assert!(shown(move || drop(b[7].to_string())).starts_with("an index lies beyond the array"));
    assert_eq!(ferrolab_prelude::runtime::advised("my own"), "my own");
}

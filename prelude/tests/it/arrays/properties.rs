//! What holds for every array: round trips, and factors that give their matrix again.

use proptest::collection::vec;
use proptest::prelude::*;

use ferrolab_prelude::prelude::{Array1, Array2, ArrayExt, np};

/// Square matrices that are far enough from singular: a heavy diagonal.
fn regular(n: usize) -> impl Strategy<Value = Array2<f64>> {
    vec(-1.0..1.0_f64, n * n).prop_map(move |values| {
        let mut a = Array2::from_shape_vec((n, n), values).unwrap();
        a.diag_mut().mapv_inplace(|value| value + 2.0 * n as f64);
        a
    })
}

fn any_matrix() -> impl Strategy<Value = Array2<f64>> {
    (1..12_usize, 1..12_usize).prop_flat_map(|(m, n)| {
        vec(-1e3..1e3_f64, m * n).prop_map(move |values| Array2::from_shape_vec((m, n), values).unwrap())
    })
}

fn near(left: &Array2<f64>, right: &Array2<f64>, tolerance: f64) -> bool {
    left.shape() == right.shape() && (left - right).norm() <= tolerance * right.norm().max(1.0)
}

proptest! {
    #[test]
    fn a_matrix_by_its_inverse_is_the_identity(a in (1..20_usize).prop_flat_map(regular)) {
        let n = a.nrows();
        prop_assert!(near(&np::matmul(&a, np::linalg::inv(&a).unwrap()).unwrap(), &np::eye(n), 1e-9));
        let x = np::linalg::solve(&a, a.row(0)).unwrap();
        prop_assert!((a.dot(&x) - a.row(0)).norm() <= 1e-9 * a.norm());
    }

    #[test]
    fn factors_give_the_matrix_again(a in any_matrix()) {
        let (u, s, vt) = np::linalg::svd(&a).unwrap();
        prop_assert!(near(&(&u * &s).dot(&vt), &a, 1e-9));
        prop_assert!(s.windows(2).into_iter().all(|pair| pair[0] >= pair[1]));
        let (q, r) = np::linalg::qr(&a).unwrap();
        prop_assert!(near(&q.dot(&r), &a, 1e-9));
        let (p, l, u) = np::linalg::lu(&a).unwrap();
        prop_assert!(near(&p.dot(&l).dot(&u), &a, 1e-9));
        let pinv = np::linalg::pinv(&a).unwrap();
        prop_assert!(near(&a.dot(&pinv).dot(&a), &a, 1e-7));
    }

    #[test]
    fn products_are_ndarrays(a in any_matrix()) {
        prop_assert!(near(&np::matmul(&a, a.t()).unwrap(), &a.dot(&a.t()), 1e-12));
    }

    #[test]
    fn sorting_and_distinct_elements(x in vec(-20..20_i32, 0..200)) {
        let mut expected = x.clone();
        expected.sort_unstable();
        prop_assert_eq!(np::sort(&x).to_vec(), expected.clone());
        let unique = np::unique_all(&x);
        expected.dedup();
        prop_assert_eq!(unique.values.to_vec(), expected);
        let again: Vec<i32> = unique.inverse.iter().map(|place| unique.values[*place]).collect();
        prop_assert_eq!(&again, &x);
        prop_assert_eq!(unique.counts.sum(), x.len());
        let by_place: Vec<i32> = np::argsort(&x).iter().map(|place| x[*place]).collect();
        prop_assert_eq!(by_place, np::sort(&x).to_vec());
    }

    #[test]
    fn running_sums_are_undone_by_differences(x in vec(-1e6..1e6_f64, 1..100)) {
        let differences = np::diff(np::cumsum(&x).unwrap()).unwrap();
        prop_assert!(differences.iter().zip(&x[1..]).all(|(a, b)| (a - b).abs() < 1e-6));
    }

    #[test]
    fn quantiles_lie_among_the_numbers(x in vec(-1e6..1e6_f64, 1..100), q in 0.0..=1.0_f64) {
        let value = np::quantile(&x, q).unwrap();
        prop_assert!(np::min(&x).unwrap() <= value && value <= np::max(&x).unwrap());
    }

    #[test]
    fn histograms_count_everything(x in vec(-1e3..1e3_f64, 1..100), bins in 1..20_usize) {
        let (counts, edges) = np::histogram(&x, bins).unwrap();
        prop_assert_eq!(counts.sum(), x.len());
        prop_assert_eq!(edges.len(), bins + 1);
    }

    #[test]
    fn files_give_the_same_bits(values in vec(any::<f64>(), 0..60), whole in vec(any::<i64>(), 0..60)) {
        let place = super::files::place(&format!("{:?}.npz", std::thread::current().id()));
        let (x, y) = (Array1::from(values), Array1::from(whole));
        np::savez(&place, &[("x", &x), ("y", &y)]).unwrap();
        let archive = np::load_npz(&place).unwrap();
        let again: Array1<f64> = archive.get("x").unwrap();
        prop_assert!(x.len() == again.len() && x.iter().zip(&again).all(|(a, b)| a.to_bits() == b.to_bits()));
        prop_assert_eq!(archive.get::<Array1<i64>>("y").unwrap(), y);
    }
}

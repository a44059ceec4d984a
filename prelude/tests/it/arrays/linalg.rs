//! Linear algebra against NumPy and SciPy: 1e-9 of the largest value; what is free up to signs is
//! put together again.

use super::{LINALG, close, close_number, flat, matrix, reference};
use ferrolab_prelude::prelude::*;

type Cell = Result<(), Box<dyn std::error::Error>>;

fn m(name: &str) -> Array2<f64> {
    matrix(&format!("/linalg/{name}"))
}

#[track_caller]
fn equal(left: &Array2<f64>, right: &Array2<f64>) {
    assert_eq!(left.shape(), right.shape());
    let size = right.iter().fold(1.0_f64, |size, value| size.max(value.abs()));
    let distance = (left - right).iter().fold(0.0_f64, |size, value| size.max(value.abs()));
    assert!(distance <= LINALG * size, "{distance}\n{left}\n{right}");
}

/// The same matrix in other memory orders: column by column, every second row, reversed rows.
fn layouts(x: &Array2<f64>) -> Vec<Array2<f64>> {
    let turned = x.t().as_standard_layout().into_owned();
    let mut spread = Array2::zeros((x.nrows() * 2, x.ncols()));
    spread.slice_mut(s![..;2, ..]).assign(x);
    let reversed = x.slice(s![..;-1, ..]).as_standard_layout().into_owned();
    vec![
        x.clone(),
        turned.reversed_axes(),
        spread.slice_move(s![..;2, ..]),
        reversed.slice_move(s![..;-1, ..]),
    ]
}

#[test]
fn equations_and_inverse() -> Cell {
    let b = m("b");
    for a in layouts(&m("a")) {
        close(&np::linalg::solve(&a, &b)?, "/linalg/solve", LINALG);
        close(&np::linalg::inv(&a)?, "/linalg/inv", LINALG);
        equal(&np::matmul(&a, np::linalg::inv(&a)?)?, &np::eye(7));
        close_number(np::linalg::det(&a)?, "/linalg/det", LINALG);
    }
    let column = np::linalg::solve(m("a"), b.column(1))?;
    assert!((&column - &np::linalg::solve(m("a"), &b)?.column(1)).norm() < 1e-12);
    let (sign, log) = np::linalg::slogdet(m("a") * 100.0)?;
    close(&array![sign, log], "/linalg/slogdet", LINALG);
    assert_eq!(np::linalg::det([[1, 2], [2, 4]])?, 0.0);
    assert_eq!(np::linalg::slogdet([[0, 0], [0, 1]])?, (0.0, f64::NEG_INFINITY));
    assert_eq!(np::linalg::det([[0, 1], [1, 0]])?, -1.0);
    Ok(())
}

#[test]
fn singular_values() -> Cell {
    for tall in layouts(&m("tall")) {
        let (u, s, vt) = np::linalg::svd(&tall)?;
        close(&s, "/linalg/singular", LINALG);
        close(&np::linalg::svdvals(&tall)?, "/linalg/singular", LINALG);
        equal(&(&u * &s).dot(&vt), &tall);
        equal(&u.t().dot(&u), &np::eye(4));
        let (u, s, vt) = np::linalg::svd(tall.t())?;
        equal(&(&u * &s).dot(&vt), &tall.t().to_owned());
    }
    let (u, s, vt) = np::linalg::svd_full(m("tall"))?;
    assert_eq!((u.dim(), s.len(), vt.dim()), ((9, 9), 4, (4, 4)));
    equal(&u.dot(&u.t()), &np::eye(9));
    Ok(())
}

#[test]
fn eigenvalues() -> Cell {
    for symmetric in layouts(&m("symmetric")) {
        let (values, vectors) = np::linalg::eigh(&symmetric)?;
        close(&values, "/linalg/eigvalsh", LINALG);
        close(&np::linalg::eigvalsh(&symmetric)?, "/linalg/eigvalsh", LINALG);
        equal(&(&vectors * &values).dot(&vectors.t()), &m("symmetric"));
        equal(&vectors.t().dot(&vectors), &np::eye(7));
    }
    let mut values = np::linalg::eigvals(m("a"))?.to_vec();
    values.sort_by(|a, b| (a.re, a.im).partial_cmp(&(b.re, b.im)).unwrap());
    let pairs: Array1<f64> = values.iter().flat_map(|value| [value.re, value.im]).collect();
    close(&pairs, "/linalg/eigvals", LINALG);
    let (values, vectors) = np::linalg::eig(m("a"))?;
    let a = m("a").mapv(|value| np::linalg::c64::new(value, 0.0));
    let rest = a.dot(&vectors) - &vectors * &values;
    assert!(rest.iter().all(|value| value.norm() < LINALG), "{rest}");
    Ok(())
}

#[test]
fn factors() -> Cell {
    for tall in layouts(&m("tall")) {
        let (q, r) = np::linalg::qr(&tall)?;
        equal(&q.dot(&r), &tall);
        equal(&q.t().dot(&q), &np::eye(4));
        close(&r.mapv(f64::abs), "/linalg/r", LINALG);
        let (q, r) = np::linalg::qr(tall.t())?;
        assert_eq!((q.dim(), r.dim()), ((4, 4), (4, 9)));
        equal(&q.dot(&r), &tall.t().to_owned());
    }
    close(&np::linalg::cholesky(m("positive"))?, "/linalg/cholesky", LINALG);
    let (p, l, u) = np::linalg::lu(m("a"))?;
    close(&p, "/linalg/p", 0.0);
    close(&l, "/linalg/l", LINALG);
    close(&u, "/linalg/u", LINALG);
    for a in [m("tall"), m("tall").t().to_owned()] {
        let (p, l, u) = np::linalg::lu(&a)?;
        equal(&p.dot(&l).dot(&u), &a);
    }
    Ok(())
}

#[test]
fn least_squares() -> Cell {
    let fit = np::linalg::lstsq(m("low_rank"), m("right"))?;
    close(&fit.solution, "/linalg/lstsq_low_rank", LINALG);
    assert_eq!(fit.rank, 2);
    close(&np::linalg::pinv(m("low_rank"))?, "/linalg/pinv", LINALG);
    assert_eq!(
        np::linalg::matrix_rank(m("low_rank"))?,
        reference("/linalg/matrix_rank").as_u64().unwrap() as usize
    );
    let wide = m("tall").t().to_owned();
    let fit = np::linalg::lstsq(&wide, [1, 2, 3, 4])?;
    assert_eq!(fit.solution.len(), 9);
    assert!(fit.residuals[0] < 1e-20 && np::allclose(wide.dot(&fit.solution), [1, 2, 3, 4])?);
    assert_eq!(np::linalg::pinv(np::zeros((2, 3)))?, np::zeros((3, 2)));
    Ok(())
}

#[test]
fn sizes_and_functions() -> Cell {
    use np::linalg::{Norm, norm_ord};
    let tall = m("tall");
    let norms = array![
        tall.norm(),
        norm_ord(&tall, Norm::One)?,
        norm_ord(&tall, Norm::Two)?,
        norm_ord(&tall, Norm::Infinity)?,
        norm_ord(&tall, Norm::Nuclear)?,
    ];
    close(&norms, "/linalg/norms", LINALG);
    let x = super::vector("/vectors/x");
    let norms = array![
        np::linalg::norm(&x)?,
        norm_ord(&x, Norm::One)?,
        norm_ord(&x, Norm::Infinity)?,
        norm_ord(&x, Norm::P(3.0))?
    ];
    close(&norms, "/vectors/norms", 1e-12);
    assert!((array![3e200, 4e200].norm() / 5e200 - 1.0).abs() < 1e-15);
    assert!((array![3e-200, 4e-200].norm() / 5e-200 - 1.0).abs() < 1e-15);
    close_number(np::linalg::cond(m("a"))?, "/linalg/cond", LINALG);
    close(&np::linalg::matrix_power(m("a"), 5)?, "/linalg/power", LINALG);
    close(&np::linalg::matrix_power(m("a"), -2)?, "/linalg/power_inverse", LINALG);
    assert_eq!(np::linalg::matrix_power(m("a"), 0)?, np::eye(7));
    close_number(np::trace(m("a"))?, "/linalg/trace", LINALG);
    close(&np::linalg::expm(m("a"))?, "/linalg/expm", LINALG);
    close(&np::linalg::expm(m("a") * 4.0)?, "/linalg/expm_large", LINALG);
    Ok(())
}

#[test]
fn products() -> Cell {
    let b = m("b");
    for a in layouts(&m("a")) {
        close(&np::matmul(&a, &b)?, "/linalg/product", LINALG);
        close(&np::matmul(&a, b.column(0))?, "/linalg/vector_product", LINALG);
        close(&np::dot(b.column(0), &a)?, "/linalg/row_product", LINALG);
    }
    assert!((np::dot(b.column(0), b.column(0))? - b.column(0).dot(&b.column(0))).abs() < 1e-12);
    assert_eq!(np::matmul(np::zeros((2, 0)), np::zeros((0, 3)))?, np::zeros((2, 3)));
    assert_eq!(flat("/linalg/product").len(), 21);
    Ok(())
}

/// Large enough for every blocked and parallel branch.
#[test]
fn large_matrices() -> Cell {
    let a = np::random::normal(0.0, 1.0, (300, 300), 5)?;
    equal(&np::matmul(&a, np::linalg::inv(&a)?)?, &np::eye(300));
    equal(&np::matmul(&a, &a)?, &a.dot(&a));
    let (u, s, vt) = np::linalg::svd(&a)?;
    equal(&(&u * &s).dot(&vt), &a);
    let (q, r) = np::linalg::qr(&a)?;
    equal(&q.dot(&r), &a);
    let symmetric = &a + &a.t();
    let (values, vectors) = np::linalg::eigh(&symmetric)?;
    equal(&(&vectors * &values).dot(&vectors.t()), &symmetric);
    let l = np::linalg::cholesky(np::matmul(&a, a.t())? + np::eye(300))?;
    equal(&l.dot(&l.t()), &(a.dot(&a.t()) + np::eye(300)));
    Ok(())
}

#[test]
fn one_thread_or_many_give_the_same_bits() -> Cell {
    use ferrolab_prelude::rayon::ThreadPoolBuilder;
    let a = np::random::normal(0.0, 1.0, (400, 400), 6)?;
    let all = || -> Result<_, ferrolab_prelude::Error> {
        let symmetric = np::linalg::eigh(&(&a + &a.t()))?;
        Ok((
            np::matmul(&a, &a)?,
            np::linalg::svd(&a)?,
            symmetric,
            np::linalg::qr(&a)?,
            np::linalg::inv(&a)?,
            np::euclidean_distances(&a, &a)?,
            np::median_axis(&a, 0)?,
        ))
    };
    let one = ThreadPoolBuilder::new().num_threads(1).build()?.install(all)?;
    let three = ThreadPoolBuilder::new().num_threads(3).build()?.install(all)?;
    assert!(one == three, "results depend on the number of threads");
    assert!(one == all()?, "results depend on the pool");
    Ok(())
}

//! How long linear algebra and sorting take, printed for people; `benches/arrays/numpy_twin.py`
//! prints the same of NumPy. Nothing is asserted.
//!
//!     cargo test --release --locked --test it -- --ignored --nocapture arrays::speed

use std::hint::black_box;

use ferrolab_prelude::prelude::*;

/// Seconds of processor time of all threads so far.
fn processor_seconds() -> f64 {
    // SAFETY: getrusage fills the struct that it is given.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        libc::getrusage(libc::RUSAGE_SELF, &raw mut usage);
        usage
    };
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 * 1e-6;
    seconds(usage.ru_utime)
}

/// The best of some runs, in milliseconds of the wall clock and of the processors.
fn report<T>(name: &str, runs: usize, mut work: impl FnMut() -> T) {
    let (mut wall, mut processor) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..runs {
        let (start, before) = (Instant::now(), processor_seconds());
        black_box(work());
        wall = wall.min(start.elapsed().as_secs_f64());
        processor = processor.min(processor_seconds() - before);
    }
    println!("{name:<34} {:>9.1} ms {:>9.1} ms", wall * 1e3, processor * 1e3);
}

fn normal(rows: usize, columns: usize) -> Array2<f64> {
    np::random::normal(0.0, 1.0, (rows, columns), 1).unwrap()
}

#[test]
#[ignore = "prints times"]
fn speed() {
    println!("{:<34} {:>12} {:>12}", "", "wall", "user");
    let (small, medium, large) = (normal(200, 200), normal(1000, 1000), normal(2000, 2000));
    let symmetric = &medium + &medium.t();
    report("matmul 200", 30, || np::matmul(&small, &small).unwrap());
    report("matmul 2000", 3, || np::matmul(&large, &large).unwrap());
    report("svd 1000 (square factors)", 3, || np::linalg::svd(&medium).unwrap());
    report("svdvals 1000", 3, || np::linalg::svdvals(&medium).unwrap());
    report("svd 200", 10, || np::linalg::svd(&small).unwrap());
    report("eigh 1000", 3, || np::linalg::eigh(&symmetric).unwrap());
    report("eigvals 500", 3, || np::linalg::eigvals(medium.slice(s![..500, ..500])).unwrap());
    report("qr 1000", 5, || np::linalg::qr(&medium).unwrap());
    report("solve 1000", 5, || np::linalg::solve(&medium, medium.row(0)).unwrap());
    report("inv 1000", 5, || np::linalg::inv(&medium).unwrap());
    report("cholesky 1000", 5, || np::linalg::cholesky(medium.dot(&medium.t()) + np::eye(1000)).unwrap());
    let tall = normal(100_000, 50);
    report("svd 100000 x 50", 3, || np::linalg::svd(&tall).unwrap());
    report("lstsq 100000 x 50", 3, || np::linalg::lstsq(&tall, tall.column(0)).unwrap());
    let x = np::random::normal(0.0, 1.0, 1_000_000, 2).unwrap();
    report("argsort 1e6", 5, || np::argsort(&x));
    report("sort 1e6", 5, || np::sort(&x));
    report("unique 1e6 integers", 5, || np::unique(np::random::integers(0, 1000, 1_000_000, 1).unwrap()));
    report("median 1e6", 5, || x.median().unwrap());
    report("exp 1e6", 5, || np::exp(&x).unwrap());
    let points = normal(3000, 20);
    report("euclidean 3000 x 3000 of 20", 5, || np::euclidean_distances(&points, &points).unwrap());
}

/// The crates that could do the work, on the same matrices.
#[test]
#[ignore = "prints times"]
fn candidates() {
    use linfa_linalg::{eigh::EighInto, qr::QRInto, svd::SVD};
    println!("{:<34} {:>12} {:>12}", "", "wall", "user");
    let (small, medium, large) = (normal(200, 200), normal(1000, 1000), normal(2000, 2000));
    let symmetric = &medium + &medium.t();
    report("faer matmul 2000", 3, || np::matmul(&large, &large).unwrap());
    report("ndarray dot 2000", 3, || large.dot(&large));
    report("faer matmul 200", 30, || np::matmul(&small, &small).unwrap());
    report("ndarray dot 200", 30, || small.dot(&small));
    report("faer svd 1000", 2, || np::linalg::svd(&medium).unwrap());
    report("linfa-linalg svd 1000", 1, || medium.svd(true, true).unwrap());
    report("faer eigh 1000", 2, || np::linalg::eigh(&symmetric).unwrap());
    report("linfa-linalg eigh 1000", 1, || symmetric.clone().eigh_into().unwrap());
    report("faer qr 1000", 2, || np::linalg::qr(&medium).unwrap());
    report("linfa-linalg qr 1000", 1, || medium.clone().qr_into().unwrap().into_decomp());
}

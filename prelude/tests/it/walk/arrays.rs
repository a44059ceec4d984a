//! `np::` over vectors and matrices that are empty, tiny, huge, not finite, constant, strided.

use ferrolab_prelude::prelude::*;

use super::{Done, Walk};

fn vectors() -> Vec<(&'static str, Array1<f64>)> {
    vec![
        ("nothing", Array1::zeros(0)),
        ("one number", array![3.0]),
        ("NaN only", array![f64::NAN, f64::NAN]),
        ("NaN among numbers", array![1.0, f64::NAN, 2.0]),
        ("infinities", array![f64::INFINITY, f64::NEG_INFINITY, 0.0]),
        ("a constant", Array1::from_elem(5, 0.1)),
        ("zeros of both signs", array![0.0, -0.0, 0.0]),
        ("the largest", array![f64::MAX, f64::MIN, f64::MAX]),
        ("the smallest", array![5e-324, -5e-324, 0.0]),
        ("huge integers", array![i64::MAX as f64, i64::MIN as f64, 9_007_199_254_740_993.0]),
        ("negative fractions", array![-1.5, -0.5, -2.5, -1e-9]),
        ("a thousand", Array1::linspace(-1.0, 1.0, 1000)),
        ("every second of ten", Array1::linspace(0.0, 9.0, 10).slice_move(s![..;2])),
        ("backwards", Array1::linspace(0.0, 9.0, 10).slice_move(s![..;-1])),
    ]
}

fn matrices() -> Vec<(&'static str, Array2<f64>)> {
    vec![
        ("nothing", Array2::zeros((0, 0))),
        ("no rows", Array2::zeros((0, 3))),
        ("no columns", Array2::zeros((3, 0))),
        ("one number", array![[2.0]]),
        ("one row", array![[1.0, 2.0, 3.0]]),
        ("one column", array![[1.0], [2.0], [4.0]]),
        ("NaN", array![[1.0, f64::NAN], [2.0, 3.0]]),
        ("infinity", array![[1.0, f64::INFINITY], [f64::NEG_INFINITY, 3.0]]),
        ("zeros", Array2::zeros((3, 3))),
        ("a constant", Array2::from_elem((3, 3), 0.1)),
        ("the largest", Array2::from_elem((2, 2), f64::MAX)),
        ("the smallest", Array2::from_elem((2, 2), 5e-324)),
        ("wide", Array2::from_shape_fn((2, 5), |(i, j)| (i * 5 + j) as f64)),
        ("tall", Array2::from_shape_fn((5, 2), |(i, j)| (i * 2 + j) as f64)),
        ("turned", Array2::from_shape_fn((4, 3), |(i, j)| (i * j) as f64).reversed_axes()),
        ("rotation", array![[0.0, -1.0], [1.0, 0.0]]),
        ("badly scaled", array![[1e300, 0.0], [0.0, 1e-300]]),
    ]
}

/// Calls by their text, each a function of one argument.
macro_rules! calls {
    (|$x:ident: $type:ty| $($call:expr),* $(,)?) => {
        vec![$((stringify!($call), (|$x: $type| {
            let _ = $x;
            $call.map(drop)
        }) as fn($type) -> Done)),*]
    };
}

/// What takes any number of dimensions, as functions of this type.
macro_rules! of_any {
    ($type:ty) => {
        calls![
            |x: $type| np::exp(x),
            np::expm1(x),
            np::log(x),
            np::log1p(x),
            np::log2(x),
            np::log10(x),
            np::sqrt(x),
            np::square(x),
            np::abs(x),
            np::sign(x),
            np::floor(x),
            np::ceil(x),
            np::round(x),
            np::sin(x),
            np::cos(x),
            np::tan(x),
            np::tanh(x),
            np::degrees(x),
            np::radians(x),
            np::isnan(x),
            np::isinf(x),
            np::isfinite(x),
            np::nan_to_num(x),
            np::softmax(x),
            np::logsumexp(x),
            np::zscore(x),
            np::all(x),
            np::any(x),
            np::flatnonzero(x),
            np::argwhere(x),
            np::clip(x, -1.0, 1.0),
            np::clip(x, 1.0, f64::NAN),
            np::mean(x),
            np::var(x),
            np::std(x),
            np::min(x),
            np::max(x),
            np::ptp(x),
            np::argmax(x),
            np::argmin(x),
            np::mode(x),
            np::sum(x),
            np::prod(x),
            np::std_ddof(x, 1),
            np::var_ddof(x, usize::MAX),
            np::average(x, x),
            np::nanmax(x),
            np::nanmean(x),
            np::nanmin(x),
            np::nanstd(x),
            np::nansum(x),
            np::nanvar(x),
            np::nanmedian(x),
            np::nanquantile(x, 0.3),
            np::median(x),
            np::percentile(x, 30.0),
            np::quantile(x, 1.0),
            np::cumsum(x),
            np::cumprod(x),
            np::repeat(x, 2),
            np::repeat(x, 0),
            np::histogram(x, 4),
            np::histogram_density(x, 4),
            np::histogram_density(x, &[0.0, 1.0]),
            np::outer(x, x),
            np::add(x, x),
            np::subtract(x, x),
            np::multiply(x, x),
            np::divide(x, x),
            np::power(x, x),
            np::remainder(x, x),
            np::maximum(x, x),
            np::minimum(x, x),
            np::arctan2(x, x),
            np::hypot(x, x),
            np::where_(x, x, 0.0),
            np::allclose(x, x),
            np::allclose_within(x, x, f64::NAN, -1.0),
            np::polyval([1.0, -2.0], x),
            np::interp(x, [0, 1], [3, 4]),
            np::digitize(x, [0, 1]),
            np::searchsorted([0, 1], x),
            np::stack((x, x), 0),
            np::concatenate((x, x), 0),
            np::hstack((x, x)),
            np::vstack((x, x)),
            np::column_stack((x, x)),
            np::linalg::norm(x),
            np::linalg::norm_ord(x, np::linalg::Norm::P(3.0)),
            np::linalg::norm_ord(x, np::linalg::Norm::Infinity),
            np::max_axis(x, 0),
            np::min_axis(x, -1),
            np::argmax_axis(x, 0),
            np::argmin_axis(x, 0),
            np::sum_axis(x, 0),
            np::mean_axis(x, -1),
            np::std_axis(x, 0),
            np::var_axis(x, 0),
            np::median_axis(x, -1),
            np::percentile_axis(x, 30.0, 0),
            np::nanmean_axis(x, 0),
            np::nanstd_axis(x, -1),
            np::nansum_axis(x, 0),
            np::sort_axis(x, 0),
            np::cumsum_axis(x, -1),
            np::cumprod_axis(x, 0),
            np::diff_axis(x, -1),
            np::matmul(x, x),
            Ok(np::zeros_like(x)),
            Ok(np::ones_like(x)),
            Ok(np::full_like(x, f64::NAN)),
            ArrayExt::max(x),
            ArrayExt::min(x),
            x.ptp(),
            x.argmax(),
            x.argmin(),
            ArrayExt::median(x),
            x.percentile(99.0),
            x.quantile(0.0),
            Ok(x.cumsum()),
            Ok(ArrayExt::cumprod(x)),
            Ok(x.sorted()),
            Ok(x.argsort()),
            Ok(ArrayExt::clip(x, 0.0, 1.0)),
            Ok(x.norm()),
            Ok(x.rich_display()),
        ]
    };
}

fn shuffled<D: ndarray::RemoveAxis>(x: &Array<f64, D>) -> Array<f64, D> {
    let mut shuffled = x.clone();
    np::random::shuffle(&mut shuffled, 1);
    shuffled
}

#[test]
fn vectors_of_every_sort() {
    let functions = calls![
        |x: &Array1<f64>| np::diff(x),
        np::diff_order(x, 3),
        np::gradient(x, 0.5),
        np::gradient(x, 0.0),
        np::trapz(x, x),
        np::convolve(x, x, np::Overlap::Same),
        np::convolve(x, x, np::Overlap::Full),
        np::interp(x, x, x),
        np::searchsorted(x, x),
        np::digitize(x, x),
        np::bincount(x),
        np::bincount_weighted(x, x),
        np::polyfit(x, x, 2),
        np::polyval(x, x),
        np::inner(x, x),
        np::cross(x, x),
        np::meshgrid(x, x),
        np::diag(x),
        np::tile(x, 3),
        np::from_rows(&[x.view(), x.view()]),
        np::correlation_of(x, x),
        Ok(np::sort(x)),
        Ok(np::argsort(x)),
        Ok(np::unique(x)),
        Ok(np::unique_all(x)),
        Ok(np::unique_counts(x)),
        Ok(np::unique_inverse(x)),
        np::histogram(x, x),
        np::random::choice(x, 3, 1),
        np::random::choice_without_replacement(x, 2, 1),
        np::random::choice_weighted(x, x, 2, 1),
        np::random::multivariate_normal(x, np::diag(x)?, 2, 1),
        np::linalg::solve(np::diag(x)?, x),
        np::linalg::lstsq(np::diag(x)?, x),
        Ok(shuffled(x)),
        Ok(Series::new("x".into(), x)),
        DataFrame::empty().assign("x", x),
        plot::line(x, x),
        plot::hist(x),
        plot::band(x, x, x),
        Ok(plot::scatter(x, x)?.diagonal().regression().to_svg()),
        mean_squared_error(x, x),
        Ok(acf(x, 3)?),
        Ok(pacf(x, 3)?),
    ];
    let mut walk = Walk::default();
    for (about, x) in vectors() {
        for (name, function) in functions.iter().copied().chain(of_any!(&Array1<f64>)) {
            walk.call(name, about, || function(&x));
        }
    }
    walk.end();
}

#[test]
fn matrices_of_every_sort() {
    let functions = calls![
        |x: &Array2<f64>| np::cov(x),
        np::corrcoef(x),
        np::triu(x),
        np::tril(x),
        np::trace(x),
        np::transpose(x),
        np::kron(x, x),
        np::euclidean_distances(x, x),
        np::manhattan_distances(x, x),
        np::cosine_distances(x, x),
        np::matmul(x, x.t()),
        np::linalg::svd(x),
        np::linalg::svd_full(x),
        np::linalg::svdvals(x),
        np::linalg::eigh(x),
        np::linalg::eigvalsh(x),
        np::linalg::eig(x),
        np::linalg::eigvals(x),
        np::linalg::qr(x),
        np::linalg::cholesky(x),
        np::linalg::lu(x),
        np::linalg::matrix_power(x, -3),
        np::linalg::expm(x),
        np::linalg::lstsq(x, x),
        np::linalg::pinv(x),
        np::linalg::matrix_rank(x),
        np::linalg::cond(x),
        np::linalg::solve(x, x),
        np::linalg::inv(x),
        np::linalg::det(x),
        np::linalg::slogdet(x),
        np::linalg::norm_ord(x, np::linalg::Norm::Nuclear),
        np::linalg::norm_ord(x, np::linalg::Norm::Two),
        np::max_axis(x, 1),
        np::std_axis(x, 1),
        np::sort_axis(x, 1),
        np::random::multivariate_normal(x.diag(), x, 2, 1),
        Ok(shuffled(x)),
        Ok(x.heat_map()?.with_values()),
        Ok(plot::heat_map(x)?.to_svg()),
        Ok(plot::image(x)?.to_svg()),
        np::imshow(x),
    ];
    let mut walk = Walk::default();
    for (about, x) in matrices() {
        for (name, function) in functions.iter().copied().chain(of_any!(&Array2<f64>)) {
            walk.call(name, about, || function(&x));
        }
    }
    walk.end();
}

/// Numbers that a person may type by mistake.
#[test]
fn parameters_of_every_sort() {
    let functions = calls![
        |x: &f64| np::arange(0.0, 10.0, *x),
        np::arange(*x, 1.0, 0.5),
        Ok(np::linspace(*x, 1.0, 3)),
        Ok(np::linspace(0.0, 1.0, 0)),
        Ok(np::logspace(*x, 1.0, 3)),
        Ok(np::full((2, 0), *x)),
        Ok(np::eye(0)),
        Ok(np::identity(1)),
        np::percentile([1, 2], *x),
        np::quantile([1, 2], *x),
        np::random::normal(*x, *x, 3, 1),
        np::random::uniform(*x, -1.0, 3, 1),
        np::random::uniform(-1.0, *x, (0, 2), 1),
        np::random::poisson(*x, 3, 1),
        np::random::exponential(*x, 3, 1),
        np::random::binomial(5, *x, 3, 1),
        np::random::gamma(*x, *x, 3, 1),
        np::random::integers(i64::MIN, *x as i64, 3, 1),
        np::random::integers(*x as i64, i64::MAX, 3, 1),
        np::random::permutation(x.clamp(0.0, 9.0) as usize, 1),
        np::clip([1, 2], *x, *x),
        np::power(2, *x),
        np::gradient([1, 2, 3], *x),
        np::bincount([*x]),
        np::linalg::norm_ord([1, 2], np::linalg::Norm::P(*x)),
        Ok(plot::line(&[1, 2], &[3, 4])?.hline(*x).vline(*x).hspan(*x, 1.0).line_width(*x).to_svg()),
    ];
    let mut walk = Walk::default();
    for x in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -0.0, -1.0, 0.5, 1e-300, 1e300, 5e-324] {
        for (name, function) in &functions {
            walk.call(name, &format!("{x:e}"), || function(&x));
        }
    }
    walk.end();
}

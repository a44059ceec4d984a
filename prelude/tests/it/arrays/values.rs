//! Helpers against NumPy, SciPy and scikit-learn: 1e-12 of the largest value.

use super::{HELPERS, close, close_number, flat, matrix, reference, same_places, vector};
use ferrolab_prelude::prelude::*;

type Cell = Result<(), Box<dyn std::error::Error>>;

fn v(name: &str) -> String {
    format!("/vectors/{name}")
}

#[test]
fn creation() -> Cell {
    close(&np::linspace(-1.3, 2.7, 11), "/creation/linspace", HELPERS);
    close(&np::logspace(-2.0, 3.0, 7), "/creation/logspace", HELPERS);
    close(&np::arange(0.3, 2.2, 0.1)?, "/creation/arange", HELPERS);
    close(&np::arange(5.0, -3.0, -1.5)?, "/creation/arange_down", HELPERS);
    let x = Array2::from_shape_fn((3, 4), |(i, j)| (i * 4 + j) as f64);
    close(&np::tril(&x)?, "/creation/tril", HELPERS);
    close(&np::triu(&x)?, "/creation/triu", HELPERS);
    assert_eq!(np::zeros((2, 3)), Array2::<f64>::zeros((2, 3)));
    assert_eq!(np::ones([2, 1, 2]).shape(), [2, 1, 2]);
    assert_eq!(np::full_like(&x, 2.0).sum(), 24.0);
    assert_eq!(np::identity(3).diag().sum(), 3.0);
    assert_eq!(np::linspace(0.0, 1.0, 0).len(), 0);
    assert_eq!(np::linspace(5.0, 1.0, 1), array![5.0]);
    assert_eq!(np::arange(0.0, -1.0, 1.0)?.len(), 0);
    Ok(())
}

#[test]
fn order() -> Cell {
    let (x, whole) = (vector(&v("x")), vector(&v("whole")).mapv(|value| value as i64));
    same_places(&np::argsort(&x), &v("argsort"));
    same_places(&x.argsort(), &v("argsort"));
    assert_eq!(np::sort(&x).to_vec(), flat(&v("sort")));
    assert_eq!(x.sorted(), np::sort(&x));
    assert_eq!(np::argmax(&x)?, reference(&v("argmax")).as_u64().unwrap() as usize);
    assert_eq!(x.argmin()?, reference(&v("argmin")).as_u64().unwrap() as usize);
    let unique = np::unique_all(&whole);
    assert_eq!(unique.values.mapv(|value| value as f64).to_vec(), flat(&v("unique")));
    same_places(&unique.indices, &v("unique_indices"));
    same_places(&unique.inverse, &v("unique_inverse"));
    same_places(&unique.counts, &v("unique_counts"));
    Ok(())
}

#[test]
fn long_arrays_sort_like_short_ones() {
    let x = Array1::from_shape_fn(200_000, |i| ((i * 7919) % 10_007) as f64);
    let order = np::argsort(&x);
    let sorted = np::sort(&x);
    assert!(order.iter().zip(&sorted).all(|(place, value)| x[*place] == *value));
    let stable = order.windows(2).into_iter().all(|pair| x[pair[0]] < x[pair[1]] || pair[0] < pair[1]);
    assert!(stable);
    assert_eq!(np::unique(&x).len(), 10_007);
}

#[test]
fn summaries() -> Cell {
    let (x, y) = (vector(&v("x")), vector(&v("y")));
    let percentiles = [0.0, 5.0, 25.0, 33.3, 50.0, 90.0, 99.9, 100.0]
        .iter()
        .map(|q| x.percentile(*q))
        .collect::<Result<Array1<f64>, _>>()?;
    close(&percentiles, &v("percentiles"), HELPERS);
    close_number(x.quantile(0.5)?, &v("median"), HELPERS);
    close_number(x.median()?, &v("median"), HELPERS);
    close_number(np::mode(vector(&v("whole")))?, &v("mode"), HELPERS);
    close_number(np::mean(&x)?, &v("mean"), HELPERS);
    close_number(np::std(&x)?, &v("std"), HELPERS);
    close_number(np::var(&x)?, &v("var"), HELPERS);
    close_number(np::std_ddof(&x, 1)?, &v("std1"), HELPERS);
    close_number(x.ptp()?, &v("ptp"), HELPERS);
    close_number(np::average(&x, y.mapv(f64::abs))?, &v("average"), HELPERS);
    close(&np::zscore(&x)?, &v("zscore"), HELPERS);
    let both = np::stack((&x, &y), 0)?;
    close(&np::cov(&both)?, &v("cov"), HELPERS);
    close(&np::corrcoef(&both)?, &v("corrcoef"), HELPERS);
    assert!((np::correlation_of(&x, &y)? - np::corrcoef(&both)?[[0, 1]]).abs() < 1e-15);
    close_number(np::logsumexp(&x)?, &v("logsumexp"), HELPERS);
    close(&np::softmax(&x)?, &v("softmax"), HELPERS);
    Ok(())
}

#[test]
fn sequences() -> Cell {
    let (x, y) = (vector(&v("x")), vector(&v("y")));
    close(&x.cumsum(), &v("cumsum"), HELPERS);
    close(&np::cumprod(y.slice(s![..20]))?, &v("cumprod"), HELPERS);
    close(&np::diff(&x)?, &v("diff"), HELPERS);
    close(&np::diff_order(&x, 3)?, &v("diff3"), HELPERS);
    close(&x.clip(-2.0, 5.0), &v("clip"), HELPERS);
    close_number(np::trapz(&y, np::sort(&x))?, &v("trapz"), HELPERS);
    close(&np::gradient(&x, 0.5)?, &v("gradient"), HELPERS);
    close(&np::interp(&x, vector(&v("bins")), [1, 4, -2, 0, 3, 9])?, &v("interp"), HELPERS);
    close(&np::polyfit(&x, &y, 3)?, &v("polyfit"), 1e-9);
    close(&np::polyval([0.5, -1.0, 2.0, 7.0], &y)?, &v("polyval"), HELPERS);
    let (long, short) = (x.slice(s![..12]), y.slice(s![..5]));
    close(&np::convolve(long, short, np::Overlap::Full)?, &v("convolve_full"), HELPERS);
    close(&np::convolve(short, long, np::Overlap::Same)?, &v("convolve_same"), HELPERS);
    let even = np::convolve(x.slice(s![..5]), y.slice(s![..12]), np::Overlap::Same)?;
    close(&even, &v("convolve_same_even"), HELPERS);
    close(&np::convolve(long, short, np::Overlap::Valid)?, &v("convolve_valid"), HELPERS);
    Ok(())
}

#[test]
fn counting() -> Cell {
    let (x, y, bins, whole) = (vector(&v("x")), vector(&v("y")), vector(&v("bins")), vector(&v("whole")));
    let (counts, edges) = np::histogram(&x, 7)?;
    same_places(&counts, &v("histogram"));
    close(&edges, &v("edges"), HELPERS);
    same_places(&np::histogram(&x, &bins)?.0, &v("histogram_given"));
    close(&np::histogram_density(&x, 7)?.0, &v("density"), HELPERS);
    same_places(&np::digitize(&x, &bins)?, &v("digitize"));
    same_places(&np::searchsorted(&bins, &x)?, &v("searchsorted"));
    same_places(&np::bincount(&whole)?, &v("bincount"));
    let weights = y.slice(s![..60]).mapv(f64::abs);
    close(&np::bincount_weighted(&whole, &weights)?, &v("bincount_weighted"), HELPERS);
    Ok(())
}

#[test]
fn products_and_functions() -> Cell {
    let (x, y) = (vector(&v("x")), vector(&v("y")));
    close(&np::outer(x.slice(s![..3]), y.slice(s![..4]))?, &v("outer"), HELPERS);
    close(&np::cross(x.slice(s![..3]), y.slice(s![..3]))?, &v("cross"), HELPERS);
    close_number(np::inner(&x, &y)?, &v("inner"), HELPERS);
    let a = x.slice(s![..4]).into_shape_with_order((2, 2))?;
    close(&np::kron(a, y.slice(s![..6]).into_shape_with_order((2, 3))?)?, &v("kron"), HELPERS);
    close(&np::remainder(&x, &y)?, &v("remainder"), HELPERS);
    close(&np::round(&x)?, &v("round"), 0.0);
    close(&np::sign(&x)?, &v("sign"), 0.0);
    close(&np::expm1(&y)?, &v("expm1"), HELPERS);
    close(&np::log1p(np::abs(&x)?)?, &v("log1p"), HELPERS);
    close(&np::tanh(&y)?, &v("tanh"), HELPERS);
    close(&np::arctan2(&x, &y)?, &v("arctan2"), HELPERS);
    close(&np::hypot(&x, &y)?, &v("hypot"), HELPERS);
    Ok(())
}

#[test]
fn gaps_are_left_out() -> Cell {
    let x = matrix("/gaps/x");
    close_number(np::nanmean(&x)?, "/gaps/nanmean", HELPERS);
    close_number(np::nansum(&x)?, "/gaps/nansum", HELPERS);
    close_number(np::nanstd(&x)?, "/gaps/nanstd", HELPERS);
    close_number(np::nanvar(&x)?, "/gaps/nanvar", HELPERS);
    close_number(np::nanmin(&x)?, "/gaps/nanmin", HELPERS);
    close_number(np::nanmax(&x)?, "/gaps/nanmax", HELPERS);
    close_number(np::nanmedian(&x)?, "/gaps/nanmedian", HELPERS);
    close_number(np::nanquantile(&x, 0.3)?, "/gaps/nanquantile", HELPERS);
    close(&np::nanmean_axis(&x, 0)?, "/gaps/nanmean_axis", HELPERS);
    close(&np::nanstd_axis(&x, 1)?, "/gaps/nanstd_axis", HELPERS);
    close(&np::nansum_axis(&x, Axis(0))?, "/gaps/nansum_axis", HELPERS);
    let column = df!("a" => [Some(1.0), None, Some(3.0)])?;
    assert_eq!(np::nanmean(column.column("a")?)?, 2.0);
    assert!(
        np::mean(column.column("a")?).unwrap_err().to_string().contains("column `a` has 1 missing value")
    );
    Ok(())
}

#[test]
fn along_axes() -> Cell {
    let x = matrix("/matrices/x");
    // A view with other strides gives the same.
    for x in [x.view(), x.t().to_owned().t().into_owned().view()] {
        same_places(&np::argmax_axis(x, 0)?, "/matrices/argmax");
        same_places(&np::argmin_axis(x, -1)?, "/matrices/argmin");
        close(&np::max_axis(x, 1)?, "/matrices/max", HELPERS);
        close(&np::min_axis(x, 0)?, "/matrices/min", HELPERS);
        close(&np::median_axis(x, 0)?, "/matrices/median", HELPERS);
        for (axis, number) in [(Axis(0), 0), (Axis(1), -1)] {
            assert!(np::allclose(np::sum_axis(x, number)?, x.sum_axis(axis))?);
            assert!(np::allclose(np::mean_axis(x, number)?, x.mean_axis(axis).unwrap())?);
            assert!(np::allclose(np::std_axis(x, number)?, x.std_axis(axis, 0.0))?);
            assert!(np::allclose(np::var_axis(x, number)?, x.var_axis(axis, 0.0))?);
        }
        close(&np::percentile_axis(x, 30.0, 1)?, "/matrices/percentile", HELPERS);
        close(&np::sort_axis(x, 0)?, "/matrices/sort", HELPERS);
        close(&np::cumsum_axis(x, 1)?, "/matrices/cumsum", HELPERS);
        close(&np::cumprod_axis(x, 0)?, "/matrices/cumprod", HELPERS);
        close(&np::diff_axis(x, 1)?, "/matrices/diff", HELPERS);
        close(&np::cov(x)?, "/matrices/cov", HELPERS);
        close(&np::corrcoef(x.t())?, "/matrices/corrcoef", HELPERS);
        close(&np::softmax(x)?, "/matrices/softmax", HELPERS);
    }
    assert_eq!(np::argmax_axis([3, 9, 4], 0)?.into_scalar(), 1);
    let wide = Array2::from_shape_fn((300, 400), |(i, j)| ((i * 31 + j * 17) % 101) as f64);
    assert_eq!(np::max_axis(&wide, 0)?, wide.map_axis(Axis(0), |lane| np::max(lane).unwrap_or(0.0)));
    assert_eq!(np::sort_axis(&wide, 1)?.row(7), np::sort(wide.row(7)));
    Ok(())
}

#[test]
fn distances() -> Cell {
    let (x, other) = (matrix("/matrices/x"), matrix("/matrices/other"));
    close(&np::euclidean_distances(&x, &other)?, "/matrices/euclidean", HELPERS);
    close(&np::manhattan_distances(&x, &other)?, "/matrices/manhattan", HELPERS);
    close(&np::cosine_distances(&x, &other)?, "/matrices/cosine", HELPERS);
    assert_eq!(np::cosine_distances([[0, 0]], [[1, 2]])?, array![[1.0]]);
    Ok(())
}

#[test]
fn joining() -> Cell {
    let (a, b) = (array![[1.0, 2.0], [3.0, 4.0]], array![5.0, 6.0]);
    assert_eq!(np::vstack((&a, &b))?, array![[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]);
    assert_eq!(np::hstack((&a, &a))?.shape(), [2, 4]);
    assert_eq!(np::hstack(&[&b, &b])?, array![5.0, 6.0, 5.0, 6.0]);
    assert_eq!(np::column_stack((&b, &a, [7, 8]))?, array![[5.0, 1.0, 2.0, 7.0], [6.0, 3.0, 4.0, 8.0]]);
    assert_eq!(np::stack((&a, &a), -1)?.shape(), [2, 2, 2]);
    assert_eq!(np::concatenate((&a, &a), -1)?.shape(), [2, 4]);
    assert_eq!(np::concatenate(vec![&b, &b], 0)?.len(), 4);
    Ok(())
}

#[test]
fn broadcasting() -> Cell {
    let a = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]];
    assert_eq!(np::add(&a, [10, 20, 30])?, array![[11.0, 22.0, 33.0], [14.0, 25.0, 36.0]]);
    assert_eq!(np::subtract(&a, 1)?, &a - 1.0);
    assert_eq!(np::multiply([[1], [2]], &a)?.row(1), array![8.0, 10.0, 12.0]);
    assert_eq!(np::divide(1.0, [2, 4])?, array![0.5, 0.25]);
    assert_eq!(np::power(&a, 2)?, &a * &a);
    assert_eq!(np::maximum(&a, 3)?.min()?, 3.0);
    assert_eq!(np::minimum([1.0, f64::NAN], 3)?[0], 1.0);
    assert!(np::minimum([1.0, f64::NAN], 3)?[1].is_nan() && np::maximum(3, [f64::NAN])?[0].is_nan());
    assert_eq!(
        np::where_(a.mapv(|value| value > 3.0), 1, [0, 5, 0])?,
        array![[0.0, 5.0, 0.0], [1.0, 1.0, 1.0]]
    );
    assert_eq!(np::argwhere(a.mapv(|value| value > 4.0))?, array![[1, 1], [1, 2]]);
    assert_eq!(np::add(Array3::<f64>::ones((2, 1, 3)), Array2::<f64>::ones((4, 1)))?.shape(), [2, 4, 3]);
    let empty = np::add(Array2::<f64>::zeros((0, 3)), [1, 2, 3])?;
    assert_eq!(empty.shape(), [0, 3]);
    Ok(())
}

#[test]
fn nan_goes_last_and_wins() -> Cell {
    let x = array![2.0, f64::NAN, -1.0, f64::INFINITY, f64::NAN];
    assert_eq!(np::argsort(&x).to_vec(), [2, 0, 3, 1, 4]);
    assert_eq!(np::unique(&x).len(), 4);
    assert_eq!(x.argmax()?, 1);
    assert!(x.median()?.is_nan() && x.max()?.is_nan() && np::percentile(&x, 10.0)?.is_nan());
    assert_eq!(x.clip(0.0, 1.0).mapv(f64::is_nan), np::isnan(&x)?);
    assert!(!np::allclose(&x, &x)? && np::allclose([f64::INFINITY], [f64::INFINITY])?);
    assert!(!np::allclose([f64::INFINITY], [1.0])?);
    assert_eq!(np::nan_to_num(&x)?[1], 0.0);
    Ok(())
}

#[test]
fn every_kind_of_number_and_container() -> Cell {
    assert_eq!(np::mean([true, false])?, 0.5);
    assert_eq!(np::mean(&vec![1_u8, 3])?, 2.0);
    assert_eq!(array![[1_i64, 2], [3, 4]].cumsum(), array![1.0, 3.0, 6.0, 10.0]);
    assert_eq!(array![1_usize, 5].max()?, 5.0);
    let df = df!("a" => [1, 2], "b" => [3.5, 4.5])?;
    assert_eq!(np::max_axis(&df, 0)?, array![2.0, 4.5]);
    assert_eq!(np::diff(df.column("b")?)?, array![1.0]);
    assert_eq!(np::unique(["b", "a", "b"]).to_vec(), ["a", "b"]);
    assert_eq!(np::unique(array!["x".to_owned(), "x".to_owned()]).len(), 1);
    let turned = array![[1.0, 2.0], [3.0, 4.0]];
    assert_eq!(np::cumsum(turned.t())?, array![1.0, 4.0, 6.0, 10.0]);
    Ok(())
}

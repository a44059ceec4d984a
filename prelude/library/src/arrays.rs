//! Arithmetic, reductions, slices and printing of arrays of `f64`.

use ferrolab_prelude::ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, array, concatenate, s, stack};

use ferrolab_prelude::array::{AsFeatures, AsLabels, AsNumbers};
use ferrolab_prelude::dataset::{AsTraining, Dataset};

type Vector = Array1<f64>;
type Matrix = Array2<f64>;

/// Operators between arrays and numbers.
pub fn operators(x: &Matrix, v: &Vector) -> (Matrix, Vector) {
    let scaled = (x * 2.0 + 1.0) / 3.0 - 0.5;
    let matrix = x + x - x * x / x;
    let moved = -(scaled + x - &matrix * v);
    let mixed = 2.0 * x + &(1.0 - x);
    let vector = (v * 2.0 + 1.0 - v) / v * v;
    let other = 1.0 / v + (0.5 - v) * 2.0 - (v + v) / 2.0 + (v - &total_of(v)) * (v / &total_of(v)) * (v * v);
    let mut sum = moved + mixed;
    sum += x;
    sum -= 1.0;
    sum *= 0.5;
    sum /= &matrix;
    let mut total = vector + &other;
    total += v;
    total -= &other;
    total *= 2.0;
    total /= 3.0;
    (sum, -total)
}

/// Element-wise functions and reductions.
pub fn reductions(x: &Matrix, v: &Vector) -> Vec<f64> {
    let mapped = (x * 2.0 + 1.0).mapv(f64::sqrt).sum_axis(Axis(0));
    let centred = x - &x.mean_axis(Axis(0)).unwrap_or_default();
    let spread = x.std_axis(Axis(0), 1.0) + x.var_axis(Axis(1), 0.0).sum();
    let logs = v.mapv(f64::ln) + v.mapv(f64::exp) + v.mapv(f64::abs) + v.mapv(f64::sin) + v.mapv(f64::cos);
    let lambda = v.map(|value| value * value) + v.mapv(|value| value.powi(2));
    let folded =
        v.fold(0.0, |sum, value| sum + value) + v.iter().sum::<f64>() + v.iter().copied().fold(0.0, f64::max);
    let mut values = vec![mapped.sum(), centred.sum(), spread.sum(), logs.sum(), lambda.sum(), folded];
    values.extend([
        x.sum(),
        v.sum(),
        x.mean().unwrap_or(0.0),
        v.mean().unwrap_or(0.0),
        v.std(0.0),
        v.var(1.0),
        v.product(),
    ]);
    values
}

/// Products, transposes, shapes.
pub fn products(x: &Matrix, v: &Vector) -> Option<(Matrix, Vector, f64)> {
    let gram = x.t().dot(x) + x.dot(&x.t());
    let image = x.dot(v) + x.t().dot(v);
    let reshaped = x.clone().into_shape_with_order((2, 3)).ok()?.to_owned();
    let flat = x.iter().copied().collect::<Vector>().to_vec();
    let wide = concatenate![Axis(1), x.view(), gram.view()];
    let tall = concatenate(Axis(0), &[x.view(), wide.view()]).ok()?;
    let stacked = stack![Axis(0), v.view(), image.view()];
    let column = v.view().insert_axis(Axis(1)).to_owned();
    Some((reshaped + tall + stacked + column, Vector::from(flat), v.dot(v) + image.dot(v)))
}

/// Making arrays.
pub fn made(n: usize) -> (Vec<Vector>, Vec<Matrix>) {
    let vectors = vec![
        Vector::zeros(n),
        Vector::ones(n),
        Vector::linspace(0.0, 1.0, n),
        Vector::range(0.0, 1.0, 0.1),
        Vector::from_vec(vec![0.0; n]),
        Vector::from_elem(n, 1.0),
        Vector::from_iter((0..n).map(|i| i as f64)),
        Vector::from_shape_fn(n, |i| i as f64),
        array![1.0, 2.0, 3.0],
    ];
    let matrices = vec![
        Matrix::zeros((n, n)),
        Matrix::ones((n, n)),
        Matrix::eye(n),
        Matrix::from_elem((n, n), 1.0),
        Matrix::from_shape_fn((n, n), |(i, j)| (i * j) as f64),
        Matrix::from_diag(&Vector::ones(n)),
        Matrix::from_shape_vec((1, n), vec![0.0; n]).unwrap_or_default(),
        array![[1.0, 2.0], [3.0, 4.0]],
    ];
    (vectors, matrices)
}

/// Rows, columns, slices, elements.
pub fn parts(x: &Matrix, v: &Vector) -> f64 {
    let mut copy = x.clone();
    copy.row_mut(0).assign(&x.row(1));
    copy.column_mut(0).fill(1.0);
    copy[[0, 0]] = v[0];
    copy.slice_mut(s![.., 1]).assign(&v.slice(s![1..]));
    let mut sum = copy.slice(s![..2, ..]).sum() + x.slice(s![.., 0]).sum() + x.slice(s![1..;2, ..-1]).sum();
    for row in x.rows() {
        sum += row.sum() + row.dot(v);
    }
    for column in x.columns() {
        sum += column.mean().unwrap_or(0.0);
    }
    for row in x.axis_iter(Axis(0)) {
        sum += row[0];
    }
    for ((i, j), value) in x.indexed_iter() {
        sum += value * (i + j) as f64;
    }
    for (i, value) in v.iter().enumerate() {
        sum += value * i as f64;
    }
    sum + x.select(Axis(0), &[0]).sum()
        + x.row(0).to_owned().sum()
        + x.map_axis(Axis(1), |row| row.sum()).sum()
}

/// Printing and comparing.
pub fn printed(x: &Matrix, v: &Vector, labels: &Array1<usize>, ints: &Array1<i64>) -> String {
    let equal = *x == x.to_owned() && *v == v.to_owned() && *labels == labels.to_owned();
    format!("{x} {x:?} {v} {v:?} {labels} {labels:?} {ints} {ints:?} {:?} {:?} {equal}", x.shape(), x.dim())
}

/// What models, metrics and charts take.
pub fn arguments(x: &Matrix, v: &Vector, data: &Dataset) -> Result<(), ferrolab_prelude::Error> {
    let (classes, words): (Array1<usize>, Vec<&str>) = (labels_of(v), vec!["a"]);
    let owned: Vec<String> = vec![String::new()];
    (x, v).training()?;
    (x, &v.to_vec()).training()?;
    (x, &classes).training()?;
    (x, &words).training()?;
    (x, &owned).training()?;
    data.training()?;
    (&data).training()?;
    let views: (ArrayView2<'_, f64>, ArrayView1<'_, f64>) = (x.view(), v.view());
    views.training()?;
    x.features()?;
    views.0.features()?;
    views.1.numbers()?;
    v.numbers()?;
    v.to_vec().numbers()?;
    classes.numbers()?;
    classes.labels()?;
    words.labels()?;
    owned.labels()?;
    Ok(())
}

fn total_of(v: &Vector) -> Vector {
    v.clone()
}

fn labels_of(v: &Vector) -> Array1<usize> {
    v.mapv(|value| value as usize)
}

//! The least squares table is that of statsmodels.

use super::{close, reference, sample_weights};
use ferrolab_prelude::prelude::*;

fn check(name: &str, model: &FittedLinearRegression) {
    let theirs = reference(&format!("/inference/{name}"));
    let ours = model.statistics();
    close("coefficients", ours.coefficients(), &theirs["coefficients"], 1e-10);
    close("standard errors", ours.standard_errors(), &theirs["standard_errors"], 1e-10);
    close("t", &ours.t_values(), &theirs["t"], 1e-10);
    close("p", &ours.p_values(), &theirs["p"], 1e-10);
    close("interval", &ours.conf_int(0.05).unwrap(), &theirs["interval"], 1e-9);
    close("interval", &ours.conf_int(0.01).unwrap(), &theirs["interval_1"], 1e-9);
    let single = [
        ("r2", ours.r2()),
        ("adjusted_r2", ours.adjusted_r2()),
        ("f", ours.f_statistic()),
        ("f_p", ours.f_p_value()),
        ("log_likelihood", ours.log_likelihood()),
        ("aic", ours.aic()),
        ("bic", ours.bic()),
        ("scale", ours.residual_standard_error()),
    ];
    for (what, value) in single {
        close(what, &[value], &theirs[what], 1e-9);
    }
    close("df", &[ours.df_model() as f64, ours.df_residual() as f64], &theirs["df"], 0.0);
}

#[test]
fn linear_statistics_are_statsmodels() {
    let data = diabetes();
    check("ols", &LinearRegression::new().fit(&data).unwrap());
    check("wls", &LinearRegression::new().fit(data.weighted(sample_weights())).unwrap());
    check("origin", &LinearRegression::new().fit_intercept(false).fit(&diabetes()).unwrap());
}

#[test]
fn linear_weights_are_repeated_samples() {
    let data = diabetes();
    let counts: Vec<usize> = (0..442).map(|i| i % 3).collect();
    let rows: Vec<usize> = (0..442).flat_map(|i| vec![i; counts[i]]).collect();
    let weights: Vec<f64> = counts.iter().map(|count| *count as f64).collect();
    let weighted = LinearRegression::new().fit((&data.features, &data.target, &weights)).unwrap();
    let repeated = LinearRegression::new().fit(&data.select_rows(&rows).unwrap()).unwrap();
    for (a, b) in weighted.coefficients().iter().zip(repeated.coefficients()) {
        assert!((a - b).abs() < 1e-9 * b.abs().max(1.0), "{a} {b}");
    }
}

#[test]
fn linear_statistics_are_shown_and_framed() {
    let model = LinearRegression::new().fit(&diabetes()).unwrap();
    let text = model.rich_display().get("text/plain").unwrap().to_owned();
    for part in ["standard error", "P>|t|", "adjusted R²: 0.5066", "F: 46.27", "AIC, BIC: 4793.98, 4838.99"]
    {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let df = model.statistics().to_frame().unwrap();
    assert_eq!(df.shape(), (11, 7));
}

#[test]
fn linear_nearly_dependent_columns_keep_their_digits() {
    // x1 = x0 + 1e-6 · noise: the normal equations alone would lose all digits.
    let x = Array2::from_shape_fn((60, 3), |(i, j)| {
        let (base, noise) = ((i as f64 / 7.0).sin(), ((i * 37) % 11) as f64 - 5.0);
        [base, base + 1e-6 * noise, (i % 5) as f64][j]
    });
    let y = x.column(0).to_owned() + 3.0 * &x.column(1) - 2.0 * &x.column(2) + 7.0;
    let model = LinearRegression::new().fit((&x, &y)).unwrap();
    for (ours, truth) in model.coefficients().iter().zip([1.0, 3.0, -2.0]) {
        assert!((ours - truth).abs() < 1e-6, "{ours} {truth}");
    }
}

#[test]
fn linear_on_constant_and_few() {
    let x = array![[1.0, 5.0], [2.0, 5.0], [3.0, 5.0]];
    let model = LinearRegression::new().fit((&x, &[1.0, 2.5, 2.5])).unwrap();
    assert_eq!(model.coefficients()[1], 0.0);
    assert_eq!(model.statistics().df_residual(), 1);
    let one = LinearRegression::new().fit((&array![[1.0]], &[3.0])).unwrap();
    assert_eq!(one.intercept(), 3.0);
    assert!(one.statistics().standard_errors()[0].is_nan());
    assert!(one.rich_display().get("text/plain").is_some());
}

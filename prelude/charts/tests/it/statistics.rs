//! Against NumPy, SciPy, matplotlib and statsmodels: `tests/reference/statistics.py`.

use ferrolab_charts::statistics::{
    Bins, BoxStatistics, Density, Regression, mean_interval, quantile, quantiles, round_levels, t_quantile,
};
use serde_json::Value;

pub fn reference() -> Value {
    serde_json::from_str(include_str!("../reference/statistics.json")).expect("the script wrote JSON")
}

pub fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(|one| one.as_f64().expect("a number")).collect()
}

#[track_caller]
fn near(ours: &[f64], theirs: &[f64], tolerance: f64) {
    assert_eq!(ours.len(), theirs.len());
    let scale = theirs.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    for (index, (our, their)) in ours.iter().zip(theirs).enumerate() {
        assert!((our - their).abs() <= tolerance * scale, "{index}: {our} is not {their}");
    }
}

#[test]
fn quantiles_and_boxes_are_numpys_and_matplotlibs() {
    let reference = reference();
    for (name, sample) in reference["samples"].as_object().expect("samples") {
        let values = numbers(&sample["values"]);
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        let shares = [0.0, 0.1, 0.25, 0.5, 0.9, 1.0];
        near(&shares.map(|q| quantile(&sorted, q)), &numbers(&sample["quantiles"]), 1e-14);
        near(&quantiles(&values, &shares), &numbers(&sample["quantiles"]), 1e-14);
        let found = BoxStatistics::of(&values).expect(name);
        let ours = [found.low, found.first, found.median, found.third, found.high];
        near(&ours, &numbers(&sample["box"]), 1e-14);
        assert_eq!(found.outliers, numbers(&sample["outliers"]), "{name}");
    }
}

#[test]
fn bins_are_numpys() {
    let reference = reference();
    for (name, sample) in reference["samples"].as_object().expect("samples") {
        let values = numbers(&sample["values"]);
        assert_eq!(Bins::of(&values, None).count as f64, sample["bins"].as_f64().expect("a count"), "{name}");
        let counts = Bins::of(&values, Some(7)).counts(values.iter().copied());
        let counts: Vec<f64> = counts.into_iter().map(|count| count as f64).collect();
        assert_eq!(counts, numbers(&sample["counts"]), "{name}");
    }
}

#[test]
fn densities_are_scipys() {
    let reference = reference();
    for (name, sample) in reference["samples"].as_object().expect("samples") {
        let density = Density::of(&numbers(&sample["values"]), 1.0, 3.0).expect(name);
        near(&density.at, &numbers(&sample["at"]), 1e-12);
        // Those of many values are binned first.
        let tolerance = if name == "large" { 1e-4 } else { 1e-12 };
        near(&density.density, &numbers(&sample["density"]), tolerance);
    }
}

#[test]
fn students_t_regressions_and_means_are_scipys() {
    let reference = reference();
    for (degrees, quantile) in reference["t"].as_object().expect("quantiles") {
        let ours = t_quantile(0.975, degrees.parse().expect("a number"));
        near(&[ours], &[quantile.as_f64().expect("a number")], 1e-9);
    }
    for sample in reference["samples"].as_object().expect("samples").values() {
        let (mean, half) = mean_interval(&numbers(&sample["values"]));
        near(
            &[mean, half],
            &[&sample["mean"], &sample["interval"]].map(|it| it.as_f64().expect("number")),
            1e-9,
        );
    }
    let about = &reference["regression"];
    let fit = Regression::of(&numbers(&about["x"]), &numbers(&about["y"])).expect("a line");
    let at = numbers(&about["at"]);
    let side = |sign: f64| at.iter().map(|x| fit.at(*x) + sign * fit.half_width(*x)).collect::<Vec<_>>();
    near(&side(0.0), &numbers(&about["mean"]), 1e-12);
    near(&side(-1.0), &numbers(&about["low"]), 1e-10);
    near(&side(1.0), &numbers(&about["high"]), 1e-10);
}

#[test]
fn nothing_panics_at_odd_samples() {
    for values in [
        vec![],
        vec![f64::NAN],
        vec![2.0],
        vec![5.0; 4],
        vec![-1e308, 1e308],
        vec![1e-320; 3],
        vec![0.1; 3000],
    ] {
        for count in [None, Some(0), Some(1_000_000)] {
            let bins = Bins::of(&values, count);
            assert!(bins.count >= 1 && bins.low < bins.high && bins.count <= 500);
            let counted: usize = bins.counts(values.iter().copied()).iter().sum();
            assert_eq!(counted, values.iter().filter(|value| value.is_finite()).count());
        }
        let density = Density::of(&values, 1.0, 3.0);
        assert_eq!(density.is_some(), values.iter().any(|value| value.is_finite()));
        assert_eq!(BoxStatistics::of(&values).is_some(), density.is_some());
        assert!(Regression::of(&values, &values).is_none_or(|line| line.slope.is_finite()));
    }
}

#[test]
fn levels_are_round() {
    assert_eq!(round_levels(0.0, 1.0, 5), [0.0, 0.2, 0.4, 0.6000000000000001, 0.8, 1.0]);
    assert_eq!(round_levels(-3.1, 7.2, 5), [-5.0, -2.5, 0.0, 2.5, 5.0, 7.5]);
    assert_eq!(round_levels(2.0, 2.0, 5), [2.0, 2.0]);
}

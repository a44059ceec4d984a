//! Forecasts.

use ferrolab_prelude::prelude::*;
use ferrolab_prelude::serde_json::Value;

use super::{cases, close, data, numbers, reference, series};

fn effect(kind: &Value, name: &str) -> Option<Effect> {
    match kind[name].as_str() {
        Some("add") => Some(Effect::Additive),
        Some("mul") => Some(Effect::Multiplicative),
        _ => None,
    }
}

fn of_kind(kind: &Value) -> ExponentialSmoothing {
    let mut model = ExponentialSmoothing::simple();
    if let Some(trend) = effect(kind, "trend") {
        model = model.trend(trend);
    }
    if let Some(seasonal) = effect(kind, "seasonal") {
        model = model.seasonal(kind["seasonal_periods"].as_u64().unwrap() as usize, seasonal);
    }
    if kind["damped_trend"].as_bool() == Some(true) { model.damped() } else { model }
}

/// The sum of squares is statsmodels' or at most a part in a thousand worse; it stops where it likes in flat valleys, so forecasts
/// are compared only where ours is not better by a part in a thousand.
#[test]
fn smoothing_is_statsmodels() {
    for case in cases("/smoothing") {
        let model = of_kind(&case["kind"]).fit(&data(&case)).unwrap();
        let theirs = case["sse"].as_f64().unwrap();
        assert!(model.sse() <= theirs * (1.0 + 1e-3), "{}: {} {theirs}", case["kind"], model.sse());
        if model.sse() > theirs * (1.0 - 1e-3) {
            close(&model.forecast(11).unwrap().mean, &numbers(&case["forecast"])[..11], 0.02);
        }
    }
}

/// With the smoothing parameters given, only the first states are found: within 1e-4.
#[test]
fn smoothing_with_given_parameters_is_statsmodels() {
    for case in cases("/fixed") {
        let mut model = of_kind(&case["kind"]);
        for (name, value) in case["params"].as_object().unwrap() {
            let value = value.as_f64().unwrap();
            model = match name.as_str() {
                "smoothing_level" => model.smoothing_level(value),
                "smoothing_trend" => model.smoothing_trend(value),
                "smoothing_seasonal" => model.smoothing_seasonal(value),
                _ => model.damping_trend(value),
            };
        }
        let model = model.fit(&data(&case)).unwrap();
        let theirs = case["sse"].as_f64().unwrap();
        assert!(model.sse() <= theirs * (1.0 + 1e-6), "{}: {} {theirs}", case["kind"], model.sse());
        let (mut ours, mut theirs) = (model.forecast(15).unwrap().mean.to_vec(), numbers(&case["forecast"]));
        // A whole period ahead statsmodels takes the season as it was before the last value.
        if let Some(period) = case["kind"]["seasonal_periods"].as_u64().filter(|period| *period <= 15) {
            ours.remove(period as usize - 1);
            theirs.remove(period as usize - 1);
        }
        close(&ours, &theirs, 1e-3);
    }
}

#[test]
fn the_right_kind_is_chosen() {
    let model = AutoEts::new(12).fit(&series("airline")).unwrap();
    assert_eq!(model.candidates().len(), 9);
    assert!(model.candidates()[0].0.contains("multiplicative seasons"), "{:?}", model.candidates());
    let flat = AutoEts::new(1).fit(&series("flat")).unwrap();
    assert_eq!(flat.candidates().len(), 3);
    assert!(flat.chosen().smoothing_level() > 0.0);
    assert_eq!(flat.residuals().len(), 150);
}

#[test]
fn limits_hold_about_as_often_as_they_say() {
    // Sums of normal steps: the naive forecast's own world.
    let mut inside = 0;
    for seed in 0..200 {
        let steps = np::random::normal(0.0, 1.0, 110, seed).unwrap();
        let mut level = 0.0;
        let y: Vec<f64> = steps
            .iter()
            .map(|step| {
                level += step;
                level
            })
            .collect();
        let forecast = NaiveForecaster::last().fit(&y[..100]).unwrap().forecast_with_level(10, 0.8).unwrap();
        let (lower, upper) = (forecast.lower.unwrap(), forecast.upper.unwrap());
        inside += usize::from((lower[9]..=upper[9]).contains(&y[109]));
    }
    assert!((140..=180).contains(&inside), "{inside} of 200 within limits of 0.8");
}

#[test]
fn multiplicative_limits_widen_with_the_level() {
    let model =
        ExponentialSmoothing::holt_winters(12, Effect::Multiplicative).fit(&series("airline")).unwrap();
    let forecast = model.forecast(24).unwrap();
    let (lower, upper) = (forecast.lower.clone().unwrap(), forecast.upper.clone().unwrap());
    for step in 0..24 {
        assert!(lower[step] < forecast.mean[step] && forecast.mean[step] < upper[step]);
    }
    assert_eq!(forecast, model.forecast(24).unwrap());
    assert_eq!(forecast.to_frame().unwrap().get_column_names(), ["step", "forecast", "lower", "upper"]);
}

/// The same regression on the same lags: 1e-8.
#[test]
fn lags_are_scikit_learns_regression() {
    let theirs = reference("/lags");
    let model =
        LagForecaster::new(LinearRegression::new()).lags(&[1, 2, 12]).fit(&series("airline")).unwrap();
    close(&model.forecast(18).unwrap().mean, &numbers(&theirs["forecast"]), 1e-8);
    assert_eq!(model.feature_names(), ["lag_1", "lag_2", "lag_12"]);
    assert_eq!(model.fitted_values().iter().filter(|value| value.is_nan()).count(), 12);
}

#[test]
fn lags_with_everything() {
    let line: Vec<f64> = (0..80).map(|t| 3.0 * t as f64 + [0.0, 5.0, -5.0, 2.0][t % 4]).collect();
    let model = LagForecaster::new(LinearRegression::new())
        .lags(&[1, 4])
        .rolling_means(&[4])
        .rolling_deviations(&[8])
        .seasonal_place(4)
        .differences()
        .fit(&line)
        .unwrap();
    close(&model.forecast(4).unwrap().mean, &[240.0, 248.0, 241.0, 251.0], 1e-6);
    assert_eq!(model.fitted_values().iter().filter(|value| value.is_nan()).count(), 9);
}

#[test]
fn forecasters_are_saved_and_read() {
    let y = series("airline");
    let folder = std::env::temp_dir();
    let model = ExponentialSmoothing::holt_winters(12, Effect::Additive).fit(&y).unwrap();
    let path = folder.join("ferrolab_test_smoothing.model");
    model.save(&path).unwrap();
    assert_eq!(FittedExponentialSmoothing::load(&path).unwrap(), model);
    assert!(FittedSeasonalNaive::load(&path).unwrap_err().to_string().contains("ExponentialSmoothing"));
    let lags = LagForecaster::new(LinearRegression::new()).fit(&y).unwrap();
    let path = folder.join("ferrolab_test_lags.model");
    lags.save(&path).unwrap();
    let back = FittedLagForecaster::load(&path).unwrap();
    assert_eq!(back.forecast(5).unwrap(), lags.forecast(5).unwrap());
}

#[test]
fn every_forecaster_is_one() {
    let y = series("airline");
    let all: Vec<Box<dyn Forecaster>> = vec![
        Box::new(NaiveForecaster::last()),
        Box::new(NaiveForecaster::mean()),
        Box::new(NaiveForecaster::drift()),
        Box::new(SeasonalNaive::new(12)),
        Box::new(ExponentialSmoothing::holt().damped()),
        Box::new(AutoEts::new(12)),
        Box::new(LagForecaster::new(LinearRegression::new())),
    ];
    for model in &all {
        let fitted = model.fit_series(&y).unwrap();
        assert_eq!(fitted.forecast_steps(7, 0.9).unwrap().len(), 7);
        assert_eq!(fitted.in_sample().len(), y.len());
        assert!(fitted.summary().subtitle.contains("120 values"));
        assert!(fitted.forecast_steps(0, 0.9).is_err() && fitted.forecast_steps(1, 1.0).is_err());
        for bad in [vec![], vec![1.0, f64::NAN, 2.0], vec![1.0, f64::INFINITY]] {
            assert!(model.fit_series(&bad).is_err(), "{} {bad:?}", model.name());
        }
        // Whatever a short or constant series gives, it is no panic.
        for few in [vec![3.0], vec![3.0, 4.0], vec![2.0; 40], vec![0.0; 40]] {
            if let Ok(fitted) = model.fit_series(&few) {
                let forecast = fitted.forecast_steps(3, 0.95).unwrap();
                assert!(forecast.mean.iter().all(|value| value.is_finite()), "{} {few:?}", model.name());
            }
        }
    }
}

#[test]
fn what_makes_no_sense_is_refused() {
    let y = series("airline");
    let message = |error: ferrolab_prelude::Error| error.to_string();
    assert!(message(SeasonalNaive::new(1).fit(&y).unwrap_err()).contains("`period` is 1"));
    assert!(message(SeasonalNaive::new(200).fit(&y).unwrap_err()).contains("at least 200 values"));
    let negative = ExponentialSmoothing::simple().seasonal(2, Effect::Multiplicative);
    let error = message(negative.fit(&[1.0, -1.0, 2.0, 3.0]).unwrap_err());
    assert!(error.contains("values above 0 alone"), "{error}");
    let error = message(ExponentialSmoothing::simple().damped().fit(&y).unwrap_err());
    assert!(error.contains("together with a trend"), "{error}");
    let error = message(ExponentialSmoothing::simple().smoothing_level(1.5).fit(&y).unwrap_err());
    assert!(error.contains("`smoothing_level` is 1.5"), "{error}");
    let error = message(LagForecaster::new(LogisticRegression::new()).fit(&y).unwrap_err());
    assert!(error.contains("a regressor"), "{error}");
    let error = message(LagForecaster::new(LinearRegression::new()).lags(&[0]).fit(&y).unwrap_err());
    assert!(error.contains("`lags` is 0"), "{error}");
}

fn days(texts: Vec<String>) -> Column {
    let df = df!("day" => texts).unwrap().lazy().select([col("day").cast(DataType::Date)]).collect().unwrap();
    df.column("day").unwrap().clone()
}

#[test]
fn dates_go_on_by_months_and_days() {
    let months: Vec<String> = (0..36)
        .map(|t| format!("{}-{:02}-31", 2020 + t / 12, t % 12 + 1))
        .map(|text| month_end(&text))
        .collect();
    let y: Vec<f64> = (0..36).map(|t| f64::from(t % 12)).collect();
    let model = LagForecaster::new(LinearRegression::new()).lags(&[12]).date_parts(&[DatePart::Month]);
    let forecast = model.fit_dated(&days(months), &y).unwrap().forecast(3).unwrap();
    close(&forecast.mean, &[0.0, 1.0, 2.0], 1e-6);
    let dates = forecast.to_frame().unwrap();
    let expected = days(vec!["2023-01-31".to_owned(), "2023-02-28".to_owned(), "2023-03-31".to_owned()]);
    assert!(dates.column("date").unwrap().as_materialized_series().equals(expected.as_materialized_series()));
    let gap = days(vec!["2026-01-01".into(), "2026-01-02".into(), "2026-01-04".into(), "2026-01-05".into()]);
    let model = LagForecaster::new(LinearRegression::new()).lags(&[1]).date_parts(&[DatePart::Day]);
    assert!(
        model.fit_dated(&gap, &[1.0, 2.0, 3.0, 4.0]).unwrap_err().to_string().contains("equal distances")
    );
    assert!(model.fit(&y).unwrap_err().to_string().contains("`fit_dated`"));
    assert!(model.fit_dated(&gap, &[1.0]).is_err());
}

/// The last day of the month of a text like 2020-02-31.
fn month_end(text: &str) -> String {
    let (year, month): (i32, u32) = (text[..4].parse().unwrap(), text[5..7].parse().unwrap());
    let leap = year % 4 == 0;
    let day = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month as usize - 1];
    format!("{}{day:02}", &text[..8])
}

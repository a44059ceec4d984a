//! Forecasts on the past.

use ferrolab_prelude::prelude::*;

use super::{close, series};

#[test]
fn cuts_are_where_they_should_be() {
    let y: Vec<f64> = (0..20).map(f64::from).collect();
    let report = backtest(&NaiveForecaster::last(), &y, 3, 2).unwrap();
    let all = report.forecasts().unwrap();
    assert_eq!(all.column_array("cut").unwrap(), array![14.0, 14.0, 14.0, 17.0, 17.0, 17.0]);
    assert_eq!(all.column_array("forecast").unwrap(), array![13.0, 13.0, 13.0, 16.0, 16.0, 16.0]);
    assert_eq!(all.column_array("truth").unwrap(), array![14.0, 15.0, 16.0, 17.0, 18.0, 19.0]);
    // One step of the series per step: errors of 1, 2, 3; the naive error within the series is 1.
    let by_horizon = report.by_horizon().unwrap();
    assert_eq!(by_horizon.column_array("mae").unwrap(), array![1.0, 2.0, 3.0]);
    assert_eq!(by_horizon.column_array("mase").unwrap(), array![1.0, 2.0, 3.0]);
    assert_eq!((report.mae(), report.mase()), (2.0, 2.0));
    close(&[report.rmse()], &[(14.0_f64 / 3.0).sqrt()], 1e-12);
    let rolling = Backtest::new(2).initial(10).step(4).run(&NaiveForecaster::drift(), &y).unwrap();
    assert_eq!(
        rolling.forecasts().unwrap().column_array("cut").unwrap(),
        array![10., 10., 14., 14., 18., 18.]
    );
    assert_eq!(rolling.mae(), 0.0);
}

#[test]
fn lists_of_forecasters_are_tested_alike() {
    let y: Vec<f64> = (0..40).map(|t| f64::from(t % 4)).collect();
    let models: Vec<Box<dyn Forecaster>> =
        vec![Box::new(NaiveForecaster::last()), Box::new(SeasonalNaive::new(4))];
    let boxed: Vec<f64> = models.iter().map(|model| backtest(model, &y, 4, 2).unwrap().mae()).collect();
    assert_eq!(backtest(models[0].as_ref(), &y, 4, 2).unwrap().mae(), boxed[0]);
    assert_eq!((boxed[0] > 0.0, boxed[1]), (true, 0.0));
}

#[test]
fn a_sliding_window_forgets() {
    let mut y = vec![100.0; 30];
    y.extend(vec![1.0; 30]);
    let test = Backtest::new(2).windows(3);
    assert!(test.run(&NaiveForecaster::mean(), &y).unwrap().mae() > 40.0);
    assert_eq!(test.sliding(10).run(&NaiveForecaster::mean(), &y).unwrap().mae(), 0.0);
}

#[test]
fn smoothing_beats_naive_on_seasons() {
    let y = series("airline");
    let test = Backtest::new(6).windows(4).period(12);
    let naive = test.run(&SeasonalNaive::new(12), &y).unwrap();
    let smooth = test.run(&ExponentialSmoothing::holt_winters(12, Effect::Multiplicative), &y).unwrap();
    assert!(smooth.mase() < naive.mase(), "{} {}", smooth.mase(), naive.mase());
    assert!(smooth.summary().subtitle.contains("4 cuts, 6 steps ahead"));
}

#[test]
fn errors_of_forecasts() {
    let (truth, forecast, train) = ([3.0, 5.0], [2.0, 7.0], [1.0, 3.0, 2.0, 6.0]);
    assert_eq!(mean_absolute_scaled_error(&truth, &forecast, &train, 2).unwrap(), 0.75);
    let squared = root_mean_squared_scaled_error(&truth, &forecast, &train, 1).unwrap();
    close(&[squared], &[(2.5_f64 / 7.0).sqrt()], 1e-12);
    let share = symmetric_mean_absolute_percentage_error(&truth, &forecast).unwrap();
    close(&[share], &[(0.4 + 1.0 / 3.0) / 2.0], 1e-12);
    assert_eq!(symmetric_mean_absolute_percentage_error(&[0.0], &[0.0]).unwrap(), 0.0);
    assert!(
        mean_absolute_scaled_error(&truth, &forecast, &[1.0, 1.0], 1)
            .unwrap_err()
            .to_string()
            .contains("same")
    );
    assert!(mean_absolute_scaled_error(&truth, &[1.0], &train, 1).is_err());
}

#[test]
fn what_makes_no_sense_is_refused() {
    let y = series("flat");
    let message = |error: ferrolab_prelude::Error| error.to_string();
    let error = message(Backtest::new(0).run(&NaiveForecaster::last(), &y).unwrap_err());
    assert!(error.contains("`horizon` is 0"), "{error}");
    let error = message(Backtest::new(60).run(&NaiveForecaster::last(), &y).unwrap_err());
    assert!(error.contains("Backtest of these cuts needs at least 301 values"), "{error}");
}

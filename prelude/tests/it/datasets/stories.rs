//! The stories tell the truth: what the documented model gives on the visible columns is what
//! `truth` says, and the usual estimators find the parameters again. Bands are four standard errors
//! unless stated.

use super::column;
use ferrolab_prelude::Error;
use ferrolab_prelude::datasets::{Story, Truth};
use ferrolab_prelude::prelude::*;

/// One column of a design: a number or flag by name, or `column: category` as 0 and 1.
fn regressor(df: &DataFrame, term: &str) -> Vec<f64> {
    match term.split_once(": ") {
        Some((name, category)) => df
            .column(name)
            .unwrap()
            .str()
            .unwrap()
            .iter()
            .map(|text| f64::from(u8::from(text == Some(category))))
            .collect(),
        None => column(df, term),
    }
}

fn design(df: &DataFrame, terms: &[&str]) -> Array2<f64> {
    let columns: Vec<Vec<f64>> = terms.iter().map(|term| regressor(df, term)).collect();
    Array2::from_shape_fn((df.height(), terms.len()), |(row, place)| columns[place][row])
}

fn terms(truth: &Truth) -> Vec<String> {
    truth.parameters.column("parameter").unwrap().str().unwrap().iter().flatten().map(str::to_owned).collect()
}

fn said_yes(df: &DataFrame, name: &str) -> Array1<f64> {
    regressor(df, &format!("{name}: yes")).into()
}

/// The residuals of a 0/1 outcome are noise: against each regressor their sum is within four
/// standard errors of zero.
#[track_caller]
fn drawn_from(probability: &Array1<f64>, outcome: &Array1<f64>, design: &Array2<f64>) {
    let (residual, variance) = (outcome - probability, probability.mapv(|p| p * (1.0 - p)));
    for (place, x) in design.columns().into_iter().enumerate() {
        let (score, spread) = (residual.dot(&x), (&variance * &x * x).sum().sqrt());
        assert!(score.abs() <= 4.0 * spread, "regressor {place}: {score} is beyond 4 × {spread}");
    }
}

fn check_logistic(story: &Story, outcome: &str, shares: std::ops::Range<f64>) {
    let truth = &story.truth;
    let terms = terms(truth);
    let names: Vec<&str> = terms[1..].iter().map(String::as_str).collect();
    let x = design(&story.frame, &names);
    let weights: Array1<f64> = names.iter().map(|name| truth.parameter(name).unwrap()).collect();
    let log_odds = x.dot(&weights) + truth.parameter("intercept").unwrap();
    let told = truth.rows.column_array("log_odds").unwrap();
    assert!(
        (&log_odds - &told).iter().all(|error| error.abs() < 1e-9),
        "the frame gives the truth's log odds"
    );
    let (probability, y) = (truth.rows.column_array("probability").unwrap(), said_yes(&story.frame, outcome));
    let share = y.mean().unwrap();
    assert!(shares.contains(&share), "{share}");
    drawn_from(&probability, &y, &x);
}

#[test]
fn churn_follows_its_log_odds() {
    let story = datasets::customer_churn(20_000, 1).unwrap();
    check_logistic(&story, "churned", 0.18..0.32);
    let df = &story.frame;
    let missing = |name: &str| df.column(name).unwrap().null_count() as f64 / 20_000.0;
    assert!((0.03..0.05).contains(&missing("age")) && (0.001..0.1).contains(&missing("total_charges")));
    assert_eq!(df.column("customer_id").unwrap().n_unique().unwrap(), 20_000);
    let (tenure, charges) = (column(df, "tenure_months"), column(df, "monthly_charges"));
    assert!(tenure.iter().all(|months| (0.0..=72.0).contains(months)));
    assert!(charges.iter().all(|charge| (15.0..=130.0).contains(charge)));
}

#[test]
fn a_logistic_regression_finds_the_causes_of_churn() {
    let story = datasets::customer_churn(20_000, 5).unwrap();
    let names: Vec<String> = terms(&story.truth)[1..].to_vec();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let x = design(&story.frame, &names);
    let model = LogisticRegression::new().c(100.0).fit((&x, &said_yes(&story.frame, "churned"))).unwrap();
    let found = model.coefficients().iter().copied().collect::<Vec<f64>>();
    assert_eq!(found.len(), names.len());
    for (name, found) in names.iter().zip(found) {
        let truth = story.truth.parameter(name).unwrap();
        // Wide enough for the sample (standard errors below 0.08) and the weak penalty.
        let band = if truth.abs() < 0.1 { 0.01 } else { 0.3 };
        assert!((found - truth).abs() < band, "{name}: {found} is not {truth}");
    }
}

#[test]
fn defaults_follow_their_log_odds() {
    let story = datasets::credit_risk(20_000, 2).unwrap();
    check_logistic(&story, "defaulted", 0.05..0.12);
    let df = &story.frame;
    assert!((0.03..0.09).contains(&(df.column("income").unwrap().null_count() as f64 / 20_000.0)));
    let ratio = column(df, "debt_to_income");
    assert!(ratio.iter().all(|ratio| (0.0..=1.5).contains(ratio)));
    let share: f64 = column(df, "credit_utilisation").iter().sum::<f64>() / 20_000.0;
    assert!((0.3..0.5).contains(&share));
}

#[test]
fn a_line_finds_what_makes_a_house_dear() {
    let story = datasets::house_prices(10_000, 3).unwrap();
    let (df, truth) = (&story.frame, &story.truth);
    let mut terms = terms(truth);
    assert_eq!(terms.pop().as_deref(), Some("noise"));
    let mut with_logs = df.clone();
    let area: Vec<f64> = column(df, "living_area").iter().map(|area| area.ln()).collect();
    let days = df.column("sale_date").unwrap().to_physical_repr().cast(&DataType::Float64).unwrap();
    let years: Vec<f64> = days.f64().unwrap().iter().flatten().map(|day| (day - 18_628.0) / 365.25).collect();
    with_logs.with_column(Column::new("ln(living_area)".into(), area)).unwrap();
    with_logs.with_column(Column::new("years since 2021-01-01".into(), years)).unwrap();
    let names: Vec<&str> = terms[1..].iter().map(String::as_str).collect();
    let x = design(&with_logs, &names);
    let weights: Array1<f64> = names.iter().map(|name| truth.parameter(name).unwrap()).collect();
    let expected = x.dot(&weights) + truth.parameter("intercept").unwrap();
    let told = truth.rows.column_array("expected_log_price").unwrap();
    assert!((&expected - &told).iter().all(|error| error.abs() < 1e-9));
    let y: Array1<f64> = column(df, "price").iter().map(|price| price.ln()).collect();
    let noise = (&y - &expected).std(1.0);
    assert!((noise - 0.1).abs() < 4.0 * 0.1 / 20_000_f64.sqrt(), "{noise}");
    let line = LinearRegression::new().fit((&x, &y)).unwrap();
    for ((name, found), truth) in names.iter().zip(line.coefficients()).zip(&weights) {
        // No term's standard error is above 0.005 (0.1 / √(10,000 · 0.08 · 0.92 · …)).
        assert!((found - truth).abs() < 0.02, "{name}: {found} is not {truth}");
    }
    let prices = column(df, "price");
    assert!(prices.iter().all(|price| (20_000.0..3_000_000.0).contains(price)));
    let flats = regressor(df, "house_type: flat").iter().sum::<f64>() as usize;
    assert_eq!(df.column("land_area").unwrap().null_count(), flats);
}

#[test]
fn orders_join_and_follow_their_rates() {
    let shop = datasets::shop_orders(30_000, 4).unwrap();
    let joined = shop
        .orders
        .inner_join(&shop.customers, ["customer_id"], ["customer_id"])
        .unwrap()
        .inner_join(&shop.products, ["product_id"], ["product_id"])
        .unwrap()
        .sort(["order_id"], SortMultipleOptions::default())
        .unwrap();
    assert_eq!(joined.height(), 30_000);
    assert_eq!((shop.customers.height(), shop.products.height()), (3750, 60));
    assert_eq!(shop.products.column("name").unwrap().n_unique().unwrap(), 60);
    let parameter = |name: &str| shop.truth.parameter(name).unwrap();
    for segment in ["new", "regular", "loyal"] {
        let of = regressor(&joined, &format!("segment: {segment}"));
        let n: f64 = of.iter().sum();
        let extra =
            of.iter().zip(column(&joined, "quantity")).map(|(is, pieces)| is * (pieces - 1.0)).sum::<f64>()
                / n;
        let mean = parameter(&format!("extra pieces: {segment}"));
        assert!((extra - mean).abs() < 4.0 * (mean / n).sqrt(), "{segment}: {extra}");
    }
    let (quantity, discount) = (column(&joined, "quantity"), column(&joined, "discount_percent"));
    let (clothing, electronics) =
        (regressor(&joined, "category: clothing"), regressor(&joined, "category: electronics"));
    let x = Array2::from_shape_fn((30_000, 5), |(row, place)| {
        [1.0, clothing[row], electronics[row], discount[row], quantity[row] - 1.0][place]
    });
    let names = ["intercept", "clothing", "electronics", "discount", "quantity"];
    let weights: Array1<f64> = names.iter().map(|name| parameter(&format!("return: {name}"))).collect();
    let probability = x.dot(&weights).mapv(|log_odds| 1.0 / (1.0 + (-log_odds).exp()));
    let told = shop.truth.rows.column_array("return_probability").unwrap();
    assert!((&probability - &told).iter().all(|error| error.abs() < 1e-12));
    drawn_from(&told, &joined.column_array("returned").unwrap(), &x);
}

#[test]
fn weekends_and_advent_are_busier_by_their_factors() {
    let shop = datasets::shop_orders(60_000, 8).unwrap();
    let days = shop.orders.column("ordered_at").unwrap().cast(&DataType::Date).unwrap();
    let days: Vec<i32> = days.to_physical_repr().i32().unwrap().iter().flatten().collect();
    assert!(days.is_sorted() && days[0] >= 19_358 && days[59_999] <= 20_088);
    // 1 January 1970 was a Thursday: days 2 and 3 of each week after it are the weekend.
    let weekend = |day: i32| matches!(day % 7, 2 | 3);
    let ordinary = |day: i32| (19_358..19_358 + 181).contains(&day);
    let rate = |wanted: bool| {
        let orders = days.iter().filter(|day| ordinary(**day) && weekend(**day) == wanted).count() as f64;
        orders / (0..181).filter(|day| weekend(19_358 + day) == wanted).count() as f64
    };
    let ratio = rate(true) / rate(false);
    assert!((ratio - 1.4).abs() < 0.12, "{ratio}");
    let advent = days.iter().filter(|day| (19_358 + 323..=19_358 + 357).contains(*day)).count() as f64 / 35.0;
    let spring = days.iter().filter(|day| ordinary(**day)).count() as f64 / 181.0;
    assert!((advent / spring - 1.9).abs() < 0.2, "{}", advent / spring);
}

#[test]
fn sensors_follow_the_load_but_for_the_faults() {
    let story = datasets::sensor_faults(20_000, 5).unwrap();
    let (df, rows) = (&story.frame, &story.truth.rows);
    let fault: Vec<bool> = df.column("is_fault").unwrap().bool().unwrap().iter().flatten().collect();
    let mut in_faults = vec![false; 20_000];
    for (first, last) in column(&story.faults, "first_row").into_iter().zip(column(&story.faults, "last_row"))
    {
        assert!(first <= last);
        in_faults[first as usize..=last as usize].fill(true);
    }
    assert_eq!(fault, in_faults);
    assert_eq!(story.faults.height(), 28);
    let (load, outside) = (column(df, "load"), column(rows, "outside"));
    for sensor in ["temperature", "pressure", "vibration", "flow"] {
        let parameter = |name: &str| story.truth.parameter(&format!("{sensor}: {name}")).unwrap();
        let readings: Vec<Option<f64>> = df.column(sensor).unwrap().f64().unwrap().iter().collect();
        let expected = column(rows, &format!("{sensor}_expected"));
        let mut squares = Vec::new();
        for row in 0..20_000 {
            let told =
                parameter("base") + parameter("load") * load[row] + parameter("outside") * outside[row];
            assert!((told - expected[row]).abs() < 1e-9);
            if let (Some(reading), false) = (readings[row], fault[row]) {
                squares.push((reading - told).powi(2));
            }
        }
        let noise = (squares.iter().sum::<f64>() / squares.len() as f64).sqrt();
        assert!((noise / parameter("noise") - 1.0).abs() < 0.03, "{sensor}: {noise}");
        let missing = readings.iter().filter(|reading| reading.is_none()).count();
        assert!((60..150).contains(&missing), "{missing}");
    }
    let kinds = story.faults.column("kind").unwrap().n_unique().unwrap();
    assert_eq!(kinds, 4);
}

#[test]
fn returns_have_their_drift_volatility_and_clusters() {
    let n = 4000;
    let story = datasets::stock_prices(n, 6).unwrap();
    let all = story.frame.hstack(story.truth.rows.columns()).unwrap();
    for ticker in ["AQUA", "BOLT", "CRUX", "DYNE"] {
        let df = all.clone().lazy().filter(col("ticker").eq(lit(ticker))).collect().unwrap();
        let parameter = |name: &str| story.truth.parameter(&format!("{ticker}: {name}")).unwrap();
        let [open, high, low, close, volume, returns, market, volatility] =
            ["open", "high", "low", "close", "volume", "return", "market_return", "volatility"]
                .map(|name| column(&df, name));
        for day in 0..n {
            assert!(
                low[day] <= open[day].min(close[day])
                    && high[day] >= open[day].max(close[day])
                    && low[day] > 0.0
            );
            assert!(volume[day] > 0.0);
            if day > 0 {
                // Prices are rounded to cents.
                let seen = (close[day] / close[day - 1]).ln();
                assert!((seen - returns[day]).abs() < 0.011 / close[day - 1].min(close[day]));
            }
        }
        let surprises: Vec<f64> =
            (0..n).map(|day| (returns[day] - parameter("drift")) / volatility[day]).collect();
        let mean = surprises.iter().sum::<f64>() / n as f64;
        let variance = surprises.iter().map(|z| z * z).sum::<f64>() / n as f64;
        assert!(mean.abs() < 4.0 / (n as f64).sqrt(), "{ticker}: {mean}");
        // The fourth moment of t with 6 degrees is 6: the variance of z² is at most 5.
        assert!((variance - 1.0).abs() < 4.0 * (5.0 / n as f64).sqrt(), "{ticker}: {variance}");
        let slope = LinearRegression::new()
            .fit((&Array2::from_shape_vec((n, 1), market).unwrap(), &Array1::from(returns.clone())))
            .unwrap()
            .coefficients()[0];
        assert!((slope - parameter("beta")).abs() < 0.2, "{ticker}: {slope}");
        let squares = |values: &[f64]| values.iter().map(|value| value * value).collect::<Vec<f64>>();
        assert!(autocorrelation(&squares(&returns)) > 0.05, "volatility clusters");
        assert!(autocorrelation(&squares(&surprises)).abs() < 0.08, "and the volatility explains it");
    }
    let days = story.frame.column("date").unwrap().to_physical_repr();
    let days: Vec<i32> = days.i32().unwrap().iter().flatten().step_by(4).collect();
    assert!(
        days.windows(2).all(|pair| pair[0] < pair[1]) && days.iter().all(|day| !matches!(day % 7, 2 | 3))
    );
}

fn autocorrelation(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let spread: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    values.windows(2).map(|pair| (pair[0] - mean) * (pair[1] - mean)).sum::<f64>() / spread
}

#[test]
fn reviews_carry_their_mood_and_topic() {
    let n = 8000;
    let story = datasets::product_reviews(n, 7).unwrap();
    let (df, rows) = (&story.frame, &story.truth.rows);
    let mood = |name: &str| regressor(rows, &format!("sentiment: {name}"));
    for name in ["negative", "neutral", "positive"] {
        let (share, told) = (
            mood(name).iter().sum::<f64>() / n as f64,
            story.truth.parameter(&format!("share: {name}")).unwrap(),
        );
        assert!((share - told).abs() < 4.0 * (told * (1.0 - told) / n as f64).sqrt(), "{name}: {share}");
    }
    let (good, bad) = (column(rows, "n_positive"), column(rows, "n_negative"));
    let positive = mood("positive");
    let (right, all) = (0..n)
        .filter(|row| positive[*row] == 1.0)
        .fold((0.0, 0.0), |(right, all), row| (right + good[row], all + good[row] + bad[row]));
    assert!((right / all - 0.85).abs() < 4.0 * f64::sqrt(0.85 * 0.15 / all), "{}", right / all);
    let rating = column(df, "rating");
    let mean_of = |name: &str| {
        let of = mood(name);
        of.iter().zip(&rating).map(|(is, stars)| is * stars).sum::<f64>() / of.iter().sum::<f64>()
    };
    assert!(
        mean_of("negative") < 2.0 && (2.7..3.3).contains(&mean_of("neutral")) && mean_of("positive") > 4.0
    );
    // Hardly a text comes twice, and the topic's own words are in its texts.
    let text = df.column("text").unwrap().str().unwrap();
    assert!(text.n_unique().unwrap() > n * 9 / 10);
    let (words, about): (Vec<bool>, Vec<f64>) = (
        text.iter().map(|text| text.unwrap().to_lowercase().contains("batter")).collect(),
        regressor(rows, "topic: battery"),
    );
    let share = |wanted: f64| {
        let rows: Vec<usize> = (0..n).filter(|row| about[*row] == wanted).collect();
        rows.iter().filter(|row| words[**row]).count() as f64 / rows.len() as f64
    };
    assert!(share(1.0) > 0.5 && share(0.0) < 0.1, "{} {}", share(1.0), share(0.0));
    assert!((0.08..0.12).contains(&(df.column("title").unwrap().null_count() as f64 / n as f64)));
}

fn every_story(n: usize, seed: u64) -> Vec<Result<(DataFrame, Truth), Error>> {
    let told = |story: Result<Story, Error>| story.map(|story| (story.frame, story.truth));
    vec![
        told(datasets::customer_churn(n, seed)),
        told(datasets::house_prices(n, seed)),
        told(datasets::credit_risk(n, seed)),
        told(datasets::stock_prices(n, seed)),
        told(datasets::product_reviews(n, seed)),
        datasets::shop_orders(n, seed).map(|shop| (shop.orders, shop.truth)),
        datasets::sensor_faults(n, seed).map(|story| (story.frame, story.truth)),
    ]
}

#[test]
fn one_row_many_seeds_and_no_row() {
    for n in [1, 2, 50, 101] {
        for story in every_story(n, 9) {
            let (frame, truth) = story.unwrap();
            assert!(frame.height() == n || frame.height() == 4 * n);
            assert_eq!(frame.height(), truth.rows.height());
        }
    }
    for n in [0, usize::MAX] {
        assert!(every_story(n, 0).into_iter().all(|story| matches!(story, Err(Error::Parameter { .. }))));
    }
    let (one, same, other) = (every_story(60, 1), every_story(60, 1), every_story(60, 2));
    for ((one, same), other) in one.into_iter().zip(same).zip(other) {
        let (one, same, other) = (one.unwrap().0, same.unwrap().0, other.unwrap().0);
        assert!(one.equals_missing(&same));
        assert!(!one.equals_missing(&other));
    }
}

#[test]
fn stories_show_themselves() {
    let story = datasets::product_reviews(50, 1).unwrap();
    let bundle = story.rich_display();
    let text = bundle.get("text/plain").unwrap();
    assert!(text.contains("frame: 50 × 8") && text.contains("on topic") && bundle.get("text/html").is_some());
    assert!(
        datasets::shop_orders(50, 1)
            .unwrap()
            .rich_display()
            .get("text/plain")
            .unwrap()
            .contains("products: 60 × 5")
    );
    assert!(
        datasets::sensor_faults(500, 1)
            .unwrap()
            .rich_display()
            .get("text/plain")
            .unwrap()
            .contains("faults: 1 × 6")
    );
    let error = story.truth.parameter("on topics").unwrap_err().to_string();
    assert!(error.contains("Did you mean `on topic`?"), "{error}");
}

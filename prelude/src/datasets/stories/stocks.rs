//! Four shares on four thousand days, or as many as wanted.

use polars::prelude::DataFrame;

use super::{Dice, Story, Truth, check_rows, column, dates, draw, round_to};
use crate::error::Result;

/// About two hundred years.
const MOST_DAYS: usize = 50_000;
/// 1 January 2020, a Wednesday.
const FIRST_DAY: i32 = 18_262;

/// Volatility follows GARCH(1, 1): tomorrow's variance is ω + ALPHA · today's squared surprise +
/// BETA · today's variance, with ω such that the long-run variance is as told.
const ALPHA: f64 = 0.08;
const BETA: f64 = 0.9;
/// Degrees of freedom of the surprises' t distribution.
const FREEDOM: f64 = 6.0;
const MARKET_VOLATILITY: f64 = 0.009;
/// The share of a day's variance that falls into the night before.
const OVERNIGHT: f64 = 0.25;

struct Share {
    ticker: &'static str,
    price: f64,
    /// Mean logarithmic return per day.
    drift: f64,
    /// How much of the market's movement it follows.
    beta: f64,
    /// The standard deviation of its own movement per day, in the long run.
    volatility: f64,
    volume: f64,
}

const SHARES: [Share; 4] = [
    Share { ticker: "AQUA", price: 42.0, drift: 0.0002, beta: 0.6, volatility: 0.007, volume: 1.2e6 },
    Share { ticker: "BOLT", price: 120.0, drift: 0.0004, beta: 1.0, volatility: 0.011, volume: 3.0e6 },
    Share { ticker: "CRUX", price: 15.0, drift: 0.0, beta: 1.2, volatility: 0.018, volume: 0.6e6 },
    Share { ticker: "DYNE", price: 260.0, drift: 0.0006, beta: 1.5, volatility: 0.014, volume: 5.0e6 },
];

/// Daily prices of four shares over `n` trading days from 2020 on, one row per day and share (4 `n`
/// rows).
///
/// Columns: `date` (no weekends), `ticker`, `open`, `high`, `low`, `close`, `volume`.
///
/// Truth: the logarithms of the closing prices are random walks with drift. A day's return is drift +
/// beta · the market's movement + the share's own movement; both movements have volatility that
/// clusters (GARCH(1, 1) with t-distributed surprises), so large days follow large days though
/// nothing tells their direction. The parameters are in [`Truth::parameters`]; `truth.rows` has each
/// day's `market_return`, `return` (logarithmic, close to close) and `volatility` (its true standard
/// deviation, given the days before).
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let story = datasets::stock_prices(250, 42)?;
/// assert_eq!(story.frame.shape(), (1000, 7));
/// assert_eq!(story.truth.parameter("DYNE: beta")?, 1.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: T. Bollerslev, "Generalized autoregressive conditional heteroskedasticity", 1986.
///
/// # Errors
/// [`Error::Parameter`](crate::Error::Parameter) for no days or more than 50,000.
pub fn stock_prices(n: usize, seed: u64) -> Result<Story> {
    check_rows("stock_prices", n, MOST_DAYS)?;
    let mut dice = Dice::new(seed);
    let mut market = Volatility::new(MARKET_VOLATILITY);
    let mut states: Vec<State> = SHARES.iter().map(State::new).collect();
    let days = draw(n, |day| {
        let (calm, movement) = (market.variance, market.step(&mut dice));
        states
            .iter_mut()
            .map(|state| state.trade(business_day(day), calm, movement, &mut dice))
            .collect::<Vec<Bar>>()
    })?;
    let bars: Vec<Bar> = days.into_iter().flatten().collect();
    Ok(Story { frame: frame(&bars)?, truth: truth(&bars)? })
}

/// A GARCH(1, 1) process.
struct Volatility {
    long_run: f64,
    variance: f64,
}

impl Volatility {
    fn new(volatility: f64) -> Self {
        Self { long_run: volatility * volatility, variance: volatility * volatility }
    }

    /// Today's movement; the variance becomes tomorrow's.
    fn step(&mut self, dice: &mut Dice) -> f64 {
        let movement = self.variance.sqrt() * dice.student(FREEDOM);
        let omega = self.long_run * (1.0 - ALPHA - BETA);
        self.variance = omega + ALPHA * movement * movement + BETA * self.variance;
        movement
    }
}

struct State {
    share: &'static Share,
    own: Volatility,
    log_close: f64,
}

struct Bar {
    day: i32,
    ticker: &'static str,
    prices: [f64; 4],
    volume: i64,
    market_return: f64,
    log_return: f64,
    volatility: f64,
}

impl State {
    fn new(share: &'static Share) -> Self {
        Self { share, own: Volatility::new(share.volatility), log_close: share.price.ln() }
    }

    fn trade(&mut self, day: i32, market_variance: f64, market_return: f64, dice: &mut Dice) -> Bar {
        let share = self.share;
        let variance = share.beta * share.beta * market_variance + self.own.variance;
        let log_return = share.drift + share.beta * market_return + self.own.step(dice);
        let night =
            OVERNIGHT * log_return + (OVERNIGHT * (1.0 - OVERNIGHT) * variance).sqrt() * dice.normal();
        let (from, to) = (self.log_close + night, self.log_close + log_return);
        // The furthest that a Brownian bridge from open to close gets, upwards and downwards.
        let by_day = (1.0 - OVERNIGHT) * variance;
        let mut reach = || {
            let way = to - from;
            (way * way - 2.0 * by_day * (1.0 - dice.uniform()).ln()).sqrt()
        };
        let (high, low) = ((from + to + reach()) / 2.0, (from + to - reach()) / 2.0);
        self.log_close = to;
        let surprise = log_return.abs() / variance.sqrt();
        let volume = share.volume * (0.25 * surprise + 0.3 * dice.normal()).exp();
        let cents = |log_price: f64| round_to(log_price.exp(), 0.01);
        Bar {
            day,
            ticker: share.ticker,
            prices: [from, high, low, to].map(cents),
            volume: round_to(volume, 100.0) as i64,
            market_return,
            log_return,
            volatility: variance.sqrt(),
        }
    }
}

/// The day number of a trading day: five a week.
fn business_day(number: usize) -> i32 {
    // Counted from the Monday of the first week.
    let from_monday = number as i32 + 2;
    FIRST_DAY - 2 + from_monday / 5 * 7 + from_monday % 5
}

fn frame(bars: &[Bar]) -> Result<DataFrame> {
    let mut columns = vec![dates("date", bars, |bar| bar.day)?, column("ticker", bars, |bar| bar.ticker)];
    for (place, name) in ["open", "high", "low", "close"].into_iter().enumerate() {
        columns.push(column(name, bars, |bar| bar.prices[place]));
    }
    columns.push(column("volume", bars, |bar| bar.volume));
    Ok(DataFrame::new(bars.len(), columns)?)
}

fn truth(bars: &[Bar]) -> Result<Truth> {
    let columns = vec![
        column("market_return", bars, |bar| bar.market_return),
        column("return", bars, |bar| bar.log_return),
        column("volatility", bars, |bar| bar.volatility),
    ];
    let common = [
        ("garch alpha", ALPHA),
        ("garch beta", BETA),
        ("t degrees of freedom", FREEDOM),
        ("market: volatility", MARKET_VOLATILITY),
    ];
    let own = SHARES.iter().flat_map(|share| {
        [("drift", share.drift), ("beta", share.beta), ("own volatility", share.volatility)]
            .map(|(name, value)| (format!("{}: {name}", share.ticker), value))
    });
    let parameters: Vec<(String, f64)> =
        common.map(|(name, value)| (name.to_owned(), value)).into_iter().chain(own).collect();
    let parameters: Vec<(&str, f64)> =
        parameters.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let model = "A day's logarithmic return is drift + beta · market movement + own movement; both movements are GARCH(1, 1) with t-distributed surprises.";
    Truth::new(model, &parameters, DataFrame::new(bars.len(), columns)?)
}

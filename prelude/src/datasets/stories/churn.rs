//! Customers who leave.

use polars::prelude::DataFrame;

use super::{
    Dice, MOST_ROWS, NEW_YEAR_2024, Story, Truth, check_rows, column, dates, draw, flag, logistic, round_to,
    weighted_sum,
};
use crate::error::Result;

const CONTRACTS: [&str; 3] = ["monthly", "one year", "two years"];
const INTERNET: [&str; 3] = ["fibre", "dsl", "none"];
const PAYMENTS: [&str; 4] = ["electronic check", "card", "bank transfer", "invoice"];

/// On the scale of log odds.
const COEFFICIENTS: [(&str, f64); 9] = [
    ("intercept", -1.9),
    ("contract: one year", -1.1),
    ("contract: two years", -2.0),
    ("tenure_months", -0.03),
    ("monthly_charges", 0.015),
    ("support_calls", 0.35),
    ("payment_method: electronic check", 0.5),
    ("senior", 0.3),
    ("internet: fibre", 0.4),
];

/// Customers of a telephone company, some of whom leave (about one in four).
///
/// Columns: `customer_id`, `signup_date`, `age` (some missing), `senior`, `contract`, `internet`,
/// `payment_method`, `paperless`, `tenure_months`, `monthly_charges`, `total_charges` (missing for
/// new customers), `support_calls`, `churned` ("yes", "no").
///
/// Truth: the log odds of leaving are a weighted sum ([`Truth::parameters`]) of contract (against
/// monthly), tenure, charges, calls, electronic checks, seniority and fibre; age, total charges,
/// paperless bills and all else only seem to matter. `truth.rows` has `log_odds` and `probability`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let story = datasets::customer_churn(1000, 42)?;
/// assert_eq!(story.frame.shape(), (1000, 13));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`](crate::Error::Parameter) for no rows or more than 100 million.
pub fn customer_churn(n: usize, seed: u64) -> Result<Story> {
    check_rows("customer_churn", n, MOST_ROWS)?;
    let mut dice = Dice::new(seed);
    let customers = draw(n, |_| Customer::draw(&mut dice))?;
    let rows = vec![
        column("log_odds", &customers, |customer| customer.log_odds),
        column("probability", &customers, |customer| logistic(customer.log_odds)),
    ];
    let model =
        "Each customer leaves with a probability whose log odds are the weighted sum of the parameters.";
    let truth = Truth::new(model, &COEFFICIENTS, DataFrame::new(n, rows)?)?;
    Ok(Story { frame: frame(&customers)?, truth })
}

struct Customer {
    signup: i32,
    age: Option<i64>,
    senior: bool,
    contract: usize,
    internet: usize,
    payment: usize,
    paperless: bool,
    tenure: i64,
    charges: f64,
    total: Option<f64>,
    calls: i64,
    log_odds: f64,
    churned: bool,
}

impl Customer {
    fn draw(dice: &mut Dice) -> Self {
        let contract = dice.weighted(&[0.55, 0.25, 0.2]);
        let (shape, scale) = [(1.2, 14.0), (2.5, 12.0), (3.0, 14.0)][contract];
        let tenure = (dice.gamma(shape) * scale).min(72.0).floor();
        let internet = dice.weighted(&[0.45, 0.35, 0.2]);
        let extras = (0..5).filter(|_| dice.chance(0.35)).count() as f64;
        let base = [72.0, 45.0, 20.0][internet] + if internet == 2 { 1.0 } else { 5.0 } * extras;
        let charges = round_to((base + 4.0 * dice.normal()).clamp(15.0, 130.0), 0.01);
        let calls = dice.poisson(if internet == 0 { 1.3 } else { 0.7 }) as i64;
        let payment = dice.weighted(&[0.34, 0.22, 0.22, 0.22]);
        let age = dice.normal_between(46.0, 17.0, 18.0, 92.0).floor();
        let senior = age >= 65.0;
        let billed = round_to(tenure * charges * (1.0 + 0.03 * dice.normal()), 0.01);
        let mut customer = Self {
            signup: NEW_YEAR_2024 - (tenure * 30.44) as i32 - dice.below(30) as i32,
            age: (!dice.chance(0.04)).then_some(age as i64),
            senior,
            contract,
            internet,
            payment,
            paperless: dice.chance(0.6),
            tenure: tenure as i64,
            charges,
            total: (tenure > 0.0).then_some(billed),
            calls,
            log_odds: 0.0,
            churned: false,
        };
        customer.log_odds = customer.odds();
        customer.churned = dice.chance(logistic(customer.log_odds));
        customer
    }

    /// The logarithm of the odds of leaving.
    fn odds(&self) -> f64 {
        let values = [
            1.0,
            flag(self.contract == 1),
            flag(self.contract == 2),
            self.tenure as f64,
            self.charges,
            self.calls as f64,
            flag(self.payment == 0),
            flag(self.senior),
            flag(self.internet == 0),
        ];
        weighted_sum(&COEFFICIENTS, values)
    }
}

fn frame(customers: &[Customer]) -> Result<DataFrame> {
    let ids: Vec<String> = (1..=customers.len()).map(|number| format!("C{number:06}")).collect();
    let columns = vec![
        column("customer_id", &ids, Clone::clone),
        dates("signup_date", customers, |customer| customer.signup)?,
        column("age", customers, |customer| customer.age),
        column("senior", customers, |customer| customer.senior),
        column("contract", customers, |customer| CONTRACTS[customer.contract]),
        column("internet", customers, |customer| INTERNET[customer.internet]),
        column("payment_method", customers, |customer| PAYMENTS[customer.payment]),
        column("paperless", customers, |customer| customer.paperless),
        column("tenure_months", customers, |customer| customer.tenure),
        column("monthly_charges", customers, |customer| customer.charges),
        column("total_charges", customers, |customer| customer.total),
        column("support_calls", customers, |customer| customer.calls),
        column("churned", customers, |customer| if customer.churned { "yes" } else { "no" }),
    ];
    Ok(DataFrame::new(customers.len(), columns)?)
}

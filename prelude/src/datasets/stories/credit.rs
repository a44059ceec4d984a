//! Loans that are paid back, and some that are not.

use polars::prelude::DataFrame;

use super::{
    Dice, MOST_ROWS, NEW_YEAR_2024, Story, Truth, check_rows, column, dates, draw, flag, logistic, round_to,
    weighted_sum,
};
use crate::error::Result;

const EMPLOYMENT: [&str; 4] = ["employed", "self-employed", "unemployed", "retired"];
const HOUSING: [&str; 3] = ["rent", "mortgage", "own"];
const PURPOSES: [&str; 5] = ["car", "home improvement", "debt consolidation", "business", "education"];
const TERMS: [i64; 5] = [12, 24, 36, 48, 60];

/// On the scale of log odds.
const COEFFICIENTS: [(&str, f64); 9] = [
    ("intercept", -4.2),
    ("credit_utilisation", 2.2),
    ("late_payments", 0.55),
    ("debt_to_income", 2.0),
    ("history_years", -0.06),
    ("employment: self-employed", 0.35),
    ("employment: unemployed", 1.2),
    ("housing: rent", 0.4),
    ("purpose: business", 0.6),
];

/// Applications for loans, a small part of which default (about one in twelve).
///
/// Columns: `loan_id`, `application_date`, `age`, `employment`, `employment_years` (missing for
/// those who do not work), `housing`, `income` (a year, some missing, more often for the
/// self-employed), `purpose`, `loan_amount`, `term_months`, `credit_utilisation` (0 to 1),
/// `history_years`, `open_accounts`, `late_payments` (in two years), `debt_to_income` (yearly debt
/// service over income), `defaulted` ("yes", "no").
///
/// Truth: the log odds of default are a weighted sum ([`Truth::parameters`]); age, income, amount and
/// term act through the debt-to-income ratio and the history alone. `truth.rows` has `log_odds` and
/// `probability`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let story = datasets::credit_risk(1000, 42)?;
/// assert_eq!(story.frame.shape(), (1000, 16));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`](crate::Error::Parameter) for no rows or more than 100 million.
pub fn credit_risk(n: usize, seed: u64) -> Result<Story> {
    check_rows("credit_risk", n, MOST_ROWS)?;
    let mut dice = Dice::new(seed);
    let loans = draw(n, |_| Loan::draw(&mut dice))?;
    let rows = vec![
        column("log_odds", &loans, |loan| loan.log_odds),
        column("probability", &loans, |loan| logistic(loan.log_odds)),
    ];
    let model =
        "Each loan defaults with a probability whose log odds are the weighted sum of the parameters.";
    let truth = Truth::new(model, &COEFFICIENTS, DataFrame::new(n, rows)?)?;
    Ok(Story { frame: frame(&loans)?, truth })
}

struct Loan {
    applied: i32,
    age: f64,
    employment: usize,
    employment_years: Option<i64>,
    housing: usize,
    income: Option<f64>,
    purpose: usize,
    amount: f64,
    term: i64,
    utilisation: f64,
    history: f64,
    accounts: i64,
    late: f64,
    debt_to_income: f64,
    log_odds: f64,
    defaulted: bool,
}

impl Loan {
    fn draw(dice: &mut Dice) -> Self {
        let age = dice.normal_between(42.0, 13.0, 19.0, 80.0).floor();
        let employment = if age >= 66.0 { 3 } else { dice.weighted(&[0.78, 0.15, 0.07]) };
        let level = [10.6, 10.65, 9.7, 10.2][employment] + 0.008 * (age - 42.0).min(18.0);
        let income = round_to((level + 0.42 * dice.normal()).exp(), 100.0);
        let housing = dice.weighted(&[0.75 - 0.007 * age, 0.3, 0.05 + 0.006 * age]);
        let amount = round_to((income * dice.between(0.05, 0.6)).max(500.0), 100.0);
        let term = *dice.pick(&TERMS);
        let other_debts = 0.06 * dice.gamma(2.0);
        let service = amount / term as f64 * 12.0 * 1.06;
        let debt_to_income = round_to((other_debts + service / income).min(1.5), 0.001);
        let utilisation = round_to(dice.normal_between(0.35, 0.28, 0.0, 1.0), 0.01);
        let history = ((age - 18.0) * dice.between(0.1, 0.9)).floor();
        // Who is short of money also pays late.
        let late = dice.poisson(0.15 + 0.7 * utilisation) as f64;
        let purpose = dice.weighted(&[0.28, 0.24, 0.26, 0.1, 0.12]);
        let years = ((age - 18.0) * dice.uniform() * 0.8).floor();
        let unproved = dice.chance(if employment == 1 { 0.15 } else { 0.04 });
        let mut loan = Self {
            applied: NEW_YEAR_2024 - 1 - dice.below(1095) as i32,
            age,
            employment,
            employment_years: (employment < 2).then_some(years as i64),
            housing,
            income: (!unproved).then_some(income),
            purpose,
            amount,
            term,
            utilisation,
            history,
            accounts: 1 + dice.poisson(1.5 + 0.12 * history) as i64,
            late,
            debt_to_income,
            log_odds: 0.0,
            defaulted: false,
        };
        loan.log_odds = loan.odds();
        loan.defaulted = dice.chance(logistic(loan.log_odds));
        loan
    }

    /// The logarithm of the odds of default.
    fn odds(&self) -> f64 {
        let values = [
            1.0,
            self.utilisation,
            self.late,
            self.debt_to_income,
            self.history,
            flag(self.employment == 1),
            flag(self.employment == 2),
            flag(self.housing == 0),
            flag(self.purpose == 3),
        ];
        weighted_sum(&COEFFICIENTS, values)
    }
}

fn frame(loans: &[Loan]) -> Result<DataFrame> {
    let ids: Vec<String> = (1..=loans.len()).map(|number| format!("L{number:06}")).collect();
    let columns = vec![
        column("loan_id", &ids, Clone::clone),
        dates("application_date", loans, |loan| loan.applied)?,
        column("age", loans, |loan| loan.age as i64),
        column("employment", loans, |loan| EMPLOYMENT[loan.employment]),
        column("employment_years", loans, |loan| loan.employment_years),
        column("housing", loans, |loan| HOUSING[loan.housing]),
        column("income", loans, |loan| loan.income),
        column("purpose", loans, |loan| PURPOSES[loan.purpose]),
        column("loan_amount", loans, |loan| loan.amount),
        column("term_months", loans, |loan| loan.term),
        column("credit_utilisation", loans, |loan| loan.utilisation),
        column("history_years", loans, |loan| loan.history as i64),
        column("open_accounts", loans, |loan| loan.accounts),
        column("late_payments", loans, |loan| loan.late as i64),
        column("debt_to_income", loans, |loan| loan.debt_to_income),
        column("defaulted", loans, |loan| if loan.defaulted { "yes" } else { "no" }),
    ];
    Ok(DataFrame::new(loans.len(), columns)?)
}

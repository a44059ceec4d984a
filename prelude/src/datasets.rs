//! Data to learn and to try things with: real sets that are built in, generators with scikit-learn's
//! names, and simulated stories whose truth is known.
//!
//! - Real and embedded: [`iris`], [`diabetes`], [`wine`], [`wine_recognition`], [`breast_cancer`],
//!   [`digits`], [`penguins`]. [`about`] tells where each is from and under which licence.
//! - Generated: [`make_classification`], [`make_regression`], [`make_blobs`], [`make_moons`],
//!   [`make_circles`], [`make_swiss_roll`], [`make_s_curve`], [`make_friedman1`].
//! - Told: [`customer_churn`], [`house_prices`], [`credit_risk`], [`shop_orders`], [`sensor_faults`],
//!   [`stock_prices`], [`product_reviews`].
//!
//! Nothing is downloaded. What is random depends on a seed alone.

mod about;
mod dice;
mod embedded;
mod generators;
mod penguins;
mod stories;

pub use about::{About, about, names};
pub use embedded::{breast_cancer, diabetes, diabetes_raw, digits, iris, wine, wine_recognition};
pub use generators::{
    MakeBlobs, MakeCircles, MakeClassification, MakeFriedman1, MakeMoons, MakeRegression, MakeSCurve,
    MakeSwissRoll, make_blobs, make_circles, make_classification, make_friedman1, make_moons,
    make_regression, make_s_curve, make_swiss_roll,
};
pub use penguins::penguins;
pub use stories::{
    SensorFaults, ShopOrders, Story, Truth, credit_risk, customer_churn, house_prices, product_reviews,
    sensor_faults, shop_orders, stock_prices,
};

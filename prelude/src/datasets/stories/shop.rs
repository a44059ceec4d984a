//! A shop's orders in three tables.

use polars::prelude::DataFrame;

use super::{
    Dice, MOST_ROWS, NEW_YEAR_2024, Truth, check_rows, column, dates, draw, flag, logistic, round_to, times,
    weighted_sum,
};
use crate::datasets::dice::Wheel;
use crate::error::Result;

const FIRST_DAY: i32 = NEW_YEAR_2024 - 365;
const DAYS: usize = 731;
const COUNTRIES: [&str; 6] = ["Germany", "France", "Italy", "Spain", "Poland", "Norway"];
const SEGMENTS: [&str; 3] = ["new", "regular", "loyal"];
const CHANNELS: [&str; 3] = ["web", "app", "store"];
const FIRST_NAMES: [&str; 16] = [
    "Anna", "Ben", "Chiara", "David", "Elena", "Filip", "Greta", "Hugo", "Ines", "Jan", "Kira", "Luca",
    "Maja", "Nils", "Olga", "Pablo",
];
const LAST_NAMES: [&str; 16] = [
    "Almeida", "Becker", "Costa", "Dubois", "Eriksen", "Fischer", "Garcia", "Hansen", "Ivanova", "Janssen",
    "Kowalski", "Lopez", "Moretti", "Novak", "Olsen", "Petit",
];
/// With the usual price and the words that its products are called by.
const CATEGORIES: [(&str, f64, [&str; 6]); 5] = [
    ("books", 16.0, ["Novel", "Atlas", "Cookbook", "Biography", "Guide", "Anthology"]),
    ("clothing", 45.0, ["Jacket", "Shirt", "Jeans", "Scarf", "Boots", "Coat"]),
    ("electronics", 140.0, ["Headphones", "Speaker", "Keyboard", "Camera", "Charger", "Monitor"]),
    ("garden", 38.0, ["Spade", "Lantern", "Planter", "Hose", "Bench", "Shears"]),
    ("kitchen", 30.0, ["Pan", "Kettle", "Knife", "Mixer", "Teapot", "Scale"]),
];
const VARIANTS: [&str; 2] = ["Classic", "Nova"];

const WEEKEND: f64 = 1.4;
const ADVENT: f64 = 1.9;
const SUMMER: f64 = 0.8;
/// Mean number of pieces beyond the first, by segment.
const EXTRA_PIECES: [f64; 3] = [0.2, 0.5, 0.9];

/// Of a return, on the scale of log odds.
const RETURNS: [(&str, f64); 5] = [
    ("return: intercept", -3.0),
    ("return: clothing", 1.3),
    ("return: electronics", 0.6),
    ("return: discount", 0.02),
    ("return: quantity", 0.2),
];

/// Three tables that belong together by `customer_id` and `product_id`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let shop = datasets::shop_orders(500, 42)?;
/// let joined = shop.orders.inner_join(&shop.products, ["product_id"], ["product_id"])?;
/// assert_eq!(joined.height(), 500);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ShopOrders {
    pub orders: DataFrame,
    pub customers: DataFrame,
    pub products: DataFrame,
    /// Its rows belong to `orders`.
    pub truth: Truth,
}

/// `n` orders of 2023 and 2024, by about one customer per eight orders, of 60 products.
///
/// Orders: `order_id`, `customer_id`, `product_id`, `ordered_at` (in order of time), `channel`,
/// `quantity`, `unit_price`, `discount_percent`, `total`, `returned`, `rating` (1 to 5, mostly
/// missing). Customers: `customer_id`, `name`, `country`, `segment`, `signup_date`, `newsletter`,
/// `birth_year` (some missing); some never order. Products: `product_id`, `name`, `category`,
/// `price`, `cost`.
///
/// Truth ([`Truth::parameters`]): days are chosen in proportion to a rate that is `weekend` times
/// higher on Saturdays and Sundays, `advent` times from 20 November to 24 December, `summer` times in
/// July and August; a segment's orders have 1 + Poisson pieces; the log odds of a return are a
/// weighted sum. A few customers and products have most of the orders. `truth.rows` has
/// `return_probability`.
///
/// # Errors
/// [`Error::Parameter`](crate::Error::Parameter) for no rows or more than 100 million.
pub fn shop_orders(n: usize, seed: u64) -> Result<ShopOrders> {
    check_rows("shop_orders", n, MOST_ROWS)?;
    let mut dice = Dice::new(seed);
    let customers = draw(n.div_ceil(8), |_| Customer::draw(&mut dice))?;
    let products = products(&mut dice);
    let wheels = Wheels {
        days: Wheel::new((0..DAYS).map(day_rate)),
        customers: Wheel::new(customers.iter().map(|customer| customer.activity)),
        products: Wheel::new((1..=products.len()).map(|rank| 1.0 / (rank as f64).powf(0.8))),
    };
    let mut orders = draw(n, |_| Order::draw(&wheels, &customers, &products, &mut dice))?;
    orders.sort_by_key(|order| order.time);
    Ok(ShopOrders {
        orders: order_frame(&orders)?,
        customers: customer_frame(&customers)?,
        products: product_frame(&products)?,
        truth: truth(&orders)?,
    })
}

struct Wheels {
    days: Wheel,
    customers: Wheel,
    products: Wheel,
}

struct Customer {
    name: String,
    country: usize,
    segment: usize,
    signup: i32,
    newsletter: bool,
    birth_year: Option<i64>,
    activity: f64,
}

impl Customer {
    fn draw(dice: &mut Dice) -> Self {
        let segment = dice.weighted(&[0.4, 0.4, 0.2]);
        Self {
            name: format!("{} {}", dice.pick(&FIRST_NAMES), dice.pick(&LAST_NAMES)),
            country: dice.weighted(&[0.34, 0.2, 0.16, 0.14, 0.1, 0.06]),
            segment,
            signup: FIRST_DAY - 1 - dice.below(1500) as i32,
            newsletter: dice.chance([0.3, 0.5, 0.7][segment]),
            birth_year: (!dice.chance(0.12))
                .then_some(dice.normal_between(1982.0, 14.0, 1935.0, 2005.0) as i64),
            activity: [0.5, 1.0, 2.5][segment] * dice.gamma(0.8),
        }
    }
}

struct Product {
    name: String,
    category: usize,
    price: f64,
    cost: f64,
}

/// In order of popularity.
fn products(dice: &mut Dice) -> Vec<Product> {
    let mut products = Vec::new();
    for (category, (_, usual, names)) in CATEGORIES.iter().enumerate() {
        for (name, variant) in names.iter().flat_map(|name| VARIANTS.map(|variant| (name, variant))) {
            let price = (usual * (0.4 * dice.normal()).exp()).ceil() - 0.05;
            let cost = round_to(price * dice.between(0.4, 0.7), 0.01);
            products.push(Product { name: format!("{name} {variant}"), category, price, cost });
        }
    }
    dice.shuffle(&mut products);
    products
}

/// How many orders a day gets, relative to an ordinary one.
fn day_rate(day: usize) -> f64 {
    // 1 January 2023 was a Sunday; 2024 was a leap year.
    let weekend = if matches!(day % 7, 0 | 6) { WEEKEND } else { 1.0 };
    let (of_year, leap) = if day < 365 { (day, 0) } else { (day - 365, 1) };
    let season = match of_year - if of_year > 59 { leap } else { 0 } {
        181..=242 => SUMMER,
        323..=357 => ADVENT,
        _ => 1.0,
    };
    weekend * season
}

struct Order {
    time: i64,
    customer: usize,
    product: usize,
    channel: usize,
    quantity: i64,
    price: f64,
    discount: i64,
    return_log_odds: f64,
    returned: bool,
    rating: Option<i64>,
}

impl Order {
    fn draw(wheels: &Wheels, customers: &[Customer], products: &[Product], dice: &mut Dice) -> Self {
        let (customer, product) = (wheels.customers.turn(dice), wheels.products.turn(dice));
        let (segment, category) = (customers[customer].segment, products[product].category);
        let day = i64::from(FIRST_DAY) + wheels.days.turn(dice) as i64;
        let second = dice.normal_between(15.5, 4.0, 6.0, 23.99) * 3600.0;
        let quantity = 1 + dice.poisson(EXTRA_PIECES[segment]) as i64;
        let discount = *dice.pick(&[0, 0, 0, 0, 5, 10, 20]);
        let values = [1.0, flag(category == 1), flag(category == 2), discount as f64, (quantity - 1) as f64];
        let return_log_odds = weighted_sum(&RETURNS, values);
        let returned = dice.chance(logistic(return_log_odds));
        let stars = dice.normal_between(if returned { 2.2 } else { 4.1 }, 1.0, 0.5, 5.49).round() as i64;
        Self {
            time: (day * 86_400 + second as i64) * 1000,
            customer,
            product,
            channel: dice.weighted(&[0.5, 0.3, 0.2]),
            quantity,
            price: products[product].price,
            discount,
            return_log_odds,
            returned,
            rating: dice.chance(0.35).then_some(stars.clamp(1, 5)),
        }
    }

    fn total(&self) -> f64 {
        round_to(self.price * self.quantity as f64 * (1.0 - self.discount as f64 / 100.0), 0.01)
    }
}

fn order_frame(orders: &[Order]) -> Result<DataFrame> {
    let ids: Vec<i64> = (1..=orders.len() as i64).collect();
    let columns = vec![
        column("order_id", &ids, |id| *id),
        column("customer_id", orders, |order| order.customer as i64 + 1),
        column("product_id", orders, |order| order.product as i64 + 1),
        times("ordered_at", orders, |order| order.time)?,
        column("channel", orders, |order| CHANNELS[order.channel]),
        column("quantity", orders, |order| order.quantity),
        column("unit_price", orders, |order| order.price),
        column("discount_percent", orders, |order| order.discount),
        column("total", orders, Order::total),
        column("returned", orders, |order| order.returned),
        column("rating", orders, |order| order.rating),
    ];
    Ok(DataFrame::new(orders.len(), columns)?)
}

fn customer_frame(customers: &[Customer]) -> Result<DataFrame> {
    let ids: Vec<i64> = (1..=customers.len() as i64).collect();
    let columns = vec![
        column("customer_id", &ids, |id| *id),
        column("name", customers, |customer| customer.name.clone()),
        column("country", customers, |customer| COUNTRIES[customer.country]),
        column("segment", customers, |customer| SEGMENTS[customer.segment]),
        dates("signup_date", customers, |customer| customer.signup)?,
        column("newsletter", customers, |customer| customer.newsletter),
        column("birth_year", customers, |customer| customer.birth_year),
    ];
    Ok(DataFrame::new(customers.len(), columns)?)
}

fn product_frame(products: &[Product]) -> Result<DataFrame> {
    let ids: Vec<i64> = (1..=products.len() as i64).collect();
    let columns = vec![
        column("product_id", &ids, |id| *id),
        column("name", products, |product| product.name.clone()),
        column("category", products, |product| CATEGORIES[product.category].0),
        column("price", products, |product| product.price),
        column("cost", products, |product| product.cost),
    ];
    Ok(DataFrame::new(products.len(), columns)?)
}

fn truth(orders: &[Order]) -> Result<Truth> {
    let rates = [("weekend", WEEKEND), ("advent", ADVENT), ("summer", SUMMER)];
    let pieces = [
        ("extra pieces: new", EXTRA_PIECES[0]),
        ("extra pieces: regular", EXTRA_PIECES[1]),
        ("extra pieces: loyal", EXTRA_PIECES[2]),
    ];
    let parameters: Vec<(&str, f64)> = rates.into_iter().chain(pieces).chain(RETURNS).collect();
    let rows = vec![column("return_probability", orders, |order| logistic(order.return_log_odds))];
    let model = "Days, customers and products are drawn in proportion to their rates; the log odds of a return are a weighted sum.";
    Truth::new(model, &parameters, DataFrame::new(orders.len(), rows)?)
}

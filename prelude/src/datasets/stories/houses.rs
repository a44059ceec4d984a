//! Houses and what they were sold for.

use polars::prelude::DataFrame;

use super::{
    Dice, MOST_ROWS, NEW_YEAR_2024, Story, Truth, check_rows, column, dates, draw, flag, round_to,
    weighted_sum,
};
use crate::error::Result;

const TYPES: [&str; 4] = ["flat", "terraced", "semi-detached", "detached"];
const CONDITIONS: [&str; 4] = ["poor", "fair", "good", "excellent"];
const ENERGY: [&str; 7] = ["A", "B", "C", "D", "E", "F", "G"];
/// With the usual distance to the centre in kilometres and the usual year of building.
const NEIGHBOURHOODS: [(&str, f64, f64); 6] = [
    ("Northfield", 8.0, 1985.0),
    ("Old Town", 1.0, 1925.0),
    ("Harbour", 2.5, 2005.0),
    ("Hillcrest", 6.0, 1970.0),
    ("Riverside", 4.0, 1990.0),
    ("Eastgate", 7.0, 1975.0),
];

/// 1 January 2021.
const FIRST_DAY: i32 = NEW_YEAR_2024 - 1095;
const NOISE: f64 = 0.1;

/// On the scale of the natural logarithm of the price.
const COEFFICIENTS: [(&str, f64); 16] = [
    ("intercept", 8.6),
    ("ln(living_area)", 0.85),
    ("neighbourhood: Old Town", 0.3),
    ("neighbourhood: Harbour", 0.22),
    ("neighbourhood: Hillcrest", 0.18),
    ("neighbourhood: Riverside", 0.12),
    ("neighbourhood: Eastgate", -0.1),
    ("house_type: terraced", 0.03),
    ("house_type: semi-detached", 0.06),
    ("house_type: detached", 0.12),
    ("condition: poor", -0.18),
    ("condition: good", 0.1),
    ("condition: excellent", 0.22),
    ("distance_km", -0.03),
    ("garage", 0.07),
    ("years since 2021-01-01", 0.05),
];

/// Houses and flats of one town, sold from 2021 to 2024.
///
/// Columns: `sale_id`, `sale_date`, `neighbourhood`, `house_type`, `condition`, `year_built`,
/// `living_area` (m²), `land_area` (m², missing for flats), `rooms`, `bathrooms`, `garage`,
/// `energy_class` (A to G, some missing), `distance_km` (to the centre), `price`.
///
/// Truth: the logarithm of the price is a weighted sum ([`Truth::parameters`]; against a fair flat in
/// Northfield) plus normal noise with the standard deviation `noise`. Rooms, bathrooms, land, year
/// and energy class go with the price without making it. `truth.rows` has `expected_log_price` and
/// `median_price`, the price without noise.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let story = datasets::house_prices(1000, 42)?;
/// assert_eq!(story.frame.shape(), (1000, 14));
/// assert_eq!(story.truth.parameter("ln(living_area)")?, 0.85);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`](crate::Error::Parameter) for no rows or more than 100 million.
pub fn house_prices(n: usize, seed: u64) -> Result<Story> {
    check_rows("house_prices", n, MOST_ROWS)?;
    let mut dice = Dice::new(seed);
    let houses = draw(n, |_| House::draw(&mut dice))?;
    let rows = vec![
        column("expected_log_price", &houses, |house| house.log_price),
        column("median_price", &houses, |house| house.log_price.exp()),
    ];
    let model = "The logarithm of the price is the weighted sum of the parameters plus normal noise.";
    let parameters: Vec<(&str, f64)> = COEFFICIENTS.into_iter().chain([("noise", NOISE)]).collect();
    let truth = Truth::new(model, &parameters, DataFrame::new(n, rows)?)?;
    Ok(Story { frame: frame(&houses)?, truth })
}

struct House {
    sold: i32,
    neighbourhood: usize,
    kind: usize,
    condition: usize,
    built: i64,
    area: f64,
    land: Option<f64>,
    rooms: i64,
    bathrooms: i64,
    garage: bool,
    energy: Option<usize>,
    distance: f64,
    log_price: f64,
    price: f64,
}

impl House {
    fn draw(dice: &mut Dice) -> Self {
        let neighbourhood = dice.weighted(&[0.22, 0.12, 0.14, 0.14, 0.18, 0.2]);
        let (_, usual_distance, usual_year) = NEIGHBOURHOODS[neighbourhood];
        // The centre is flats, the outskirts are houses.
        let outside = usual_distance / 8.0;
        let kind = dice.weighted(&[0.7 - 0.4 * outside, 0.2, 0.1 + 0.15 * outside, 0.03 + 0.22 * outside]);
        let area = round_to(
            ([68.0, 98.0, 118.0, 155.0][kind] * (0.24 * dice.normal()).exp()).clamp(20.0, 450.0),
            1.0,
        );
        let distance = round_to((usual_distance + 0.7 * dice.normal()).max(0.1), 0.1);
        let built = (usual_year + 18.0 * dice.normal()).clamp(1870.0, 2020.0).floor();
        let condition = dice.weighted(&[0.08, 0.32, 0.45, 0.15]);
        let garage = dice.chance([0.2, 0.4, 0.65, 0.85][kind]);
        let energy = ((2023.0 - built) / 20.0 + dice.normal()).clamp(0.0, 6.0) as usize;
        let land = round_to(area * [0.0, 1.5, 2.5, 4.5][kind] * (0.4 * dice.normal()).exp(), 1.0);
        let mut house = Self {
            sold: FIRST_DAY + dice.below(1461) as i32,
            neighbourhood,
            kind,
            condition,
            built: built as i64,
            area,
            land: (kind > 0).then_some(land),
            rooms: (area / 26.0 + 0.5 * dice.normal()).round().clamp(1.0, 14.0) as i64,
            bathrooms: 1 + (area / 100.0 + 0.6 * dice.uniform()).floor() as i64,
            garage,
            energy: (!dice.chance(0.08)).then_some(energy),
            distance,
            log_price: 0.0,
            price: 0.0,
        };
        house.log_price = house.expected_log_price();
        house.price = round_to((house.log_price + NOISE * dice.normal()).exp(), 100.0);
        house
    }

    fn expected_log_price(&self) -> f64 {
        let is = |place: usize, value: usize| flag(place == value);
        let values = [
            1.0,
            self.area.ln(),
            is(self.neighbourhood, 1),
            is(self.neighbourhood, 2),
            is(self.neighbourhood, 3),
            is(self.neighbourhood, 4),
            is(self.neighbourhood, 5),
            is(self.kind, 1),
            is(self.kind, 2),
            is(self.kind, 3),
            is(self.condition, 0),
            is(self.condition, 2),
            is(self.condition, 3),
            self.distance,
            flag(self.garage),
            f64::from(self.sold - FIRST_DAY) / 365.25,
        ];
        weighted_sum(&COEFFICIENTS, values)
    }
}

fn frame(houses: &[House]) -> Result<DataFrame> {
    let ids: Vec<i64> = (1..=houses.len() as i64).collect();
    let columns = vec![
        column("sale_id", &ids, |id| *id),
        dates("sale_date", houses, |house| house.sold)?,
        column("neighbourhood", houses, |house| NEIGHBOURHOODS[house.neighbourhood].0),
        column("house_type", houses, |house| TYPES[house.kind]),
        column("condition", houses, |house| CONDITIONS[house.condition]),
        column("year_built", houses, |house| house.built),
        column("living_area", houses, |house| house.area),
        column("land_area", houses, |house| house.land),
        column("rooms", houses, |house| house.rooms),
        column("bathrooms", houses, |house| house.bathrooms),
        column("garage", houses, |house| house.garage),
        column("energy_class", houses, |house| house.energy.map(|class| ENERGY[class])),
        column("distance_km", houses, |house| house.distance),
        column("price", houses, |house| house.price),
    ];
    Ok(DataFrame::new(houses.len(), columns)?)
}

//! A pump's sensors, and what went wrong with them.

use std::f64::consts::TAU;

use polars::prelude::DataFrame;

use super::{Dice, NEW_YEAR_2024, Truth, check_rows, column, draw, round_to, times};
use crate::error::Result;

const MOST_READINGS: usize = 10_000_000;
const MINUTES: i64 = 10;
const SENSORS: [&str; 4] = ["temperature", "pressure", "vibration", "flow"];
const KINDS: [&str; 4] = ["spike", "drift", "stuck", "bearing"];
/// One fault in so many readings: about one in five days.
const READINGS_PER_FAULT: usize = 700;

/// Reading = base + per_load · load + per_warmth · outside temperature + normal noise.
struct Sensor {
    base: f64,
    per_load: f64,
    per_warmth: f64,
    noise: f64,
}

const MODELS: [Sensor; 4] = [
    Sensor { base: 35.0, per_load: 30.0, per_warmth: 0.5, noise: 0.6 },
    Sensor { base: 6.0, per_load: -1.5, per_warmth: 0.0, noise: 0.05 },
    Sensor { base: 0.8, per_load: 1.6, per_warmth: 0.0, noise: 0.08 },
    Sensor { base: 5.0, per_load: 90.0, per_warmth: 0.0, noise: 1.5 },
];

/// Readings of four sensors over time, with the faults that are in them.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let story = datasets::sensor_faults(2000, 42)?;
/// assert_eq!(story.faults.get_column_names(), ["kind", "sensor", "start", "end", "first_row", "last_row"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct SensorFaults {
    /// What an analyst is given, with the label `is_fault`.
    pub frame: DataFrame,
    /// One row per fault; `first_row` and `last_row` are rows of `frame`, both in the fault.
    pub faults: DataFrame,
    pub truth: Truth,
}

/// A pump read every ten minutes from 1 January 2024 on: `n` readings of four sensors, of which a few
/// are lost, with faults about every five days (none in fewer than 100 readings).
///
/// Columns: `time`, `load` (0 to 1), `temperature` (°C), `pressure` (bar), `vibration` (mm/s), `flow`
/// (m³/h), `is_fault`. About one value in two hundred is missing.
///
/// Truth: each reading is a linear function of the load and of the outside temperature plus normal
/// noise ([`Truth::parameters`]). A fault is a `spike` (one to three readings far off), a `drift` (a
/// slow climb), a `stuck` sensor (the same value again and again), or a `bearing` that fails
/// (vibration and temperature grow together). `truth.rows` has the `fault` of each row, the readings
/// without noise and faults (`temperature_expected` …) and the outside temperature, `outside`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let story = datasets::sensor_faults(5000, 42)?;
/// assert_eq!(story.frame.shape(), (5000, 7));
/// assert_eq!(story.faults.height(), 7);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`](crate::Error::Parameter) for no rows or more than 10 million.
pub fn sensor_faults(n: usize, seed: u64) -> Result<SensorFaults> {
    check_rows("sensor_faults", n, MOST_READINGS)?;
    let mut dice = Dice::new(seed);
    let mut wander = Wander::default();
    let mut readings = draw(n, |row| wander.step(row, &mut dice))?;
    let faults = place_faults(n, &mut dice);
    for fault in &faults {
        fault.apply(&mut readings, &mut dice);
    }
    for reading in &mut readings {
        for value in &mut reading.values {
            if dice.chance(0.005) {
                *value = None;
            }
        }
    }
    Ok(SensorFaults { frame: frame(&readings)?, faults: fault_frame(&faults)?, truth: truth(&readings)? })
}

struct Reading {
    row: usize,
    load: f64,
    outside: f64,
    expected: [f64; 4],
    values: [Option<f64>; 4],
    fault: Option<usize>,
}

/// What changes slowly: load and weather.
#[derive(Default)]
struct Wander {
    load: f64,
    weather: f64,
}

impl Wander {
    fn step(&mut self, row: usize, dice: &mut Dice) -> Reading {
        let day = row as f64 * MINUTES as f64 / 1440.0;
        self.load = 0.95 * self.load + 0.02 * dice.normal();
        self.weather = 0.995 * self.weather + 0.12 * dice.normal();
        // Less is pumped at night and at weekends; 1 January 2024 was a Monday.
        let weekend = if day as i64 % 7 >= 5 { 0.15 } else { 0.0 };
        let by_day = 0.55 - 0.2 * (TAU * day).cos() - weekend;
        let load = round_to((by_day + self.load).clamp(0.05, 1.0), 0.001);
        let season = 11.0 - 9.0 * (TAU * (day - 15.0) / 365.25).cos() - 3.0 * (TAU * (day - 0.1)).cos();
        let outside = season + self.weather;
        let expected = std::array::from_fn(|place| {
            let sensor = &MODELS[place];
            sensor.base + sensor.per_load * load + sensor.per_warmth * outside
        });
        let values = std::array::from_fn(|place| {
            Some(round_to(expected[place] + MODELS[place].noise * dice.normal(), 0.001))
        });
        Reading { row, load, outside, expected, values, fault: None }
    }
}

struct Fault {
    kind: usize,
    sensor: usize,
    first: usize,
    last: usize,
}

/// One fault in each stretch of time, so that none overlap.
fn place_faults(n: usize, dice: &mut Dice) -> Vec<Fault> {
    let count = if n < 100 { 0 } else { (n / READINGS_PER_FAULT).max(1) };
    let stretch = n / count.max(1);
    (0..count)
        .map(|place| {
            let kind = dice.below(KINDS.len());
            let (shortest, longest) = [(1, 3), (50, 150), (20, 80), (60, 150)][kind];
            let length = (shortest + dice.below(longest - shortest + 1)).min(stretch / 3);
            let first = place * stretch + dice.below(stretch - length);
            let sensor = if kind == 3 { 2 } else { dice.below(SENSORS.len()) };
            Fault { kind, sensor, first, last: first + length - 1 }
        })
        .collect()
}

impl Fault {
    fn apply(&self, readings: &mut [Reading], dice: &mut Dice) {
        let up = if dice.chance(0.5) { 1.0 } else { -1.0 };
        let frozen = readings[self.first].values[self.sensor];
        let length = (self.last - self.first + 1) as f64;
        for (step, reading) in readings[self.first..=self.last].iter_mut().enumerate() {
            reading.fault = Some(self.kind);
            let progress = (step + 1) as f64 / length;
            let noise = MODELS[self.sensor].noise;
            match self.kind {
                0 => reading.add(self.sensor, up * noise * dice.between(10.0, 20.0)),
                1 => reading.add(self.sensor, up * noise * 12.0 * progress),
                2 => reading.values[self.sensor] = frozen,
                _ => {
                    reading.add(2, 2.5 * progress * progress);
                    reading.add(0, 8.0 * progress * progress);
                }
            }
        }
    }
}

impl Reading {
    fn add(&mut self, sensor: usize, offset: f64) {
        self.values[sensor] = self.values[sensor].map(|value| round_to(value + offset, 0.001));
    }
}

fn milliseconds(row: usize) -> i64 {
    i64::from(NEW_YEAR_2024) * 86_400_000 + row as i64 * MINUTES * 60_000
}

fn frame(readings: &[Reading]) -> Result<DataFrame> {
    let mut columns = vec![
        times("time", readings, |reading| milliseconds(reading.row))?,
        column("load", readings, |reading| reading.load),
    ];
    for (place, name) in SENSORS.iter().enumerate() {
        columns.push(column(name, readings, |reading| reading.values[place]));
    }
    columns.push(column("is_fault", readings, |reading| reading.fault.is_some()));
    Ok(DataFrame::new(readings.len(), columns)?)
}

fn fault_frame(faults: &[Fault]) -> Result<DataFrame> {
    let columns = vec![
        column("kind", faults, |fault| KINDS[fault.kind]),
        column("sensor", faults, |fault| SENSORS[fault.sensor]),
        times("start", faults, |fault| milliseconds(fault.first))?,
        times("end", faults, |fault| milliseconds(fault.last))?,
        column("first_row", faults, |fault| fault.first as i64),
        column("last_row", faults, |fault| fault.last as i64),
    ];
    Ok(DataFrame::new(faults.len(), columns)?)
}

fn truth(readings: &[Reading]) -> Result<Truth> {
    let mut columns = vec![
        column("fault", readings, |reading| reading.fault.map(|kind| KINDS[kind])),
        column("outside", readings, |reading| reading.outside),
    ];
    let mut parameters: Vec<(String, f64)> = Vec::new();
    for (place, (name, model)) in SENSORS.iter().zip(&MODELS).enumerate() {
        columns.push(column(&format!("{name}_expected"), readings, |reading| reading.expected[place]));
        parameters.push((format!("{name}: base"), model.base));
        parameters.push((format!("{name}: load"), model.per_load));
        parameters.push((format!("{name}: outside"), model.per_warmth));
        parameters.push((format!("{name}: noise"), model.noise));
    }
    let parameters: Vec<(&str, f64)> =
        parameters.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let model = "Each reading is base + load · its weight + outside temperature · its weight + normal noise, but for the faults.";
    Truth::new(model, &parameters, DataFrame::new(readings.len(), columns)?)
}

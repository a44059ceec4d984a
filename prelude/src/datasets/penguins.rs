//! The penguins: a frame as people meet them, with text and missing values.

use polars::prelude::{Column, DataFrame};

use crate::error::Result;

const PENGUINS: &str = include_str!("../../data/penguins.csv");

/// Penguins of three species on three islands: 344 birds, of some of which a measurement or the sex
/// is missing.
///
/// Columns: `species`, `island`, `bill_length_mm`, `bill_depth_mm`, `flipper_length_mm`,
/// `body_mass_g`, `sex`, `year`.
///
/// Source: K. Gorman, T. Williams, W. Fraser, "Ecological sexual dimorphism and environmental
/// variability within a community of Antarctic penguins", 2014; A. Horst, A. Hill, K. Gorman,
/// "palmerpenguins", 2020, <https://allisonhorst.github.io/palmerpenguins/>, CC0 1.0.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = datasets::penguins()?;
/// assert_eq!(df.shape(), (344, 8));
/// assert_eq!(df.column("sex")?.null_count(), 11);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// polars' own; none is expected.
pub fn penguins() -> Result<DataFrame> {
    let rows: Vec<Vec<&str>> = PENGUINS.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let text = |place: usize| -> Vec<Option<&str>> {
        rows.iter().map(|row| row.get(place).copied().filter(|text| !text.is_empty())).collect()
    };
    let float =
        |place| -> Vec<Option<f64>> { text(place).into_iter().map(|text| text?.parse().ok()).collect() };
    let whole =
        |place| -> Vec<Option<i64>> { text(place).into_iter().map(|text| text?.parse().ok()).collect() };
    let columns = vec![
        Column::new("species".into(), text(0)),
        Column::new("island".into(), text(1)),
        Column::new("bill_length_mm".into(), float(2)),
        Column::new("bill_depth_mm".into(), float(3)),
        Column::new("flipper_length_mm".into(), whole(4)),
        Column::new("body_mass_g".into(), whole(5)),
        Column::new("sex".into(), text(6)),
        Column::new("year".into(), whole(7)),
    ];
    Ok(DataFrame::new(rows.len(), columns)?)
}

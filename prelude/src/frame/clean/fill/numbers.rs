//! Gaps filled with numbers that are worked out from the known ones of the same group. Dates and
//! times are numbers here too: their places on the time line.

use polars::prelude::{BooleanChunked, Column, IdxSize, NamedFrom, Series};

use super::super::groups::Groups;
use super::super::missing;
use crate::error::Result;
use crate::runtime::check_interrupt;

/// Fills the gaps (NaN) of one group, whose rows are given in order, in place.
type Filling = fn(&mut [f64], &[IdxSize]);
/// Groups between two looks at the interrupt flag.
const BETWEEN_CHECKS: usize = 4096;

/// The column with its gaps filled group by group. Integers become floats; what stays missing is null.
pub(super) fn fill(column: &Column, gaps: &[bool], groups: &Groups, filling: Filling) -> Result<Column> {
    let temporal = column.dtype().is_temporal();
    let mut values = missing::floats(&if temporal { column.to_physical_repr() } else { column.clone() })?;
    for (index, rows) in groups.iter().enumerate() {
        if index % BETWEEN_CHECKS == 0 {
            check_interrupt()?;
        }
        filling(&mut values, rows);
    }
    if temporal { fill_times(column, gaps, &values) } else { missing::from_floats(column, &values) }
}

/// Known times stay exactly what they are, since a float cannot hold every nanosecond.
fn fill_times(column: &Column, gaps: &[bool], values: &[f64]) -> Result<Column> {
    let whole: Vec<Option<i64>> =
        values.iter().map(|value| (!value.is_nan()).then_some(value.round() as i64)).collect();
    let physical = column.to_physical_repr();
    let times = Series::new(column.name().clone(), whole).cast(physical.dtype())?.cast(column.dtype())?;
    let gaps = BooleanChunked::new("".into(), gaps);
    Ok(Column::from(times).zip_with(&gaps, column)?)
}

pub(super) fn mean(values: &mut [f64], rows: &[IdxSize]) {
    let known = known(values, rows);
    let mean = known.iter().sum::<f64>() / known.len() as f64;
    replace(values, rows, mean);
}

pub(super) fn median(values: &mut [f64], rows: &[IdxSize]) {
    let mut known = known(values, rows);
    let median = middle(&mut known);
    replace(values, rows, median);
}

/// The median of numbers none of which is NaN; NaN if there are none. Reorders them.
pub(in super::super) fn middle(numbers: &mut [f64]) -> f64 {
    if numbers.is_empty() {
        return f64::NAN;
    }
    let (half, odd) = (numbers.len() / 2, numbers.len() % 2 == 1);
    let (below, upper, _) = numbers.select_nth_unstable_by(half, f64::total_cmp);
    if odd {
        return *upper;
    }
    let lower = below.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    lower + (*upper - lower) / 2.0
}

/// Linear in the row's place within its group. The last known value is repeated after it.
pub(super) fn interpolate(values: &mut [f64], rows: &[IdxSize]) {
    let mut last: Option<usize> = None;
    for place in 0..rows.len() {
        let value = values[rows[place] as usize];
        if value.is_nan() {
            continue;
        }
        if let Some(last) = last {
            let start = values[rows[last] as usize];
            let slope = (value - start) / (place - last) as f64;
            for between in last + 1..place {
                values[rows[between] as usize] = start + slope * (between - last) as f64;
            }
        }
        last = Some(place);
    }
    if let Some(last) = last {
        let value = values[rows[last] as usize];
        replace(values, &rows[last + 1..], value);
    }
}

fn known(values: &[f64], rows: &[IdxSize]) -> Vec<f64> {
    rows.iter().map(|row| values[*row as usize]).filter(|value| !value.is_nan()).collect()
}

fn replace(values: &mut [f64], rows: &[IdxSize], by: f64) {
    for row in rows {
        let value = &mut values[*row as usize];
        if value.is_nan() {
            *value = by;
        }
    }
}

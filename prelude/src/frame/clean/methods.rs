//! The methods of [`CleanFrame`] on a frame: each hands over to the module that does the work.

use std::ops::{Bound, RangeBounds};

use polars::prelude::{DataFrame, Series};

use super::convert::{booleans, dates, numbers, types};
use super::{
    CleanFrame, CleaningReport, Converted, DateFormat, Fill, Keep, NumberFormat, OnBad, Outliers, Tidy,
    changes, duplicates, fill, missing, outliers, rename, similar, text,
};
use crate::error::Result;

impl CleanFrame for DataFrame {
    fn drop_missing(&self) -> Result<DataFrame> {
        missing::drop_rows(self, &[])
    }

    fn drop_missing_in(&self, columns: &[&str]) -> Result<DataFrame> {
        missing::drop_rows(self, columns)
    }

    fn drop_sparse_columns(&self, max_share: f64) -> Result<DataFrame> {
        missing::drop_columns(self, max_share)
    }

    fn fill_missing(&self, columns: &[&str], fill: impl Into<Fill>) -> Result<DataFrame> {
        fill::fill(self, columns, &fill.into())
    }

    fn fill_missing_by(&self, columns: &[&str], by: &[&str], fill: impl Into<Fill>) -> Result<DataFrame> {
        fill::fill_by(self, columns, by, &fill.into())
    }

    fn null_where(&self, columns: &[&str], values: &[f64]) -> Result<DataFrame> {
        missing::null_where(self, columns, values)
    }

    fn drop_duplicates(&self, columns: &[&str], keep: Keep) -> Result<DataFrame> {
        duplicates::dropped(self, columns, keep)
    }

    fn duplicated(&self, columns: &[&str], keep: Keep) -> Result<Series> {
        duplicates::flagged(self, columns, keep)
    }

    fn parse_dates(&self, columns: &[&str]) -> Result<DataFrame> {
        Ok(dates::parse_dates(self, columns, &DateFormat::new(), OnBad::Error)?.frame)
    }

    fn parse_dates_with(&self, columns: &[&str], format: impl Into<DateFormat>) -> Result<DataFrame> {
        Ok(dates::parse_dates(self, columns, &format.into(), OnBad::Error)?.frame)
    }

    fn parse_dates_report(&self, columns: &[&str], format: impl Into<DateFormat>) -> Result<Converted> {
        dates::parse_dates(self, columns, &format.into(), OnBad::Null)
    }

    fn to_numeric(&self, columns: &[&str]) -> Result<DataFrame> {
        Ok(numbers::to_numeric(self, columns, &NumberFormat::new(), OnBad::Error)?.frame)
    }

    fn to_numeric_with(&self, columns: &[&str], format: NumberFormat) -> Result<DataFrame> {
        Ok(numbers::to_numeric(self, columns, &format, OnBad::Error)?.frame)
    }

    fn to_numeric_report(&self, columns: &[&str], format: NumberFormat) -> Result<Converted> {
        numbers::to_numeric(self, columns, &format, OnBad::Null)
    }

    fn to_boolean(&self, columns: &[&str]) -> Result<DataFrame> {
        Ok(booleans::to_boolean(self, columns, OnBad::Error)?.frame)
    }

    fn to_boolean_report(&self, columns: &[&str], on_bad: OnBad) -> Result<Converted> {
        booleans::to_boolean(self, columns, on_bad)
    }

    fn to_categories(&self, columns: &[&str]) -> Result<DataFrame> {
        types::to_categories(self, columns)
    }

    fn optimise_types(&self) -> Result<DataFrame> {
        types::downcast(self)
    }

    fn tidy_strings(&self, columns: &[&str], steps: &[Tidy]) -> Result<DataFrame> {
        text::tidied(self, columns, steps)
    }

    fn replace_values(&self, column: &str, pairs: &[(&str, &str)]) -> Result<DataFrame> {
        text::replaced(self, column, pairs)
    }

    fn similar_values(&self, column: &str, threshold: f64) -> Result<DataFrame> {
        similar::similar(self, column, threshold)
    }

    fn merge_similar(&self, column: &str, threshold: f64) -> Result<DataFrame> {
        similar::merged(self, column, threshold)
    }

    fn clean_names(&self) -> Result<DataFrame> {
        rename::cleaned(self)
    }

    fn rename_columns(&self, pairs: &[(&str, &str)]) -> Result<DataFrame> {
        rename::renamed(self, pairs)
    }

    fn outliers(&self, columns: &[&str], rule: Outliers) -> Result<DataFrame> {
        outliers::flags(self, columns, rule)
    }

    fn outlier_bounds(&self, columns: &[&str], rule: Outliers) -> Result<DataFrame> {
        outliers::bounds(self, columns, rule)
    }

    fn drop_outliers(&self, columns: &[&str], rule: Outliers) -> Result<DataFrame> {
        outliers::dropped(self, columns, rule)
    }

    fn clip_outliers(&self, columns: &[&str], rule: Outliers) -> Result<DataFrame> {
        outliers::clipped(self, columns, rule)
    }

    fn winsorise(&self, columns: &[&str], low: f64, high: f64) -> Result<DataFrame> {
        outliers::winsorised(self, columns, low, high)
    }

    fn clip(&self, columns: &[&str], range: impl RangeBounds<f64>) -> Result<DataFrame> {
        outliers::clip(
            self,
            columns,
            end(range.start_bound(), f64::NEG_INFINITY),
            end(range.end_bound(), f64::INFINITY),
        )
    }

    fn changes_since(&self, before: &DataFrame) -> Result<CleaningReport> {
        changes::between(before, self)
    }
}

fn end(bound: Bound<&f64>, open: f64) -> f64 {
    match bound {
        Bound::Included(value) | Bound::Excluded(value) => *value,
        Bound::Unbounded => open,
    }
}

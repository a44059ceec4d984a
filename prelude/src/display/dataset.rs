//! Datasets: how many samples and features, what the target is, and the first rows.

use std::collections::BTreeMap;

use super::frame::frame_columns;
use super::html::{block, caption, escape};
use super::number::number;
use super::table::{to_html, to_text};
use crate::dataset::Dataset;
use crate::runtime::{MimeBundle, RichDisplay};

const ROWS: usize = 6;
const TEXT_WIDTH: usize = 110;

impl RichDisplay for Dataset {
    fn rich_display(&self) -> MimeBundle {
        let of = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
        let title =
            format!("Dataset: {}, {}", of(self.n_samples(), "sample"), of(self.n_features(), "feature"));
        let target = describe_target(self);
        let (table_html, table_text) = match self.to_frame() {
            Ok(df) => {
                let columns = frame_columns(&df, ROWS, ROWS);
                (to_html(&columns), to_text(&columns, TEXT_WIDTH))
            }
            Err(error) => (caption(&error.to_string()), format!("{error}\n")),
        };
        let html = format!("<div><b>{}</b></div>{}{table_html}", escape(&title), caption(&target));
        MimeBundle::text(format!("{title}\n{target}\n\n{table_text}")).html(block(&html))
    }
}

/// "target `species`: setosa (50), versicolor (50), virginica (50)".
fn describe_target(data: &Dataset) -> String {
    let name = &data.target_name;
    if data.class_names.is_none() {
        let finite = || data.target.iter().copied().filter(|value| value.is_finite());
        let (low, high) =
            finite().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), y| (low.min(y), high.max(y)));
        return if low <= high {
            format!("target `{name}`: {} to {}", number(low), number(high))
        } else {
            format!("target `{name}`")
        };
    }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for label in data.target_labels() {
        *counts.entry(label).or_default() += 1;
    }
    const SHOWN: usize = 10;
    let mut parts: Vec<String> =
        counts.iter().take(SHOWN).map(|(label, count)| format!("{label} ({count})")).collect();
    if counts.len() > SHOWN {
        parts.push(format!("… {} classes in all", counts.len()));
    }
    format!("target `{name}`: {}", parts.join(", "))
}

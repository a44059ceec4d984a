//! Confusion matrices, reports and curves.

use polars::prelude::DataFrame;

use super::frame::frame_columns;
use super::html::{block, caption, escape};
use super::number::number;
use super::table::{Cell, Column, one_line, to_html, to_text};
use crate::error::Result;
use crate::metrics::{
    CalibrationCurve, ClassScores, ClassificationReport, ConfusionMatrix, DetCurve, GainCurve,
    PrecisionRecallCurve, RocCurve, Scoring,
};
use crate::runtime::{MimeBundle, RichDisplay};

const MOST_CLASSES: usize = 40;
const MOST_ROWS: usize = 12;
const TEXT_WIDTH: usize = 110;

impl RichDisplay for ConfusionMatrix {
    fn rich_display(&self) -> MimeBundle {
        let title = format!("Confusion matrix: {} right", percent(self.accuracy()));
        let columns = count_columns(self);
        let text = format!("{title}\n{}", to_text(&columns, TEXT_WIDTH));
        let table = if self.labels().len() <= MOST_CLASSES { shaded(self) } else { to_html(&columns) };
        let html = format!("<div><b>{}</b></div>{table}", escape(&title));
        MimeBundle::text(text).html(block(&html))
    }
}

fn percent(share: f64) -> String {
    format!("{} %", number((share * 1000.0).round() / 10.0))
}

/// The first column holds the true classes, the others the counts of each predicted one.
fn count_columns(matrix: &ConfusionMatrix) -> Vec<Column> {
    let names = matrix.labels().iter().map(|label| Cell::of(label)).collect();
    let mut columns = vec![plain("true ↓ predicted →", false, names)];
    for (label, counts) in matrix.labels().iter().zip(matrix.counts().columns()) {
        columns.push(plain(label, true, counts.iter().map(|count| Cell::Text(number(*count))).collect()));
    }
    columns
}

fn plain(name: &str, right: bool, cells: Vec<Cell>) -> Column {
    Column { name: name.to_owned(), kind: String::new(), right, cells }
}

/// Cells are the darker the larger their share of the true class is.
fn shaded(matrix: &ConfusionMatrix) -> String {
    let mut html = String::from("<div class=\"t\"><table><thead><tr><th class=\"l\">true ↓ predicted →</th>");
    for label in matrix.labels() {
        html.push_str(&format!("<th scope=\"col\">{}</th>", escape(&one_line(label))));
    }
    html.push_str("</tr></thead><tbody>");
    let shares = matrix.normalized_by_true();
    for (row, label) in matrix.labels().iter().enumerate() {
        html.push_str(&format!("<tr><th scope=\"row\" class=\"l\">{}</th>", escape(&one_line(label))));
        for (column, count) in matrix.counts().row(row).iter().enumerate() {
            let share = shares[[row, column]];
            let color = if row == column { "31,119,180" } else { "214,39,40" };
            html.push_str(&format!(
                "<td style=\"background:rgba({color},{:.2})\" title=\"{} of the true class\">{}</td>",
                share * 0.55,
                percent(share),
                number(*count)
            ));
        }
        html.push_str("</tr>");
    }
    html.push_str("</tbody></table></div>");
    html
}

impl RichDisplay for ClassificationReport {
    fn rich_display(&self) -> MimeBundle {
        let rows = self.rows();
        let score =
            |value: f64| Cell::Text(if value.is_nan() { String::new() } else { format!("{value:.3}") });
        let columns = [
            plain("class", false, rows.iter().map(|row| Cell::of(&row.label)).collect()),
            plain("precision", true, rows.iter().map(|row| score(row.precision)).collect()),
            plain("recall", true, rows.iter().map(|row| score(row.recall)).collect()),
            plain("f1", true, rows.iter().map(|row| score(row.f1)).collect()),
            plain("support", true, rows.iter().map(|row| Cell::Text(number(row.support))).collect()),
        ];
        MimeBundle::text(to_text(&columns, TEXT_WIDTH)).html(block(&to_html(&columns)))
    }
}

impl RichDisplay for ClassScores {
    fn rich_display(&self) -> MimeBundle {
        titled(&format!("Scores of {} classes", self.labels.len()), self.to_frame())
    }
}

impl RichDisplay for RocCurve {
    fn rich_display(&self) -> MimeBundle {
        let area = number(self.auc());
        titled(&format!("ROC curve: area {area}, {} points", self.fpr.len()), self.to_frame())
    }
}

impl RichDisplay for PrecisionRecallCurve {
    fn rich_display(&self) -> MimeBundle {
        let mean = number(self.average_precision);
        let title = format!("Precision–recall curve: average precision {mean}, {} points", self.recall.len());
        titled(&title, self.to_frame())
    }
}

impl RichDisplay for DetCurve {
    fn rich_display(&self) -> MimeBundle {
        titled(&format!("Detection error trade-off: {} points", self.fpr.len()), self.to_frame())
    }
}

impl RichDisplay for CalibrationCurve {
    fn rich_display(&self) -> MimeBundle {
        let error = number(self.expected_error());
        let title = format!("Calibration curve: expected error {error}, {} bins", self.counts.len());
        titled(&title, self.to_frame())
    }
}

impl RichDisplay for GainCurve {
    fn rich_display(&self) -> MimeBundle {
        titled(&format!("Cumulative gains: {} points", self.share.len()), self.to_frame())
    }
}

impl RichDisplay for Scoring {
    fn rich_display(&self) -> MimeBundle {
        MimeBundle::text(format!("Scoring {}", self.name()))
    }
}

/// A line above a frame's first and last rows.
pub(super) fn titled(title: &str, df: Result<DataFrame>) -> MimeBundle {
    let (text, html) = match df {
        Ok(df) => {
            let columns = frame_columns(&df, MOST_ROWS, MOST_ROWS - 2);
            (to_text(&columns, TEXT_WIDTH), to_html(&columns))
        }
        Err(error) => (format!("{error}\n"), caption(&error.to_string())),
    };
    MimeBundle::text(format!("{title}\n{text}"))
        .html(block(&format!("<div><b>{}</b></div>{html}", escape(title))))
}

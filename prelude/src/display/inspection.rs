//! Importances, partial dependence, counterfactuals.

use super::metrics::titled;
use super::number::number;
use crate::inspection::{Counterfactuals, PartialDependenceResult, PermutationImportances};
use crate::runtime::{MimeBundle, RichDisplay};

impl RichDisplay for PermutationImportances {
    fn rich_display(&self) -> MimeBundle {
        let score = format!("{} {}", self.scoring, number(self.baseline));
        let repeats = self.importances.ncols();
        let title = format!("Permutation importance: how much {score} falls, mean of {repeats} shuffles");
        titled(&title, self.to_frame())
    }
}

impl RichDisplay for PartialDependenceResult {
    fn rich_display(&self) -> MimeBundle {
        let samples = self.individual.len_of(ndarray::Axis(2));
        let title =
            format!("Partial dependence on {}: mean of {samples} samples", self.features.join(" and "));
        titled(&title, self.to_frame())
    }
}

impl RichDisplay for Counterfactuals {
    fn rich_display(&self) -> MimeBundle {
        let title = match self.samples.as_slice() {
            [] => format!("The answer is {}; no change within what was observed turns it", self.answer),
            [only] if only.changes.is_empty() => format!("The answer is {} already", self.answer),
            samples => format!("The answer is {}; {} ways to turn it", self.answer, samples.len()),
        };
        titled(&title, self.to_frame())
    }
}

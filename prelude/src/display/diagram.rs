//! Combinations of transformers and models: nested boxes, and a tree as text.

use super::html::{block, caption, escape};
use crate::model::{Diagram, DiagramParts, FrameTransformer};
use crate::pipeline::{FittedPipeline, Pipeline};
use crate::preprocessing::{ColumnTransformer, FittedColumnTransformer};
use crate::runtime::{MimeBundle, RichDisplay};

const STYLE: &str = "<style>\
.ferrolab .d{display:inline-block;border:1px solid var(--jp-border-color1,rgba(128,128,128,.55));border-radius:4px;\
padding:.3em .6em;margin:.2em;vertical-align:top;text-align:left}\
.ferrolab .d>b{display:block}\
.ferrolab .r{display:flex;flex-wrap:wrap;align-items:flex-start}\
.ferrolab .q>.d{display:table}\
.ferrolab .d small{display:block;max-width:28em;white-space:normal}\
</style>";

impl RichDisplay for Diagram {
    fn rich_display(&self) -> MimeBundle {
        show(self, "")
    }
}

impl RichDisplay for ColumnTransformer {
    fn rich_display(&self) -> MimeBundle {
        show(&self.diagram(), "not fitted yet: call `.fit(&df)?`")
    }
}

impl RichDisplay for FittedColumnTransformer {
    fn rich_display(&self) -> MimeBundle {
        let outputs = self.feature_names_out().len();
        show(self.diagram(), &format!("fitted on {} rows, {outputs} columns come out", self.n_samples()))
    }
}

impl RichDisplay for Pipeline {
    fn rich_display(&self) -> MimeBundle {
        show(&self.diagram(), "not fitted yet: call `.fit(…)?`")
    }
}

impl RichDisplay for FittedPipeline {
    fn rich_display(&self) -> MimeBundle {
        show(&self.diagram(), &self.note())
    }
}

fn show(diagram: &Diagram, note: &str) -> MimeBundle {
    let mut text = String::new();
    tree(diagram, "", "", &mut text);
    if !note.is_empty() {
        text.push_str(&format!("{note}\n"));
    }
    let html =
        format!("{STYLE}{}{}", boxes(diagram), if note.is_empty() { String::new() } else { caption(note) });
    MimeBundle::text(text).html(block(&html))
}

fn boxes(diagram: &Diagram) -> String {
    let title = format!("<b>{}</b>", escape(&diagram.title));
    let detail = match diagram.detail.as_str() {
        "" => String::new(),
        detail => format!("<small>{}</small>", escape(detail)),
    };
    let parts = match &diagram.parts {
        DiagramParts::None => String::new(),
        DiagramParts::Sequence(steps) => {
            format!("<div class=\"q\">{}</div>", steps.iter().map(boxes).collect::<String>())
        }
        DiagramParts::Parallel(steps) => {
            let one = |(name, step): &(String, Diagram)| {
                format!("<div class=\"d\"><small>{}</small>{}</div>", escape(name), boxes(step))
            };
            format!("<div class=\"r\">{}</div>", steps.iter().map(one).collect::<String>())
        }
    };
    format!("<div class=\"d\">{title}{detail}{parts}</div>")
}

/// One line per box; `indent` stands before the lines of what it holds.
fn tree(diagram: &Diagram, head: &str, indent: &str, text: &mut String) {
    let detail = match diagram.detail.as_str() {
        "" => String::new(),
        detail => format!("({detail})"),
    };
    text.push_str(&format!("{head}{}{detail}\n", diagram.title));
    let nothing = String::new();
    let parts: Vec<(&String, &Diagram)> = match &diagram.parts {
        DiagramParts::None => Vec::new(),
        DiagramParts::Sequence(steps) => steps.iter().map(|step| (&nothing, step)).collect(),
        DiagramParts::Parallel(steps) => steps.iter().map(|(name, step)| (name, step)).collect(),
    };
    for (place, (name, part)) in parts.iter().enumerate() {
        let last = place + 1 == parts.len();
        let (branch, below) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        let name = if name.is_empty() { String::new() } else { format!("{name}: ") };
        tree(part, &format!("{indent}{branch}{name}"), &format!("{indent}{below}"), text);
    }
}

//! What a combination of transformers and models is made of, as nested boxes to be drawn.

use serde::{Deserialize, Serialize};

/// One box of a picture: a step with its settings, steps in a row, or steps side by side.
///
/// ```
/// use ferrolab_prelude::model::Diagram;
///
/// let scale = Diagram::block("StandardScaler", &[]);
/// let model = Diagram::block("KMeans", &[("n_clusters".to_owned(), "3".to_owned())]);
/// let both = Diagram::in_sequence("Pipeline", vec![scale, model]);
/// assert_eq!(both.title, "Pipeline");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Diagram {
    /// The name of the step's type, as in code.
    pub title: String,
    /// Its settings: `n_clusters = 3`.
    pub detail: String,
    /// What it holds.
    pub parts: DiagramParts,
}

/// What a [`Diagram`] holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum DiagramParts {
    /// Nothing: a single step.
    None,
    /// Steps one after the other.
    Sequence(Vec<Diagram>),
    /// Steps side by side, each with a caption such as the columns it takes.
    Parallel(Vec<(String, Diagram)>),
}

impl Diagram {
    /// A single step with its settings by name.
    pub fn block(title: &str, settings: &[(String, String)]) -> Self {
        let settings: Vec<String> =
            settings.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        Self { title: title.to_owned(), detail: settings.join(", "), parts: DiagramParts::None }
    }

    /// Steps one after the other.
    pub fn in_sequence(title: &str, steps: Vec<Self>) -> Self {
        Self { title: title.to_owned(), detail: String::new(), parts: DiagramParts::Sequence(steps) }
    }

    /// Steps side by side, each with its caption.
    pub fn side_by_side(title: &str, steps: Vec<(String, Self)>) -> Self {
        Self { title: title.to_owned(), detail: String::new(), parts: DiagramParts::Parallel(steps) }
    }
}

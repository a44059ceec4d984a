//! What a query will do: polars' plan as a tree of steps.

use polars::prelude::{LazyFrame, PolarsResult};

use crate::error::Result;

/// What the prelude adds to polars' `LazyFrame`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let query = df!("a" => [1, 2], "b" => [3, 4])?.lazy().filter(col("a").gt(lit(1))).select([col("b")]);
/// let plan = query.show_plan()?;
/// assert_eq!(plan.written.steps[0].title, "SELECT");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait LookLazy {
    /// The plan as it was written and as polars will run it, drawn as trees in the notebook.
    ///
    /// # Errors
    /// polars' own, for a query that cannot run, such as one that names an unknown column.
    fn show_plan(&self) -> Result<QueryPlan>;
}

impl LookLazy for LazyFrame {
    fn show_plan(&self) -> Result<QueryPlan> {
        Ok(QueryPlan::of(self)?)
    }
}

/// The plan of a query before and after optimisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryPlan {
    pub written: PlanTree,
    pub optimized: PlanTree,
}

/// Steps of a plan; the first is the last to run, and every step stands before its inputs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanTree {
    pub steps: Vec<PlanStep>,
}

/// One step of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanStep {
    /// What it does, such as `FILTER` or `INNER JOIN`.
    pub title: String,
    /// On what: expressions, columns, files.
    pub details: Vec<String>,
    /// Places of the steps that feed this one.
    pub inputs: Vec<usize>,
}

/// Larger plans are cut: a picture of them would help nobody.
const MOST_STEPS: usize = 300;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Written,
    Optimized,
}

impl QueryPlan {
    pub(crate) fn of(query: &LazyFrame) -> PolarsResult<Self> {
        let written = PlanTree::of(query, Stage::Written)?;
        let optimized = PlanTree::of(query, Stage::Optimized)?;
        Ok(Self { written, optimized })
    }
}

impl PlanTree {
    fn of(query: &LazyFrame, stage: Stage) -> PolarsResult<Self> {
        let plan = match stage {
            Stage::Written => query.clone().to_alp(),
            Stage::Optimized => query.clone().to_alp_optimized(),
        }?;
        let mut tree = Self::default();
        let mut waiting = vec![(plan.lp_top, None)];
        while let Some((node, parent)) = waiting.pop() {
            let place = tree.steps.len();
            if place == MOST_STEPS {
                break;
            }
            let here = plan.as_ref().with_root(node);
            let inputs: Vec<_> = here.root().inputs().collect();
            tree.steps.push(PlanStep::read(&here.describe(), inputs.is_empty()));
            if let Some(parent) = parent {
                let parent: &mut PlanStep = &mut tree.steps[parent];
                parent.inputs.push(place);
            }
            // The stack turns them round once more: the left input comes first.
            waiting.extend(inputs.into_iter().rev().map(|input| (input, Some(place))));
        }
        Ok(tree)
    }

    /// The plan as text, each step above its inputs.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        let mut waiting = vec![(0, String::new(), String::new())];
        while let Some((place, lead, below)) = waiting.pop() {
            let Some(step) = self.steps.get(place) else { break };
            text.push_str(&format!("{lead}{}\n", step.title));
            let bar = if step.inputs.is_empty() { "   " } else { "│  " };
            for detail in &step.details {
                text.push_str(&format!("{below}{bar}{detail}\n"));
            }
            for (index, input) in step.inputs.iter().enumerate().rev() {
                let (branch, under) =
                    if index + 1 == step.inputs.len() { ("└─ ", "   ") } else { ("├─ ", "│  ") };
                waiting.push((*input, format!("{below}{branch}"), format!("{below}{under}")));
            }
        }
        text
    }
}

impl PlanStep {
    /// Takes a step's own lines out of polars' description of it and all below it, which indents
    /// what is below.
    fn read(description: &str, is_leaf: bool) -> Self {
        let is_own = |line: &&str| is_leaf || !line.starts_with("  ");
        let group = description.starts_with("AGGREGATE");
        let mut lines: Vec<&str> = if group {
            description.lines().take_while(|line| line.trim() != "FROM").collect()
        } else {
            description.lines().filter(is_own).collect()
        };
        lines.retain(|line| !line.trim().is_empty() && line.trim() != "FROM" && !line.starts_with("END "));
        let first = lines.first().map_or("", |line| line.trim());
        let (title, rest) = first.split_at(title_end(first));
        let rest = rest.trim_start_matches(':').trim();
        let rest = (!rest.is_empty()).then_some(rest);
        let details = rest.into_iter().chain(lines.iter().skip(1).map(|line| line.trim()));
        Self {
            title: titled(title.trim().trim_end_matches(':')),
            details: details.flat_map(detail).collect(),
            inputs: Vec::new(),
        }
    }
}

/// Words in capitals, or all up to the first bracket: `FILTER`, `Csv SCAN`.
fn title_end(line: &str) -> usize {
    let is_loud = |word: &str| word.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    let mut end = 0;
    for word in line.split_inclusive(' ') {
        if !is_loud(word.trim_end().trim_end_matches(':')) {
            break;
        }
        end += word.len();
    }
    if end > 0 { end } else { line.find(['[', ':', '"', '{', '(']).unwrap_or(line.len()) }
}

fn titled(title: &str) -> String {
    match title {
        "DF" => "DATA FRAME".to_owned(),
        "WITH_COLUMNS" => "WITH COLUMNS".to_owned(),
        "AGGREGATE" => "GROUP BY".to_owned(),
        other if other.starts_with("simple π") => "SELECT".to_owned(),
        other => other.to_owned(),
    }
}

/// polars' wording made plainer, one thing on a line.
fn detail(line: &str) -> Vec<String> {
    if line == "[maintain_order: false]" {
        return Vec::new();
    }
    if let Some((columns, read)) = line.split_once("; PROJECT") {
        return vec![bare(columns).to_owned(), projected(read)];
    }
    if let Some(read) = line.strip_prefix("PROJECT ") {
        return vec![projected(read)];
    }
    if let Some((values, keys)) = line.split_once("] BY [") {
        return vec![format!("by {}", keys.trim_end_matches(']')), values.trim_start_matches('[').to_owned()];
    }
    for (from, to) in [("LEFT PLAN ON:", "left on"), ("RIGHT PLAN ON:", "right on"), ("SELECTION:", "where")]
    {
        if let Some(rest) = line.strip_prefix(from) {
            return vec![format!("{to} {}", bare(rest.trim()))];
        }
    }
    vec![bare(line).to_owned()]
}

/// `["a"] 1/3 COLUMNS` as "reads 1 of 3 columns".
fn projected(read: &str) -> String {
    let counts = read.trim_end_matches(" COLUMNS").rsplit([' ', ']']).next().unwrap_or(read);
    match counts.split_once('/') {
        Some(("*", all)) => format!("reads all {all} columns"),
        Some((some, all)) => format!("reads {some} of {all} columns"),
        None => read.to_owned(),
    }
}

/// Without brackets around the whole.
fn bare(text: &str) -> &str {
    let Some(inner) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else { return text };
    let mut depth = 0_i32;
    for character in inner.chars() {
        depth += match character {
            '[' => 1,
            ']' => -1,
            _ => 0,
        };
        if depth < 0 {
            return text;
        }
    }
    inner
}

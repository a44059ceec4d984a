//! The results as a table for the terminal, as Markdown, and as JSON with every figure.

pub(super) mod table;

use serde::Serialize;
use serde_json::json;

use super::contender::{Contender, Field};
use super::machine::Machine;
use super::notebooks::{self, Comparison};
use super::row::{Outcome, Row, Target, Unit, Verdict};
use table::{Style, render};

#[derive(Clone, Debug, Serialize)]
pub struct Report {
    pub machine: Machine,
    /// The share of the processors that other programs took, by group.
    pub others: Vec<(&'static str, f64)>,
    pub contenders: Vec<(Contender, Presence)>,
    pub rows: Vec<Row>,
    /// Of whole notebooks, if they were asked for.
    pub notebooks: Option<Vec<Comparison>>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// With versions.
    Here(String),
    /// Why not.
    NotHere(String),
}

impl Report {
    pub(super) fn new(machine: Machine, field: &Field) -> Self {
        let presence = |(contender, entrant): &(Contender, Result<_, String>)| match entrant {
            Ok(super::contender::Entrant { version, .. }) => (*contender, Presence::Here(version.clone())),
            Err(reason) => (*contender, Presence::NotHere(reason.clone())),
        };
        let contenders = field.places.iter().map(presence).collect();
        Self { machine, others: Vec::new(), contenders, rows: Vec::new(), notebooks: None }
    }

    /// For a terminal.
    pub fn to_text(&self) -> String {
        self.written(Style::Text)
    }

    /// For a page.
    pub fn to_markdown(&self) -> String {
        self.written(Style::Markdown)
    }

    /// For programs.
    pub fn to_json(&self) -> serde_json::Value {
        let verdicts = |row: &Row| -> Vec<_> {
            let judged = |target: &Target| json!({"target": target, "verdict": row.verdict(*target)});
            row.targets.iter().map(judged).collect()
        };
        let outcomes = |row: &Row| -> serde_json::Map<_, _> {
            let key = |contender: &Contender| contender.title().to_owned();
            row.outcomes.iter().map(|(contender, outcome)| (key(contender), json!(outcome))).collect()
        };
        let rows: Vec<_> = self
            .rows
            .iter()
            .map(|row| {
                json!({"group": row.group, "name": row.name, "unit": row.unit,
                       "targets": verdicts(row), "outcomes": outcomes(row)})
            })
            .collect();
        json!({"machine": self.machine, "others": self.others, "contenders": self.contenders, "rows": rows,
               "notebooks": self.notebooks})
    }

    fn written(&self, style: Style) -> String {
        let mut text = String::new();
        if !self.rows.is_empty() {
            text += &render(&self.cells(), style);
            text.push('\n');
        }
        if let Some(comparisons) = &self.notebooks {
            text += &notebooks::written(comparisons, style);
            text.push('\n');
        }
        for line in self.notes() {
            text += &match style {
                Style::Text => format!("{line}\n"),
                Style::Markdown => format!("- {line}\n"),
            };
        }
        text
    }

    /// The table: a heading, then groups of lines. A line of one cell is a group's heading.
    fn cells(&self) -> Vec<Vec<String>> {
        let present: Vec<Contender> = self.present().collect();
        let titles = present.iter().map(|contender| contender.title().to_owned());
        let mut lines: Vec<Vec<String>> = vec![
            std::iter::once(String::new())
                .chain(titles)
                .chain(["target".to_owned(), "met".to_owned()])
                .collect(),
        ];
        let mut group = "";
        for row in &self.rows {
            if row.group != group {
                group = row.group;
                lines.push(vec![group.to_owned()]);
            }
            let mut line = vec![row.name.clone()];
            line.extend(present.iter().map(|contender| figure(row.outcome(*contender), row.unit)));
            line.push(joined(row, |target| described(target, row.unit)));
            line.push(joined(row, |target| word(row.verdict(target)).to_owned()));
            lines.push(line);
        }
        lines
    }

    fn present(&self) -> impl Iterator<Item = Contender> {
        let here = |(contender, presence): &(Contender, Presence)| {
            matches!(presence, Presence::Here(_)).then_some(*contender)
        };
        self.contenders.iter().filter_map(here)
    }

    /// What a reader must know to judge the numbers.
    fn notes(&self) -> Vec<String> {
        let Machine { processor, processors, memory, system, compiler } = &self.machine;
        let mut notes = vec![format!("{processors} × {processor}, {memory} MB, {system}; {compiler}")];
        for (contender, presence) in &self.contenders {
            let title = contender.title();
            notes.push(match presence {
                Presence::Here(version) => format!("{title}: {version}"),
                Presence::NotHere(reason) => format!("{title}: not on this machine ({reason})"),
            });
        }
        notes.push("medians, with the middle half in brackets".to_owned());
        let share = |(group, share): &(&str, f64)| format!("{group} {:.0} %", share * 100.0);
        let others: Vec<_> = self.others.iter().map(share).collect();
        notes.push(format!("processor time that other programs took meanwhile: {}", others.join(", ")));
        notes.extend(self.failures());
        notes.extend(self.notebooks.iter().flat_map(|comparisons| notebooks::summary(comparisons)));
        notes
    }

    fn failures(&self) -> Vec<String> {
        let of_row = |row: &Row| -> Vec<String> {
            let failed = |(contender, outcome): &(Contender, Outcome)| match outcome {
                Outcome::Failed(why) => Some(format!("{}, {}: failed: {why}", contender.title(), row.name)),
                _ => None,
            };
            row.outcomes.iter().filter_map(failed).collect()
        };
        self.rows.iter().flat_map(of_row).collect()
    }
}

fn joined(row: &Row, text: impl Fn(Target) -> String) -> String {
    row.targets.iter().map(|target| text(*target)).collect::<Vec<_>>().join(", ")
}

fn figure(outcome: &Outcome, unit: Unit) -> String {
    match outcome {
        Outcome::Measured(spread) if spread.count > 1 => {
            // The unit stands with the median; the brackets repeat only the numbers.
            let bare = |value| unit.format(value).split(' ').next().unwrap_or_default().to_owned();
            format!("{} ({}–{})", unit.format(spread.median), bare(spread.low), bare(spread.high))
        }
        Outcome::Measured(spread) => unit.format(spread.median),
        Outcome::Failed(_) => "failed".to_owned(),
        Outcome::NotMeasured | Outcome::Absent => "–".to_owned(),
    }
}

fn described(target: Target, unit: Unit) -> String {
    match target {
        Target::AtMost(limit) => format!("≤ {}", unit.format(limit)),
        Target::Faster { times, than } if times > 1.0 => format!("{times} × {}", than.title()),
        Target::Faster { than, .. } => format!("before {}", than.title()),
    }
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "yes",
        Verdict::Missed => "no",
        Verdict::Unknown => "?",
    }
}

#[cfg(test)]
mod tests;

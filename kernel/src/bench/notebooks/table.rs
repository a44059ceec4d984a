//! The comparison as a table, and in a sentence.

use super::compare::{Comparison, Side, geometric_mean};
use crate::bench::report::table::{Style, render};
use crate::bench::row::{Outcome, Unit};

/// How many times faster all of them together are to be.
const FASTER: f64 = 1.5;
/// How many lines there may be for each of Python's.
const LONGER: f64 = 1.15;

pub fn written(comparisons: &[Comparison], style: Style) -> String {
    let head = [
        "notebook", "Ferrolab", "Python", "faster", "again", "faster", "lines", "Python", "longer", "memory",
        "Python", "smaller",
    ];
    let mut lines = vec![head.map(str::to_owned).to_vec()];
    lines.extend(comparisons.iter().map(line));
    let mean = |of: fn(&Comparison) -> Option<f64>| ratio(geometric_mean(comparisons.iter().map(of)));
    let (speed, again) = (mean(Comparison::speed), mean(Comparison::speed_again));
    let (length, thrift) = (mean(Comparison::length), mean(Comparison::thrift));
    let last = ["geometric mean", "", "", &speed, "", &again, "", "", &length, "", "", &thrift];
    lines.push(last.map(str::to_owned).to_vec());
    render(&lines, style)
}

fn line(both: &Comparison) -> Vec<String> {
    let Comparison { name, ferrolab, again, python } = both;
    let time = |side: &Side| figure(&side.time, Unit::Seconds);
    let memory = |side: &Side| figure(&side.peak, Unit::Megabytes);
    vec![
        name.clone(),
        time(ferrolab),
        time(python),
        ratio(both.speed()),
        time(again),
        ratio(both.speed_again()),
        ferrolab.lines.to_string(),
        python.lines.to_string(),
        ratio(both.length()),
        memory(ferrolab),
        memory(python),
        ratio(both.thrift()),
    ]
}

fn figure(outcome: &Outcome, unit: Unit) -> String {
    match outcome {
        Outcome::Measured(spread) => unit.format(spread.median),
        Outcome::Failed(_) => "failed".to_owned(),
        Outcome::NotMeasured | Outcome::Absent => "–".to_owned(),
    }
}

fn ratio(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| Unit::Ratio.format(value))
}

/// What came of it, against what is wanted, and what failed.
pub fn summary(comparisons: &[Comparison]) -> Vec<String> {
    if comparisons.is_empty() {
        return vec!["no notebook has a twin in python/".to_owned()];
    }
    let all = comparisons.len();
    let first = comparisons.iter().filter(|both| both.speed().is_some_and(|speed| speed > 1.0)).count();
    let is_short = |both: &&Comparison| both.length().is_some_and(|length| length <= LONGER);
    let short = comparisons.iter().filter(is_short).count();
    let mut told = vec![
        format!("notebooks: Ferrolab is first on {first} of {all} (wanted: all, and {FASTER} times faster together)"),
        format!("notebooks: no more lines than {LONGER} times Python's on {short} of {all} (wanted: all)"),
        "notebooks: whole processes, compiling included (again: run once more, the cells compiled before); lines of user code without imports and without what only \
         shows errors; the most memory at once of all their processes, compilers too (PSS)"
            .to_owned(),
    ];
    let sides = comparisons.iter().flat_map(|Comparison { name, ferrolab, python, .. }| {
        [("Ferrolab", name, ferrolab), ("Python", name, python)]
    });
    told.extend(sides.filter_map(|(who, name, side)| match &side.time {
        Outcome::Failed(why) => Some(format!("{who}, {name}: failed: {why}")),
        _ => None,
    }));
    told
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    fn comparisons() -> Vec<Comparison> {
        let side = |milliseconds, peak, lines| Side::of(&Ok(vec![milliseconds]), Ok(peak), lines);
        let named =
            |name: &str, ferrolab, again, python| Comparison { name: name.into(), ferrolab, again, python };
        vec![
            named("02_arrays", side(4_210.0, 310.0, 60), side(2_105.0, 90.0, 60), side(8_420.0, 155.0, 60)),
            named(
                "05_charts",
                side(9_000.0, 300.0, 132),
                side(2_250.0, 90.0, 132),
                side(18_000.0, 600.0, 100),
            ),
        ]
    }

    #[test]
    fn a_line_for_each_and_the_means() {
        expect![[r#"
            | notebook       | Ferrolab | Python | faster | again | faster | lines | Python | longer | memory | Python | smaller |
            |----------------|----------|--------|--------|-------|--------|-------|--------|--------|--------|--------|---------|
            | 02_arrays      | 4.2 s    | 8.4 s  | 2.00   | 2.1 s | 4.00   | 60    | 60     | 1.00   | 310 MB | 155 MB | 0.50    |
            | 05_charts      | 9.0 s    | 18.0 s | 2.00   | 2.2 s | 8.00   | 132   | 100    | 1.32   | 300 MB | 600 MB | 2.00    |
            | geometric mean |          |        | 2.00   |       | 5.66   |       |        | 1.15   |        |        | 1.00    |
        "#]]
        .assert_eq(&written(&comparisons(), Style::Markdown));
    }

    #[test]
    fn what_failed_is_told() {
        let mut comparisons = comparisons();
        comparisons[1].python = Side::of(&Err("no seaborn".into()), Err("no seaborn".into()), 100);
        let told = summary(&comparisons);
        assert!(told[0].contains("first on 1 of 2") && told[1].contains("on 1 of 2"), "{told:?}");
        assert_eq!(told.last().unwrap(), "Python, 05_charts: failed: no seaborn");
        assert!(written(&comparisons, Style::Text).contains("9.0 s     failed"));
        assert_eq!(summary(&[]).len(), 1);
    }
}

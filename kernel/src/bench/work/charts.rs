//! The gallery's charts, drawn to SVG here and by matplotlib's `savefig`.

use super::super::cells::Code;
use super::super::contender::Contender;
use super::super::row::Target;
use super::Task;
use crate::gallery::charts::{CHARTS, Chart, PYTHON_SETUP, SETUP};

const AS_MATPLOTLIB: &[Target] = &[Target::Faster { times: 1.0, than: Contender::Ipykernel }];

/// A task for each chart that both draw. The first makes the data ready.
pub fn tasks() -> Vec<Task> {
    let both = CHARTS.iter().filter(|chart| !chart.python.is_empty());
    let mut tasks: Vec<Task> = both.map(task).collect();
    if let Some(first) = tasks.first_mut() {
        first.setup = Code::prelude(SETUP, PYTHON_SETUP);
    }
    tasks
}

fn task(chart: &Chart) -> Task {
    // Told once per run of the program: the texts may live as long as it does.
    let rust: &'static str = Box::leak(format!("let svg = {}.to_svg();", chart.code).into_boxed_str());
    let python: &'static str = Box::leak(format!("{}\nsave()", chart.python).into_boxed_str());
    Task { name: chart.title, setup: Code::NONE, cell: Code::prelude(rust, python), targets: AS_MATPLOTLIB }
}

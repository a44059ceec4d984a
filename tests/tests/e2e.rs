//! Ferrolab from the outside: the real binary, real clients, real compilers. See the crate's
//! documentation for what tests share, and `tests/corpus` for cells with what they show.

#[path = "e2e/bad_days.rs"]
mod bad_days;
#[path = "e2e/cheat_sheet.rs"]
mod cheat_sheet;
#[path = "e2e/corpus.rs"]
mod corpus;
#[path = "e2e/dependencies.rs"]
mod dependencies;
#[path = "e2e/gallery.rs"]
mod gallery;
#[path = "e2e/interrupts.rs"]
mod interrupts;
#[path = "e2e/kept_cells.rs"]
mod kept_cells;
#[path = "e2e/lab.rs"]
mod lab;
#[path = "e2e/leftovers.rs"]
mod leftovers;
#[path = "e2e/notebooks.rs"]
mod notebooks;
#[path = "e2e/output.rs"]
mod output;
#[path = "e2e/python.rs"]
mod python;
#[path = "e2e/python_habits.rs"]
mod python_habits;
#[path = "e2e/requests.rs"]
mod requests;
#[path = "e2e/start_files.rs"]
mod start_files;
#[path = "e2e/stored.rs"]
mod stored;
#[path = "e2e/tutorials.rs"]
mod tutorials;

//! What the runtime gives to cells: the progress bar and the store of variables.

use ferrolab_prelude::prelude::*;
use ferrolab_prelude::runtime::generated::Store;

fn shown(progress: &Progress, mime: &str) -> String {
    progress.rich_display().get(mime).unwrap().to_owned()
}

#[test]
fn the_bar_counts_and_never_passes_its_end() {
    let mut progress = Progress::new("<fit>", 4);
    progress.advance(3);
    assert!(shown(&progress, "text/plain").contains("3/4"));
    assert!(shown(&progress, "text/html").contains("&lt;fit&gt;"));
    progress.advance(9);
    assert!(shown(&progress, "text/plain").contains("4/4"));
}

#[test]
fn no_steps_means_done() {
    assert!(shown(&Progress::new("nothing", 0), "text/html").contains("value=\"100.0\""));
}

/// A store at the start of a cell, with what an earlier one left: what is put back counts as old.
fn store_with_x() -> Store {
    let mut store = Store::default();
    store.put_back("x", 1_i32);
    store
}

#[test]
fn a_new_variable_wins_over_the_old_value_of_its_name() {
    let mut store = store_with_x();
    let old: i32 = store.take("x");
    store.put("x", "new");
    store.put_back("x", old);
    assert_eq!(store.take::<&str>("x"), "new");
}

// That what was new in one cell is old in the next shows in the corpus, where variables return
// again and again.
#[test]
fn an_old_value_returns_when_the_cell_made_no_new_one() {
    let mut store = store_with_x();
    let old: i32 = store.take("x");
    store.put_back("x", old);
    assert_eq!(store.take::<i32>("x"), 1);
}

#[test]
#[should_panic(expected = "lost track of the variable `x`")]
fn a_wrong_type_is_never_reinterpreted() {
    store_with_x().take::<u32>("x");
}

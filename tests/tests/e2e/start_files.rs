//! The person's own `init.evcxr` and `prelude.rs`, run before the first cell.

use ferrolab_tests::kernel::{Home, Kernel, write};

#[test]
fn commands_and_definitions_are_there_in_the_first_cell() {
    let home = Home::new();
    let folder = home.configuration().join("ferrolab");
    write(&folder.join("init.evcxr"), ":opt 2\n:env FERROLAB_TEST_START=yes\n");
    write(
        &folder.join("prelude.rs"),
        "use std::collections::BinaryHeap;\nfn helper() -> i32 { 42 }\nlet mine = 1;\n",
    );
    let mut kernel = Kernel::start(&home);
    assert_eq!(kernel.show("helper() + mine"), "43");
    assert_eq!(kernel.show("std::env::var(\"FERROLAB_TEST_START\")?"), "\"yes\"");
    assert_eq!(kernel.show("BinaryHeap::from([1, 2]).len()"), "2");
    assert_eq!(kernel.show(":opt"), "optimisation: 2");
    kernel.shut_down();
    home.assert_clean();
}

#[test]
fn evcxrs_own_folder_is_read_where_there_is_none_of_ours() {
    let home = Home::new();
    write(&home.configuration().join("evcxr/prelude.rs"), "fn helper() -> i32 { 7 }\n");
    let mut kernel = Kernel::start(&home);
    assert_eq!(kernel.show("helper()"), "7");
    kernel.shut_down();
}

#[test]
fn a_mistake_in_a_start_file_is_told_once_and_stops_nothing() {
    let home = Home::new();
    write(&home.configuration().join("ferrolab/prelude.rs"), "fn helper() -> i32 { \"x\" }\n");
    let mut kernel = Kernel::start(&home);
    let ended = kernel.run("1 + 1");
    assert_eq!(ended.text(), "2");
    assert!(
        ended.stderr().contains("prelude.rs") && ended.stderr().contains("mismatched types"),
        "{}",
        ended.stderr()
    );
    assert_eq!(kernel.ok("2").stderr(), "");
    kernel.shut_down();
}

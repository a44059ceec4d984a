//! `ferrolab gallery`: every example draws, in both themes, and the page needs nothing else.

use ferrolab_tests::kernel::Home;
use ferrolab_tests::python::said;
use ferrolab_tests::setup::setup;

#[test]
fn every_chart_in_both_themes() {
    let home = Home::new();
    let mut command = setup().command();
    command.args(["gallery", "--output", "charts.html"]).current_dir(home.work());
    command.env("TMPDIR", home.temporary()).env("XDG_CONFIG_HOME", home.configuration());
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let page = std::fs::read_to_string(home.work().join("charts.html")).unwrap();
    let charts = page.matches("<section id=\"chart-").count();
    assert!(charts > 40, "{charts}");
    let pictures = page.matches("src=\"data:image/svg+xml;base64,").count();
    assert_eq!(pictures, 2 * charts);
    assert!(!page.contains("alt=\"\"") && !page.contains("http://") && !page.contains("<script"));
}

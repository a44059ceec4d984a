use serde_json::{Value, json};

use super::*;

fn notebook(first: &str) -> Notebook {
    let cell = json!({"cell_type": "markdown", "id": "m", "metadata": {}, "source": first});
    parsed(&[cell])
}

fn parsed(cells: &[Value]) -> Notebook {
    let document = json!({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5});
    Notebook::parse(document.to_string().as_bytes(), Path::new("test.ipynb")).unwrap()
}

fn plan(notebooks: &[(&str, &Notebook)]) -> Result<Site, SiteError> {
    let listed: Vec<(&Path, &Notebook)> =
        notebooks.iter().map(|(path, notebook)| (Path::new(*path), *notebook)).collect();
    Site::plan(&listed)
}

fn introduction(cells: &[Value]) -> Introduction {
    Introduction::of(&parsed(cells), "name")
}

fn told(title: &str, question: Option<&str>, lead: Option<&str>) -> Introduction {
    Introduction { title: title.into(), question: question.map(Into::into), lead: lead.map(Into::into) }
}

#[test]
fn a_notebook_introduces_itself_in_its_first_cell() {
    let of = |first: &str| Introduction::of(&notebook(first), "name");
    let full = "# Arrays\n\n**Is it *really*\nwarmer?**\n\nA block of `numbers`.\n\nMore.\n\n## First";
    assert_eq!(of(full), told("Arrays", Some("Is it really warmer?"), Some("A block of numbers.")));
    assert_eq!(of("# Charts\n\nPlain text."), told("Charts", None, Some("Plain text.")));
    assert_eq!(of("# Title\n\n## Section\n\nText."), told("Title", None, None));
    assert_eq!(of("Only text"), told("name", None, Some("Only text")));
    let code = json!({"cell_type": "code", "id": "c", "metadata": {}, "source": "# Title", "outputs": []});
    assert_eq!(introduction(&[code]), told("name", None, None));
    assert_eq!(introduction(&[]), told("name", None, None));
}

#[test]
fn pages_know_their_neighbours_and_link_to_them() {
    let (one, two) = (notebook("# One < 1\n\nSee [two](b.ipynb)."), notebook("# Two"));
    let site = plan(&[("n/a.ipynb", &one), ("n/b.ipynb", &two)]).unwrap();
    let first = site.page(0, &one, Path::new("/"), Duration::from_millis(1234));
    assert!(first.contains("<title>One &lt; 1 · N</title>"), "{first}");
    assert!(first.contains("<a href=\"b.html\">two</a>"), "{first}");
    assert!(
        first.contains("<a class=\"next\" href=\"b.html\" rel=\"next\"><small>Next</small>Two</a>"),
        "{first}"
    );
    assert!(!first.contains("class=\"prev\"") && first.contains("Executed in 1.2 s"), "{first}");
    let last = site.page(1, &two, Path::new("/"), Duration::ZERO);
    assert!(
        last.contains("<small>Before</small>One &lt; 1</a>") && !last.contains("class=\"next\""),
        "{last}"
    );
}

#[test]
fn the_first_page_lists_all_in_order() {
    let (one, two) = (notebook("# One\n\n**Why?**\n\nBecause."), notebook("no title"));
    let site = plan(&[("my_work/07_a.ipynb", &one), ("my_work/b.ipynb", &two)]).unwrap();
    let page = site.first_page(&[Duration::from_secs(61), Duration::from_secs(2)]);
    let text = page.split_once("<main").unwrap().1;
    for part in [
        "<h1>My work</h1>",
        "2 notebooks, executed in 1 min 3 s",
        "<span class=\"number\">07</span>",
        "<h2><a href=\"07_a.html\">One</a></h2><p class=\"question\">Why?</p><p>Because.</p>",
        "<code>07_a.ipynb</code> · 1 min 1 s",
        "<span class=\"number\">2</span><h2><a href=\"b.html\">b</a></h2><p>no title</p>",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn nothing_is_loaded_and_one_script_runs() {
    let one = notebook("# One\n\n</script><script>alert(1)</script>");
    let site = plan(&[("a.ipynb", &one), ("b.ipynb", &one)]).unwrap();
    for page in [site.page(0, &one, Path::new("/"), Duration::ZERO), site.first_page(&[Duration::ZERO; 2])] {
        assert!(page.contains("default-src 'none'") && page.contains("script-src 'sha256-"));
        assert_eq!(page.matches("<script").count(), 2, "the data and the script");
        for outside in ["src=\"http", "href=\"http", "url(http", "@import"] {
            assert!(!page.contains(outside), "the page loads something: {outside}");
        }
    }
}

#[test]
fn two_pages_cannot_have_one_name() {
    let any = notebook("# Any");
    let (one, other) = (PathBuf::from("x/a.ipynb"), PathBuf::from("y/a.ipynb"));
    let error = plan(&[("x/a.ipynb", &any), ("y/a.ipynb", &any)]).unwrap_err();
    assert_eq!(error, SiteError::SameName { one, other, name: "a".into() });
    let error = plan(&[("x/index.ipynb", &any)]).unwrap_err();
    assert_eq!(error, SiteError::TakenName { notebook: "x/index.ipynb".into() });
}

#[test]
fn times_are_as_exact_as_a_reader_wants_them() {
    let written = [0.04, 9.96, 59.4, 59.6, 200.4].map(|time| seconds(Duration::from_secs_f64(time)));
    assert_eq!(written, ["0.0 s", "10 s", "59 s", "1 min 0 s", "3 min 20 s"]);
}

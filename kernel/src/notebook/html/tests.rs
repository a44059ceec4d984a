use expect_test::{Expect, expect};
use serde_json::{Value, json};

use super::*;

fn notebook(cells: &[Value]) -> Notebook {
    let document = json!({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5});
    Notebook::parse(document.to_string().as_bytes(), Path::new("test.ipynb")).unwrap()
}

/// The page of these cells, from the first cell to the last.
fn body(cells: &[Value]) -> String {
    let page = page(&notebook(cells), "test", None);
    let (_, rest) = page.split_once("<main>").unwrap();
    rest.split_once("<footer>").unwrap().0.to_owned()
}

fn code(source: &str, metadata: &Value, outputs: &Value) -> Value {
    json!({"cell_type": "code", "id": "c", "execution_count": 2, "metadata": metadata, "source": source, "outputs": outputs})
}

fn check_output(output: &Value, expected: &Expect) {
    let html = body(&[code("", &json!({}), &json!([output]))]);
    let html = html.strip_prefix("<section class=\"code\" id=\"cell-c\">").unwrap();
    expected.assert_eq(html.strip_suffix("</section>\n").unwrap());
}

fn display(data: &Value) -> Value {
    json!({"output_type": "display_data", "data": data, "metadata": {}})
}

#[test]
fn a_cell_has_its_labels() {
    let result = json!({"output_type": "execute_result", "execution_count": 2, "metadata": {}, "data": {"text/plain": "1 < 2"}});
    expect![[r#"
        <section class="code" id="cell-c"><div class="row input"><span class="label">In [2]</span><pre class="source"><code>x</code></pre></div><div class="row output result"><span class="label">Out [2]</span><pre>1 &lt; 2</pre></div></section>
    "#]].assert_eq(&body(&[code("x", &json!({}), &json!([result]))]));
}

#[test]
fn streams_are_escaped_coloured_and_as_a_terminal_shows_them() {
    check_output(
        &json!({"output_type": "stream", "name": "stderr", "text": ["10%\r", "\u{1b}[32m<b>\u{1b}[0m\n"]}),
        &expect![[r#"<div class="row output stderr"><pre><span class="f2">&lt;b&gt;</span></pre></div>"#]],
    );
}

#[test]
fn errors_show_their_traceback_or_what_there_is() {
    check_output(
        &json!({"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["a <", "\u{1b}[31mb\u{1b}[0m"]}),
        &expect![[r#"
        <div class="row output error"><pre>a &lt;
        <span class="f1">b</span></pre></div>"#]],
    );
    check_output(
        &json!({"output_type": "error", "ename": "E", "evalue": "<v>", "traceback": []}),
        &expect![[r#"<div class="row output error"><pre>E: &lt;v&gt;</pre></div>"#]],
    );
}

#[test]
fn the_richest_form_is_shown() {
    check_output(
        &display(&json!({"text/plain": "t", "image/png": "YWJj\n", "text/html": ["<table>", "</table>"]})),
        &expect![[r#"<div class="row output display"><div class="rich"><table></table></div></div>"#]],
    );
    check_output(
        &display(&json!({"text/plain": "t", "image/png": "YWJj\n"})),
        &expect![[
            r#"<div class="row output display"><div class="rich"><img src="data:image/png;base64,YWJj" alt="Figure"></div></div>"#
        ]],
    );
    check_output(
        &display(&json!({"text/plain": "t", "image/svg+xml": "<svg onload=\"x\"/>"})),
        &expect![[
            r#"<div class="row output display"><div class="rich"><img src="data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9IngiLz4=" alt="Figure"></div></div>"#
        ]],
    );
}

#[test]
fn text_forms_are_rendered() {
    check_output(
        &display(&json!({"text/plain": "t", "text/markdown": "# *m* <script>"})),
        &expect![[r#"
        <div class="row output display"><div class="text"><h1><em>m</em> &lt;script&gt;</h1>
        </div></div>"#]],
    );
    check_output(
        &display(&json!({"text/plain": "t", "text/latex": "$x$"})),
        &expect![[
            r#"<div class="row output display"><div class="rich"><math display="block"><mi>x</mi></math></div></div>"#
        ]],
    );
    check_output(
        &display(&json!({"text/plain": "t", "application/json": {"a": "<"}})),
        &expect![[r#"
        <div class="row output display"><pre class="source"><code>{
          <span class="s">&quot;a&quot;</span>: <span class="s">&quot;&lt;&quot;
        </span>}</code></pre></div>"#]],
    );
    check_output(
        &display(&json!({"application/x-unknown": "<"})),
        &expect![[
            r#"<div class="row output display"><p class="note">An output that a page cannot show: application/x-unknown</p></div>"#
        ]],
    );
}

#[test]
fn a_picture_that_is_no_base64_cannot_break_out() {
    check_output(
        &display(&json!({"image/png": "\"><script>alert(1)</script>", "text/plain": "<t>"})),
        &expect![[r#"<div class="row output display"><pre>&lt;t&gt;</pre></div>"#]],
    );
}

#[test]
fn a_picture_keeps_its_display_size() {
    let output = json!({"output_type": "display_data", "data": {"image/png": "YWJj"}, "metadata": {"image/png": {"width": 300, "height": "x\""}}});
    check_output(
        &output,
        &expect![[
            r#"<div class="row output display"><div class="rich"><img src="data:image/png;base64,YWJj" alt="Figure" width="300"></div></div>"#
        ]],
    );
}

#[test]
fn tags_hide_and_remove() {
    let stream = json!([{"output_type": "stream", "name": "stdout", "text": "out"}]);
    let tagged = |tag: &str| code("in", &json!({"tags": [tag]}), &stream);
    let folded = code("in", &json!({"jupyter": {"source_hidden": true}}), &json!([]));
    assert_eq!(body(&[tagged("remove-cell")]), "");
    assert!(!body(&[tagged("remove-input")]).contains("pre class=\"source\""));
    assert!(!body(&[tagged("remove-output")]).contains("stdout"));
    assert!(body(&[tagged("hide-output")]).contains("<details class=\"fold\"><summary>Output</summary>"));
    assert!(body(&[folded]).contains("<details class=\"fold\"><summary>Code</summary>"));
}

#[test]
fn the_page_is_titled_by_its_first_heading_and_forbids_scripts() {
    let heading = json!({"cell_type": "markdown", "id": "m", "metadata": {}, "source": "# A <b> & title"});
    let page = page(&notebook(&[heading]), "name", None);
    assert!(page.contains("<title>A &lt;b&gt; &amp; title</title>"), "{page}");
    assert!(page.contains("default-src 'none'"));
    assert!(!page.contains("script-src"));
    assert!(super::page(&notebook(&[]), "a<b", None).contains("<title>a&lt;b</title>"));
}

#[test]
fn a_notebook_from_jupyter_has_a_page() {
    let notebook =
        Notebook::parse(include_bytes!("../testdata/jupyter.ipynb"), Path::new("jupyter.ipynb")).unwrap();
    let page = page(&notebook, "jupyter", None);
    for expected in [
        "Häading",
        "ZeroDivisionError",
        "In [3]",
        "Out [1]",
        "raw ünïcode",
        "<math>",
        "data:image/svg+xml;base64,",
    ] {
        assert!(page.contains(expected), "{expected}");
    }
}

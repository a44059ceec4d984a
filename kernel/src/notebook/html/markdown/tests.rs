use expect_test::{Expect, expect};
use serde_json::json;

use super::*;

fn html(source: &str) -> String {
    let fields = json!({"cell_type": "markdown", "source": source,
        "attachments": {"dot.png": {"image/png": "YWJj"}}});
    let pages = ["02_arrays".to_owned()];
    let surroundings = Surroundings { folder: None, pages: &pages };
    let cell = MarkdownCell { index: 3, cell: Cell::of(fields.as_object().unwrap()), surroundings };
    render(&cell, &mut Contents::default()).into_string()
}

fn check(source: &str, expected: &Expect) {
    expected.assert_eq(&html(source));
}

#[test]
fn headings_get_anchors() {
    check(
        "# Fit a *line*\n\n## Why `x`?",
        &expect![[r#"
        <h1 id="fit-a-line">Fit a <em>line</em></h1>
        <h2 id="why-x">Why <code>x</code>?</h2>
    "#]],
    );
}

#[test]
fn tables_tasks_and_footnotes() {
    check(
        "| a | b |\n|---|--:|\n| 1 | ~~2~~ |\n\n- [x] done\n\nSee[^1].\n\n[^1]: Note.",
        &expect![[r##"
        <table><thead><tr><th>a</th><th style="text-align: right">b</th></tr></thead><tbody>
        <tr><td>1</td><td style="text-align: right"><del>2</del></td></tr>
        </tbody></table>
        <ul>
        <li><input disabled="" type="checkbox" checked=""/>
        done</li>
        </ul>
        <p>See<sup class="footnote-reference"><a href="#note-3-1">1</a></sup>.</p>
        <div class="footnote-definition" id="note-3-1"><sup class="footnote-definition-label">1</sup>
        <p>Note.</p>
        </div>
    "##]],
    );
}

#[test]
fn solutions_can_be_folded_with_markdown_in_them() {
    check(
        "<details><summary>Solution</summary>\n\n```rust\nlet x = 1;\n```\n\n</details>",
        &expect![[r#"
        <details><summary>Solution</summary>
        <pre class="source"><code><span class="k">let </span>x = <span class="n">1</span>;</code></pre></details>"#]],
    );
}

#[test]
fn html_is_shown_and_not_obeyed() {
    check(
        "<script>alert(1)</script>\n\ntext <b onclick=\"x\">bold</b> <!-- gone --> <img src=x onerror=y>",
        &expect![[r#"
        &lt;script&gt;alert(1)&lt;/script&gt;
        <p>text &lt;b onclick=&quot;x&quot;&gt;bold&lt;/b&gt;  &lt;img src=x onerror=y&gt;</p>
    "#]],
    );
}

#[test]
fn links_that_could_run_code_lead_nowhere() {
    check(
        "[a](javascript:alert(1)) [b](<java\tscript:x>) <javascript:x> [c](https://a.b \"t\\\"<\")",
        &expect![[r##"
        <p><a href="#">a</a> <a href="#">b</a> <a href="#">javascript:x</a> <a href="https://a.b" title="t&quot;&lt;">c</a></p>
    "##]],
    );
}

#[test]
fn pictures_are_attachments_or_from_the_web() {
    check(
        "![dot](attachment:dot.png) ![no](attachment:no.png) ![web](https://a.b/c.png) ![js](javascript:x)",
        &expect![[r#"
        <p><img src="data:image/png;base64,YWJj" alt="dot" /> <em class="missing">no</em> <img src="https://a.b/c.png" alt="web" /> <em class="missing">js</em></p>
    "#]],
    );
}

#[test]
fn formulas_are_mathml_and_prices_are_not() {
    check(
        "Costs $5 and $6; $x^2$ and\n\n$$\\bad{<b>}$$",
        &expect![[r#"
        <p>Costs $5 and $6; <math><msup><mi>x</mi><mn>2</mn></msup></math> and</p>
        <p><code class="formula">\bad{&lt;b&gt;}</code></p>
    "#]],
    );
}

#[test]
fn a_code_block_keeps_its_text() {
    check(
        "```html\n<script>\n```\n\n    indented <b>\n\n`<i>`",
        &expect![[r#"
        <pre class="source"><code>&lt;<span class="k">script</span>&gt;</code></pre><pre class="source"><code>indented &lt;b&gt;</code></pre>
        <p><code>&lt;i&gt;</code></p>
    "#]],
    );
}

#[test]
fn the_words_of_a_text() {
    let source = "# A *b* `c`\n\n**Why?**\n\n**No** question\nof `that`.\n\n- one\n\n```rust\nlet x;\n```\n<details>\n";
    let paragraph = |text: &str, stands_out| Piece::Paragraph { text: text.into(), stands_out };
    assert_eq!(
        pieces(source),
        [
            Piece::Heading { level: 1, text: "A b c".into() },
            paragraph("Why?", true),
            paragraph("No question of that.", false),
            Piece::Other("one".into()),
            Piece::Other("let x;\n".into()),
        ]
    );
    assert_eq!(pieces("*a* and *b*"), [paragraph("a and b", false)]);
    assert_eq!(pieces("***both***"), [paragraph("both", true)]);
}

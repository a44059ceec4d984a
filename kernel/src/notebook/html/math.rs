//! LaTeX formulas as MathML, which browsers lay out themselves: no script, no font to carry along.

use std::sync::LazyLock;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};
use maud::html;

/// None only if the library refused its own default configuration.
static CONVERTER: LazyLock<Option<LatexToMathML>> =
    LazyLock::new(|| LatexToMathML::new(MathCoreConfig::default()).ok());

/// The formula, or its source set as code when it is more than the converter knows.
pub(super) fn render(latex: &str, display: MathDisplay) -> String {
    let converted =
        CONVERTER.as_ref().and_then(|converter| converter.convert_with_local_state(latex, display).ok());
    match converted {
        Some(formula) => formula.mathml,
        None => html! { code.formula { (latex) } }.into_string(),
    }
}

/// A `text/latex` value: one formula in any of the usual brackets.
pub(super) fn render_bracketed(latex: &str) -> String {
    let text = latex.trim();
    let within = |open: &str, close: &str| text.strip_prefix(open)?.strip_suffix(close);
    let display = within("$$", "$$").or_else(|| within("\\[", "\\]"));
    let inline = || within("$", "$").or_else(|| within("\\(", "\\)"));
    match (display, inline()) {
        (Some(formula), _) => render(formula, MathDisplay::Block),
        (None, Some(formula)) => render(formula.trim_start_matches("\\displaystyle"), MathDisplay::Block),
        (None, None) => render(text, MathDisplay::Block),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_becomes_mathml() {
        let html = render(r"x^2", MathDisplay::Inline);
        assert_eq!(html, "<math><msup><mi>x</mi><mn>2</mn></msup></math>");
    }

    #[test]
    fn what_is_no_formula_is_shown_as_it_is_and_escaped() {
        let html = render(r"\nosuch{<script>}", MathDisplay::Inline);
        assert_eq!(html, r#"<code class="formula">\nosuch{&lt;script&gt;}</code>"#);
    }

    #[test]
    fn text_in_a_formula_is_escaped() {
        let html = render(r"\text{<b onclick=x>}", MathDisplay::Inline);
        assert!(!html.contains("<b"), "{html}");
    }

    #[test]
    fn brackets_of_a_latex_value_are_no_part_of_it() {
        for latex in ["$x$", "$$x$$", r"\[x\]", r"\(x\)", "x"] {
            assert_eq!(render_bracketed(latex), "<math display=\"block\"><mi>x</mi></math>");
        }
    }
}

//! A cell's outputs: of each the richest form that a page without scripts can show.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{Markup, PreEscaped, html};
use serde_json::Value;

use crate::notebook::json::joined;
use crate::notebook::outputs::as_on_a_terminal;

use super::image::data_uri;
use super::{ansi, highlight, markdown, math};

pub(super) fn render(output: &Value) -> Markup {
    match output["output_type"].as_str() {
        Some("stream") => stream(output),
        Some("error") => error(output),
        Some("execute_result") => {
            let count = output["execution_count"].as_u64();
            let label = count.map_or_else(|| "Out".to_owned(), |count| format!("Out [{count}]"));
            row(Some(&label), "result", &bundle(&output["data"], &output["metadata"]))
        }
        Some("display_data") => row(None, "display", &bundle(&output["data"], &output["metadata"])),
        _ => html! {},
    }
}

fn row(label: Option<&str>, class: &str, content: &Markup) -> Markup {
    html! {
        div class={ "row output " (class) } {
            @if let Some(label) = label { span.label { (label) } }
            (content)
        }
    }
}

fn stream(output: &Value) -> Markup {
    let text = joined(&output["text"]).unwrap_or_default();
    let class = if output["name"] == "stderr" { "stderr" } else { "stdout" };
    row(None, class, &terminal(&as_on_a_terminal(&text)))
}

fn error(output: &Value) -> Markup {
    let lines: Vec<&str> =
        output["traceback"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let text = if lines.is_empty() {
        let field = |name: &str| output[name].as_str().unwrap_or_default();
        format!("{}: {}", field("ename"), field("evalue"))
    } else {
        lines.join("\n")
    };
    row(None, "error", &terminal(&text))
}

fn terminal(text: &str) -> Markup {
    html! { pre { (PreEscaped(ansi::to_html(text.trim_end_matches('\n')))) } }
}

/// The richest form, by Jupyter's order of MIME types as far as a page can show them.
fn bundle(data: &Value, metadata: &Value) -> Markup {
    let text = |mime_type: &str| data.get(mime_type).and_then(joined);
    if let Some(trusted) = text("text/html") {
        return html! { div.rich { (PreEscaped(trusted)) } };
    }
    if let Some(svg) = text("image/svg+xml") {
        // As a picture its scripts are dead and its ids and styles cannot meet another figure's.
        return picture(&data_uri("image/svg+xml", svg.as_bytes()), &metadata["image/svg+xml"]);
    }
    for mime_type in ["image/png", "image/jpeg", "image/gif", "image/webp"] {
        let bytes = text(mime_type).map(|content| content.split_whitespace().collect::<String>());
        if let Some(bytes) = bytes.and_then(|content| STANDARD.decode(content).ok()) {
            return picture(&data_uri(mime_type, &bytes), &metadata[mime_type]);
        }
    }
    if let Some(source) = text("text/markdown") {
        return html! { div.text { (markdown::render_output(&source)) } };
    }
    if let Some(latex) = text("text/latex") {
        return html! { div.rich { (PreEscaped(math::render_bracketed(&latex))) } };
    }
    if let Some(value) = data.get("application/json") {
        let pretty = serde_json::to_string_pretty(value).unwrap_or_default();
        return highlight::block(&pretty, "json");
    }
    match text("text/plain") {
        Some(text) => terminal(&text),
        None => unknown(data),
    }
}

/// Sizes are those of the display, so that pictures with more pixels than that are sharp.
fn picture(address: &str, metadata: &Value) -> Markup {
    let size = |name: &str| metadata[name].as_u64();
    html! { div.rich { img src=(address) alt="Figure" width=[size("width")] height=[size("height")]; } }
}

fn unknown(data: &Value) -> Markup {
    let types: Vec<&str> =
        data.as_object().into_iter().flatten().map(|(mime_type, _)| mime_type.as_str()).collect();
    html! {
        @if !types.is_empty() { p.note { "An output that a page cannot show: " (types.join(", ")) } }
    }
}

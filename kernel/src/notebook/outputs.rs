//! From a kernel's messages to a notebook's outputs. This is `nbclient`'s behaviour as a plain
//! function of the messages: no socket, no clock, so the tests read like a wire log.
//!
//! In one thing it does what JupyterLab does instead: pieces of the same stream that follow each
//! other become one output, and what a terminal would have overwritten (a progress bar's earlier
//! states) is left out, so that the stored file does not depend on how the kernel cut its output.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::json;
use super::model::Notebook;

/// Follows one run of a notebook and keeps its outputs up to date.
#[derive(Debug, Default)]
pub struct OutputCollector {
    /// Where each display id was shown, in any cell of this run.
    displays: HashMap<String, Vec<Place>>,
    clear_before_next: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Place {
    cell: usize,
    output: usize,
}

impl OutputCollector {
    /// Call before a cell runs: forgets what an earlier execution left in it.
    pub fn begin(&mut self, notebook: &mut Notebook, cell: usize) {
        self.clear_before_next = false;
        self.clear(notebook, cell);
        notebook.set_execution_count(cell, None);
    }

    /// Takes one IOPub message that belongs to this cell.
    pub fn message(&mut self, notebook: &mut Notebook, cell: usize, msg_type: &str, content: &Value) {
        if let Some(count) = content["execution_count"].as_u64() {
            notebook.set_execution_count(cell, Some(count));
        }
        match msg_type {
            "stream" => self.stream(notebook, cell, content),
            "display_data" | "execute_result" => {
                self.update_display(notebook, content);
                self.append(notebook, cell, display_output(msg_type, content), display_id(content));
            }
            "update_display_data" => self.update_display(notebook, content),
            "error" => self.append(notebook, cell, error_output(content), None),
            "clear_output" if content["wait"] == true => self.clear_before_next = true,
            "clear_output" => self.clear(notebook, cell),
            // Status, execute_input and comms leave nothing in the file.
            _ => {}
        }
    }

    /// Call when the cell has ended: brings its outputs into the form in which they are stored.
    pub fn finish(&mut self, notebook: &mut Notebook, cell: usize) {
        self.drop_emptied(notebook, cell);
        let Some(outputs) = notebook.outputs_mut(cell) else { return };
        for output in outputs.iter_mut().filter(|output| output["output_type"] == "stream") {
            if let Some(text) = json::joined(&output["text"]) {
                output["text"] = json::split(&as_on_a_terminal(&text));
            }
        }
    }

    /// A display that was emptied, as a progress bar is at its end, leaves no empty output in the file.
    fn drop_emptied(&mut self, notebook: &mut Notebook, cell: usize) {
        let Some(outputs) = notebook.outputs_mut(cell) else { return };
        for gone in (0..outputs.len()).rev().filter(|place| is_emptied(&outputs[*place])).collect::<Vec<_>>()
        {
            outputs.remove(gone);
            for places in self.displays.values_mut() {
                places.retain(|place| (place.cell, place.output) != (cell, gone));
                let later = places.iter_mut().filter(|place| place.cell == cell && place.output > gone);
                later.for_each(|place| place.output -= 1);
            }
        }
    }

    fn stream(&mut self, notebook: &mut Notebook, cell: usize, content: &Value) {
        let text = content["text"].as_str().unwrap_or_default();
        if text.is_empty() {
            return;
        }
        if !self.clear_before_next
            && let Some(last) = notebook.outputs_mut(cell).and_then(|outputs| outputs.last_mut())
            && last["output_type"] == "stream"
            && last["name"] == content["name"]
            && let Value::String(present) = &mut last["text"]
        {
            present.push_str(text);
            return;
        }
        let output = json!({"name": content["name"], "output_type": "stream", "text": text});
        self.append(notebook, cell, output, None);
    }

    fn append(&mut self, notebook: &mut Notebook, cell: usize, output: Value, display_id: Option<&str>) {
        if std::mem::take(&mut self.clear_before_next) {
            self.clear(notebook, cell);
        }
        let Some(outputs) = notebook.outputs_mut(cell) else { return };
        if let Some(id) = display_id {
            let place = Place { cell, output: outputs.len() };
            self.displays.entry(id.to_owned()).or_default().push(place);
        }
        outputs.push(output);
    }

    /// Every output that was shown under this id gets the new content, in whatever cell it is.
    fn update_display(&self, notebook: &mut Notebook, content: &Value) {
        let Some(places) = display_id(content).and_then(|id| self.displays.get(id)) else { return };
        for place in places {
            let outputs = notebook.outputs_mut(place.cell);
            if let Some(output) = outputs.and_then(|outputs| outputs.get_mut(place.output)) {
                output["data"] = json::stored_bundle(&content["data"]);
                output["metadata"] = object(&content["metadata"]);
            }
        }
    }

    fn clear(&mut self, notebook: &mut Notebook, cell: usize) {
        if let Some(outputs) = notebook.outputs_mut(cell) {
            outputs.clear();
        }
        for places in self.displays.values_mut() {
            places.retain(|place| place.cell != cell);
        }
    }
}

fn display_output(msg_type: &str, content: &Value) -> Value {
    let data = json::stored_bundle(&content["data"]);
    let metadata = object(&content["metadata"]);
    if msg_type == "execute_result" {
        let count = &content["execution_count"];
        json!({"data": data, "execution_count": count, "metadata": metadata, "output_type": msg_type})
    } else {
        json!({"data": data, "metadata": metadata, "output_type": msg_type})
    }
}

fn error_output(content: &Value) -> Value {
    json!({
        "ename": content["ename"],
        "evalue": content["evalue"],
        "output_type": "error",
        "traceback": content["traceback"],
    })
}

/// A display with forms, all of them without any text.
fn is_emptied(output: &Value) -> bool {
    let forms = output["data"].as_object().filter(|forms| !forms.is_empty());
    let is_blank = |form: &Value| json::joined(form).is_some_and(|text| text.is_empty());
    output["output_type"] == "display_data" && forms.is_some_and(|forms| forms.values().all(is_blank))
}

/// `transient` may be missing or null.
fn display_id(content: &Value) -> Option<&str> {
    content["transient"]["display_id"].as_str()
}

fn object(value: &Value) -> Value {
    if value.is_object() { value.clone() } else { json!({}) }
}

/// What a terminal still shows of a text: a carriage return goes back to the start of the line, a
/// backspace one column back, and what is written next replaces what was there.
pub fn as_on_a_terminal(text: &str) -> String {
    if !text.contains(['\r', '\u{8}']) {
        return text.to_owned();
    }
    text.split_inclusive('\n').map(visible_line).collect()
}

fn visible_line(line: &str) -> String {
    let (body, end) = match line.strip_suffix('\n') {
        Some(body) => (body.strip_suffix('\r').unwrap_or(body), "\n"),
        // A return at the very end waits for what comes next and has overwritten nothing yet.
        None => (line.strip_suffix('\r').unwrap_or(line), if line.ends_with('\r') { "\r" } else { "" }),
    };
    // As JupyterLab and nbclient do, a return drops the whole line: overwriting column by column
    // would have to know how wide characters and colour codes are.
    let body = body.rsplit('\r').next().unwrap_or(body);
    let mut visible = String::with_capacity(body.len());
    for character in body.chars() {
        if character == '\u{8}' {
            visible.pop();
        } else {
            visible.push(character);
        }
    }
    visible + end
}

#[cfg(test)]
mod tests;

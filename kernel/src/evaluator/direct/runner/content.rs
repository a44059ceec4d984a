//! evcxr's display protocol: a block of lines between `EVCXR_BEGIN_CONTENT <mime type>` and
//! `EVCXR_END_CONTENT` on standard output is not text but something to show. Libraries that draw
//! for evcxr print it, so Ferrolab understands it. Blocks that follow each other without text
//! between them are one display in several forms.

use crate::display::{DisplayData, MimeBundle, Output, StreamName};

const BEGIN: &str = "EVCXR_BEGIN_CONTENT";
const END: &str = "EVCXR_END_CONTENT";

#[derive(Debug, Default)]
pub struct ContentFilter {
    /// The start of a line that may yet become a marker.
    pending: String,
    /// Mime type and lines of the block being read.
    block: Option<(String, String)>,
    shown: MimeBundle,
    mid_line: bool,
}

impl ContentFilter {
    /// Text of standard output in, outputs out, in order.
    pub fn feed(&mut self, text: &str) -> Vec<Output> {
        let mut outputs = Vec::new();
        let mut plain = String::new();
        for line in text.split_inclusive('\n') {
            self.feed_line(line, &mut plain, &mut outputs);
        }
        self.emit(&mut plain, &mut outputs);
        outputs
    }

    /// What was held back, when the cell has ended.
    pub fn flush(&mut self) -> Vec<Output> {
        let mut outputs = Vec::new();
        // A block that was never ended was ordinary text after all.
        let unfinished =
            self.block.take().map(|(mime_type, content)| format!("{BEGIN} {mime_type}\n{content}"));
        let mut plain = unfinished.unwrap_or_default() + &std::mem::take(&mut self.pending);
        self.mid_line = false;
        self.emit(&mut plain, &mut outputs);
        self.emit_shown(&mut outputs);
        outputs
    }

    fn feed_line(&mut self, line: &str, plain: &mut String, outputs: &mut Vec<Output>) {
        let at_line_start = !std::mem::replace(&mut self.mid_line, !line.ends_with('\n'));
        if self.block.is_none() && !at_line_start && self.pending.is_empty() {
            plain.push_str(line);
            return;
        }
        self.pending.push_str(line);
        let complete = self.pending.ends_with('\n');
        if self.block.is_none() && !may_begin(&self.pending) {
            plain.push_str(&std::mem::take(&mut self.pending));
        } else if complete {
            let line = std::mem::take(&mut self.pending);
            self.emit(plain, outputs);
            self.marker_or_content(&line);
        }
    }

    fn marker_or_content(&mut self, line: &str) {
        match &mut self.block {
            Some((mime_type, content)) if line.trim_end() == END => {
                let content = content.strip_suffix('\n').unwrap_or(content).to_owned();
                let parsed =
                    mime_type.ends_with("json").then(|| serde_json::from_str(&content).ok()).flatten();
                let value = parsed.unwrap_or(serde_json::Value::String(content));
                self.shown = std::mem::take(&mut self.shown).with(mime_type, value);
                self.block = None;
            }
            Some((_, content)) => content.push_str(line),
            None => self.block = Some((line[BEGIN.len()..].trim().to_owned(), String::new())),
        }
    }

    fn emit(&mut self, plain: &mut String, outputs: &mut Vec<Output>) {
        if !plain.is_empty() {
            self.emit_shown(outputs);
            outputs.push(Output::Stream { name: StreamName::Stdout, text: std::mem::take(plain) });
        }
    }

    fn emit_shown(&mut self, outputs: &mut Vec<Output>) {
        if !self.shown.is_empty() {
            let data = std::mem::take(&mut self.shown);
            outputs.push(Output::Display(DisplayData { data, ..DisplayData::default() }));
        }
    }
}

fn may_begin(line: &str) -> bool {
    let marker = line.trim_end();
    if line.ends_with('\n') {
        marker.starts_with(BEGIN)
    } else {
        BEGIN.starts_with(line) || line.starts_with(BEGIN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(outputs: &[Output]) -> Vec<String> {
        outputs
            .iter()
            .map(|output| match output {
                Output::Stream { text, .. } => format!("text {text:?}"),
                Output::Display(display) => {
                    format!("display {}", serde_json::Value::Object(display.data.0.clone()))
                }
                Output::ClearOutput { .. } => "clear".into(),
            })
            .collect()
    }

    #[test]
    fn blocks_become_one_display_and_text_stays_in_order() {
        let mut filter = ContentFilter::default();
        let text = "before\nEVCXR_BEGIN_CONTENT text/html\n<b>x</b>\nEVCXR_END_CONTENT\n\
                    EVCXR_BEGIN_CONTENT text/plain\nx\ny\nEVCXR_END_CONTENT\nafter";
        let mut outputs = filter.feed(text);
        outputs.extend(filter.flush());
        assert_eq!(
            show(&outputs),
            [
                "text \"before\\n\"",
                "display {\"text/html\":\"<b>x</b>\",\"text/plain\":\"x\\ny\"}",
                "text \"after\"",
            ]
        );
    }

    #[test]
    fn ordinary_text_is_passed_on_at_once_even_without_a_newline() {
        let mut filter = ContentFilter::default();
        assert_eq!(show(&filter.feed("50 %")), ["text \"50 %\""]);
        assert_eq!(show(&filter.feed("\r60 %\nE")), ["text \"\\r60 %\\n\""]);
        assert_eq!(show(&filter.feed("xit\n")), ["text \"Exit\\n\""]);
    }

    #[test]
    fn a_block_without_an_end_is_text_and_holds_back_nothing_after_it() {
        let mut filter = ContentFilter::default();
        assert!(filter.feed("EVCXR_BEGIN_CONTENT text/html\n<b>open").is_empty());
        assert_eq!(show(&filter.flush()), ["text \"EVCXR_BEGIN_CONTENT text/html\\n<b>open\""]);
        assert_eq!(show(&filter.feed("next\n")), ["text \"next\\n\""]);
    }

    #[test]
    fn a_marker_in_pieces_is_still_a_marker() {
        let mut filter = ContentFilter::default();
        let mut outputs = Vec::new();
        for c in "EVCXR_BEGIN_CONTENT text/plain\nhi\nEVCXR_END_CONTENT\n".chars() {
            outputs.extend(filter.feed(&c.to_string()));
        }
        outputs.extend(filter.flush());
        assert_eq!(show(&outputs), ["display {\"text/plain\":\"hi\"}"]);
    }
}

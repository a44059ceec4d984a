//! HTML that is safe to show: whatever came from data is escaped.

/// Text as HTML content or attribute value.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // Not allowed in HTML or XML at all.
            '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                escaped.push('\u{fffd}');
            }
            other => escaped.push(other),
        }
    }
    escaped
}

/// The look of every table. Repeated in each output, since an output must stand alone.
pub(super) const STYLE: &str = "<style>\
.ferrolab{font-family:var(--jp-code-font-family,ui-monospace,'DejaVu Sans Mono',monospace);\
font-size:var(--jp-code-font-size,13px);color:var(--jp-content-font-color1,inherit);line-height:1.45}\
.ferrolab table{border-collapse:collapse;border:none;margin:.3em 0;font-size:inherit;font-variant-numeric:tabular-nums}\
.ferrolab th,.ferrolab td{padding:.15em .75em;border:none;text-align:right;white-space:pre;vertical-align:baseline}\
.ferrolab thead th{border-bottom:1px solid var(--jp-border-color1,rgba(128,128,128,.55));font-weight:600;vertical-align:bottom}\
.ferrolab tbody tr:nth-child(even){background:var(--jp-rendermime-table-row-background,rgba(128,128,128,.08))}\
.ferrolab tbody tr:hover{background:var(--jp-rendermime-table-row-hover-background,rgba(128,128,128,.18))}\
.ferrolab .l{text-align:left}\
.ferrolab small,.ferrolab .n,.ferrolab .s{color:var(--jp-content-font-color2,#7d7d7d);font-weight:400;font-size:.92em}\
.ferrolab .n{font-style:italic}\
.ferrolab pre{margin:.2em 0;background:none;font:inherit;color:inherit}\
.ferrolab .w{border-left:3px solid var(--jp-warn-color1,#ef8b2c);padding-left:.6em;margin:.4em 0;white-space:normal;max-width:60em}\
</style>";

/// A whole output: the style and a block around `content`, which is HTML.
pub(super) fn block(content: &str) -> String {
    format!("{STYLE}<div class=\"ferrolab\">{content}</div>")
}

/// One line of small, subdued text.
pub(super) fn caption(text: &str) -> String {
    format!("<div class=\"s\">{}</div>", escape(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_users_becomes_markup() {
        assert_eq!(escape("<b onclick='x'>&\"</b>"), "&lt;b onclick=&#39;x&#39;&gt;&amp;&quot;&lt;/b&gt;");
        assert_eq!(escape("a\u{0}b\u{1b}c\n"), "a\u{fffd}b\u{fffd}c\n");
    }
}

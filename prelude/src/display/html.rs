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
.ferrolab{--fl-faint:#7d7d7d;--fl-line:rgba(128,128,128,.55);--fl-band:rgba(128,128,128,.09);--fl-over:rgba(128,128,128,.2);\
font-family:var(--jp-code-font-family,ui-monospace,'DejaVu Sans Mono',monospace);\
font-size:var(--jp-code-font-size,13px);color:var(--jp-content-font-color1,inherit);line-height:1.45}\
@supports (color:color-mix(in srgb,currentColor 60%,transparent)){\
.ferrolab{--fl-faint:color-mix(in srgb,currentColor 64%,transparent)}}\
.ferrolab .t{overflow-x:auto;max-width:100%}\
.ferrolab table{border-collapse:collapse;border:none;margin:.3em 0;font-size:inherit;color:inherit;font-variant-numeric:tabular-nums}\
.ferrolab caption{caption-side:bottom;text-align:left;padding:.3em .75em 0 0;white-space:nowrap}\
.ferrolab th,.ferrolab td{padding:.15em .75em;border:none;text-align:right;white-space:pre;vertical-align:baseline;color:inherit}\
.ferrolab thead th{border-bottom:1px solid var(--jp-border-color1,var(--fl-line));font-weight:600;vertical-align:bottom}\
.ferrolab tbody tr{background:none}\
.ferrolab tbody tr:nth-child(even){background:var(--jp-rendermime-table-row-background,var(--fl-band))}\
.ferrolab tbody tr:hover{background:var(--jp-rendermime-table-row-hover-background,var(--fl-over))}\
.ferrolab .l{text-align:left}\
.ferrolab small,.ferrolab .n,.ferrolab .s,.ferrolab caption{color:var(--jp-content-font-color2,var(--fl-faint));font-weight:400;font-size:.92em}\
.ferrolab .n{font-style:italic}\
.ferrolab [title]{text-decoration:underline dotted var(--fl-line);text-underline-offset:.25em}\
.ferrolab pre{margin:.2em 0;padding:0;background:none;font:inherit;color:inherit}\
.ferrolab svg{max-width:100%;height:auto;color:inherit}\
.ferrolab details{margin:.4em 0}.ferrolab summary{cursor:pointer}\
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

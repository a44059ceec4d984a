//! The user's own frames of a panic: addresses inside cells' libraries become functions and lines
//! of cells, by the line tables that every cell is compiled with.

use super::message::BODY_FILE;
use super::source::Source;

/// A short backtrace, innermost first; empty when the panic's own line already says it all.
pub fn describe(frames: &[(String, u64)], source: &Source) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (library, offset) in frames {
        let Ok(loader) = addr2line::Loader::new(library) else { continue };
        let Ok(mut found) = loader.find_frames(*offset) else { continue };
        let symbol = loader.find_symbol(*offset);
        while let Ok(Some(frame)) = found.next() {
            if let Some(line) = describe_frame(&frame, symbol, source)
                && lines.last() != Some(&line)
            {
                lines.push(line);
            }
        }
    }
    // One frame is the cell itself, which the place of the panic names already.
    if lines.len() < 2 { String::new() } else { format!("called from\n{}", lines.join("\n")) }
}

fn describe_frame(
    frame: &addr2line::Frame<'_, impl addr2line::gimli::Reader>,
    symbol: Option<&str>,
    source: &Source,
) -> Option<String> {
    let location = frame.location.as_ref()?;
    if location.file != Some(BODY_FILE) {
        return None;
    }
    let at = source.offset(location.line?, location.column.unwrap_or(1).max(1))?;
    let place = source.user_span(at..at + 1)?.place();
    // Line tables name inlined functions only; any other is named by its symbol.
    let inlined = frame.function.as_ref().and_then(|function| function.demangle().ok());
    let name = inlined.or_else(|| symbol.map(|symbol| addr2line::demangle_auto(symbol.into(), None)));
    Some(format!("  {} at {place}", readable(&name.unwrap_or_default())))
}

/// `ferrolab_cell::area::h0123` is `area`; the generated entry and its closure are "the cell".
fn readable(name: &str) -> String {
    let path = name.strip_prefix("ferrolab_cell::").unwrap_or(name);
    let path = path.split("::h").next().unwrap_or(path);
    if path.starts_with(super::generate::ENTRY) { "the cell".to_owned() } else { path.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn names_are_the_users_own() {
        assert_eq!(readable("ferrolab_cell::area"), "area");
        assert_eq!(readable("ferrolab_cell::ferrolab_cell::{{closure}}"), "the cell");
    }
}

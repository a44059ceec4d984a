//! Cargo's own lines on standard error: which are status, and which are what a person must see if
//! the build fails.

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// A compiler was started for this package.
    Compiling(String),
    /// Cargo does something else worth a word: waits for another cargo, downloads.
    Other(String),
    /// Part of a message about the code, or about what went wrong.
    Diagnostic,
}

/// What cargo begins its status lines with; they are aligned to the right.
const VERBS: [&str; 10] = [
    "Updating",
    "Downloading",
    "Downloaded",
    "Blocking",
    "Finished",
    "Locking",
    "Adding",
    "Fresh",
    "Dirty",
    "Running",
];

pub fn parse(line: &str) -> Status {
    let plain = without_colours(line);
    let is_aligned = plain.starts_with(' ');
    let mut words = plain.split_whitespace();
    match words.next() {
        Some("Compiling") if is_aligned => Status::Compiling(words.next().unwrap_or_default().to_owned()),
        Some("Blocking") if is_aligned => Status::Other("waiting for another cargo to finish".to_owned()),
        Some("Finished" | "Fresh" | "Dirty" | "Running") if is_aligned => Status::Other(String::new()),
        Some(verb) if is_aligned && VERBS.contains(&verb) => Status::Other(plain.trim().to_lowercase()),
        _ => Status::Diagnostic,
    }
}

fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(start) = rest.find("\x1b[") {
        plain.push_str(&rest[..start]);
        let escape = &rest[start + 2..];
        let end = escape.find(|c: char| c.is_ascii_alphabetic()).map_or(escape.len(), |end| end + 1);
        rest = &escape[end..];
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_status_from_diagnostics() {
        let compiling = |name: &str| Status::Compiling(name.to_owned());
        assert_eq!(parse("   Compiling polars-core v0.55.2"), compiling("polars-core"));
        assert_eq!(parse("\x1b[1m\x1b[92m   Compiling\x1b[0m serde v1.0.1 (/a b)"), compiling("serde"));
        assert_eq!(
            parse("    Blocking waiting for file lock on build directory"),
            Status::Other("waiting for another cargo to finish".to_owned())
        );
        assert_eq!(parse("  Downloaded serde v1.0.1"), Status::Other("downloaded serde v1.0.1".to_owned()));
        assert_eq!(parse("    Finished `release` profile"), Status::Other(String::new()));
        for line in
            ["error[E0425]: cannot find type", "   |     Compiling", "", "error: could not compile `x`"]
        {
            assert_eq!(parse(line), Status::Diagnostic, "{line}");
        }
    }
}

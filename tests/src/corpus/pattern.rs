//! Comparing what is shown with what stands in the file, wildcards included.

use crate::ended::Block;

pub(super) fn blocks_match(expected: &[Block], seen: &[Block]) -> bool {
    expected.len() == seen.len()
        && expected
            .iter()
            .zip(seen)
            .all(|(expected, seen)| expected.kind == seen.kind && text_matches(&expected.text, &seen.text))
}

fn text_matches(expected: &str, seen: &str) -> bool {
    let expected: Vec<&str> = expected.lines().collect();
    let seen: Vec<&str> = seen.lines().collect();
    lines_match(&expected, &seen)
}

fn lines_match(expected: &[&str], seen: &[&str]) -> bool {
    match expected.split_first() {
        None => seen.is_empty(),
        Some((&"...", rest)) => (0..=seen.len()).any(|skipped| lines_match(rest, &seen[skipped..])),
        Some((line, rest)) => match seen.split_first() {
            Some((first, others)) => line_matches(line, first) && lines_match(rest, others),
            None => false,
        },
    }
}

fn line_matches(expected: &str, seen: &str) -> bool {
    let parts: Vec<&str> = expected.split("[..]").collect();
    let Some((first, others)) = parts.split_first() else { return seen.is_empty() };
    let Some(mut rest) = seen.strip_prefix(first) else { return false };
    let Some((last, middle)) = others.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some(found) = rest.find(part) else { return false };
        rest = &rest[found + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_wildcards_texts_must_be_equal() {
        assert!(text_matches("a\nb", "a\nb") && text_matches("", ""));
        assert!(!text_matches("a", "a\nb") && !text_matches("a\nb", "a") && !text_matches("a", "ab"));
    }

    #[test]
    fn wildcards_stand_for_lines_and_parts_of_lines() {
        assert!(
            text_matches("a\n...\nz", "a\nb\nc\nz") && text_matches("...", "") && text_matches("a\n...", "a")
        );
        assert!(text_matches("at [..]:1", "at In[3]:1") && text_matches("[..]b[..]", "abc"));
        assert!(
            !text_matches("a\n...\nz", "a\nb")
                && !text_matches("x[..]b", "ab")
                && !text_matches("[..]a", "ab")
        );
    }
}

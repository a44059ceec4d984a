//! Positions in code. The wire counts Unicode code points, Rust counts bytes, and neither end may
//! be trusted to stay inside the text or on a boundary.

/// The byte where the code point number `code_points` begins; the end of the text if there are
/// fewer.
pub fn to_bytes(text: &str, code_points: usize) -> usize {
    text.char_indices().nth(code_points).map_or(text.len(), |(byte, _)| byte)
}

/// How many code points begin before `byte`.
pub fn to_code_points(text: &str, byte: usize) -> usize {
    text.char_indices().take_while(|(start, _)| *start < byte).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_over_characters_of_every_width() {
        // 1, 2, 3 and 4 bytes; the family is five code points joined by two zero-width ones.
        let text = "aé€🦀👨\u{200d}👩\u{200d}👧";
        for (code_points, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(to_bytes(text, code_points), byte);
            assert_eq!(to_code_points(text, byte), code_points);
        }
        assert_eq!(to_bytes(text, 9), text.len());
        assert_eq!(to_code_points(text, text.len()), 9);
    }

    #[test]
    fn outside_the_text_is_its_end_and_inside_a_character_is_after_it() {
        assert_eq!(to_bytes("é", 7), 2);
        assert_eq!(to_code_points("é", 7), 1);
        assert_eq!(to_code_points("é", 1), 1);
    }
}

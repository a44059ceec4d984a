//! Bytes of a stream to text, piece by piece: a character cut in two by a read waits for its rest,
//! and what is not UTF-8 becomes the replacement character.

#[derive(Debug, Default)]
pub struct Utf8Decoder {
    rest: Vec<u8>,
}

impl Utf8Decoder {
    pub fn decode(&mut self, bytes: &[u8]) -> String {
        self.rest.extend_from_slice(bytes);
        let keep = incomplete_tail(&self.rest);
        let complete = self.rest.len() - keep;
        let text = String::from_utf8_lossy(&self.rest[..complete]).into_owned();
        self.rest.drain(..complete);
        text
    }

    /// Whatever is left when nothing more will come.
    pub fn finish(&mut self) -> String {
        String::from_utf8_lossy(&std::mem::take(&mut self.rest)).into_owned()
    }
}

/// How many bytes at the end begin a character that is not all there.
fn incomplete_tail(bytes: &[u8]) -> usize {
    for length in 1..=bytes.len().min(3) {
        let byte = bytes[bytes.len() - length];
        let needed = match byte {
            0xC2..=0xDF => 2,
            0xE0..=0xEF => 3,
            0xF0..=0xF4 => 4,
            0x80..=0xBF => continue,
            _ => return 0,
        };
        return if needed > length { length } else { 0 };
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_cut_in_two_is_put_together() {
        let mut decoder = Utf8Decoder::default();
        let bytes = "añ😀z".as_bytes();
        let mut text = String::new();
        for byte in bytes {
            text.push_str(&decoder.decode(&[*byte]));
        }
        assert_eq!(text, "añ😀z");
    }

    #[test]
    fn what_is_not_utf8_is_replaced_and_nothing_waits_for_ever() {
        let mut decoder = Utf8Decoder::default();
        assert_eq!(decoder.decode(b"a\xFFb\x80"), "a\u{FFFD}b\u{FFFD}");
        assert_eq!(decoder.decode(b"c\xE2\x82"), "c");
        assert_eq!(decoder.finish(), "\u{FFFD}");
    }
}

//! Text that is not UTF-8.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use encoding_rs::{Encoding, UTF_8, UTF_16LE};
use polars::prelude::PolarsError;

use super::super::read::failed_to_read;
use crate::error::{Error, Result};

/// Whether the file begins with a byte order mark of UTF-16.
pub(super) fn is_utf16(path: &Path) -> bool {
    let mut start = [0; 2];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut start));
    read.is_ok() && (start == [0xFF, 0xFE] || start == [0xFE, 0xFF])
}

/// The text as UTF-8. A byte order mark goes before the label; without both it is UTF-8, unchecked.
pub(super) fn decoded(path: &Path, bytes: Vec<u8>, label: Option<&str>) -> Result<Vec<u8>> {
    let encoding = match label {
        Some(label) => by_label(label)?,
        None => UTF_8,
    };
    let encoding = Encoding::for_bom(&bytes).map_or(encoding, |(encoding, _)| encoding);
    if encoding == UTF_8 {
        return Ok(bytes);
    }
    let (text, _, malformed) = encoding.decode(&bytes);
    if malformed {
        let line = text.find('\u{FFFD}').map_or(1, |at| line_at(text.as_bytes(), at));
        let reason = PolarsError::ComputeError(format!("line {line} is not {}", encoding.name()).into());
        return Err(failed_to_read(path, "CSV", reason, " Try another `encoding`."));
    }
    Ok(text.into_owned().into_bytes())
}

/// Python's spellings, where browsers have others.
fn by_label(label: &str) -> Result<&'static Encoding> {
    let lower = label.trim().to_lowercase().replace('_', "-");
    let known = match lower.as_str() {
        "latin-1" | "iso8859-1" | "l1" => "latin1",
        "utf-8-sig" | "utf8-sig" => "utf-8",
        "utf-16" | "utf16" => return Ok(UTF_16LE),
        "mac-roman" => "macintosh",
        "cp932" => "shift-jis",
        "cp949" => "euc-kr",
        "cp936" => "gbk",
        "cp950" => "big5",
        other => other,
    };
    Encoding::for_label(known.as_bytes()).or_else(|| Encoding::for_label(known.replace('-', "_").as_bytes())).ok_or_else(
        || {
            let expected = "a known encoding, such as utf-8, latin1, windows-1252, utf-16, iso-8859-15, shift_jis or gb18030";
            Error::parameter("CsvOptions", "encoding", format!("`{label}`"), expected)
        },
    )
}

pub(super) fn first_line_not_utf8(bytes: &[u8]) -> Option<usize> {
    std::str::from_utf8(bytes).err().map(|error| line_at(bytes, error.valid_up_to()))
}

fn line_at(bytes: &[u8], position: usize) -> usize {
    1 + bytes[..position].iter().filter(|byte| **byte == b'\n').count()
}

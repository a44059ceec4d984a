//! Pictures and links of a notebook's text. A picture goes into the page itself where that is
//! possible; a link goes to the web or to a place in the page, and nowhere that could run code.

use std::path::{Component, Path};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::notebook::model::Cell;

/// Larger files stay where they are.
const LARGEST: u64 = 20_000_000;

/// The address to give a Markdown picture, or none to leave it out.
pub(super) fn picture(address: &str, cell: Cell<'_>, folder: Option<&Path>) -> Option<String> {
    if let Some(name) = address.strip_prefix("attachment:") {
        return attachment(cell.attachment(name)?);
    }
    match scheme(address).as_deref() {
        // A picture's data cannot run scripts, whatever its type.
        Some("data") if address.trim_start().to_ascii_lowercase().starts_with("data:image/") => {
            Some(address.to_owned())
        }
        Some("https") => Some(address.to_owned()),
        Some(_) => None,
        None => folder.and_then(|folder| file(folder, address)),
    }
}

/// The address to give a link, or none if it leads nowhere that a page should send its reader. A
/// notebook that is one of `pages` is reached as the page that it is there.
pub(super) fn link(address: &str, pages: &[String]) -> Option<String> {
    match scheme(address).as_deref() {
        None => Some(page_of(address, pages).unwrap_or_else(|| address.to_owned())),
        Some("http" | "https" | "mailto") => Some(address.to_owned()),
        Some(_) => None,
    }
}

fn page_of(address: &str, pages: &[String]) -> Option<String> {
    let (name, place) = address.split_once(".ipynb")?;
    let name = name.strip_prefix("./").unwrap_or(name);
    let is_page = (place.is_empty() || place.starts_with('#')) && pages.iter().any(|page| page == name);
    is_page.then(|| format!("{name}.html{place}"))
}

/// The picture of a data URI.
pub(super) fn data_uri(mime_type: &str, bytes: &[u8]) -> String {
    format!("data:{mime_type};base64,{}", STANDARD.encode(bytes))
}

/// The scheme of an address as a browser sees it: controls and blanks in it do not count.
fn scheme(address: &str) -> Option<String> {
    let seen: String = address.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let (scheme, _) = seen.split_once(':')?;
    let is_scheme = !scheme.contains(['/', '?', '#']);
    is_scheme.then(|| scheme.to_ascii_lowercase())
}

fn attachment(bundle: &Value) -> Option<String> {
    let (mime_type, content) =
        bundle.as_object()?.iter().find(|(mime_type, _)| mime_type.starts_with("image/"))?;
    let content = crate::notebook::json::joined(content)?;
    let content: String = content.split_whitespace().collect();
    // Decoded and encoded again: whatever is no base64 does not get into the page.
    Some(data_uri(known_type(mime_type)?, &STANDARD.decode(content).ok()?))
}

fn known_type(mime_type: &str) -> Option<&'static str> {
    ["image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"]
        .into_iter()
        .find(|known| *known == mime_type)
}

/// A picture file in the notebook's folder or below it. Elsewhere nothing is read: a notebook from
/// a stranger must not carry off its reader's files.
fn file(folder: &Path, address: &str) -> Option<String> {
    let relative = Path::new(address);
    if !relative.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
        return None;
    }
    let mime_type = match relative.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "svg" => "image/svg+xml",
        _ => return None,
    };
    let folder = std::fs::canonicalize(folder).ok()?;
    // A link may lead out although its path does not.
    let path = std::fs::canonicalize(folder.join(relative)).ok().filter(|path| path.starts_with(&folder))?;
    let size = std::fs::metadata(&path).ok()?.len();
    if size > LARGEST {
        return None;
    }
    Some(data_uri(mime_type, &std::fs::read(path).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_the_web_or_within() {
        for good in ["https://a.b/c?d=e:f", "http://x", "mailto:a@b", "#place", "other.html", "a/b:c", ""] {
            assert_eq!(link(good, &[]).as_deref(), Some(good));
        }
        for bad in [
            "javascript:alert(1)",
            " JaVa\tScript:x",
            "java\nscript:x",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
        ] {
            assert_eq!(link(bad, &[]), None, "{bad}");
        }
    }

    #[test]
    fn a_neighbour_is_reached_as_a_page_where_it_is_one() {
        let pages = ["02_arrays".to_owned()];
        let led = |address| link(address, &pages).unwrap();
        assert_eq!(led("02_arrays.ipynb"), "02_arrays.html");
        assert_eq!(led("./02_arrays.ipynb#cutting"), "02_arrays.html#cutting");
        for other in ["03_frames.ipynb", "../02_arrays.ipynb", "02_arrays.ipynb.txt", "02_arrays"] {
            assert_eq!(led(other), other);
        }
    }

    #[test]
    fn pictures_come_from_the_folder_only() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("in");
        std::fs::create_dir(&inside).unwrap();
        std::fs::write(inside.join("a.png"), b"abc").unwrap();
        std::fs::write(inside.join("secret.txt"), b"abc").unwrap();
        std::fs::write(folder.path().join("b.png"), b"abc").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(folder.path().join("b.png"), inside.join("link.png")).unwrap();
        assert_eq!(file(&inside, "./a.png").as_deref(), Some("data:image/png;base64,YWJj"));
        let absolute = folder.path().join("b.png");
        for bad in ["../b.png", "secret.txt", "none.png", "link.png", absolute.to_str().unwrap()] {
            assert_eq!(file(&inside, bad), None, "{bad}");
        }
    }

    #[test]
    fn an_attachment_is_what_it_says_or_nothing() {
        let good = serde_json::json!({"image/png": "YW\nJj"});
        assert_eq!(attachment(&good).as_deref(), Some("data:image/png;base64,YWJj"));
        for bad in [serde_json::json!({"image/png": "\"><script>"}), serde_json::json!({"image/x\"": "YWJj"})]
        {
            assert_eq!(attachment(&bad), None);
        }
    }
}

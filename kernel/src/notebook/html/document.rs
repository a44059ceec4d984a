//! What is the same for every page: its head, and what it allows itself.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

const STYLE: &str = include_str!("style.css");

/// Nothing may be loaded or run but what is in the page; pictures may also come from the web, where
/// an author linked one.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data: https:; font-src data:; \
    media-src data:; form-action 'none'; base-uri 'none'";

/// What the pages of a site have besides.
#[derive(Clone, Copy, Debug)]
pub struct Extras<'a> {
    pub style: &'a str,
    /// The only script that may run in the page.
    pub script: &'a str,
    /// JSON for the script: an id and the data.
    pub data: (&'a str, &'a str),
}

/// A whole page. `body` are the children of its body.
pub fn document(title: &str, extras: Option<&Extras<'_>>, body: &Markup) -> Markup {
    let policy = match extras {
        Some(extras) => format!("{POLICY}; script-src '{}'", fingerprint(extras.script)),
        None => POLICY.to_owned(),
    };
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content=(generator());
                title { (title) }
                style { (PreEscaped(STYLE)) @if let Some(extras) = extras { (PreEscaped(extras.style)) } }
                @if let Some(Extras { script, data: (id, json), .. }) = extras {
                    // Before anything that a notebook put out, so that nothing there can take its place.
                    script type="application/json" id=(id) { (PreEscaped(json.replace('<', "\\u003c"))) }
                    script { (PreEscaped(script)) }
                }
            }
            body { (body) }
        }
    }
}

/// What made the page, as the page says.
pub fn generator() -> String {
    format!("Ferrolab {}", env!("CARGO_PKG_VERSION"))
}

/// By this a policy allows one script and no other.
fn fingerprint(script: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(script)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(extras: Option<&Extras<'_>>) -> String {
        document("a < b", extras, &html! { p { "text" } }).into_string()
    }

    #[test]
    fn a_page_alone_allows_no_script() {
        let page = page(None);
        assert!(page.contains("<title>a &lt; b</title>") && page.contains("default-src 'none'"), "{page}");
        assert!(!page.contains("script"), "{page}");
    }

    #[test]
    fn a_page_of_a_site_allows_its_own_script_and_no_other() {
        let extras = Extras { style: "p { }", script: "alert(1)", data: ("data", "[\"</script><b>\"]") };
        let page = page(Some(&extras));
        // Of `alert(1)`, by openssl.
        let allowed = "script-src 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='";
        assert!(page.contains(allowed) && page.contains("<script>alert(1)</script>"), "{page}");
        let data = "<script type=\"application/json\" id=\"data\">[\"\\u003c/script>\\u003cb>\"]</script>";
        assert!(page.contains(data), "{page}");
    }
}

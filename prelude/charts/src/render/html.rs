//! A picture as a page of its own.

use super::svg::escape;
use crate::color::Theme;
use crate::picture::Picture;

impl Picture {
    /// A page with the SVG in it, which needs nothing else.
    #[must_use]
    pub fn to_html(&self) -> String {
        let title = self.title.as_deref().unwrap_or(&self.description);
        page(title, &self.to_svg(), self.theme)
    }
}

/// A page with a picture in it.
#[must_use]
pub fn page(title: &str, svg: &str, theme: Theme) -> String {
    let (scheme, ground) = match theme {
        Theme::Light => ("light", "#f6f7f9"),
        Theme::Dark => ("dark", "#0d0f12"),
        Theme::Auto => ("light dark", "light-dark(#f6f7f9, #0d0f12)"),
    };
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{}</title>\n<style>\n:root {{ color-scheme: {scheme}; }}\n\
             body {{ margin: 0; min-height: 100vh; display: grid; place-items: center; background: {ground}; }}\n\
             svg {{ max-width: 100%; height: auto; }}\n</style>\n</head>\n<body>\n{}</body>\n</html>\n",
        escape(if title.is_empty() { "Chart" } else { title }),
        svg
    )
}

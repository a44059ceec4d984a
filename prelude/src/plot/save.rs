//! The figure as a file, and as what a notebook shows.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::Figure;
use crate::error::{Error, Result};
use crate::runtime::{MimeBundle, RichDisplay};

/// Two pixels for each of the figure's, as sharp screens have.
const PNG_SCALE: f64 = 2.0;

impl Figure {
    /// The picture as an SVG document.
    #[must_use]
    pub fn to_svg(&self) -> String {
        self.drawing.clone().unwrap_or_else(|| self.picture().to_svg())
    }

    /// The picture as PNG, twice as many pixels as the figure's size says.
    ///
    /// # Errors
    /// [`Error::Write`] where the picture cannot be drawn.
    pub fn to_png(&self) -> Result<Vec<u8>> {
        ferrolab_charts::render::png::svg_to_png(&self.to_svg(), PNG_SCALE).map_err(|reason| Error::Write {
            path: "the figure".to_owned(),
            format: "PNG",
            source: reason.into(),
        })
    }

    /// The picture on a web page of its own.
    #[must_use]
    pub fn to_html(&self) -> String {
        let description = self.description();
        let title = self.page.title.as_deref().unwrap_or(&description);
        ferrolab_charts::render::html::page(
            title,
            &self.to_svg(),
            self.page.theme.unwrap_or_else(super::theme),
        )
    }

    /// The figure as a Vega-Lite specification.
    #[must_use]
    pub fn to_vega_lite(&self) -> String {
        self.picture().to_vega_lite().to_string()
    }

    /// Shows the figure so that one can point at its marks, zoom and pan, where the front end knows
    /// Vega-Lite (JupyterLab does); elsewhere it is the picture.
    #[must_use]
    pub fn interactive(mut self) -> Self {
        self.interactive = true;
        self
    }

    /// Saves the picture; the name must end in `.svg`, `.png`, `.html`, or `.json` for Vega-Lite.
    ///
    /// # Errors
    /// [`Error::Parameter`] for another ending, [`Error::Write`] where the file cannot be made.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<()> {
        save(self, path.as_ref())
    }
}

fn save(figure: &Figure, path: &Path) -> Result<()> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let (format, content) = match ending.as_str() {
        "svg" => ("SVG", figure.to_svg().into_bytes()),
        "png" => ("PNG", figure.to_png()?),
        "html" => ("HTML", figure.to_html().into_bytes()),
        "json" => ("Vega-Lite", figure.to_vega_lite().into_bytes()),
        _ => {
            let given = format!("`{}`", path.display());
            let expected = "a name that ends in `.svg`, `.png`, `.html` or `.json`";
            return Err(Error::parameter("Figure::save", "path", given, expected));
        }
    };
    std::fs::write(path, content).map_err(|error| Error::Write {
        path: path.display().to_string(),
        format,
        source: error.into(),
    })
}

impl RichDisplay for Figure {
    fn rich_display(&self) -> MimeBundle {
        let bundle = MimeBundle::text(self.description());
        if !self.interactive || self.drawing.is_some() {
            return bundle.svg(self.to_svg());
        }
        // A front end shows the richest form that it knows: the specification, else the picture.
        let picture = self.to_png().map(|png| STANDARD.encode(png)).unwrap_or_default();
        bundle.with("application/vnd.vegalite.v5+json", self.to_vega_lite()).with("image/png", picture)
    }
}

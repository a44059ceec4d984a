//! Pictures in pixels: the SVG, drawn by resvg with the bundled font.

use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Family, Query, Weight};
use resvg::usvg::{FontResolver, Options, Tree};

use crate::picture::Picture;

/// Longest side of a PNG; more does not fit into memory or other programs.
const LONGEST: f64 = 20_000.0;

impl Picture {
    /// The picture as PNG, `scale` times as many pixels wide as the SVG's width.
    ///
    /// # Errors
    ///
    /// If the scale is not above zero, or the PNG would have a side of more than 20,000 pixels.
    pub fn to_png(&self, scale: f64) -> Result<Vec<u8>, String> {
        svg_to_png(&self.to_svg(), scale)
    }
}

/// An SVG document of ours as PNG.
///
/// # Errors
///
/// If it is not SVG, or the size is not one that a PNG can have.
pub fn svg_to_png(svg: &str, scale: f64) -> Result<Vec<u8>, String> {
    let options = Options {
        fontdb: fonts(svg),
        font_resolver: FontResolver {
            select_font: Box::new(|font, database| {
                // Always the font that texts were measured with; for letters it lacks, resvg asks the others.
                let weight = Weight(font.weight());
                let families = [Family::Name("Arimo")];
                database.query(&Query { families: &families, weight, ..Query::default() })
            }),
            ..FontResolver::default()
        },
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(|error| format!("the SVG cannot be read: {error}"))?;
    let side = |pixels: f32| (f64::from(pixels) * scale).round();
    let (width, height) = (side(tree.size().width()), side(tree.size().height()));
    let fits = |side: f64| (1.0..=LONGEST).contains(&side);
    if !fits(width) || !fits(height) {
        return Err(format!("a PNG cannot be {width} × {height} pixels: its sides must have 1 to {LONGEST}"));
    }
    let mut pixmap = Pixmap::new(width as u32, height as u32)
        .ok_or_else(|| format!("there is no memory for {width} × {height} pixels"))?;
    let transform =
        Transform::from_scale(width as f32 / tree.size().width(), height as f32 / tree.size().height());
    resvg::render(&tree, transform, &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|error| format!("the PNG cannot be written: {error}"))
}

/// The bundled font; for letters that it lacks, the system's fonts with it. They are looked for once, and
/// only when a text needs them: that may take a second.
fn fonts(svg: &str) -> Arc<Database> {
    static BUNDLED: OnceLock<Arc<Database>> = OnceLock::new();
    static ALL: OnceLock<Arc<Database>> = OnceLock::new();
    let bundled = BUNDLED.get_or_init(|| {
        let mut database = Database::new();
        database.load_font_data(include_bytes!("../../fonts/Arimo-Regular.ttf").to_vec());
        database.load_font_data(include_bytes!("../../fonts/Arimo-Bold.ttf").to_vec());
        Arc::new(database)
    });
    if has_all(bundled, svg) {
        return Arc::clone(bundled);
    }
    Arc::clone(ALL.get_or_init(|| {
        let mut database = Database::clone(bundled);
        database.load_system_fonts();
        Arc::new(database)
    }))
}

/// If the bundled font has all letters of the document.
fn has_all(bundled: &Database, svg: &str) -> bool {
    use ab_glyph::{Font, FontRef};
    if svg.is_ascii() {
        return true;
    }
    let id = bundled.faces().next().map(|face| face.id);
    let found = id.and_then(|id| {
        bundled.with_face_data(id, |data, _| {
            let font = FontRef::try_from_slice(data).ok()?;
            Some(svg.chars().all(|letter| letter.is_ascii() || font.glyph_id(letter).0 != 0))
        })
    });
    found.flatten().unwrap_or(false)
}

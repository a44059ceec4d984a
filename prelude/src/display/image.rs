//! Pictures: as PNG, tiny ones enlarged until their pixels can be seen.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::array::Image;
use crate::runtime::{MimeBundle, RichDisplay};

/// A picture whose longer side is shorter than this is enlarged.
const SEEN_FROM: usize = 240;

impl RichDisplay for Image {
    fn rich_display(&self) -> MimeBundle {
        let (height, width, channels) = self.dim();
        let kind = ["gray", "gray with opacity", "colour", "colour with opacity"][channels.clamp(1, 4) - 1];
        let bundle = MimeBundle::text(format!("image {height} × {width}, {kind}\n"));
        let factor = (SEEN_FROM / height.max(width).max(1)).max(1);
        let shown = if factor > 1 { self.enlarged(factor).to_png() } else { self.to_png() };
        shown.map_or(bundle.clone(), |png| bundle.with("image/png", STANDARD.encode(png)))
    }
}

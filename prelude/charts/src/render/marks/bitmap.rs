//! Pixels as a PNG within the document.

use std::collections::HashMap;

use base64::Engine as _;

use crate::color::Color;

/// A PNG as a data URI; `None` where there are no whole rows.
pub fn data_uri(columns: usize, pixels: &[Color]) -> Option<String> {
    let bytes = encode(columns, pixels)?;
    Some(format!("data:image/png;base64,{}", base64::engine::general_purpose::STANDARD.encode(bytes)))
}

/// With a palette where that is possible: heat maps and masks have few colours.
fn encode(columns: usize, pixels: &[Color]) -> Option<Vec<u8>> {
    let rows = pixels.len().checked_div(columns)?;
    if rows == 0 {
        return None;
    }
    let (width, height) = (u32::try_from(columns).ok()?, u32::try_from(rows).ok()?);
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_compression(png::Compression::Balanced);
    let data = if let Some((colors, codes)) = few_colors(pixels) {
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_palette(colors.iter().flat_map(|c| [c.red, c.green, c.blue]).collect::<Vec<u8>>());
        if colors.iter().any(|color| color.alpha < 255) {
            encoder.set_trns(colors.iter().map(|color| color.alpha).collect::<Vec<u8>>());
        }
        encoder.set_filter(png::Filter::NoFilter);
        if colors.len() <= 16 {
            encoder.set_depth(png::BitDepth::Four);
            nibbles(columns, &codes)
        } else {
            encoder.set_depth(png::BitDepth::Eight);
            codes
        }
    } else if pixels.iter().all(|color| color.alpha == 255) {
        encoder.set_color(png::ColorType::Rgb);
        pixels.iter().flat_map(|c| [c.red, c.green, c.blue]).collect()
    } else {
        encoder.set_color(png::ColorType::Rgba);
        pixels.iter().flat_map(|c| [c.red, c.green, c.blue, c.alpha]).collect()
    };
    encoder.write_header().ok()?.write_image_data(&data).ok()?;
    Some(bytes)
}

/// Two codes a byte, each row from a whole byte on.
fn nibbles(columns: usize, codes: &[u8]) -> Vec<u8> {
    let pair = |pair: &[u8]| (pair[0] << 4) | pair.get(1).copied().unwrap_or(0);
    codes.chunks(columns).flat_map(|row| row.chunks(2).map(pair)).collect()
}

/// At most 256 colours, and each pixel's number among them.
fn few_colors(pixels: &[Color]) -> Option<(Vec<Color>, Vec<u8>)> {
    let mut numbers: HashMap<Color, u8> = HashMap::new();
    let mut colors: Vec<Color> = Vec::new();
    let mut codes = Vec::with_capacity(pixels.len());
    let mut last: Option<(Color, u8)> = None;
    for pixel in pixels {
        let code = match last {
            Some((color, code)) if color == *pixel => code,
            _ => match numbers.get(pixel) {
                Some(code) => *code,
                None => {
                    let code = u8::try_from(colors.len()).ok()?;
                    numbers.insert(*pixel, code);
                    colors.push(*pixel);
                    code
                }
            },
        };
        last = Some((*pixel, code));
        codes.push(code);
    }
    Some((colors, codes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(columns: usize, pixels: &[Color]) -> Vec<Color> {
        let bytes = encode(columns, pixels).expect("whole rows");
        let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::ALPHA);
        let mut reader = decoder.read_info().expect("a PNG");
        let mut data = vec![0; reader.output_buffer_size().expect("a size")];
        reader.next_frame(&mut data).expect("an image");
        data.chunks(4).map(|c| Color { red: c[0], green: c[1], blue: c[2], alpha: c[3] }).collect()
    }

    #[test]
    fn every_way_of_writing_gives_the_pixels_back() {
        for n in [3_u32, 12, 200, 1000] {
            for alpha in [255, 77] {
                let pixels: Vec<Color> =
                    (0..n * 3).map(|index| Color::hex((index % n) * 5003).with_alpha(alpha)).collect();
                assert_eq!(decoded(3, &pixels), pixels, "{n} colours");
            }
        }
        assert!(data_uri(0, &[]).is_none() && data_uri(5, &[Color::rgb(1, 2, 3)]).is_none());
    }
}

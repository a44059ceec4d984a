//! Arrays as pictures: PNG files in and out, and the picture in the notebook.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use ndarray::{Array3, ArrayBase, ArrayViewD, Data, Dimension};
use png::{BitDepth, ColorType, Decoder, Encoder, Transformations};

use super::numbers::Number;
use super::shape::element_count;
use crate::error::{Error, Result};
use crate::files::{open, unreadable, unwritable};

const FORMAT: &str = "PNG";

/// A picture of shape (height, width, channels): 1 channel is gray, 2 gray with opacity, 3 red,
/// green and blue, 4 the same with opacity. As a cell's last expression it is seen.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Image {
    pixels: Array3<u8>,
}

impl Image {
    /// The pixels, shape (height, width, channels).
    pub fn pixels(&self) -> &Array3<u8> {
        &self.pixels
    }

    /// Height, width, channels.
    pub fn dim(&self) -> (usize, usize, usize) {
        self.pixels.dim()
    }

    /// The picture in the PNG format.
    ///
    /// # Errors
    /// [`Error::Write`] if the encoder refuses it.
    pub fn to_png(&self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        encode(&self.pixels, &mut bytes)
            .map_err(|error| unwritable(Path::new("memory"), FORMAT, error.into()))?;
        Ok(bytes)
    }

    /// Writes the picture to a PNG file.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn save(&self, path: impl AsRef<Path>) -> Result<()> {
        write(&self.pixels, path.as_ref())
    }

    /// The same picture with every pixel as a square of `factor` by `factor`.
    pub(crate) fn enlarged(&self, factor: usize) -> Self {
        let (height, width, channels) = self.dim();
        let shape = (height * factor, width * factor, channels);
        let pixels = Array3::from_shape_fn(shape, |(i, j, k)| self.pixels[[i / factor, j / factor, k]]);
        Self { pixels }
    }
}

/// Values of an array before they become pixels.
pub enum Samples {
    /// From 0, black, to 255, white.
    Bytes(Vec<u8>),
    /// Numbers of any range.
    Numbers(Vec<f64>),
}

/// Elements that a picture can be made of: `u8` is taken as it is, others as numbers.
pub trait Pixel: Number {
    /// The samples row by row.
    fn samples(array: &ArrayViewD<'_, Self>) -> Samples {
        Samples::Numbers(array.iter().map(|value| value.to_f64()).collect())
    }
}

impl Pixel for u8 {
    fn samples(array: &ArrayViewD<'_, Self>) -> Samples {
        Samples::Bytes(array.iter().copied().collect())
    }
}

macro_rules! pixels_by_number {
    ($($number:ty),*) => {$(impl Pixel for $number {})*};
}
pixels_by_number!(f64, f32, bool, i64, i32, u16, u32, usize);

/// What can be seen as a picture: arrays of shape (height, width) or (height, width, channels), and
/// pictures.
pub trait AsImage {
    /// The picture.
    ///
    /// # Errors
    /// [`Error::Shape`] for other shapes, [`Error::Parameter`] for colours beyond 0 to 1.
    fn image(&self) -> Result<Image>;
}

impl<T: AsImage + ?Sized> AsImage for &T {
    fn image(&self) -> Result<Image> {
        (**self).image()
    }
}

impl AsImage for Image {
    fn image(&self) -> Result<Image> {
        Ok(self.clone())
    }
}

impl<T: Pixel, S: Data<Elem = T>, D: Dimension> AsImage for ArrayBase<S, D> {
    fn image(&self) -> Result<Image> {
        image_of(T::samples(&self.view().into_dyn()), self.shape())
    }
}

fn image_of(samples: Samples, shape: &[usize]) -> Result<Image> {
    let dim = match *shape {
        [height, width] if height > 0 && width > 0 => (height, width, 1),
        [height, width, channels @ 1..=4] if height > 0 && width > 0 => (height, width, channels),
        _ => {
            let expected =
                "(height, width) or (height, width, channels) with 1 to 4 channels and some pixels";
            return Err(Error::Shape {
                what: "the image array".to_owned(),
                given: shape.to_vec(),
                expected: expected.to_owned(),
            });
        }
    };
    let bytes = match samples {
        Samples::Bytes(bytes) => bytes,
        Samples::Numbers(numbers) => to_bytes(&numbers, dim.2)?,
    };
    Ok(Image { pixels: super::as_array::shaped(ndarray::Dim(dim), bytes) })
}

/// Numbers from 0 to 1 as they are; gray ones of another range from their smallest to their largest.
fn to_bytes(numbers: &[f64], channels: usize) -> Result<Vec<u8>> {
    let finite = || numbers.iter().copied().filter(|value| value.is_finite());
    let (low, high) = (finite().fold(f64::INFINITY, f64::min), finite().fold(f64::NEG_INFINITY, f64::max));
    let within = low >= 0.0 && high <= 1.0;
    if !within && channels > 1 && low <= high {
        let value = format!("from {low} to {high}");
        let expected = "colours from 0.0 to 1.0 (or bytes, `u8`); divide by the largest value first";
        return Err(Error::parameter("np::imshow", "array", value, expected));
    }
    let (base, range) = if within || low >= high { (0.0, 1.0) } else { (low, high - low) };
    // A cast from NaN gives 0, from beyond the range its end.
    Ok(numbers.iter().map(|value| ((value - base) / range * 255.0).round() as u8).collect())
}

/// The array as a picture, shown if it is a cell's last expression.
///
/// Shape (height, width) is gray, (height, width, 3) colour, 4 channels have opacity; `u8` from 0 to
/// 255, other numbers from 0 to 1. Gray numbers of another range are stretched from their smallest,
/// black, to their largest, white.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// let chessboard = Array2::from_shape_fn((8, 8), |(i, j)| ((i + j) % 2) as f64);
/// assert_eq!(np::imshow(&chessboard)?.dim(), (8, 8, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Shape`] for other shapes, [`Error::Parameter`] for colours beyond 0 to 1.
pub fn imshow(array: impl AsImage) -> Result<Image> {
    array.image()
}

/// Writes an array as a PNG file, with values as for [`imshow`].
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// # let path = std::env::temp_dir().join("ferrolab_doc.png");
/// np::imsave(&path, &array![[0_u8, 128], [255, 64]])?;
/// assert_eq!(np::imread(&path)?.shape(), [2, 2, 1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`imshow`], and [`Error::Write`].
pub fn imsave(path: impl AsRef<Path>, array: impl AsImage) -> Result<()> {
    array.image()?.save(path)
}

/// Reads a PNG file as bytes of shape (height, width, channels): 1 channel gray, 2 gray with
/// opacity, 3 colour, 4 with opacity. Sixteen bits become eight, palettes become colours.
///
/// # Errors
/// [`Error::FileNotFound`], [`Error::Read`] for another format.
pub fn imread(path: impl AsRef<Path>) -> Result<Array3<u8>> {
    read(path.as_ref())
}

fn read(path: &Path) -> Result<Array3<u8>> {
    let mut decoder = Decoder::new(open(path, FORMAT)?);
    decoder.set_transformations(Transformations::normalize_to_color8());
    let failed = |error: png::DecodingError| {
        let advice =
            " Only PNG images can be read; convert others first, for example with `magick x.jpg x.png`.";
        unreadable(path, FORMAT, error.into(), advice)
    };
    let mut reader = decoder.read_info().map_err(failed)?;
    let size = reader.output_buffer_size().unwrap_or(usize::MAX);
    element_count("np::imread", &[size.div_ceil(8)])?;
    let mut bytes = vec![0; size];
    let info = reader.next_frame(&mut bytes).map_err(failed)?;
    bytes.truncate(info.buffer_size());
    let shape = (info.height as usize, info.width as usize, info.color_type.samples());
    Ok(super::as_array::shaped(ndarray::Dim(shape), bytes))
}

fn write(pixels: &Array3<u8>, path: &Path) -> Result<()> {
    let file = File::create(path).map_err(|error| unwritable(path, FORMAT, error.into()))?;
    let mut target = BufWriter::new(file);
    encode(pixels, &mut target).map_err(|error| unwritable(path, FORMAT, error.into()))?;
    target.flush().map_err(|error| unwritable(path, FORMAT, error.into()))
}

fn encode(pixels: &Array3<u8>, target: &mut dyn Write) -> Result<(), png::EncodingError> {
    let (height, width, channels) = pixels.dim();
    let side = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let mut encoder = Encoder::new(target, side(width), side(height));
    encoder.set_depth(BitDepth::Eight);
    encoder.set_color(match channels {
        1 => ColorType::Grayscale,
        2 => ColorType::GrayscaleAlpha,
        3 => ColorType::Rgb,
        _ => ColorType::Rgba,
    });
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&pixels.iter().copied().collect::<Vec<u8>>())?;
    writer.finish()
}

//! The two colour scales.

use crate::array::ColorScale;

/// Polynomials of degree six in red, green and blue that follow the map viridis to within 0.02.
///
/// Source: M. Zucker, "viridis quintic approximation / matplotlib colormaps" (shader, public
/// domain, CC0), fitted to viridis by N. Smith and S. van der Walt (2015, CC0).
const VIRIDIS: [[f64; 3]; 7] = [
    [0.277_727_327_223_417_7, 0.005_407_344_544_966_578, 0.334_099_805_335_306_1],
    [0.105_093_043_108_577_4, 1.404_613_529_898_575, 1.384_590_162_594_685],
    [-0.330_861_828_725_556_3, 0.214_847_559_468_213, 0.095_095_163_028_236_59],
    [-4.634_230_498_983_486, -5.799_100_973_351_585, -19.332_440_956_279_87],
    [6.228_269_936_347_081, 14.179_933_366_805_09, 56.690_552_600_681_05],
    [4.776_384_997_670_288, -13.745_145_377_746_01, -65.353_032_633_372_34],
    [-5.435_455_855_934_631, 4.645_852_612_178_535, 26.312_435_249_583_2],
];

/// The ends and the middle of the scale that parts at zero: K. Moreland, "Diverging color maps for
/// scientific visualization" (2009).
const COOL: [f64; 3] = [59.0, 76.0, 192.0];
const WARM: [f64; 3] = [180.0, 4.0, 38.0];
/// M of the middle in Moreland's polar form of Lab, a light grey.
const MIDDLE: f64 = 88.0;

/// The colour at a share from 0 to 1, as `#rrggbb` and as numbers from 0 to 255.
pub(super) fn color(scale: ColorScale, share: f64) -> (String, [f64; 3]) {
    let rgb = match scale {
        ColorScale::Sequential => sequential(share),
        ColorScale::Diverging => diverging(share),
    };
    let byte = |value: f64| value.round().clamp(0.0, 255.0) as u8;
    (format!("#{:02x}{:02x}{:02x}", byte(rgb[0]), byte(rgb[1]), byte(rgb[2])), rgb)
}

/// Whether white text reads better on it than black, by relative luminance.
pub(super) fn is_dark(rgb: [f64; 3]) -> bool {
    let [r, g, b] = rgb.map(linear);
    0.2126 * r + 0.7152 * g + 0.0722 * b < 0.25
}

fn sequential(share: f64) -> [f64; 3] {
    let mut rgb = [0.0; 3];
    for coefficients in VIRIDIS.iter().rev() {
        for (value, coefficient) in rgb.iter_mut().zip(coefficients) {
            *value = *value * share + coefficient;
        }
    }
    rgb.map(|value| 255.0 * value)
}

/// Moreland's interpolation in Msh, from cool to grey and from grey to warm.
fn diverging(share: f64) -> [f64; 3] {
    let (end, way) = if share < 0.5 { (COOL, 1.0 - 2.0 * share) } else { (WARM, 2.0 * share - 1.0) };
    let [m, s, h] = msh(end);
    // The hue of grey is turned a little, so that brightness changes evenly.
    let turn = s * (MIDDLE.powi(2) - m.powi(2)).max(0.0).sqrt() / (m * s.sin());
    let grey_hue = if h > -std::f64::consts::FRAC_PI_3 { h + turn } else { h - turn };
    rgb([MIDDLE + way * (m - MIDDLE), way * s, grey_hue + way * (h - grey_hue)])
}

fn msh(rgb: [f64; 3]) -> [f64; 3] {
    let [l, a, b] = lab(rgb);
    let m = (l * l + a * a + b * b).sqrt();
    [m, (l / m).acos(), b.atan2(a)]
}

/// The white point D65.
const WHITE: [f64; 3] = [0.950_47, 1.0, 1.088_83];

fn lab(rgb: [f64; 3]) -> [f64; 3] {
    let [r, g, b] = rgb.map(linear);
    let xyz = [
        0.412_456_4 * r + 0.357_576_1 * g + 0.180_437_5 * b,
        0.212_672_9 * r + 0.715_152_2 * g + 0.072_175_0 * b,
        0.019_333_9 * r + 0.119_192_0 * g + 0.950_304_1 * b,
    ];
    let f = |t: f64| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
    let [x, y, z] = [f(xyz[0] / WHITE[0]), f(xyz[1] / WHITE[1]), f(xyz[2] / WHITE[2])];
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

fn rgb([m, s, h]: [f64; 3]) -> [f64; 3] {
    let (l, a, b) = (m * s.cos(), m * s.sin() * h.cos(), m * s.sin() * h.sin());
    let y = (l + 16.0) / 116.0;
    let f = |t: f64| if t > 0.206_893 { t.powi(3) } else { (t - 16.0 / 116.0) / 7.787 };
    let [x, y, z] = [WHITE[0] * f(y + a / 500.0), WHITE[1] * f(y), WHITE[2] * f(y - b / 200.0)];
    let linear = [
        3.240_454_2 * x - 1.537_138_5 * y - 0.498_531_4 * z,
        -0.969_266_0 * x + 1.876_010_8 * y + 0.041_556_0 * z,
        0.055_643_4 * x - 0.204_025_9 * y + 1.057_225_2 * z,
    ];
    linear.map(|value| {
        let value = value.max(0.0);
        255.0 * if value <= 0.003_130_8 { 12.92 * value } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 }
    })
}

/// One channel of sRGB, from 0 to 255, as light.
fn linear(channel: f64) -> f64 {
    let value = (channel / 255.0).clamp(0.0, 1.0);
    if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

//! Residuals of a regression: against what was predicted, and against the normal distribution.

use super::support::{counted, line, points, reference};
use crate::kind::{Kind, PanelBuilder, Style};
use crate::picture::Dash;

/// Residuals against predictions, with the zero line and a smooth line through them.
#[derive(Clone, Debug, Default)]
pub struct Residuals {
    pub fitted: Vec<f64>,
    pub residuals: Vec<f64>,
}

impl Residuals {
    fn pairs(&self) -> Vec<(f64, f64)> {
        let pairs = self.fitted.iter().copied().zip(self.residuals.iter().copied());
        pairs.filter(|(x, y)| x.is_finite() && y.is_finite()).collect()
    }
}

impl Kind for Residuals {
    fn name(&self) -> &'static str {
        "residuals"
    }

    fn describe(&self) -> String {
        format!("{} against the predictions", counted(self.pairs().len(), "residual"))
    }

    fn hidden(&self) -> usize {
        self.fitted.len() - self.pairs().len().min(self.fitted.len())
    }

    fn n_things(&self) -> usize {
        self.fitted.len()
    }

    fn heeds(&self) -> &'static [&'static str] {
        &["marker_size", "opacity"]
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        let pairs = self.pairs();
        let paint = panel.paint(style);
        let (x, y): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
        let opacity = style.options.opacity.unwrap_or(if pairs.len() > 500 { 0.4 } else { 0.7 });
        let size = style.options.marker_size.unwrap_or(6.0);
        let sized = style.options.marker_size.is_some();
        panel.add(points(x.clone(), y.clone(), size, paint).opacity(opacity).keeps_size(sized));
        panel.add(reference((f64::NEG_INFINITY, 0.0), (f64::INFINITY, 0.0), Dash::Dashed));
        if pairs.len() >= 5 {
            let (x, y) = lowess(&x, &y, 2.0 / 3.0);
            let paint = panel.next_paint();
            panel.add(line(x, y, paint).label(Some("LOWESS".to_string())));
        }
        panel.panel.x.label = Some("predicted".to_string());
        panel.panel.y.label = Some("residual".to_string());
    }
}

/// Values against where the normal distribution would have them.
#[derive(Clone, Debug, Default)]
pub struct NormalQuantiles {
    pub values: Vec<f64>,
}

impl NormalQuantiles {
    fn sorted(&self) -> Vec<f64> {
        let mut values: Vec<f64> = self.values.iter().copied().filter(|value| value.is_finite()).collect();
        values.sort_by(f64::total_cmp);
        values
    }
}

impl Kind for NormalQuantiles {
    fn name(&self) -> &'static str {
        "normal Q–Q"
    }

    fn describe(&self) -> String {
        format!("normal Q–Q of {}", counted(self.sorted().len(), "value"))
    }

    fn hidden(&self) -> usize {
        self.values.len() - self.sorted().len()
    }

    fn n_things(&self) -> usize {
        self.values.len()
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        let sorted = self.sorted();
        let x = order_quantiles(sorted.len());
        let count = sorted.len() as f64;
        let mean = sorted.iter().sum::<f64>() / count;
        // The least-squares line through the points, as SciPy's `probplot` draws it; the quantiles' mean is 0.
        let products: f64 = x.iter().zip(&sorted).map(|(x, y)| x * (y - mean)).sum();
        let squares: f64 = x.iter().map(|x| x * x).sum();
        let slope = if squares > 0.0 { products / squares } else { 0.0 };
        let paint = panel.paint(style);
        if let (Some(first), Some(last)) = (x.first(), x.last()) {
            let (from, to) = ((*first, mean + slope * first), (*last, mean + slope * last));
            panel.add(reference(from, to, Dash::Dashed));
        }
        panel.add(points(x, sorted, 5.0, paint).opacity(0.7));
        panel.panel.x.label = Some("normal quantile".to_string());
        panel.panel.y.label = Some("value".to_string());
    }
}

/// Filliben's estimate of where `count` sorted normal values lie, as SciPy's `probplot` takes it.
#[must_use]
pub fn order_quantiles(count: usize) -> Vec<f64> {
    let n = count as f64;
    let last = 0.5_f64.powf(1.0 / n.max(1.0));
    let place = |index: usize| match index {
        _ if count == 1 => 0.5,
        0 => 1.0 - last,
        index if index + 1 == count => last,
        index => (index as f64 + 1.0 - 0.3175) / (n + 0.365),
    };
    (0..count).map(|index| normal_quantile(place(index))).collect()
}

// Coefficients of AS 241: numerators and denominators for the middle, the tails and the far tails.
const A: [f64; 8] = [
    3.387_132_872_796_366_5,
    133.141_667_891_784_38,
    1_971.590_950_306_551_3,
    13_731.693_765_509_46,
    45_921.953_931_549_87,
    67_265.770_927_008_7,
    33_430.575_583_588_13,
    2_509.080_928_730_122_7,
];
const B: [f64; 8] = [
    1.0,
    42.313_330_701_600_91,
    687.187_007_492_057_9,
    5_394.196_021_424_751,
    21_213.794_301_586_597,
    39_307.895_800_092_71,
    28_729.085_735_721_943,
    5_226.495_278_852_545,
];
const C: [f64; 8] = [
    1.423_437_110_749_683_5,
    4.630_337_846_156_546,
    5.769_497_221_460_691,
    3.647_848_324_763_204_5,
    1.270_458_252_452_368_4,
    0.241_780_725_177_450_6,
    0.022_723_844_989_269_184,
    7.745_450_142_783_414e-4,
];
const D: [f64; 8] = [
    1.0,
    2.053_191_626_637_759,
    1.676_384_830_183_803_8,
    0.689_767_334_985_1,
    0.148_103_976_427_480_08,
    0.015_198_666_563_616_457,
    5.475_938_084_995_345e-4,
    1.050_750_071_644_416_9e-9,
];
const E: [f64; 8] = [
    6.657_904_643_501_103,
    5.463_784_911_164_114,
    1.784_826_539_917_291_3,
    0.296_560_571_828_504_87,
    0.026_532_189_526_576_124,
    0.001_242_660_947_388_078_4,
    2.711_555_568_743_487_6e-5,
    2.010_334_399_292_288_1e-7,
];
const F: [f64; 8] = [
    1.0,
    0.599_832_206_555_888,
    0.136_929_880_922_735_8,
    0.014_875_361_290_850_615,
    7.868_691_311_456_133e-4,
    1.846_318_317_510_054_7e-5,
    1.421_511_758_316_446e-7,
    2.044_263_103_389_939_8e-15,
];

/// The value below which the share `p` of the standard normal distribution lies.
///
/// Source: M. J. Wichura, "Algorithm AS 241", 1988 (PPND16: about 16 digits).
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    let horner = |terms: &[f64; 8], at: f64| terms.iter().rev().fold(0.0, |sum, term| sum * at + term);
    let from_middle = p - 0.5;
    if from_middle.abs() <= 0.425 {
        let r = 0.180_625 - from_middle * from_middle;
        return from_middle * horner(&A, r) / horner(&B, r);
    }
    let tail = p.min(1.0 - p);
    if tail <= 0.0 {
        return if p <= 0.0 { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    let r = (-tail.ln()).sqrt();
    let value = if r <= 5.0 {
        horner(&C, r - 1.6) / horner(&D, r - 1.6)
    } else {
        horner(&E, r - 5.0) / horner(&F, r - 5.0)
    };
    if from_middle < 0.0 { -value } else { value }
}

/// A smooth line: at each place the value of a line fitted to the nearest points, near ones weighing more.
/// At most 200 places; no repeats for outliers.
///
/// Source: W. S. Cleveland, "Robust locally weighted regression", 1979.
#[must_use]
pub fn lowess(x: &[f64], y: &[f64], fraction: f64) -> (Vec<f64>, Vec<f64>) {
    let mut pairs: Vec<(f64, f64)> = x.iter().copied().zip(y.iter().copied()).collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let n = pairs.len();
    let near = ((fraction * n as f64 + 1e-10) as usize).clamp(2.min(n), n);
    let mut places: Vec<usize> =
        (0..n.min(200)).map(|place| place * (n - 1) / (n.min(200) - 1).max(1)).collect();
    places.dedup_by_key(|place| pairs[*place].0);
    let (mut left, mut out_x, mut out_y) = (0, Vec::new(), Vec::new());
    for place in places {
        let here = pairs[place].0;
        while left + near < n && pairs[left + near].0 - here < here - pairs[left].0 {
            left += 1;
        }
        out_x.push(here);
        out_y.push(local_line(&pairs[left..left + near], here));
    }
    (out_x, out_y)
}

/// The value at `here` of the line fitted with tricube weights.
fn local_line(pairs: &[(f64, f64)], here: f64) -> f64 {
    let reach = pairs.iter().fold(0.0_f64, |reach, pair| reach.max((pair.0 - here).abs()));
    let weight = |x: f64| {
        let share = (x - here).abs() / reach;
        if reach <= 0.0 || share <= 0.001 { 1.0 } else { (1.0 - share.min(1.0).powi(3)).powi(3) }
    };
    let total: f64 = pairs.iter().map(|pair| weight(pair.0)).sum();
    let mean = |part: fn(&(f64, f64)) -> f64| {
        pairs.iter().map(|pair| weight(pair.0) * part(pair)).sum::<f64>() / total
    };
    let (mean_x, mean_y) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let (mut xx, mut xy) = (0.0, 0.0);
    for (x, y) in pairs {
        xx += weight(*x) * (x - mean_x).powi(2);
        xy += weight(*x) * (x - mean_x) * (y - mean_y);
    }
    if xx.sqrt() > 1e-9 * reach { mean_y + (here - mean_x) * xy / xx } else { mean_y }
}

//! Fewer things of many: a specification holds its data as text, and a browser draws each thing.

use crate::render::marks::lttb;

/// Points of all scatters, and of all lines.
const MOST: usize = 6000;

/// If some points of the scatters are left out.
pub fn crowded(all: usize) -> bool {
    all > MOST
}

/// Indices of the scatter's points that are kept: one at random of each stretch of equal length, with the
/// same result each time.
pub fn points(n: usize, all: usize) -> Vec<usize> {
    let keep = n.min((MOST * n).div_ceil(all.max(n).max(1)));
    if keep == n {
        return (0..n).collect();
    }
    let start = |stretch: usize| stretch * n / keep;
    (0..keep)
        .map(|stretch| {
            let length = start(stretch + 1) - start(stretch);
            start(stretch) + (stretch.wrapping_mul(0x9e37_79b9) >> 7) % length.max(1)
        })
        .collect()
}

/// Indices of the line's points that are kept; where it is interrupted it still is.
pub fn line(x: &[f64], y: &[f64], all: usize) -> Vec<usize> {
    let n = x.len().min(y.len());
    let keep = (MOST * n).div_ceil(all.max(n).max(1)).max(100);
    if keep >= n {
        return (0..n).collect();
    }
    let share = keep as f64 / n as f64;
    let (low, high) = x
        .iter()
        .filter(|x| x.is_finite())
        .fold((f64::MAX, f64::MIN), |(low, high), x| (low.min(*x), high.max(*x)));
    // The method compares areas; a common factor of all of them does not matter, overflow would.
    let unit = |x: f64| (x / 2.0 - low / 2.0) / (high / 2.0 - low / 2.0).max(f64::MIN_POSITIVE);
    let mut kept = Vec::with_capacity(keep + 8);
    let finite = |index: usize| x[index].is_finite() && y[index].is_finite();
    let mut from = 0;
    while from < n {
        let to = (from..n).find(|index| finite(*index) != finite(from)).unwrap_or(n);
        if finite(from) {
            let run: Vec<(f64, f64)> = (from..to).map(|index| (unit(x[index]), y[index])).collect();
            let most = ((run.len() as f64 * share).ceil() as usize).max(3);
            kept.extend(lttb::keep(&run, most).into_iter().map(|index| from + index));
        } else {
            kept.push(from);
        }
        from = to;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_fits_in_order() {
        assert_eq!(points(5, 10), vec![0, 1, 2, 3, 4]);
        let kept = points(100_000, 200_000);
        assert_eq!(kept.len(), 3000);
        assert!(kept.windows(2).all(|pair| pair[0] < pair[1]) && kept.iter().all(|index| *index < 100_000));
    }

    #[test]
    fn interruptions_stay() {
        let x: Vec<f64> = (0..50_000).map(f64::from).collect();
        let y: Vec<f64> =
            x.iter().map(|x| if *x == 25_000.0 { f64::NAN } else { (x / 100.0).sin() }).collect();
        let kept = line(&x, &y, 50_000);
        assert!(kept.contains(&25_000) && kept.contains(&0) && kept.contains(&49_999));
        assert!(kept.len() < 6100);
    }
}

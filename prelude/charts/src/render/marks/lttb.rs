//! A line with fewer points that looks the same.
//!
//! Source: S. Steinarsson, "Downsampling time series for visual representation", University of Iceland,
//! 2013: largest triangle, three buckets.

/// Indices, ascending, of about `n` points of the line; its ends and its extremes are among them.
pub fn keep(points: &[(f64, f64)], n: usize) -> Vec<usize> {
    if points.len() <= n.max(3) {
        return (0..points.len()).collect();
    }
    let mut kept = largest_triangles(points, n.max(3));
    // The method does not promise the extremes, which people look for first.
    let y = |index: &usize| points[*index].1;
    let lowest = (0..points.len()).min_by(|a, b| y(a).total_cmp(&y(b)));
    let highest = (0..points.len()).max_by(|a, b| y(a).total_cmp(&y(b)));
    kept.extend(lowest.into_iter().chain(highest));
    kept.sort_unstable();
    kept.dedup();
    kept
}

fn largest_triangles(points: &[(f64, f64)], n: usize) -> Vec<usize> {
    let last = points.len() - 1;
    let width = (points.len() - 2) as f64 / (n - 2) as f64;
    let start = |bucket: usize| ((bucket as f64 * width) as usize + 1).min(last);
    let mut kept = Vec::with_capacity(n + 2);
    kept.push(0);
    let mut before = points[0];
    for bucket in 0..n - 2 {
        let (from, to) = (start(bucket), start(bucket + 1));
        let next = &points[to..start(bucket + 2).max(to + 1).min(points.len())];
        let after = middle(next);
        let mut best = (from, -1.0);
        for (index, point) in points.iter().enumerate().take(to).skip(from) {
            let area = ((before.0 - after.0) * (point.1 - before.1)
                - (before.0 - point.0) * (after.1 - before.1))
                .abs();
            if area > best.1 {
                best = (index, area);
            }
        }
        kept.push(best.0);
        before = points[best.0];
    }
    kept.push(last);
    kept
}

fn middle(points: &[(f64, f64)]) -> (f64, f64) {
    let n = points.len().max(1) as f64;
    let sum = points.iter().fold((0.0, 0.0), |sum, point| (sum.0 + point.0, sum.1 + point.1));
    (sum.0 / n, sum.1 / n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_the_reference_implementation_keeps() {
        let reference: serde_json::Value =
            serde_json::from_str(include_str!("../../../tests/reference/line_points.json"))
                .expect("the script wrote JSON");
        let numbers = |name: &str| -> Vec<f64> {
            reference[name].as_array().expect("a list").iter().filter_map(serde_json::Value::as_f64).collect()
        };
        let points: Vec<(f64, f64)> =
            numbers("y").into_iter().enumerate().map(|(index, y)| (index as f64, y)).collect();
        let kept: Vec<f64> = largest_triangles(&points, 102).into_iter().map(|index| index as f64).collect();
        assert_eq!(kept, numbers("kept"));
    }

    #[test]
    fn keeps_the_corner_of_the_largest_triangle() {
        let points: Vec<(f64, f64)> = [0.0, 1.0, 9.0, 2.0, 1.0, 0.0, -8.0, 1.0, 3.0, 2.0]
            .into_iter()
            .enumerate()
            .map(|(index, y)| (index as f64, y))
            .collect();
        // Buckets 1..5 and 5..9: the corners are the peak and the trough.
        assert_eq!(keep(&points, 4), vec![0, 2, 6, 9]);
    }

    #[test]
    fn keeps_ends_and_extremes_in_order() {
        let mut points: Vec<(f64, f64)> =
            (0..100_000).map(|index| (f64::from(index), (f64::from(index) * 0.01).sin())).collect();
        points[77_777].1 = 50.0;
        points[12_345].1 = -50.0;
        let kept = keep(&points, 500);
        assert!((500..=502).contains(&kept.len()), "{}", kept.len());
        assert!(kept.windows(2).all(|pair| pair[0] < pair[1]));
        for index in [0, 12_345, 77_777, 99_999] {
            assert!(kept.contains(&index));
        }
        assert_eq!(keep(&points[..5], 10), vec![0, 1, 2, 3, 4]);
        assert_eq!(keep(&[], 10), Vec::<usize>::new());
    }
}

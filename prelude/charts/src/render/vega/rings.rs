//! A polygon with holes as one outline: Vega fills lines, and lines have no holes.

/// One closed outline: from each ring a bridge leads back to where the first ring begins, there and back on
/// the same way, so it has no area. Rings are turned so that filling by winding leaves the holes empty.
pub fn outline(rings: &[Vec<(f64, f64)>]) -> Vec<(f64, f64)> {
    let whole: Vec<Vec<(f64, f64)>> = rings
        .iter()
        .map(|ring| ring.iter().copied().filter(|p| p.0.is_finite() && p.1.is_finite()).collect())
        .filter(|ring: &Vec<(f64, f64)>| ring.len() > 2)
        .collect();
    let Some(home) = whole.first().map(|ring| ring[0]) else { return Vec::new() };
    let mut outline = Vec::new();
    for (index, ring) in whole.iter().enumerate() {
        let depth =
            whole.iter().enumerate().filter(|(other, around)| *other != index && contains(around, ring[0]));
        let hole = depth.count() % 2 == 1;
        let mut ring = ring.clone();
        if (area(&ring) > 0.0) == hole {
            ring.reverse();
        }
        let start = ring[0];
        outline.extend(ring);
        outline.push(start);
        if whole.len() > 1 {
            outline.push(home);
        }
    }
    outline
}

/// Twice the area, negative if the ring is clockwise.
fn area(ring: &[(f64, f64)]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum()
}

/// By the number of edges that a ray to the right crosses.
fn contains(ring: &[(f64, f64)], (x, y): (f64, f64)) -> bool {
    let next = ring.iter().cycle().skip(1);
    let crossed = ring
        .iter()
        .zip(next)
        .filter(|(a, b)| (a.1 > y) != (b.1 > y) && x < (b.0 - a.0) * (y - a.1) / (b.1 - a.1) + a.0);
    crossed.count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hole_takes_its_area_away() {
        let square = |low: f64, high: f64| vec![(low, low), (high, low), (high, high), (low, high)];
        let rings = [square(0.0, 10.0), square(2.0, 4.0), square(2.5, 3.5)];
        assert!((area(&outline(&rings)).abs() / 2.0 - 97.0).abs() < 1e-9);
        assert_eq!(outline(&rings[..1]).len(), 5);
        assert!(outline(&[vec![(0.0, 0.0)]]).is_empty());
    }
}

//! What lies far outside the panel is cut off before it is written: the numbers stay small, and no viewer
//! has to draw what nobody sees.

use crate::render::scale::Area;

/// `area` with `room` pixels around it.
pub fn grown(area: Area, room: f64) -> Area {
    Area {
        left: area.left - room,
        top: area.top - room,
        right: area.right + room,
        bottom: area.bottom + room,
    }
}

pub fn contains(area: Area, (x, y): (f64, f64)) -> bool {
    x >= area.left && x <= area.right && y >= area.top && y <= area.bottom
}

/// The part of a straight line that is within `area`.
///
/// Source: Y.-D. Liang, B. Barsky, "A new concept and method for line clipping", ACM Transactions on
/// Graphics 3, 1984.
pub fn segment(area: Area, from: (f64, f64), to: (f64, f64)) -> Option<((f64, f64), (f64, f64))> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    let edges = [
        (-dx, from.0 - area.left),
        (dx, area.right - from.0),
        (-dy, from.1 - area.top),
        (dy, area.bottom - from.1),
    ];
    for (speed, room) in edges {
        if speed == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if speed < 0.0 {
            enter = enter.max(room / speed);
        } else {
            leave = leave.min(room / speed);
        }
    }
    let at = |share: f64| match share {
        0.0 => from,
        1.0 => to,
        share => (from.0 + share * dx, from.1 + share * dy),
    };
    (enter <= leave).then(|| (at(enter), at(leave)))
}

/// The parts of a line through `points` that are within `area`.
pub fn line(area: Area, points: &[(f64, f64)]) -> Vec<Vec<(f64, f64)>> {
    if points.iter().all(|point| contains(area, *point)) {
        return if points.is_empty() { Vec::new() } else { vec![points.to_vec()] };
    }
    let mut parts: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut open = false;
    for pair in points.windows(2) {
        let Some((from, to)) = segment(area, pair[0], pair[1]) else {
            open = false;
            continue;
        };
        match parts.last_mut() {
            Some(part) if open && from == pair[0] => part.push(to),
            _ => parts.push(vec![from, to]),
        }
        open = to == pair[1];
    }
    parts
}

/// The part of a closed outline that is within `area`; along the area's edges where it was cut.
///
/// Source: I. Sutherland, G. Hodgman, "Reentrant polygon clipping", Communications of the ACM 17, 1974.
pub fn ring(area: Area, points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    if points.iter().all(|point| contains(area, *point)) {
        return points.to_vec();
    }
    let left = cut(points, |p| p.0 - area.left);
    let right = cut(&left, |p| area.right - p.0);
    let top = cut(&right, |p| p.1 - area.top);
    cut(&top, |p| area.bottom - p.1)
}

/// The part of an outline where `depth` is not negative.
fn cut(points: &[(f64, f64)], depth: impl Fn((f64, f64)) -> f64) -> Vec<(f64, f64)> {
    let mut kept = Vec::with_capacity(points.len());
    let Some(mut before) = points.last().copied() else { return kept };
    for point in points {
        let (was, is) = (depth(before), depth(*point));
        if (was < 0.0) != (is < 0.0) {
            let share = was / (was - is);
            kept.push((before.0 + share * (point.0 - before.0), before.1 + share * (point.1 - before.1)));
        }
        if is >= 0.0 {
            kept.push(*point);
        }
        before = *point;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Area = Area { left: 0.0, top: 0.0, right: 10.0, bottom: 10.0 };

    #[test]
    fn lines_are_cut_at_the_edges() {
        let parts = line(AREA, &[(-10.0, 5.0), (20.0, 5.0), (20.0, 30.0), (5.0, 30.0), (5.0, 5.0)]);
        assert_eq!(parts, vec![vec![(0.0, 5.0), (10.0, 5.0)], vec![(5.0, 10.0), (5.0, 5.0)]]);
        assert!(segment(AREA, (-1.0, 20.0), (20.0, 20.0)).is_none());
        let whole = [(1.0, 1.0), (2.0, 5.0), (3.0, 1.0)];
        assert_eq!(line(AREA, &whole), vec![whole.to_vec()]);
        assert!(line(AREA, &[]).is_empty());
    }

    #[test]
    fn outlines_are_cut_at_the_edges() {
        let triangle = ring(AREA, &[(-5.0, 5.0), (5.0, -5.0), (5.0, 15.0)]);
        let area: f64 = triangle
            .iter()
            .zip(triangle.iter().cycle().skip(1))
            .map(|(a, b)| (a.0 * b.1 - b.0 * a.1) / 2.0)
            .sum();
        // The triangle loses one corner of 25 at the left and two of 12.5 at the right.
        assert!((area.abs() - 50.0).abs() < 1e-9, "{triangle:?}");
        assert!(ring(AREA, &[(20.0, 20.0), (30.0, 20.0), (30.0, 30.0)]).is_empty());
    }
}

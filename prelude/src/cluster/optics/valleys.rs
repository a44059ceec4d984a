//! Clusters as the valleys of reachability along the order: section 4.3 of the paper, with the
//! correction by predecessors of E. Schubert and M. Gertz, "Improving the cluster structure extracted
//! from OPTICS plots", 2018.

use ndarray::Array1;

/// Reachability along the order, with an infinite height behind the end.
pub(super) struct Plot<'a> {
    ordering: &'a [usize],
    heights: Vec<f64>,
    predecessors: Vec<i64>,
}

impl<'a> Plot<'a> {
    pub fn new(ordering: &'a [usize], reachability: &[f64], predecessor: &[i64]) -> Self {
        let mut heights: Vec<f64> = ordering.iter().map(|sample| reachability[*sample]).collect();
        heights.push(f64::INFINITY);
        Self { ordering, heights, predecessors: ordering.iter().map(|sample| predecessor[*sample]).collect() }
    }

    /// Each height over the next.
    fn ratios(&self) -> Vec<f64> {
        self.heights.windows(2).map(|pair| pair[0] / pair[1]).collect()
    }

    /// Shortens a valley at its end until its last sample was reached from within, or the ground at
    /// its start is higher.
    fn corrected(&self, start: usize, mut end: usize) -> Option<(usize, usize)> {
        while start < end {
            let from_within = |i: usize| self.ordering[i] as i64 == self.predecessors[end];
            if self.heights[start] > self.heights[end] || (start..end).any(from_within) {
                return Some((start, end));
            }
            end -= 1;
        }
        None
    }
}

/// A steep descent, and the largest height since.
struct Descent {
    start: usize,
    end: usize,
    since: f64,
}

/// First and last place of each valley, smaller ones before those around them.
pub(super) fn valleys(
    plot: &Plot<'_>,
    xi: f64,
    min_samples: usize,
    min_size: usize,
    correct: bool,
) -> Vec<(usize, usize)> {
    let (ratios, keep) = (plot.ratios(), 1.0 - xi);
    let steep_up = |i: usize| ratios[i] <= keep;
    let steep_down = |i: usize| ratios[i] >= 1.0 / keep;
    let mut descents: Vec<Descent> = Vec::new();
    let mut found = Vec::new();
    let (mut next, mut since) = (0, 0.0_f64);
    for place in 0..ratios.len() {
        if place < next || !(steep_up(place) || steep_down(place)) {
            continue;
        }
        since = plot.heights[next..=place].iter().fold(since, |since, height| since.max(*height));
        keep_deep(&mut descents, since, keep, plot);
        let end = if steep_down(place) {
            let end = extended(&ratios, place, min_samples, steep_down, |ratio| ratio < 1.0);
            descents.push(Descent { start: place, end, since: 0.0 });
            end
        } else {
            let end = extended(&ratios, place, min_samples, steep_up, |ratio| ratio > 1.0);
            let between = descents.iter().filter_map(|descent| {
                let (first, last) = between(plot, descent, place, end, keep)?;
                let (first, last) = if correct { plot.corrected(first, last)? } else { (first, last) };
                let fits = last + 1 >= first + min_size && first <= descent.end && last >= place;
                fits.then_some((first, last))
            });
            let mut between: Vec<(usize, usize)> = between.collect();
            between.reverse();
            found.extend(between);
            end
        };
        next = end + 1;
        since = plot.heights[next];
    }
    found
}

/// Only descents from well above everything since.
fn keep_deep(descents: &mut Vec<Descent>, since: f64, keep: f64, plot: &Plot<'_>) {
    if since.is_infinite() {
        descents.clear();
        return;
    }
    descents.retain(|descent| since <= plot.heights[descent.start] * keep);
    for descent in descents {
        descent.since = descent.since.max(since);
    }
}

/// The end of a steep region: the last steep place before too many flat ones or one that turns.
fn extended(
    ratios: &[f64],
    start: usize,
    min_samples: usize,
    steep: impl Fn(usize) -> bool,
    turns: impl Fn(f64) -> bool,
) -> usize {
    let (mut end, mut flat) = (start, 0);
    for (place, ratio) in ratios.iter().enumerate().skip(start) {
        if steep(place) {
            (end, flat) = (place, 0);
        } else if turns(*ratio) {
            return end;
        } else {
            // The way goes on in the same direction, though not steeply.
            flat += 1;
            if flat > min_samples {
                return end;
            }
        }
    }
    end
}

/// The valley between a descent and the ascent from `rise` to `end`, its sides at one height.
fn between(plot: &Plot<'_>, descent: &Descent, rise: usize, end: usize, keep: f64) -> Option<(usize, usize)> {
    let heights = &plot.heights;
    let (brink, top) = (heights[descent.start], heights[end + 1]);
    if top * keep < descent.since {
        return None;
    }
    let (mut first, mut last) = (descent.start, end);
    if brink * keep >= top {
        while heights[first + 1] > top && first < descent.end {
            first += 1;
        }
    } else if top * keep >= brink {
        while last > rise && heights[last - 1] > brink {
            last -= 1;
        }
    }
    Some((first, last))
}

/// Labels of the valleys that hold no smaller valley.
pub(super) fn labels_of(ordering: &[usize], valleys: &[(usize, usize)]) -> Array1<i64> {
    let mut along = vec![-1; ordering.len()];
    let mut next = 0;
    for (first, last) in valleys {
        let stretch = &mut along[*first..=*last];
        if stretch.iter().all(|label| *label < 0) {
            stretch.fill(next);
            next += 1;
        }
    }
    let mut labels = Array1::from_elem(ordering.len(), -1);
    for (sample, label) in ordering.iter().zip(along) {
        labels[*sample] = label;
    }
    labels
}

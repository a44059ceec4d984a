//! Dendrograms: the tree of merges that hierarchical clustering makes.

use std::collections::BTreeMap;

use super::support::{line, reference, round_texts};
use crate::kind::{Kind, PanelBuilder, Style};
use crate::picture::{Axis, Dash, Paint, Scale};

/// More leaves than this have no names: they could not be read.
const MOST_NAMES: usize = 120;

/// The tree of a hierarchical clustering, drawn as SciPy's `dendrogram` arranges it.
#[derive(Clone, Debug, Default)]
pub struct Dendrogram {
    /// The linkage matrix: the two clusters that become one (below the number of leaves: a leaf; above:
    /// the result of an earlier merge), at what distance, and how many leaves are then in it.
    pub merges: Vec<Merge>,
    /// Names of the leaves; their numbers where missing.
    pub labels: Option<Vec<String>>,
    /// Merges below this distance are coloured by cluster; `None`: at 0.7 of the greatest distance.
    pub color_threshold: Option<f64>,
    /// Only so many last clusters are drawn, the rest as leaves that say how many are in them.
    pub last: Option<usize>,
}

/// A row of a linkage matrix.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Merge {
    pub first: usize,
    pub second: usize,
    pub distance: f64,
    pub size: usize,
}

/// Where everything of a dendrogram is: leaves at 0, 1, 2, …
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arrangement {
    /// The clusters drawn as leaves, in their order.
    pub leaves: Vec<usize>,
    /// Per merge that is drawn: along the leaves, the two legs' places.
    pub legs: Vec<(f64, f64)>,
    /// Where the two legs start and where they meet, in distance.
    pub heights: Vec<(f64, f64, f64)>,
    /// The cluster below the threshold that the merge belongs to, in order from the first leaf.
    pub clusters: Vec<Option<usize>>,
}

impl Dendrogram {
    fn n_leaves(&self) -> usize {
        self.merges.len() + 1
    }

    fn threshold(&self) -> f64 {
        let greatest = self.merges.iter().map(|merge| merge.distance).fold(0.0, f64::max);
        self.color_threshold.unwrap_or(0.7 * greatest)
    }

    /// Clusters from this number on are drawn as merges, the others as leaves.
    fn first_drawn(&self) -> usize {
        let leaves = self.n_leaves();
        match self.last {
            Some(last) if last > 0 && last < leaves => 2 * leaves - last.max(2),
            _ => leaves,
        }
    }

    fn merge(&self, cluster: usize) -> Option<Merge> {
        cluster.checked_sub(self.n_leaves()).and_then(|index| self.merges.get(index)).copied()
    }

    /// Left to right without recursion: a chain of merges can be as deep as there are leaves.
    #[must_use]
    pub fn arrange(&self) -> Arrangement {
        let mut arrangement = Arrangement::default();
        let mut place = vec![f64::NAN; 2 * self.n_leaves()];
        let mut cluster_of = vec![None; 2 * self.n_leaves()];
        let (threshold, first_drawn) = (self.threshold(), self.first_drawn());
        let mut open = vec![(2 * self.n_leaves() - 2, None)];
        let mut n_clusters = 0;
        while let Some((cluster, above)) = open.pop() {
            let Some(merge) = self.merge(cluster).filter(|_| cluster >= first_drawn) else {
                place[cluster] = arrangement.leaves.len() as f64;
                arrangement.leaves.push(cluster);
                continue;
            };
            // The first merge below the threshold on the way down starts a cluster.
            cluster_of[cluster] = above.or_else(|| {
                (merge.distance < threshold).then(|| {
                    n_clusters += 1;
                    n_clusters - 1
                })
            });
            open.push((merge.second.min(cluster - 1), cluster_of[cluster]));
            open.push((merge.first.min(cluster - 1), cluster_of[cluster]));
        }
        for cluster in first_drawn..2 * self.n_leaves() - 1 {
            let Some(merge) = self.merge(cluster) else { continue };
            let (first, second) = (merge.first.min(cluster - 1), merge.second.min(cluster - 1));
            place[cluster] = f64::midpoint(place[first], place[second]);
            let foot = |below: usize| match self.merge(below) {
                Some(merge) if below >= first_drawn => merge.distance,
                _ => 0.0,
            };
            arrangement.legs.push((place[first], place[second]));
            arrangement.heights.push((foot(first), foot(second), merge.distance));
            arrangement.clusters.push(cluster_of[cluster]);
        }
        arrangement
    }

    fn leaf_name(&self, cluster: usize) -> String {
        match self.merge(cluster) {
            Some(merge) => format!("({})", merge.size),
            None => match self.labels.as_ref().and_then(|labels| labels.get(cluster)) {
                Some(label) => label.clone(),
                None => cluster.to_string(),
            },
        }
    }
}

impl Kind for Dendrogram {
    fn name(&self) -> &'static str {
        "dendrogram"
    }

    fn describe(&self) -> String {
        let clusters = self.arrange().clusters.into_iter().flatten().max().map_or(0, |last| last + 1);
        let cut = round_texts(&[self.threshold()]).join("");
        format!("dendrogram of {} leaves, {clusters} clusters below {cut}", self.n_leaves())
    }

    fn n_things(&self) -> usize {
        self.n_leaves()
    }

    fn heeds(&self) -> &'static [&'static str] {
        &["horizontal", "line_width"]
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        let horizontal = style.options.horizontal;
        let arrangement = self.arrange();
        let mut lines: BTreeMap<Option<usize>, (Vec<f64>, Vec<f64>)> = BTreeMap::new();
        for ((legs, heights), cluster) in
            arrangement.legs.iter().zip(&arrangement.heights).zip(&arrangement.clusters)
        {
            let (along, up) = lines.entry(*cluster).or_default();
            along.extend([legs.0, legs.0, legs.1, legs.1, f64::NAN]);
            up.extend([heights.0, heights.2, heights.2, heights.1, f64::NAN]);
        }
        for (cluster, (along, up)) in lines {
            let paint = cluster.map_or(Paint::Faint, Paint::Cycle);
            let (x, y) = if horizontal { (up, along) } else { (along, up) };
            panel.add(line(x, y, paint).stroke(style.options.line_width.unwrap_or(1.5)));
        }
        if let Some(threshold) = self.color_threshold {
            let (near, far) = (f64::NEG_INFINITY, f64::INFINITY);
            let (from, to) = if horizontal {
                ((threshold, near), (threshold, far))
            } else {
                ((near, threshold), (far, threshold))
            };
            panel.add(reference(from, to, Dash::Dashed));
        }
        let (leaves, distance) = self.axes(&arrangement, horizontal);
        (panel.panel.x, panel.panel.y) = if horizontal { (distance, leaves) } else { (leaves, distance) };
    }
}

impl Dendrogram {
    fn axes(&self, arrangement: &Arrangement, horizontal: bool) -> (Axis, Axis) {
        let names = arrangement.leaves.iter().map(|leaf| self.leaf_name(*leaf)).collect();
        let n = arrangement.leaves.len();
        let leaves = Axis {
            scale: Scale::Categories(names),
            low: Some(-0.5),
            high: Some(n as f64 - 0.5),
            hide_grid: true,
            hide_ticks: n > MOST_NAMES,
            reversed: horizontal,
            ..Axis::default()
        };
        (leaves, Axis { label: Some("distance".to_string()), from_zero: true, ..Axis::default() })
    }
}

//! The tree of merges without the merges that only add a few samples.

use ndarray::{Array1, Array2};

use super::select::Choice;

/// A cluster of the condensed tree. Cluster 0 holds all samples; parents come before children.
pub(super) struct Cluster {
    pub parent: usize,
    /// The density (1 / distance) at which it splits off its parent.
    pub birth: f64,
    pub size: usize,
    /// The largest density at which a sample or child leaves it.
    pub death: f64,
}

pub(super) struct Condensed {
    pub clusters: Vec<Cluster>,
    /// The cluster that each sample falls out of, and at which density.
    exits: Vec<(usize, f64)>,
}

impl Condensed {
    /// From SciPy's form of the merges.
    pub fn new(n: usize, merges: &Array2<f64>, min_size: usize) -> Self {
        let root = Cluster { parent: 0, birth: 0.0, size: n, death: 0.0 };
        let mut tree = Self { clusters: vec![root], exits: vec![(0, 0.0); n] };
        let size = |node: usize| if node < n { 1 } else { merges[[node - n, 3]] as usize };
        let children = |node: usize| [merges[[node - n, 0]] as usize, merges[[node - n, 1]] as usize];
        let mut open = vec![(2 * n - 2, 0)];
        while let Some((node, cluster)) = open.pop() {
            if node < n {
                // A cluster of samples at one place: it never falls apart.
                tree.leave(node, cluster, f64::INFINITY);
                continue;
            }
            let distance = merges[[node - n, 2]];
            let density = if distance > 0.0 { 1.0 / distance } else { f64::INFINITY };
            let halves = children(node);
            let splits = halves.iter().all(|half| size(*half) >= min_size);
            for half in halves {
                if splits {
                    let child = tree.split(cluster, density, size(half));
                    open.push((half, child));
                } else if size(half) >= min_size {
                    open.push((half, cluster));
                } else {
                    tree.fall_out(half, cluster, density, n, &children);
                }
            }
        }
        tree
    }

    fn split(&mut self, parent: usize, density: f64, size: usize) -> usize {
        self.clusters[parent].death = self.clusters[parent].death.max(density);
        self.clusters.push(Cluster { parent, birth: density, size, death: 0.0 });
        self.clusters.len() - 1
    }

    fn leave(&mut self, sample: usize, cluster: usize, density: f64) {
        self.clusters[cluster].death = self.clusters[cluster].death.max(density);
        self.exits[sample] = (cluster, density);
    }

    fn fall_out(
        &mut self,
        node: usize,
        cluster: usize,
        density: f64,
        n: usize,
        children: &impl Fn(usize) -> [usize; 2],
    ) {
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            if node < n {
                self.leave(node, cluster, density);
            } else {
                open.extend(children(node));
            }
        }
    }

    /// How long each cluster lasts, counted in its samples.
    pub fn stabilities(&self) -> Vec<f64> {
        let mut stabilities = vec![0.0; self.clusters.len()];
        for (cluster, density) in &self.exits {
            stabilities[*cluster] += density - self.clusters[*cluster].birth;
        }
        for child in self.clusters.iter().skip(1) {
            let parent = &self.clusters[child.parent];
            stabilities[child.parent] += (child.birth - parent.birth) * child.size as f64;
        }
        stabilities
    }

    pub fn children(&self, cluster: usize) -> impl Iterator<Item = usize> + '_ {
        (cluster + 1..self.clusters.len()).filter(move |child| self.clusters[*child].parent == cluster)
    }

    /// Each sample's label and how strongly it belongs there; `chosen` says which clusters are taken.
    pub fn labels(&self, chosen: &[bool], choice: Choice) -> (Array1<i64>, Array1<f64>) {
        let mut number = vec![-1; self.clusters.len()];
        for (next, cluster) in (0..chosen.len()).filter(|cluster| chosen[*cluster]).enumerate() {
            number[cluster] = next as i64;
        }
        // Everything below a chosen cluster is of it.
        let mut home: Vec<Option<usize>> = vec![None; self.clusters.len()];
        for cluster in 0..self.clusters.len() {
            let parent = if cluster == 0 { None } else { home[self.clusters[cluster].parent] };
            home[cluster] = if chosen[cluster] { Some(cluster) } else { parent };
        }
        let n = self.exits.len();
        let (mut labels, mut strengths) = (Array1::from_elem(n, -1), Array1::zeros(n));
        for (sample, (cluster, density)) in self.exits.iter().enumerate() {
            let Some(home) = home[*cluster] else { continue };
            if home == 0 && !self.stays_in_root(*density, choice) {
                continue;
            }
            labels[sample] = number[home];
            let most = self.clusters[home].death;
            strengths[sample] =
                if most == 0.0 || density.is_infinite() { 1.0 } else { density.min(most) / most };
        }
        (labels, strengths)
    }

    /// Of a single cluster of all samples only the dense part counts.
    fn stays_in_root(&self, density: f64, choice: Choice) -> bool {
        let least = if choice.epsilon > 0.0 { 1.0 / choice.epsilon } else { self.clusters[0].death };
        choice.single && density >= least
    }
}

//! Merges of clusters as a tree: in SciPy's form, and cut into clusters.

use ndarray::{Array1, Array2};

/// Two samples whose clusters are merged at a distance.
#[derive(Clone, Copy, Debug)]
pub(super) struct Merge {
    pub a: u32,
    pub b: u32,
    pub distance: f64,
}

/// Disjoint sets of samples, each with the number of its cluster.
struct Forest {
    parents: Vec<usize>,
}

impl Forest {
    fn new(n: usize) -> Self {
        Self { parents: (0..n).collect() }
    }

    fn root(&mut self, mut node: usize) -> usize {
        while self.parents[node] != node {
            self.parents[node] = self.parents[self.parents[node]];
            node = self.parents[node];
        }
        node
    }
}

/// SciPy's form of merges that are in the order of their distances: shape (n_samples − 1, 4).
pub(super) fn linkage_matrix(n_samples: usize, merges: &[Merge]) -> Array2<f64> {
    let mut forest = Forest::new(2 * n_samples - 1);
    let mut sizes = vec![1.0; 2 * n_samples - 1];
    let mut matrix = Array2::zeros((merges.len(), 4));
    for (i, merge) in merges.iter().enumerate() {
        let (a, b) = (forest.root(merge.a as usize), forest.root(merge.b as usize));
        let node = n_samples + i;
        forest.parents[a] = node;
        forest.parents[b] = node;
        sizes[node] = sizes[a] + sizes[b];
        let row = [a.min(b) as f64, a.max(b) as f64, merge.distance, sizes[node]];
        matrix.row_mut(i).assign(&Array1::from(row.to_vec()));
    }
    matrix
}

/// The clusters that the first `n_merges` merges leave, numbered in the order of their first samples.
pub(super) fn cut(n_samples: usize, merges: &[Merge], n_merges: usize) -> Array1<i64> {
    let mut forest = Forest::new(n_samples);
    for merge in &merges[..n_merges] {
        let (a, b) = (forest.root(merge.a as usize), forest.root(merge.b as usize));
        forest.parents[a.max(b)] = a.min(b);
    }
    let mut numbers = vec![-1; n_samples];
    let mut next = 0;
    (0..n_samples)
        .map(|sample| {
            let root = forest.root(sample);
            if numbers[root] < 0 {
                numbers[root] = next;
                next += 1;
            }
            numbers[root]
        })
        .collect()
}

//! Which clusters of the condensed tree are taken.

use super::condensed::Condensed;

/// What the user asked for.
#[derive(Clone, Copy)]
pub(super) struct Choice {
    pub leaves: bool,
    pub single: bool,
    pub epsilon: f64,
}

/// Per cluster whether it is taken.
pub(super) fn select(tree: &Condensed, choice: Choice) -> Vec<bool> {
    let mut chosen = if choice.leaves { leaves(tree) } else { longest(tree, choice.single) };
    let only_the_root = chosen[0] && !choice.leaves;
    if choice.epsilon > 0.0 && tree.clusters.len() > 1 && !only_the_root {
        chosen = no_nearer_than(tree, &chosen, choice);
    }
    chosen
}

/// The smallest clusters; all samples if nothing ever splits.
fn leaves(tree: &Condensed) -> Vec<bool> {
    (0..tree.clusters.len()).map(|cluster| tree.children(cluster).next().is_none()).collect()
}

/// From the smallest up: a cluster is taken unless its children together last longer.
fn longest(tree: &Condensed, single: bool) -> Vec<bool> {
    let mut stabilities = tree.stabilities();
    let mut below = vec![0.0; tree.clusters.len()];
    let mut chosen = vec![true; tree.clusters.len()];
    for cluster in (0..tree.clusters.len()).rev() {
        if cluster == 0 && !single {
            chosen[0] = false;
            break;
        }
        if below[cluster] > stabilities[cluster] {
            chosen[cluster] = false;
            stabilities[cluster] = below[cluster];
        }
        below[tree.clusters[cluster].parent] += if cluster == 0 { 0.0 } else { stabilities[cluster] };
    }
    // What lies within a chosen cluster is part of it.
    let mut within = vec![false; tree.clusters.len()];
    for cluster in 1..tree.clusters.len() {
        let parent = tree.clusters[cluster].parent;
        within[cluster] = within[parent] || chosen[parent];
        chosen[cluster] &= !within[cluster];
    }
    chosen
}

/// Replaces clusters that split off nearer than `epsilon` by the ancestor that splits off farther.
fn no_nearer_than(tree: &Condensed, chosen: &[bool], choice: Choice) -> Vec<bool> {
    let far = |cluster: usize| 1.0 / tree.clusters[cluster].birth >= choice.epsilon;
    let mut kept = vec![false; tree.clusters.len()];
    for leaf in (0..chosen.len()).filter(|cluster| chosen[*cluster]) {
        let mut cluster = leaf;
        while cluster != 0 && !far(cluster) {
            let parent = tree.clusters[cluster].parent;
            if parent == 0 && !choice.single {
                break;
            }
            cluster = parent;
        }
        kept[cluster] = true;
    }
    // An ancestor takes its descendants in.
    let mut within = vec![false; tree.clusters.len()];
    for cluster in 1..tree.clusters.len() {
        let parent = tree.clusters[cluster].parent;
        within[cluster] = within[parent] || kept[parent];
        kept[cluster] &= !within[cluster];
    }
    kept
}

//! Minimal cost-complexity pruning: the division whose leaves buy the least purity each goes first.
//!
//! Source: L. Breiman, J. Friedman, R. Olshen, C. Stone, "Classification and Regression Trees",
//! 1984, chapter 3.

use super::structure::Tree;

/// How a tree shrinks as leaves get dearer.
#[derive(Clone, Debug, PartialEq)]
pub struct PruningPath {
    /// The prices of a leaf at which parts are cut off, ascending from 0: candidates for `ccp_alpha`.
    pub ccp_alphas: Vec<f64>,
    /// The impurity of all leaves, weighted by their share of the samples, after each cut.
    pub impurities: Vec<f64>,
}

/// The tree without every part whose leaves are not worth `alpha` each.
pub(crate) fn pruned(tree: &Tree, alpha: f64) -> Tree {
    let mut pruning = Pruning::of(tree);
    while let Some((node, price)) = pruning.weakest() {
        if price > alpha {
            break;
        }
        pruning.cut_below(node);
    }
    tree.in_preorder(|node| pruning.branches[node].leaves == 1)
}

/// The whole path, down to the root.
pub(crate) fn pruning_path(tree: &Tree) -> PruningPath {
    let mut pruning = Pruning::of(tree);
    let mut path = PruningPath { ccp_alphas: vec![0.0], impurities: vec![pruning.branches[0].risk] };
    while let Some((node, price)) = pruning.weakest() {
        pruning.cut_below(node);
        path.ccp_alphas.push(price);
        path.impurities.push(pruning.branches[0].risk);
    }
    path
}

/// The part of a tree below a node, as it is pruned.
#[derive(Clone, Copy)]
struct Branch {
    leaves: usize,
    /// Of its leaves together.
    risk: f64,
    /// Of the node if it were a leaf.
    own_risk: f64,
    parent: Option<usize>,
    is_cut: bool,
}

impl Branch {
    /// What each leaf but one takes from the risk.
    fn price(&self) -> f64 {
        ((self.own_risk - self.risk) / (self.leaves - 1) as f64).max(0.0)
    }
}

struct Pruning<'a> {
    tree: &'a Tree,
    branches: Vec<Branch>,
}

impl<'a> Pruning<'a> {
    fn of(tree: &'a Tree) -> Self {
        let total = tree.weight(0);
        let own = |node: usize| tree.weight(node) / total * tree.impurity(node);
        let mut branches: Vec<Branch> = (0..tree.node_count())
            .map(|node| Branch {
                leaves: 1,
                risk: own(node),
                own_risk: own(node),
                parent: None,
                is_cut: false,
            })
            .collect();
        // Children come after their parents.
        for node in (0..tree.node_count()).rev() {
            if tree.is_leaf(node) {
                continue;
            }
            let (left, right) = tree.children(node);
            branches[left].parent = Some(node);
            branches[right].parent = Some(node);
            branches[node].leaves = branches[left].leaves + branches[right].leaves;
            branches[node].risk = branches[left].risk + branches[right].risk;
        }
        Self { tree, branches }
    }

    /// The inner node with the lowest price, the first of equal ones.
    fn weakest(&self) -> Option<(usize, f64)> {
        let inner =
            self.branches.iter().enumerate().filter(|(_, branch)| branch.leaves > 1 && !branch.is_cut);
        inner
            .map(|(node, branch)| (node, branch.price()))
            .min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)))
    }

    fn cut_below(&mut self, node: usize) {
        let mut below = vec![node];
        while let Some(lost) = below.pop() {
            self.branches[lost].is_cut = lost != node;
            if !self.tree.is_leaf(lost) {
                let (left, right) = self.tree.children(lost);
                below.extend([left, right]);
            }
        }
        let branch = self.branches[node];
        let (leaves, risk) = (branch.leaves - 1, branch.own_risk - branch.risk);
        self.branches[node].leaves = 1;
        self.branches[node].risk = branch.own_risk;
        let mut above = branch.parent;
        while let Some(parent) = above {
            self.branches[parent].leaves -= leaves;
            self.branches[parent].risk += risk;
            above = self.branches[parent].parent;
        }
    }
}

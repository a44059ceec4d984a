//! The rounds of boosting: derivatives, a tree per output, scores; and when to stop.

use ndarray::{Array2, ArrayView2};
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::bins::Bins;
use super::grower::{Grower, Grown};
use super::histogram::{Derivatives, TreeShape};
use super::loss::{Loss, Scores, weighted_quantile};
use crate::error::{Error, Result};
use crate::runtime::{Progress, check_interrupt};
use crate::tree::Tree;
use crate::tree::options::{at_least, not_negative, positive};
use crate::tree::structure::{ROWS_AT_ONCE, rows_at_once};

/// How a boosted model is fitted, whatever its parameters are called.
#[derive(Clone, Debug)]
pub(crate) struct Recipe {
    pub name: &'static str,
    pub rounds_name: &'static str,
    pub rounds: usize,
    pub loss: Loss,
    pub learning_rate: f64,
    pub max_leaf_nodes: Option<usize>,
    pub max_depth: Option<usize>,
    pub min_samples_leaf: usize,
    pub l2_regularization: f64,
    pub max_bins: usize,
    pub subsample: f64,
    pub stopping: Option<Stopping>,
    pub seed: u64,
}

/// Boosting stops when the loss on samples that are set aside no longer falls.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stopping {
    pub validation_fraction: f64,
    pub n_iter_no_change: usize,
    pub tol: f64,
}

/// A sum of trees: `outputs` trees per round, with scores that it starts from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Boosted {
    pub start: Vec<f64>,
    pub trees: Vec<Tree>,
    /// Of each feature, all splits together, as shares of 1.
    pub importances: Vec<f64>,
    /// The mean loss before the first round and after each.
    pub train_loss: Vec<f64>,
    /// The same on samples set aside, if there were any.
    pub validation_loss: Vec<f64>,
}

/// The data of one fit.
pub(crate) struct Ground<'a> {
    pub x: ArrayView2<'a, f64>,
    pub targets: &'a [f64],
    pub weights: &'a [f64],
}

impl Recipe {
    fn check(&self) -> Result<TreeShape> {
        let name = self.name;
        at_least(name, self.rounds_name, self.rounds, 1)?;
        positive(name, "learning_rate", self.learning_rate)?;
        at_least(name, "max_leaf_nodes", self.max_leaf_nodes.unwrap_or(2), 2)?;
        at_least(name, "max_depth", self.max_depth.unwrap_or(1), 1)?;
        at_least(name, "min_samples_leaf", self.min_samples_leaf, 1)?;
        not_negative(name, "l2_regularization", self.l2_regularization)?;
        if !(2..=255).contains(&self.max_bins) {
            return Err(Error::parameter(name, "max_bins", self.max_bins, "from 2 to 255"));
        }
        if !(self.subsample > 0.0 && self.subsample <= 1.0) {
            return Err(Error::parameter(name, "subsample", self.subsample, "above 0 and at most 1"));
        }
        if let Some(stopping) = self.stopping {
            let fraction = stopping.validation_fraction;
            if !(fraction > 0.0 && fraction < 1.0) {
                return Err(Error::parameter(name, "validation_fraction", fraction, "between 0 and 1"));
            }
            at_least(name, "n_iter_no_change", stopping.n_iter_no_change, 1)?;
            not_negative(name, "tol", stopping.tol)?;
        }
        Ok(TreeShape {
            max_leaf_nodes: self.max_leaf_nodes.unwrap_or(usize::MAX),
            max_depth: self.max_depth.unwrap_or(usize::MAX),
            min_samples_leaf: u32::try_from(self.min_samples_leaf).unwrap_or(u32::MAX / 2),
            l2_regularization: self.l2_regularization,
            learning_rate: self.learning_rate,
        })
    }

    pub fn fit(&self, ground: &Ground<'_>) -> Result<Boosted> {
        let shape = self.check()?;
        let mut random = StdRng::seed_from_u64(self.seed);
        let (training, validation) = self.set_aside(ground, &mut random)?;
        let mut weights = ground.weights.to_vec();
        validation.iter().for_each(|row| weights[*row as usize] = 0.0);
        let bins = Bins::of(ground.x, &training, self.max_bins, random.r#gen());
        let start = self.loss.start(ground.targets, &weights);
        let scores = start.repeat(ground.targets.len());
        let mut rounds = Rounds {
            recipe: self,
            given_weights: ground.weights,
            grower: Grower::new(&bins, &shape),
            derivatives: vec![[0.0; 2]; scores.len()],
            data: Scores { targets: ground.targets, weights: &weights, scores },
            training,
            validation,
            gains: vec![0.0; ground.x.ncols()],
            trees: Vec::new(),
            learning_rate: self.learning_rate,
        };
        let (train_loss, validation_loss) = rounds.run(&mut random)?;
        let sum: f64 = rounds.gains.iter().sum();
        let importances = rounds.gains.iter().map(|gain| if sum > 0.0 { gain / sum } else { 0.0 }).collect();
        Ok(Boosted { start, trees: rounds.trees, importances, train_loss, validation_loss })
    }

    /// Rows to train on and rows to stop by; of classes, the same share of each.
    fn set_aside(&self, ground: &Ground<'_>, random: &mut StdRng) -> Result<(Vec<u32>, Vec<u32>)> {
        let rows: Vec<u32> =
            (0..ground.targets.len() as u32).filter(|row| ground.weights[*row as usize] > 0.0).collect();
        let Some(stopping) = self.stopping else { return Ok((rows, Vec::new())) };
        let groups = match self.loss {
            Loss::Binary => by_class(&rows, ground.targets, 2),
            Loss::Multinomial(classes) => by_class(&rows, ground.targets, classes),
            _ => vec![rows],
        };
        let (mut training, mut validation) = (Vec::new(), Vec::new());
        for mut group in groups {
            group.shuffle(random);
            let count = (group.len() as f64 * stopping.validation_fraction).round() as usize;
            let count = count.min(group.len().saturating_sub(1));
            validation.extend_from_slice(&group[..count]);
            training.extend_from_slice(&group[count..]);
        }
        if validation.is_empty() {
            let what = format!("early stopping of {}", self.name);
            let given = ground.targets.len();
            let needed = (1.0 / stopping.validation_fraction).ceil() as usize;
            return Err(Error::TooFew { what, needed: needed.max(given + 1), unit: "samples", given });
        }
        training.sort_unstable();
        validation.sort_unstable();
        Ok((training, validation))
    }
}

fn by_class(rows: &[u32], targets: &[f64], classes: usize) -> Vec<Vec<u32>> {
    let mut groups = vec![Vec::new(); classes];
    rows.iter().for_each(|row| groups[targets[*row as usize] as usize].push(*row));
    groups
}

/// A fit under way.
struct Rounds<'a> {
    recipe: &'a Recipe,
    /// Those of rows set aside too.
    given_weights: &'a [f64],
    grower: Grower<'a>,
    derivatives: Vec<Derivatives>,
    data: Scores<'a>,
    training: Vec<u32>,
    validation: Vec<u32>,
    gains: Vec<f64>,
    trees: Vec<Tree>,
    learning_rate: f64,
}

impl Rounds<'_> {
    /// The losses on both parts before the first round and after each.
    fn run(&mut self, random: &mut StdRng) -> Result<(Vec<f64>, Vec<f64>)> {
        let recipe = self.recipe;
        let loss = recipe.loss;
        let (mut train_loss, mut validation_loss) = (Vec::new(), Vec::new());
        let mut progress = Progress::new(&format!("{} rounds", recipe.name), recipe.rounds as u64);
        for _ in 0..recipe.rounds {
            check_interrupt()?;
            train_loss.push(loss.derive(&self.data, &mut self.derivatives));
            self.push_validation(&mut validation_loss);
            if recipe.stopping.is_some_and(|stopping| stopping.is_over(&validation_loss)) {
                progress.finish_and_clear();
                return Ok((train_loss, validation_loss));
            }
            let rows = self.draw(random);
            for output in 0..loss.n_outputs() {
                self.grow(rows.as_deref(), output);
            }
            progress.note(&format!("loss {:.4}", train_loss[train_loss.len() - 1]));
            progress.advance(1);
        }
        train_loss.push(loss.derive(&self.data, &mut self.derivatives));
        self.push_validation(&mut validation_loss);
        progress.finish_and_clear();
        Ok((train_loss, validation_loss))
    }

    fn push_validation(&self, losses: &mut Vec<f64>) {
        if !self.validation.is_empty() {
            losses.push(self.recipe.loss.mean(&self.data, &self.validation, self.given_weights));
        }
    }

    /// The rows of a round, if not all.
    fn draw(&self, random: &mut StdRng) -> Option<Vec<u32>> {
        let count = ((self.training.len() as f64 * self.recipe.subsample) as usize).max(1);
        (count < self.training.len()).then(|| {
            let mut places = rand::seq::index::sample(random, self.training.len(), count).into_vec();
            places.sort_unstable();
            places.into_iter().map(|place| self.training[place]).collect()
        })
    }

    fn grow(&mut self, drawn: Option<&[u32]>, output: usize) {
        let n_outputs = self.recipe.loss.n_outputs();
        let rows = drawn.unwrap_or(&self.training);
        let grown = self.grower.grow(rows, &self.derivatives, (output, n_outputs), &mut self.gains);
        if let Some(quantile) = self.recipe.loss.residual_quantile() {
            self.set_to_quantiles(&grown, quantile);
        }
        match drawn {
            None => {
                for (leaf, rows) in self.grower.leaves(&grown) {
                    let value = self.grower.value(leaf);
                    for row in rows {
                        self.data.scores[*row as usize * n_outputs + output] += value;
                    }
                }
                self.move_by_bins(&self.validation.clone(), output);
            }
            Some(_) => {
                let all: Vec<u32> = (0..self.data.targets.len() as u32).collect();
                self.move_by_bins(&all, output);
            }
        }
        self.trees.push(self.grower.tree());
    }

    /// Adds the new tree's values to rows that it was not grown on.
    fn move_by_bins(&mut self, rows: &[u32], output: usize) {
        let n_outputs = self.recipe.loss.n_outputs();
        let grower = &self.grower;
        let values: Vec<f64> =
            rows.par_iter().with_min_len(ROWS_AT_ONCE).map(|row| grower.value_of_row(*row)).collect();
        for (row, value) in rows.iter().zip(values) {
            self.data.scores[*row as usize * n_outputs + output] += value;
        }
    }

    /// Leaves take the quantile of their residuals, which the derivatives do not tell.
    fn set_to_quantiles(&mut self, grown: &Grown, quantile: f64) {
        let data = &self.data;
        let residual = |row: &u32| {
            let row = *row as usize;
            (data.targets[row] - data.scores[row], data.weights[row])
        };
        let leaves: Vec<(usize, &[u32])> = self.grower.leaves(grown).collect();
        let values: Vec<(usize, f64)> = leaves
            .into_par_iter()
            .map(|(leaf, rows)| (leaf, weighted_quantile(rows.iter().map(residual).collect(), quantile)))
            .collect();
        for (leaf, value) in values {
            self.grower.set_value(leaf, value * self.learning_rate);
        }
    }
}

impl Stopping {
    /// None of the last rounds was better than the one before them.
    fn is_over(&self, losses: &[f64]) -> bool {
        let Some(reference) = losses.len().checked_sub(self.n_iter_no_change + 1) else { return false };
        losses[reference + 1..].iter().all(|loss| *loss >= losses[reference] - self.tol)
    }
}

impl Boosted {
    /// The scores of each row after all rounds, shape (n_samples, n_outputs).
    pub fn scores(&self, x: ArrayView2<'_, f64>) -> Array2<f64> {
        self.scores_after(x, self.trees.len() / self.start.len())
    }

    /// The same after so many rounds.
    pub fn scores_after(&self, x: ArrayView2<'_, f64>, rounds: usize) -> Array2<f64> {
        let (n_samples, n_features) = x.dim();
        let n_outputs = self.start.len();
        let x = x.as_standard_layout();
        let rows = x.as_slice().unwrap_or_default();
        let at_once = rows_at_once(n_samples);
        let mut scores = self.start.repeat(n_samples);
        let parts = scores.par_chunks_mut(at_once * n_outputs);
        parts.zip(rows.par_chunks(at_once * n_features)).for_each(|(scores, rows)| {
            for (index, tree) in self.trees[..rounds * n_outputs].iter().enumerate() {
                let output = index % n_outputs;
                for (scores, row) in scores.chunks_mut(n_outputs).zip(rows.chunks(n_features)) {
                    scores[output] += tree.value(tree.leaf(row))[0];
                }
            }
        });
        Array2::from_shape_vec((n_samples, n_outputs), scores)
            .unwrap_or_else(|_| Array2::zeros((n_samples, n_outputs)))
    }

    /// The model of targets `scale` times as large; a squared loss grows by the square.
    pub fn grow_back(&mut self, scale: f64, is_squared: bool) {
        if scale == 1.0 {
            return;
        }
        self.start.iter_mut().for_each(|start| *start *= scale);
        self.trees.iter_mut().for_each(|tree| tree.scale_values(scale));
        let of_loss = if is_squared { scale * scale } else { scale };
        let losses = self.train_loss.iter_mut().chain(&mut self.validation_loss);
        losses.for_each(|loss| *loss = (*loss * of_loss).min(f64::MAX));
    }

    pub fn rounds(&self) -> usize {
        self.trees.len() / self.start.len()
    }
}

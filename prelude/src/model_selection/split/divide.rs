//! How many rows each part gets, and which.

use rand::rngs::StdRng;
use rand::seq::SliceRandom;

use super::Key;
use crate::error::{Error, Result};
use crate::model_selection::classes::Classes;

/// The shares of the parts other than the training part.
#[derive(Clone, Copy, Debug)]
pub(in crate::model_selection) struct Shares {
    test: f64,
    /// Zero where there is no such part.
    validation: f64,
}

/// Row numbers.
#[derive(Debug, Default)]
pub(in crate::model_selection) struct Parts {
    pub train: Vec<usize>,
    pub validation: Vec<usize>,
    pub test: Vec<usize>,
}

/// How many of something each part gets.
#[derive(Clone, Copy, Debug)]
struct Sizes {
    train: usize,
    validation: usize,
    test: usize,
}

impl Shares {
    pub(in crate::model_selection) fn two(test: f64) -> Result<Self> {
        check_share("test_size", test)?;
        Ok(Self { test, validation: 0.0 })
    }

    pub(super) fn three(test: f64, validation: f64) -> Result<Self> {
        check_share("test_size", test)?;
        check_share("validation_size", validation)?;
        if test + validation >= 1.0 {
            let expected = format!("less than {}, so that rows are left to train on", 1.0 - test);
            return Err(Error::parameter("train_test_split", "validation_size", validation, expected));
        }
        Ok(Self { test, validation })
    }

    /// Test and validation are rounded up, as in scikit-learn; training takes what is left.
    fn of(self, n: usize, unit: &'static str) -> Result<Sizes> {
        let (test, validation) = (share_of(n, self.test), share_of(n, self.validation));
        if n > test + validation {
            return Ok(Sizes { train: n - test - validation, validation, test });
        }
        let what = if self.validation > 0.0 {
            format!(
                "train_validation_test_split with test_size {} and validation_size {}",
                self.test, self.validation
            )
        } else {
            format!("train_test_split with test_size {}", self.test)
        };
        // Rounding up costs at most a row per part.
        let enough = (self.parts() as f64 / (1.0 - self.test - self.validation)).ceil() as usize;
        let fits = |rows: &usize| *rows > share_of(*rows, self.test) + share_of(*rows, self.validation);
        let needed = (n + 1..enough).find(fits).unwrap_or(enough);
        Err(Error::TooFew { what, needed, unit, given: n })
    }

    fn parts(self) -> usize {
        if self.validation > 0.0 { 3 } else { 2 }
    }
}

pub(in crate::model_selection) fn divide(
    n_rows: usize,
    shares: Shares,
    key: Key,
    random: &mut StdRng,
) -> Result<Parts> {
    match key {
        Key::Chance => {
            let sizes = shares.of(n_rows, "rows")?;
            let mut rows: Vec<usize> = (0..n_rows).collect();
            rows.shuffle(random);
            let mut rest = rows.split_off(sizes.test);
            let train = rest.split_off(sizes.validation);
            Ok(Parts { train, validation: rest, test: rows })
        }
        Key::Time(mut rows) => {
            let sizes = shares.of(n_rows, "rows")?;
            let mut rest = rows.split_off(sizes.train);
            let test = rest.split_off(sizes.validation);
            Ok(Parts { train: rows, validation: rest, test })
        }
        Key::Groups(groups) => grouped(&groups, shares, random),
        Key::Strata(classes) => stratified(&classes, shares, random),
    }
}

fn grouped(groups: &Classes, shares: Shares, random: &mut StdRng) -> Result<Parts> {
    let sizes = shares.of(groups.names.len(), "groups")?;
    let mut order: Vec<usize> = (0..groups.names.len()).collect();
    order.shuffle(random);
    let mut place = vec![0; order.len()];
    for (at, group) in order.into_iter().enumerate() {
        place[group] = at;
    }
    let mut parts = Parts::default();
    for (row, group) in groups.codes.iter().enumerate() {
        let part = match place[*group] {
            at if at < sizes.test => &mut parts.test,
            at if at < sizes.test + sizes.validation => &mut parts.validation,
            _ => &mut parts.train,
        };
        part.push(row);
    }
    Ok(parts)
}

fn stratified(classes: &Classes, shares: Shares, random: &mut StdRng) -> Result<Parts> {
    let counts = classes.counts();
    let sizes = shares.of(classes.codes.len(), "rows")?;
    check_strata(classes, &counts, sizes, shares.parts())?;
    let train = shares_of_classes(&counts, sizes.train, random);
    let left: Vec<usize> = counts.iter().zip(&train).map(|(count, taken)| count - taken).collect();
    let validation = shares_of_classes(&left, sizes.validation, random);
    let mut parts = Parts::default();
    for (class, mut rows) in classes.members().into_iter().enumerate() {
        rows.shuffle(random);
        let mut rest = rows.split_off(train[class]);
        parts.test.extend(rest.split_off(validation[class]));
        parts.validation.extend(rest);
        parts.train.extend(rows);
    }
    for part in [&mut parts.train, &mut parts.validation, &mut parts.test] {
        part.shuffle(random);
    }
    Ok(parts)
}

fn check_strata(classes: &Classes, counts: &[usize], sizes: Sizes, n_parts: usize) -> Result<()> {
    let too_few = |what, needed, unit, given| Err(Error::TooFew { what, needed, unit, given });
    if let Some((class, count)) = counts.iter().enumerate().find(|(_, count)| **count < n_parts) {
        let what = format!("a stratified split in {n_parts} parts: class `{}`", classes.names[class]);
        return too_few(what, n_parts, "rows", *count);
    }
    let parts = [("training", sizes.train), ("validation", sizes.validation), ("test", sizes.test)];
    for (part, size) in parts {
        if size < counts.len() && !(part == "validation" && n_parts == 2) {
            let what = format!("a stratified split of {} classes: the {part} part", counts.len());
            return too_few(what, counts.len(), "rows", size);
        }
    }
    Ok(())
}

/// How many rows of each class to draw so that the proportions are kept: the whole part of each
/// share, then one more for the classes with the largest fractions, ties by chance.
fn shares_of_classes(counts: &[usize], n_draws: usize, random: &mut StdRng) -> Vec<usize> {
    let total: usize = counts.iter().sum();
    if total == 0 {
        return vec![0; counts.len()];
    }
    let exact: Vec<f64> = counts.iter().map(|count| *count as f64 / total as f64 * n_draws as f64).collect();
    let mut draws: Vec<usize> = exact.iter().map(|share| share.floor() as usize).collect();
    let missing = n_draws.saturating_sub(draws.iter().sum());
    let mut order: Vec<usize> = (0..counts.len()).filter(|class| draws[*class] < counts[*class]).collect();
    order.shuffle(random);
    order.sort_by(|a, b| exact[*b].fract().total_cmp(&exact[*a].fract()));
    for class in order.into_iter().take(missing) {
        draws[class] += 1;
    }
    draws
}

fn share_of(n: usize, share: f64) -> usize {
    (n as f64 * share).ceil() as usize
}

fn check_share(parameter: &'static str, share: f64) -> Result<()> {
    if share > 0.0 && share < 1.0 {
        return Ok(());
    }
    let expected = "between 0 and 1: a share of the rows, such as 0.25";
    Err(Error::parameter("train_test_split", parameter, share, expected))
}

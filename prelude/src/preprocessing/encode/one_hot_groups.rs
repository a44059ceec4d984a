//! Which column of a one-hot encoding each category belongs to: its own, the one for all that are
//! rare, or none.

use serde::{Deserialize, Serialize};

use super::categories::{Categories, MISSING, UNKNOWN};
use super::one_hot::{DropCategory, HandleUnknown, OneHotEncoder};

/// The name of the column for rare categories, after the encoded column's.
const INFREQUENT: &str = "infrequent";

/// The outputs of one encoded column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Groups {
    pub categories: Categories,
    /// Each category's group; groups are in the categories' order, rare ones last.
    group: Vec<u32>,
    n_groups: usize,
    /// The group of the rare categories.
    infrequent: Option<u32>,
    /// The group that has no column.
    dropped: Option<u32>,
}

impl Groups {
    pub fn of(categories: Categories, encoder: &OneHotEncoder, n_samples: usize) -> Self {
        let rare = rare(&categories.counts, encoder, n_samples);
        let n_frequent = rare.iter().filter(|rare| !**rare).count() as u32;
        let mut next = 0;
        let group = rare.iter().map(|rare| {
            if *rare {
                return n_frequent;
            }
            next += 1;
            next - 1
        });
        let group: Vec<u32> = group.collect();
        let infrequent = rare.contains(&true).then_some(n_frequent);
        let n_groups = n_frequent as usize + usize::from(infrequent.is_some());
        let dropped = match encoder.drop {
            DropCategory::Nothing => None,
            DropCategory::First => Some(0),
            DropCategory::IfBinary => (n_groups == 2).then_some(0),
        };
        Self { categories, group, n_groups, infrequent, dropped }
    }

    /// The groups that have a column, in order.
    fn shown(&self) -> impl Iterator<Item = u32> {
        let dropped = self.dropped;
        (0..self.n_groups as u32).filter(move |group| Some(*group) != dropped)
    }

    pub fn n_outputs(&self) -> usize {
        self.shown().count()
    }

    /// `city_Oslo`, `city_Rome` … `city_infrequent`.
    pub fn names(&self, column: &str) -> Vec<String> {
        let name = |group: u32| {
            if Some(group) == self.infrequent {
                return format!("{column}_{INFREQUENT}");
            }
            let category = self.group.iter().position(|of| *of == group).unwrap_or_default();
            format!("{column}_{}", self.categories.values[category])
        };
        self.shown().map(name).collect()
    }

    /// For each row the place of the output that is one, if any is.
    pub fn places(&self, codes: &[u32], unknown: HandleUnknown) -> Vec<Option<u32>> {
        let mut place_of = vec![None; self.n_groups];
        for (place, group) in self.shown().enumerate() {
            place_of[group as usize] = Some(place as u32);
        }
        let rare = self.infrequent.filter(|_| unknown == HandleUnknown::Infrequent);
        let place = |code: &u32| match *code {
            MISSING => None,
            UNKNOWN => rare.and_then(|group| place_of[group as usize]),
            code => place_of[self.group[code as usize] as usize],
        };
        codes.iter().map(place).collect()
    }

    /// The category that a row's outputs stand for, by the place of the greatest; `None` for a rare
    /// one, since which is not known.
    pub fn category(&self, place: Option<usize>) -> Option<usize> {
        let group = match place {
            Some(place) => self.shown().nth(place),
            None => self.dropped,
        };
        let group = group.filter(|group| Some(*group) != self.infrequent)?;
        self.group.iter().position(|of| *of == group)
    }
}

/// Which categories are rare, by scikit-learn's rule: too few rows, or too many categories of
/// which the most common ones are kept.
fn rare(counts: &[usize], encoder: &OneHotEncoder, n_samples: usize) -> Vec<bool> {
    let least =
        encoder.min_frequency.map_or(0.0, |least| if least < 1.0 { least * n_samples as f64 } else { least });
    let mut rare: Vec<bool> = counts.iter().map(|count| (*count as f64) < least).collect();
    let groups = rare.iter().filter(|rare| !**rare).count() + 1;
    let Some(most) = encoder.max_categories.filter(|most| *most < groups) else { return rare };
    let mut by_count: Vec<usize> = (0..counts.len()).collect();
    by_count.sort_by_key(|place| counts[*place]);
    for place in &by_count[..counts.len() - (most - 1).min(counts.len())] {
        rare[*place] = true;
    }
    rare
}

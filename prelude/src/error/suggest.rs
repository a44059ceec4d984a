//! "Did you mean …?": the nearest known name to a misspelt one.

use std::fmt;

/// Zero or more names that the user may have meant; shows as a sentence with a leading space,
/// or as nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestion(Vec<String>);

impl Suggestion {
    /// The known names that are near enough to `given` to be worth saying, at most three.
    pub(crate) fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let wanted = given.to_lowercase();
        let limit = (wanted.chars().count() / 3).max(2);
        let mut near: Vec<(usize, &str)> = known
            .into_iter()
            .filter_map(|name| {
                let lower = name.to_lowercase();
                let contained = wanted.chars().count() >= 3 && lower.contains(&wanted);
                let distance = if contained { 1 } else { edit_distance(&wanted, &lower) };
                (distance <= limit && distance < lower.chars().count().max(1)).then_some((distance, name))
            })
            .collect();
        near.sort_by_key(|(distance, _)| *distance);
        Self(near.into_iter().take(3).map(|(_, name)| name.to_owned()).collect())
    }
}

impl fmt::Display for Suggestion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<String> = self.0.iter().map(|name| format!("`{name}`")).collect();
        match names.as_slice() {
            [] => Ok(()),
            [only] => write!(f, " Did you mean {only}?"),
            [first @ .., last] => write!(f, " Did you mean {} or {last}?", first.join(", ")),
        }
    }
}

/// Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other
/// (the restricted Damerau–Levenshtein distance).
fn edit_distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let substitution = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = substitution.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

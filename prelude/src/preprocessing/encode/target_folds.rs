//! Folds for cross-fitting: each row gets the number of the one fold that it is held out in.

use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;

/// Folds of nearly equal size: the first rows in the first fold, or by chance with a seed.
pub(super) fn plain(n: usize, n_folds: usize, seed: Option<u64>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    if let Some(seed) = seed {
        order.shuffle(&mut StdRng::seed_from_u64(seed));
    }
    let (size, larger) = (n / n_folds, n % n_folds);
    let mut folds = vec![0; n];
    let fold_of = |place: usize| {
        let in_larger = larger * (size + 1);
        if place < in_larger { place / (size + 1) } else { larger + (place - in_larger) / size.max(1) }
    };
    for (place, row) in order.into_iter().enumerate() {
        folds[row] = fold_of(place);
    }
    folds
}

/// Folds with the same share of each class, given each row's class, 0 to `n_classes` − 1: those of
/// scikit-learn's `StratifiedKFold`.
pub(super) fn stratified(
    classes: &[usize],
    n_classes: usize,
    n_folds: usize,
    seed: Option<u64>,
) -> Vec<usize> {
    // Classes in the order of their first rows decide which fold gets one row more.
    let mut rank = vec![usize::MAX; n_classes];
    let mut next = 0;
    for class in classes {
        if rank[*class] == usize::MAX {
            rank[*class] = next;
            next += 1;
        }
    }
    let ranks: Vec<usize> = classes.iter().map(|class| rank[*class]).collect();
    let mut sorted = ranks.clone();
    sorted.sort_unstable();
    let mut allocation = vec![vec![0; n_folds]; next];
    for (place, rank) in sorted.iter().enumerate() {
        allocation[*rank][place % n_folds] += 1;
    }
    let mut random = seed.map(StdRng::seed_from_u64);
    let mut waiting: Vec<std::vec::IntoIter<usize>> = Vec::new();
    for counts in &allocation {
        let mut folds: Vec<usize> =
            counts.iter().enumerate().flat_map(|(fold, count)| std::iter::repeat_n(fold, *count)).collect();
        if let Some(random) = &mut random {
            folds.shuffle(random);
        }
        waiting.push(folds.into_iter());
    }
    ranks.iter().map(|rank| waiting[*rank].next().unwrap_or_default()).collect()
}

//! Generic code of the standard library, instantiated once for all cells: vectors, maps and text. Each
//! function uses what everyday cells use, in the types that they use it with; nobody calls it.

use std::collections::{BTreeMap, HashMap, HashSet};

/// Growing, sorting, printing and dropping vectors.
pub fn vectors(mut numbers: Vec<f64>, mut words: Vec<String>, mut integers: Vec<i32>) -> String {
    numbers.push(1.0);
    words.push("a".to_owned());
    integers.push(1);
    numbers.sort_by(f64::total_cmp);
    words.sort();
    integers.sort_unstable();
    numbers.extend_from_slice(&[1.0]);
    let total: f64 = numbers.iter().sum();
    let sum: i32 = integers.iter().sum();
    let largest = integers.iter().max();
    let indices: Vec<usize> = (0..numbers.len()).collect();
    let squares: Vec<f64> = indices.iter().map(|i| (*i * *i) as f64).collect();
    let grid: Vec<Vec<f64>> = vec![squares.clone()];
    let pairs: Vec<(f64, f64)> = numbers.iter().copied().zip(squares.iter().copied()).collect();
    let named: Vec<(String, f64)> = words.iter().cloned().zip(numbers.iter().copied()).collect();
    let joined = words.join(", ");
    format!(
        "{numbers:?} {words:?} {integers:?} {indices:?} {grid:?} {pairs:?} {named:?} {joined} {total:.3} {sum} {largest:?} {:?} {:?}",
        numbers.clone(),
        words.clone()
    )
}

/// Filling, reading, printing and dropping maps.
pub fn maps(words: &[String]) -> String {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let mut scores: HashMap<String, f64> = HashMap::new();
    let mut borrowed: HashMap<&str, usize> = HashMap::new();
    let mut totals: HashMap<&str, i32> = HashMap::new();
    let mut ordered: BTreeMap<String, f64> = BTreeMap::new();
    let mut by_number: HashMap<usize, f64> = HashMap::new();
    let mut seen: HashSet<String> = HashSet::new();
    for (i, word) in words.iter().enumerate() {
        *counts.entry(word.clone()).or_insert(0) += 1;
        *borrowed.entry(word).or_default() += 1;
        *totals.entry(word).or_insert(0) += 1;
        scores.insert(word.clone(), i as f64);
        ordered.insert(word.clone(), i as f64);
        by_number.insert(i, 0.5);
        seen.insert(word.clone());
    }
    let first = counts.get("a").copied().unwrap_or_default() as f64 + scores.get("a").copied().unwrap_or(0.0);
    let sorted: Vec<(&String, &f64)> = ordered.iter().collect();
    format!(
        "{counts:?} {scores:?} {borrowed:?} {totals:?} {ordered:?} {by_number:?} {seen:?} {first} {sorted:?} {:?} {:?}",
        counts.clone(),
        scores.clone()
    )
}

/// Numbers and text to text and back.
pub fn text(number: f64, integer: i64, size: usize, word: &str) -> String {
    let parsed = word.trim().parse::<f64>().unwrap_or(number) + word.parse::<i64>().unwrap_or(integer) as f64;
    let pieces: Vec<&str> = word.split(',').collect();
    let lines: Vec<String> = word.lines().map(str::to_uppercase).collect();
    println!(
        "{number} {integer} {size} {word} {number:?} {number:.2} {size:?} {word:?} {:?}",
        (number, number)
    );
    println!("{:?} {:?} {:?} {:?}", Some(number), Some(word), pieces, (size, size));
    format!("{parsed:.4} {lines:?} {}", word.replace(' ', "_"))
}

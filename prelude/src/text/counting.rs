//! Counting terms: documents in parallel, in pieces of fixed size, so that the outcome does not
//! depend on the number of threads.

use std::borrow::Cow;

use polars::prelude::PlHashMap;
use rayon::prelude::*;

use super::analyze::TermFinder;
use crate::error::Result;
use crate::runtime::check_interrupt;

/// Documents that one thread counts at a time.
const PIECE: usize = 256;
/// Documents between two looks for an interrupt.
const ROUND: usize = 64 * PIECE;

/// Terms in the order in which they were met first, and each document's (term, count).
#[derive(Default)]
pub(super) struct Counts {
    pub terms: Vec<String>,
    pub rows: Vec<Vec<(u32, f64)>>,
}

impl Counts {
    /// Of every term there is.
    pub(super) fn of(documents: &[Cow<'_, str>], finder: &TermFinder) -> Result<Self> {
        let mut all = Self::default();
        let mut index: PlHashMap<String, u32> = PlHashMap::default();
        for round in documents.chunks(ROUND) {
            check_interrupt()?;
            let pieces: Vec<Self> =
                round.par_chunks(PIECE).map(|piece| Self::of_piece(piece, finder)).collect();
            for piece in pieces {
                all.append(piece, &mut index);
            }
        }
        Ok(all)
    }

    fn of_piece(documents: &[Cow<'_, str>], finder: &TermFinder) -> Self {
        let mut index: PlHashMap<String, u32> = PlHashMap::default();
        let mut terms: Vec<String> = Vec::new();
        let count = |document: &Cow<'_, str>| {
            let mut met: Vec<u32> = Vec::new();
            finder.each_term(document, &mut |term| {
                met.push(index.get(term).copied().unwrap_or_else(|| {
                    let number = terms.len() as u32;
                    index.insert(term.to_owned(), number);
                    terms.push(term.to_owned());
                    number
                }));
            });
            tally(met)
        };
        let rows = documents.iter().map(count).collect();
        Self { terms, rows }
    }

    fn append(&mut self, piece: Self, index: &mut PlHashMap<String, u32>) {
        let numbers: Vec<u32> = piece
            .terms
            .into_iter()
            .map(|term| {
                index.get(&term).copied().unwrap_or_else(|| {
                    let number = self.terms.len() as u32;
                    index.insert(term.clone(), number);
                    self.terms.push(term);
                    number
                })
            })
            .collect();
        let renumbered = |row: Vec<(u32, f64)>| {
            row.into_iter().map(|(term, count)| (numbers[term as usize], count)).collect()
        };
        self.rows.extend(piece.rows.into_iter().map(renumbered));
    }
}

/// Each document's (column, count), where `column` knows the column of a term.
pub(super) fn count_known(
    documents: &[Cow<'_, str>],
    finder: &TermFinder,
    column: &(dyn Fn(&str) -> Option<u32> + Sync),
) -> Result<Vec<Vec<(u32, f64)>>> {
    let mut rows = Vec::with_capacity(documents.len());
    for round in documents.chunks(ROUND) {
        check_interrupt()?;
        rows.par_extend(round.par_iter().with_min_len(PIECE).map(|document| {
            let mut met: Vec<u32> = Vec::new();
            finder.each_term(document, &mut |term| met.extend(column(term)));
            tally(met)
        }));
    }
    Ok(rows)
}

/// Each document's (column, sum of signs), where `place` knows column and sign of a term. What
/// cancels stays as a zero.
pub(super) fn count_signed(
    documents: &[Cow<'_, str>],
    finder: &TermFinder,
    place: &(dyn Fn(&str) -> (u32, f64) + Sync),
) -> Result<Vec<Vec<(u32, f64)>>> {
    let mut rows = Vec::with_capacity(documents.len());
    for round in documents.chunks(ROUND) {
        check_interrupt()?;
        rows.par_extend(round.par_iter().with_min_len(PIECE).map(|document| {
            let mut met: Vec<(u32, f64)> = Vec::new();
            finder.each_term(document, &mut |term| met.push(place(term)));
            met
        }));
    }
    Ok(rows)
}

/// How often each number comes, by number.
fn tally(mut met: Vec<u32>) -> Vec<(u32, f64)> {
    met.sort_unstable();
    let mut counts: Vec<(u32, f64)> = Vec::new();
    for number in met {
        match counts.last_mut() {
            Some((last, count)) if *last == number => *count += 1.0,
            _ => counts.push((number, 1.0)),
        }
    }
    counts
}

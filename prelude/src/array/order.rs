//! Sorting and distinct elements, of numbers and of text.
//!
//! The algorithms are compiled here once per element type, behind [`Sortable`]; NaN is larger than
//! every number and equal to itself, as in NumPy.

use std::cmp::Ordering;

use ndarray::{Array1, ArrayBase, Data, Dimension};
use rayon::prelude::*;

/// Elements that can be sorted: numbers, booleans, text.
pub trait Sortable: Clone {
    /// The elements in ascending order.
    fn sorted(values: Vec<Self>) -> Vec<Self>;
    /// The places of the elements in ascending order; equal ones keep their order.
    fn order_of(values: &[Self]) -> Vec<usize>;
    /// The distinct elements.
    fn distinct(values: &[Self]) -> Unique<Self>;
}

/// The distinct elements of an array, by [`unique_all`].
#[derive(Clone, Debug, PartialEq)]
pub struct Unique<T> {
    /// The distinct elements in ascending order.
    pub values: Array1<T>,
    /// Where each of them occurs first.
    pub indices: Array1<usize>,
    /// For each element of the array, its place among `values`.
    pub inverse: Array1<usize>,
    /// How often each of `values` occurs.
    pub counts: Array1<usize>,
}

const PARALLEL_FROM: usize = 1 << 16;

fn sorted_by<T: Send>(mut values: Vec<T>, order: impl Fn(&T, &T) -> Ordering + Sync) -> Vec<T> {
    if values.len() < PARALLEL_FROM {
        values.sort_unstable_by(order);
    } else {
        values.par_sort_unstable_by(order);
    }
    values
}

fn order_by<T: Sync>(values: &[T], order: impl Fn(&T, &T) -> Ordering + Sync) -> Vec<usize> {
    // Ties are broken by place, which makes the fast unstable sort a stable one.
    let by_place = |a: &usize, b: &usize| order(&values[*a], &values[*b]).then(a.cmp(b));
    sorted_by((0..values.len()).collect(), by_place)
}

/// The same for elements that are cheap to carry along, which saves looking each of them up.
fn order_of_numbers<T: Copy + Send>(values: &[T], order: impl Fn(&T, &T) -> Ordering + Sync) -> Vec<usize> {
    let pairs = values.iter().copied().zip(0..).collect();
    let sorted = sorted_by(pairs, |a: &(T, usize), b: &(T, usize)| order(&a.0, &b.0).then(a.1.cmp(&b.1)));
    sorted.into_iter().map(|(_, place)| place).collect()
}

fn distinct_by<T: Clone>(values: &[T], places: &[usize], order: impl Fn(&T, &T) -> Ordering) -> Unique<T> {
    let (mut kept, mut indices, mut counts): (Vec<T>, Vec<usize>, Vec<usize>) = Default::default();
    let mut inverse = vec![0; values.len()];
    for place in places {
        let value = &values[*place];
        if kept.last().is_none_or(|last| order(last, value) != Ordering::Equal) {
            kept.push(value.clone());
            indices.push(*place);
            counts.push(0);
        }
        let group = kept.len() - 1;
        counts[group] += 1;
        inverse[*place] = group;
    }
    Unique { values: kept.into(), indices: indices.into(), inverse: inverse.into(), counts: counts.into() }
}

macro_rules! sortable {
    ($order_of:ident, $compare:expr; $($element:ty),*) => {$(
        impl Sortable for $element {
            fn sorted(values: Vec<Self>) -> Vec<Self> {
                sorted_by(values, $compare)
            }

            fn order_of(values: &[Self]) -> Vec<usize> {
                $order_of(values, $compare)
            }

            fn distinct(values: &[Self]) -> Unique<Self> {
                distinct_by(values, &Self::order_of(values), $compare)
            }
        }
    )*};
}
sortable!(order_of_numbers, compare; f64);
sortable!(order_of_numbers, |a, b| compare(&f64::from(*a), &f64::from(*b)); f32);
sortable!(order_of_numbers, Ord::cmp; i8, i16, i32, i64, isize, u8, u16, u32, u64, usize, bool, &str);
sortable!(order_by, Ord::cmp; String);

/// NaN last.
pub(crate) fn compare(a: &f64, b: &f64) -> Ordering {
    a.partial_cmp(b).unwrap_or_else(|| a.is_nan().cmp(&b.is_nan()))
}

/// What holds elements that can be sorted: arrays of any dimension (read row by row), slices,
/// vectors.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not hold elements that can be sorted",
    label = "expected an array, slice or vector of numbers, booleans or text; for a column use polars' own `sort` or `unique`"
)]
pub trait Elements {
    /// The type of one element.
    type Item: Sortable;

    /// The elements, row by row.
    fn elements(&self) -> Vec<Self::Item>;
}

impl<T: Elements + ?Sized> Elements for &T {
    type Item = T::Item;

    fn elements(&self) -> Vec<T::Item> {
        (**self).elements()
    }
}

impl<T: Sortable> Elements for [T] {
    type Item = T;

    fn elements(&self) -> Vec<T> {
        self.to_vec()
    }
}

impl<T: Sortable> Elements for Vec<T> {
    type Item = T;

    fn elements(&self) -> Vec<T> {
        self.clone()
    }
}

impl<T: Sortable, const N: usize> Elements for [T; N] {
    type Item = T;

    fn elements(&self) -> Vec<T> {
        self.to_vec()
    }
}

impl<T: Sortable, S: Data<Elem = T>, D: Dimension> Elements for ArrayBase<S, D> {
    type Item = T;

    fn elements(&self) -> Vec<T> {
        self.iter().cloned().collect()
    }
}

/// The elements in ascending order, NaN last.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::sort([3, 1, 2]), array![1, 2, 3]);
/// assert_eq!(np::sort(["b", "a"]), array!["a", "b"]);
/// ```
pub fn sort<A: Elements>(x: A) -> Array1<A::Item> {
    A::Item::sorted(x.elements()).into()
}

/// The places of the elements in ascending order; equal ones keep their order, NaN comes last.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::argsort([30.0, 10.0, 20.0]), array![1, 2, 0]);
/// ```
pub fn argsort(x: impl Elements) -> Array1<usize> {
    Sortable::order_of(&x.elements()).into()
}

/// The distinct elements in ascending order; all NaN are one.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::unique([2, 1, 2]), array![1, 2]);
/// assert_eq!(np::unique(["b", "a", "b"]), array!["a", "b"]);
/// ```
pub fn unique<A: Elements>(x: A) -> Array1<A::Item> {
    A::Item::distinct(&x.elements()).values
}

/// The distinct elements and how often each occurs.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// let (values, counts) = np::unique_counts([2, 1, 2]);
/// assert_eq!((values, counts), (array![1, 2], array![1, 2]));
/// ```
pub fn unique_counts<A: Elements>(x: A) -> (Array1<A::Item>, Array1<usize>) {
    let unique = A::Item::distinct(&x.elements());
    (unique.values, unique.counts)
}

/// The distinct elements and, for each element, its place among them.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// let (values, codes) = np::unique_inverse(["no", "yes", "no"]);
/// assert_eq!((values, codes), (array!["no", "yes"], array![0, 1, 0]));
/// ```
pub fn unique_inverse<A: Elements>(x: A) -> (Array1<A::Item>, Array1<usize>) {
    let unique = A::Item::distinct(&x.elements());
    (unique.values, unique.inverse)
}

/// The distinct elements with their first places, the inverse and the counts.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::unique_all([5, 3, 5]).indices, array![1, 0]);
/// ```
pub fn unique_all<A: Elements>(x: A) -> Unique<A::Item> {
    A::Item::distinct(&x.elements())
}

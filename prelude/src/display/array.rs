//! Arrays: their shape, their type, and the corners of their values.

use ndarray::{ArrayBase, ArrayViewD, Axis, Ix0, Ix1, Ix2, Ix3, Ix4, IxDyn, OwnedRepr, ViewRepr};

use super::html::{block, caption, escape};
use super::number::FloatFormat;
use super::table::{Cell, Column, head_and_tail, one_line, to_html_with_caption};
use crate::runtime::{MimeBundle, RichDisplay};

/// Beyond this many along an axis of a matrix only the ends are shown.
const MOST_ALONG_AXIS: usize = 20;
const SHOWN_IF_CUT: usize = 6;
/// A vector is short enough to be shown longer.
const MOST_IN_VECTOR: usize = 100;
/// Arrays of more axes are shown whole up to this many elements, which is NumPy's limit.
const MOST_ELEMENTS: usize = 1000;

/// An element that can be written beside its neighbours.
pub(super) trait Element: Clone {
    const NAME: &'static str;
    const RIGHT: bool = true;
    /// The texts of the elements shown, all in one format.
    fn write(elements: &[Self]) -> Vec<String>;
}

macro_rules! float_elements {
    ($($float:ty => $name:literal),*) => {$(
        impl Element for $float {
            const NAME: &'static str = $name;
            fn write(elements: &[Self]) -> Vec<String> {
                let values: Vec<f64> = elements.iter().map(|value| f64::from(*value)).collect();
                let format = FloatFormat::of(&values);
                values.iter().map(|value| format.write(*value)).collect()
            }
        }
    )*};
}
float_elements!(f64 => "f64", f32 => "f32");

macro_rules! plain_elements {
    ($($element:ty => $name:literal),*) => {$(
        impl Element for $element {
            const NAME: &'static str = $name;
            fn write(elements: &[Self]) -> Vec<String> {
                elements.iter().map(ToString::to_string).collect()
            }
        }
    )*};
}
plain_elements!(
    i64 => "i64", i32 => "i32", i16 => "i16", i8 => "i8", isize => "isize",
    u64 => "u64", u32 => "u32", u16 => "u16", u8 => "u8", usize => "usize", bool => "bool"
);

impl Element for String {
    const NAME: &'static str = "String";
    const RIGHT: bool = false;
    fn write(elements: &[Self]) -> Vec<String> {
        elements.iter().map(|text| format!("\"{}\"", one_line(text))).collect()
    }
}

macro_rules! rich_arrays {
    ($($element:ty),*) => {$(
        rich_arrays!(@dimensions $element; Ix0, Ix1, Ix2, Ix3, Ix4, IxDyn);
    )*};
    (@dimensions $element:ty; $($dimension:ty),*) => {$(
        impl RichDisplay for ArrayBase<OwnedRepr<$element>, $dimension> {
            fn rich_display(&self) -> MimeBundle {
                show(&self.view().into_dyn())
            }
        }
        impl RichDisplay for ArrayBase<ViewRepr<&$element>, $dimension> {
            fn rich_display(&self) -> MimeBundle {
                show(&self.view().into_dyn())
            }
        }
    )*};
}
rich_arrays!(f64, f32, i64, i32, i16, i8, isize, u64, u32, u16, u8, usize, bool, String);

fn show<T: Element>(array: &ArrayViewD<'_, T>) -> MimeBundle {
    let corners = Corners::of(array);
    present(&corners, &about(array.shape(), T::NAME), T::RIGHT)
}

fn present(corners: &Corners, about: &str, right: bool) -> MimeBundle {
    let text = corners.text();
    let html = if corners.shape.len() == 2 && !corners.texts.is_empty() {
        to_html_with_caption(&corners.columns(right), about)
    } else {
        format!("<pre>{}</pre>{}", escape(&text), caption(about))
    };
    MimeBundle::text(format!("{text}\n{about}\n")).html(block(&html))
}

/// "array 150 × 4 of f64".
fn about(shape: &[usize], element: &str) -> String {
    let sizes: Vec<String> = shape.iter().map(ToString::to_string).collect();
    let sizes = if sizes.is_empty() { "of one value".to_owned() } else { sizes.join(" × ") };
    format!("array {sizes} of {element}")
}

/// Per axis: how many first and last are shown; the last are none if all are shown.
fn kept(shape: &[usize]) -> Vec<(usize, usize)> {
    let cut = |most: usize, shown: usize| shape.iter().map(|n| head_and_tail(*n, most, shown)).collect();
    match shape.len() {
        0 | 1 => cut(MOST_IN_VECTOR, SHOWN_IF_CUT),
        2 => cut(MOST_ALONG_AXIS, SHOWN_IF_CUT),
        _ if shape.iter().fold(1_usize, |size, n| size.saturating_mul(*n)) <= MOST_ELEMENTS => {
            cut(usize::MAX, 0)
        }
        _ => [SHOWN_IF_CUT, 4, 2]
            .into_iter()
            .map(|most| cut(most, most))
            .find(|kept: &Vec<(usize, usize)>| {
                kept.iter().fold(1_usize, |size, (a, b)| size.saturating_mul(a + b)) <= MOST_ELEMENTS
            })
            .unwrap_or_else(|| cut(1, 1)),
    }
}

/// The elements that are shown, as text of equal width, and where gaps are.
struct Corners {
    kept: Vec<(usize, usize)>,
    shape: Vec<usize>,
    texts: Vec<String>,
}

impl Corners {
    fn of<T: Element>(array: &ArrayViewD<'_, T>) -> Self {
        let kept = kept(array.shape());
        let mut elements = Vec::new();
        collect(array.view(), &kept, &mut elements);
        Self { kept, shape: array.shape().to_vec(), texts: T::write(&elements) }
    }

    fn columns(&self, right: bool) -> Vec<Column> {
        let (rows, columns) = (self.kept[0], self.kept[1]);
        let width = columns.0 + columns.1;
        let index = with_gap((0..rows.0).chain(self.shape[0] - rows.1..self.shape[0]), rows, |i| {
            Cell::Text(i.to_string())
        });
        let mut shown = vec![Column { name: String::new(), kind: String::new(), right: true, cells: index }];
        for place in 0..width {
            if place == columns.0 && columns.1 > 0 {
                shown.push(Column::gap(shown[0].cells.len()));
            }
            let number = if place < columns.0 { place } else { self.shape[1] - width + place };
            let cells = with_gap(0..rows.0 + rows.1, rows, |row| {
                Cell::float(self.texts[row * width + place].clone())
            });
            shown.push(Column { name: number.to_string(), kind: String::new(), right, cells });
        }
        shown
    }

    fn text(&self) -> String {
        let width = self.texts.iter().map(|text| text.chars().count()).max().unwrap_or_default();
        let mut next = self.texts.iter();
        self.nested(0, width, &mut next)
    }

    /// `[[1, 2],\n [3, 4]]`, like NumPy.
    fn nested<'a>(&self, axis: usize, width: usize, next: &mut impl Iterator<Item = &'a String>) -> String {
        let Some((first, last)) = self.kept.get(axis) else {
            return next.next().map(|text| format!("{text:>width$}")).unwrap_or_default();
        };
        let inner = axis + 1 == self.kept.len();
        let mut items = Vec::new();
        for place in 0..first + last {
            if place == *first && *last > 0 {
                items.push("…".to_owned());
            }
            items.push(self.nested(axis + 1, width, next));
        }
        if *last == 0 && *first < self.shape[axis] {
            items.push("…".to_owned());
        }
        if inner {
            return format!("[{}]", wrapped(&items, width, axis + 1));
        }
        let blank = "\n".repeat(self.kept.len() - axis - 1);
        format!("[{}]", items.join(&format!(",{blank}{}", " ".repeat(axis + 1))))
    }
}

/// The elements of the corners in order, without a copy of the rest.
fn collect<T: Clone>(array: ArrayViewD<'_, T>, kept: &[(usize, usize)], elements: &mut Vec<T>) {
    let Some(((first, last), inner)) = kept.split_first() else {
        elements.extend(array.iter().cloned());
        return;
    };
    let length = array.len_of(Axis(0));
    for index in (0..*first).chain(length - last..length) {
        collect(array.index_axis(Axis(0), index), inner, elements);
    }
}

/// A row of items, broken into lines of at most about 100 characters.
fn wrapped(items: &[String], width: usize, indent: usize) -> String {
    let per_line = (100 / (width + 2)).max(1);
    let lines: Vec<String> = items.chunks(per_line).map(|line| line.join(", ")).collect();
    lines.join(&format!(",\n{}", " ".repeat(indent)))
}

fn with_gap(
    places: impl Iterator<Item = usize>,
    kept: (usize, usize),
    cell: impl Fn(usize) -> Cell,
) -> Vec<Cell> {
    let mut cells: Vec<Cell> = places.map(cell).collect();
    if kept.1 > 0 {
        cells.insert(kept.0, Cell::Gap);
    }
    cells
}

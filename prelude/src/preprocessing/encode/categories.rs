//! The distinct values of a column: found, ordered, counted, and looked up.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt;

use polars::prelude::{Column, DataType, IntoColumn, NamedFrom, Series};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// One of the values that a column of categories holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Category {
    Boolean(bool),
    Integer(i128),
    Float(f64),
    Text(String),
    /// A missing value that counts as a category of its own.
    Null,
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Integer(value) => write!(f, "{value}"),
            Self::Float(value) => write!(f, "{value:?}"),
            Self::Text(value) => f.write_str(value),
            Self::Null => f.write_str("null"),
        }
    }
}

macro_rules! category_from {
    ($($given:ty => $make:expr),*) => {$(
        impl From<$given> for Category {
            fn from(value: $given) -> Self {
                $make(value)
            }
        }
    )*};
}
category_from!(
    &str => |text: &str| Self::Text(text.to_owned()), String => Self::Text, bool => Self::Boolean,
    f64 => Self::Float, i32 => |value| Self::Integer(i128::from(value)),
    i64 => |value| Self::Integer(i128::from(value)), u32 => |value| Self::Integer(i128::from(value)),
    u64 => |value| Self::Integer(i128::from(value))
);

impl Category {
    fn key(&self) -> Key<'_> {
        match self {
            Self::Boolean(value) => Key::Boolean(*value),
            Self::Integer(value) => Key::Integer(*value),
            Self::Float(value) => Key::float(*value),
            Self::Text(value) => Key::Text(value),
            Self::Null => Key::Null,
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::Boolean(_) => Kind::Boolean,
            Self::Integer(_) => Kind::Integer,
            Self::Float(_) => Kind::Float,
            Self::Text(_) => Kind::Text,
            Self::Null => Kind::Nothing,
        }
    }

    /// By value; null is last.
    fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Boolean(a), Self::Boolean(b)) => a.cmp(b),
            (Self::Integer(a), Self::Integer(b)) => a.cmp(b),
            (Self::Float(a), Self::Float(b)) => a.total_cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            _ => self.kind().cmp(&other.kind()),
        }
    }
}

/// What becomes of missing values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Nulls {
    /// They are a category of their own, `null`.
    Category,
    /// They stay missing (in a one-hot encoding: zeros in all columns).
    Keep,
    /// They are an error.
    Error,
}

/// Any category, borrowed and hashable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Key<'a> {
    Boolean(bool),
    Integer(i128),
    /// The bits of the number.
    Float(u64),
    Text(&'a str),
    Null,
}

impl Key<'_> {
    /// NaN is missing; the two zeros are one.
    fn float(value: f64) -> Self {
        if value.is_nan() { Self::Null } else { Self::Float((value + 0.0).to_bits()) }
    }

    /// The same without a borrow; text is left out.
    fn detached(self) -> Key<'static> {
        match self {
            Key::Boolean(value) => Key::Boolean(value),
            Key::Integer(value) => Key::Integer(value),
            Key::Float(bits) => Key::Float(bits),
            Key::Text(_) => Key::Text(""),
            Key::Null => Key::Null,
        }
    }

    fn category(self) -> Category {
        match self {
            Key::Boolean(value) => Category::Boolean(value),
            Key::Integer(value) => Category::Integer(value),
            Key::Float(bits) => Category::Float(f64::from_bits(bits)),
            Key::Text(text) => Category::Text(text.to_owned()),
            Key::Null => Category::Null,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Kind {
    Boolean,
    Integer,
    Float,
    Text,
    /// Only nulls.
    Nothing,
}

impl Kind {
    fn of(column: &Column) -> Result<Self> {
        match column.dtype() {
            DataType::Boolean => Ok(Self::Boolean),
            DataType::String => Ok(Self::Text),
            DataType::Null => Ok(Self::Nothing),
            dtype if dtype.is_categorical() || dtype.is_enum() => Ok(Self::Text),
            dtype if dtype.is_integer() => Ok(Self::Integer),
            dtype if dtype.is_float() => Ok(Self::Float),
            dtype => Err(Error::ColumnType {
                column: column.name().to_string(),
                expected: "text, categories, numbers or booleans".to_owned(),
                given: dtype.to_string(),
                advice: "Dates become numbers with `DateParts`; anything becomes text with `col(\"…\").cast(DataType::String)`.",
            }),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Boolean => "booleans",
            Self::Integer => "whole numbers",
            Self::Float => "numbers",
            Self::Text => "text",
            Self::Nothing => "nulls",
        }
    }
}

/// Calls `visit` with every value of the column, as a category of the `wanted` kind.
fn visit(column: &Column, wanted: Kind, mut visit: impl FnMut(Key<'_>)) -> Result<()> {
    let kind = Kind::of(column)?;
    let wanted = if wanted == Kind::Nothing { kind } else { wanted };
    match (kind, wanted) {
        (Kind::Nothing, _) => (0..column.len()).for_each(|_| visit(Key::Null)),
        (Kind::Text, Kind::Text) => {
            let text = column.cast(&DataType::String)?;
            text.str()?.iter().for_each(|value| visit(value.map_or(Key::Null, Key::Text)));
        }
        (Kind::Boolean, Kind::Boolean) => {
            column.bool()?.iter().for_each(|value| visit(value.map_or(Key::Null, Key::Boolean)));
        }
        (Kind::Integer, Kind::Integer) if column.dtype() == &DataType::UInt64 => {
            column.u64()?.iter().for_each(|v| visit(v.map_or(Key::Null, |v| Key::Integer(v.into()))));
        }
        (Kind::Integer, Kind::Integer) => {
            let whole = column.cast(&DataType::Int64)?;
            whole.i64()?.iter().for_each(|v| visit(v.map_or(Key::Null, |v| Key::Integer(v.into()))));
        }
        (Kind::Integer | Kind::Float, Kind::Integer | Kind::Float) => {
            let numbers = column.cast(&DataType::Float64)?;
            let whole = wanted == Kind::Integer;
            let key = |value: f64| match value {
                value if whole && value.fract() == 0.0 => Key::Integer(value as i128),
                value => Key::float(value),
            };
            numbers.f64()?.iter().for_each(|value| visit(value.map_or(Key::Null, key)));
        }
        _ => {
            return Err(Error::ColumnType {
                column: column.name().to_string(),
                expected: format!("{}, as at the fit", wanted.name()),
                given: column.dtype().to_string(),
                advice: "Convert it first, for example with `col(\"…\").cast(DataType::String)`.",
            });
        }
    }
    Ok(())
}

/// The distinct values of one column, ascending unless their order was given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Categories {
    kind: Kind,
    pub values: Vec<Category>,
    /// How many rows of the training data hold each.
    pub counts: Vec<usize>,
}

/// The code of a missing value that is no category.
pub(super) const MISSING: u32 = u32::MAX;
/// The code of a value that was not there at the fit.
pub(super) const UNKNOWN: u32 = u32::MAX - 1;

impl Categories {
    /// Those of a column, ascending.
    pub fn of(column: &Column, nulls: Nulls) -> Result<Self> {
        check_nulls(column, nulls)?;
        let kind = Kind::of(column)?;
        let mut pairs = counted(column, kind)?;
        if nulls == Nulls::Keep {
            pairs.retain(|(category, _)| *category != Category::Null);
        }
        pairs.sort_by(|(a, _), (b, _)| a.order(b));
        let (values, counts) = pairs.into_iter().unzip();
        Ok(Self { kind, values, counts })
    }

    /// Those given, in the order given; the column may hold no others.
    pub fn given(column: &Column, values: &[Category], nulls: Nulls) -> Result<Self> {
        check_nulls(column, nulls)?;
        let kind = values.iter().map(Category::kind).min().unwrap_or(Kind::Nothing);
        let mut values = values.to_vec();
        let has_null = column.null_count() > 0 && !values.contains(&Category::Null);
        if nulls == Nulls::Category && has_null {
            values.push(Category::Null);
        }
        let mut categories = Self { kind, counts: vec![0; values.len()], values };
        for code in categories.codes(column)? {
            if let Some(count) = categories.counts.get_mut(code as usize) {
                *count += 1;
            }
        }
        Ok(categories)
    }

    /// The index of each row's category, or [`MISSING`] or [`UNKNOWN`].
    pub fn codes(&self, column: &Column) -> Result<Vec<u32>> {
        let known: HashMap<Key<'_>, u32> =
            self.values.iter().enumerate().map(|(code, value)| (value.key(), code as u32)).collect();
        let mut codes = Vec::with_capacity(column.len());
        let code = |key: Key<'_>| {
            let other = if key == Key::Null { MISSING } else { UNKNOWN };
            known.get(&key).copied().unwrap_or(other)
        };
        visit(column, self.kind, |key| codes.push(code(key)))?;
        Ok(codes)
    }

    /// The same, where an unknown value is an error, as are nulls unless they may stay.
    pub fn known_codes(&self, column: &Column, nulls: Nulls, advice: &'static str) -> Result<Vec<u32>> {
        let codes = self.codes(column)?;
        let bad = |code: u32| code == UNKNOWN || (code == MISSING && nulls != Nulls::Keep);
        if let Some(row) = codes.iter().position(|code| bad(*code)) {
            return Err(self.unknown(column, row, advice));
        }
        Ok(codes)
    }

    fn unknown(&self, column: &Column, row: usize, advice: &'static str) -> Error {
        let mut seen = Vec::new();
        let _ = visit(column, self.kind, |key| seen.push(key.category().to_string()));
        Error::UnknownCategory {
            what: format!("column `{}`", column.name()),
            category: seen.swap_remove(row),
            row,
            known: self.names(),
            advice,
        }
    }

    pub fn names(&self) -> Vec<String> {
        self.values.iter().map(ToString::to_string).collect()
    }

    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// The column that has these codes; null where there is none.
    pub fn decode(&self, name: &str, codes: &[Option<usize>]) -> Column {
        let values = || codes.iter().map(|code| code.and_then(|code| self.values.get(code)));
        let series = match self.kind {
            Kind::Boolean => {
                let get = |value: Option<&Category>| match value {
                    Some(Category::Boolean(value)) => Some(*value),
                    _ => None,
                };
                Series::new(name.into(), values().map(get).collect::<Vec<_>>())
            }
            Kind::Integer => {
                let get = |value: Option<&Category>| match value {
                    Some(Category::Integer(value)) => Some(*value),
                    _ => None,
                };
                whole_numbers(name, &values().map(get).collect::<Vec<_>>())
            }
            Kind::Float => {
                let get = |value: Option<&Category>| match value {
                    Some(Category::Float(value)) => Some(*value),
                    _ => None,
                };
                Series::new(name.into(), values().map(get).collect::<Vec<_>>())
            }
            Kind::Text | Kind::Nothing => {
                let get = |value: Option<&Category>| match value {
                    Some(Category::Text(value)) => Some(value.clone()),
                    _ => None,
                };
                Series::new(name.into(), values().map(get).collect::<Vec<Option<String>>>())
            }
        };
        series.into_column()
    }
}

/// The distinct values of a column in any order, each with its count.
fn counted(column: &Column, kind: Kind) -> Result<Vec<(Category, usize)>> {
    let mut pairs: Vec<(Category, usize)> = Vec::new();
    let mut texts: HashMap<String, usize> = HashMap::new();
    let mut others: HashMap<Key<'static>, usize> = HashMap::new();
    visit(column, kind, |key| {
        let next = pairs.len();
        let place = match (key, key.detached()) {
            (Key::Text(text), _) => texts.get(text).copied().unwrap_or_else(|| {
                texts.insert(text.to_owned(), next);
                next
            }),
            (_, detached) => *others.entry(detached).or_insert(next),
        };
        if place == next {
            pairs.push((key.category(), 0));
        }
        pairs[place].1 += 1;
    })?;
    Ok(pairs)
}

/// As `i64`, or as `u64` if that is needed.
fn whole_numbers(name: &str, values: &[Option<i128>]) -> Series {
    let small: Option<Vec<Option<i64>>> =
        values.iter().map(|value| value.map(i64::try_from).transpose().ok()).collect();
    match small {
        Some(values) => Series::new(name.into(), values),
        None => {
            let values: Vec<Option<u64>> =
                values.iter().map(|value| value.and_then(|value| u64::try_from(value).ok())).collect();
            Series::new(name.into(), values)
        }
    }
}

pub(super) fn check_nulls(column: &Column, nulls: Nulls) -> Result<()> {
    if nulls == Nulls::Error && column.null_count() > 0 {
        let what = format!("column `{}`", column.name());
        return Err(Error::MissingValues { what, nulls: column.null_count(), rows: column.len() });
    }
    Ok(())
}

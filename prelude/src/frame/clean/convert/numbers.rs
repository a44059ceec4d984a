//! Numbers from the ways in which people write them: with currency signs, separators of thousands,
//! percent signs, a decimal comma, in parentheses for negative.

use polars::prelude::{Column, DataFrame, DataType, NamedFrom, Series};
use rayon::prelude::*;

use super::{Converted, OnBad, Reader, Reading, as_text, convert, stands_for_missing};
use crate::error::Result;

/// How numbers are written, and what becomes of texts that are none.
///
/// By default the decimal sign is a point; commas, spaces, apostrophes and underscores may group
/// thousands (`1,234.5`, `1 234.5`, `1'234`); currency signs and codes are ignored (`$12`, `12 €`,
/// `USD 12`); `12%` is 0.12; `(12)` and `12-` are −12; `NA`, `-`, `null` and the like are missing.
/// A group of thousands must have three digits (or two, as in `1,00,000`), so that `12,5` is refused
/// rather than read as 125.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NumberFormat {
    decimal_comma: bool,
    missing: Vec<String>,
    on_bad: Option<OnBad>,
}

impl NumberFormat {
    /// A decimal point.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The decimal sign is a comma, and points may group thousands: `1.234,50`.
    #[must_use]
    pub fn decimal_comma(mut self) -> Self {
        self.decimal_comma = true;
        self
    }

    /// More texts that stand for a missing value.
    #[must_use]
    pub fn missing(mut self, marks: &[&str]) -> Self {
        self.missing = marks.iter().map(ToString::to_string).collect();
        self
    }

    /// What becomes of texts that are no number.
    #[must_use]
    pub fn on_bad(mut self, on_bad: OnBad) -> Self {
        self.on_bad = Some(on_bad);
        self
    }
}

/// A text that was understood.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Number {
    Missing,
    Integer(i64),
    Float(f64),
}

pub(in super::super) fn to_numeric(
    df: &DataFrame,
    columns: &[&str],
    format: &NumberFormat,
    default: OnBad,
) -> Result<Converted> {
    let reader = Reader {
        kind: "numbers",
        has_kind: |dtype| dtype.is_primitive_numeric() || dtype.is_bool(),
        takes: |_| false,
        read: &|column| read(column, format),
        advice: &|column| advice(column, format),
    };
    convert(df, columns, format.on_bad.unwrap_or(default), &reader)
}

fn read(column: &Column, format: &NumberFormat) -> Result<Reading> {
    let text = as_text(column)?;
    let texts: Vec<Option<&str>> = text.str()?.iter().collect();
    let numbers: Vec<Option<Number>> =
        texts.par_iter().map(|text| text.map_or(Some(Number::Missing), |text| parse(text, format))).collect();
    let bad = numbers.iter().enumerate().filter(|(_, number)| number.is_none()).map(|(row, _)| row).collect();
    let name = column.name().clone();
    let floats = numbers.iter().any(|number| matches!(number, Some(Number::Float(_))));
    let series = if floats {
        let float = |number: &Option<Number>| match number {
            Some(Number::Float(float)) => Some(*float),
            Some(Number::Integer(integer)) => Some(*integer as f64),
            _ => None,
        };
        Series::new(name, numbers.par_iter().map(float).collect::<Vec<_>>())
    } else {
        let integer = |number: &Option<Number>| match number {
            Some(Number::Integer(integer)) => Some(*integer),
            _ => None,
        };
        Series::new(name, numbers.par_iter().map(integer).collect::<Vec<_>>())
    };
    // Nothing but gaps are floats, as everywhere else.
    let empty = series.null_count() == series.len();
    Ok(Reading { column: if empty { series.cast(&DataType::Float64)?.into() } else { series.into() }, bad })
}

fn advice(column: &Column, format: &NumberFormat) -> String {
    let other = NumberFormat { decimal_comma: !format.decimal_comma, ..format.clone() };
    if !format.decimal_comma && read(column, &other).is_ok_and(|reading| reading.bad.is_empty()) {
        return "With a decimal comma all can be read: `to_numeric_with(&[…], NumberFormat::new().decimal_comma())`."
            .to_owned();
    }
    "List them with `to_numeric_report`, or make them null with `to_numeric_with(&[…], \
     NumberFormat::new().on_bad(OnBad::Null))`."
        .to_owned()
}

/// None for a text that is no number.
fn parse(text: &str, format: &NumberFormat) -> Option<Number> {
    let text = text.trim();
    if stands_for_missing(text) || format.missing.iter().any(|mark| mark == text) {
        return Some(Number::Missing);
    }
    if let Ok(integer) = text.parse::<i64>() {
        return Some(Number::Integer(integer));
    }
    let plain = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'-');
    let is_plain = !format.decimal_comma && text.as_bytes().iter().all(plain);
    if is_plain && let Ok(float) = text.parse::<f64>() {
        return Some(Number::Float(float));
    }
    let stripped = Stripped::of(text)?;
    stripped.number(format.decimal_comma)
}

/// A number's digits and separators, without what stands around them.
struct Stripped<'a> {
    body: &'a str,
    negative: bool,
    percent: bool,
}

impl<'a> Stripped<'a> {
    /// Takes signs, currencies, a percent sign and parentheses off both ends; none for two signs.
    fn of(text: &'a str) -> Option<Self> {
        let (mut body, mut signs, mut negative, mut percent) = (text, 0, false, false);
        loop {
            let before = body.len();
            body = without_currency(body.trim());
            let inner = body.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
            let minus = body.strip_prefix(['-', '−']).or_else(|| body.strip_suffix(['-', '−']));
            if let Some(inner) = inner.or(minus) {
                (body, negative, signs) = (inner, true, signs + 1);
            } else if let Some(inner) = body.strip_prefix('+') {
                (body, signs) = (inner, signs + 1);
            } else if let Some(inner) = body.strip_suffix('%').filter(|_| !percent) {
                (body, percent) = (inner, true);
            }
            if body.len() == before {
                break;
            }
        }
        (signs <= 1 && !body.is_empty()).then_some(Self { body, negative, percent })
    }

    fn number(&self, decimal_comma: bool) -> Option<Number> {
        let sign = if self.negative { -1.0 } else { 1.0 };
        if self.body.eq_ignore_ascii_case("inf") || self.body.eq_ignore_ascii_case("infinity") {
            return Some(Number::Float(sign * f64::INFINITY));
        }
        let (mantissa, exponent) = match self.body.find(['e', 'E']) {
            Some(place) => (&self.body[..place], Some(self.body[place + 1..].parse::<i32>().ok()?)),
            None => (self.body, None),
        };
        let decimal = if decimal_comma { ',' } else { '.' };
        let (whole, fraction) = mantissa.split_once(decimal).unwrap_or((mantissa, ""));
        let whole = ungrouped(whole, if decimal_comma { '.' } else { ',' })?;
        if !fraction.bytes().all(|byte| byte.is_ascii_digit()) || (whole.is_empty() && fraction.is_empty()) {
            return None;
        }
        let is_whole = !mantissa.contains(decimal) && exponent.is_none() && !self.percent;
        let minus = if self.negative { "-" } else { "" };
        if let Some(Ok(integer)) = is_whole.then(|| format!("{minus}{whole}").parse::<i64>()) {
            return Some(Number::Integer(integer));
        }
        let exponent = exponent.unwrap_or(0).saturating_sub(if self.percent { 2 } else { 0 });
        format!("{minus}{whole}.{fraction}e{exponent}").parse().ok().map(Number::Float)
    }
}

/// The digits without the separators of thousands; none unless they are rightly placed.
fn ungrouped(whole: &str, separator: char) -> Option<String> {
    let is_separator =
        |c: char| c == separator || matches!(c, ' ' | '\'' | '’' | '_' | '\u{a0}' | '\u{2009}' | '\u{202f}');
    let first = whole.chars().find(|c| !c.is_ascii_digit());
    let Some(used) = first else { return Some(whole.to_owned()) };
    if !is_separator(used) {
        return None;
    }
    let groups: Vec<&str> = whole.split(used).collect();
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let (head, rest) = groups.split_first()?;
    let (last, middle) = rest.split_last()?;
    let size = middle.first().map_or(3, |group| group.len());
    let placed = (1..=3).contains(&head.len())
        && last.len() == 3
        && matches!(size, 2 | 3)
        && middle.iter().all(|group| group.len() == size);
    (placed && groups.iter().all(|group| digits(group))).then(|| groups.concat())
}

const SIGNS: [&str; 24] = [
    "US$", "R$", "A$", "C$", "$", "€", "£", "¥", "₹", "₽", "₩", "₺", "₴", "₫", "₿", "₦", "₱", "₪", "฿", "₸",
    "₼", "₾", "zł", "Kč",
];
const CODES: [&str; 33] = [
    "AED", "ARS", "AUD", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF",
    "IDR", "ILS", "INR", "JPY", "KRW", "MXN", "NOK", "NZD", "PLN", "RON", "RUB", "SAR", "SEK", "SGD", "THB",
    "TRY", "USD", "ZAR",
];
const WORDS: [&str; 5] = ["kr.", "kr", "Fr.", "Rs.", "Ft"];

/// Without one currency at either end.
fn without_currency(text: &str) -> &str {
    for sign in SIGNS.iter().chain(&CODES).chain(&WORDS) {
        let (length, all) = (sign.len(), text.len());
        if all <= length {
            continue;
        }
        if text.is_char_boundary(length) && text[..length].eq_ignore_ascii_case(sign) {
            return text[length..].trim_start();
        }
        if text.is_char_boundary(all - length) && text[all - length..].eq_ignore_ascii_case(sign) {
            return text[..all - length].trim_end();
        }
    }
    text
}

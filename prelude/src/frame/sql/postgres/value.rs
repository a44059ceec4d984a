//! PostgreSQL's values as ours, from the binary form in which the server sends them.

use std::error::Error;

use polars::prelude::{DataType, TimeUnit, TimeZone};
use postgres::types::{FromSql, IsNull, Kind, ToSql, Type, private::BytesMut};

use super::super::super::cell::{Cell, MICROS_PER_DAY};

type Failure = Box<dyn Error + Sync + Send>;

/// Days from 1970-01-01 to 2000-01-01, where PostgreSQL's count begins.
const EPOCH: i32 = 10_957;

/// A value of whatever type the server sent.
pub(super) struct Decoded(pub(super) Cell);

impl<'a> FromSql<'a> for Decoded {
    fn from_sql(dtype: &Type, raw: &'a [u8]) -> Result<Self, Failure> {
        decode(dtype, raw).map(Self)
    }

    fn from_sql_null(_: &Type) -> Result<Self, Failure> {
        Ok(Self(Cell::Null))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

fn decode(dtype: &Type, raw: &[u8]) -> Result<Cell, Failure> {
    Ok(match *dtype {
        Type::BOOL => Cell::Bool(bool::from_sql(dtype, raw)?),
        Type::INT2 => Cell::from(i16::from_sql(dtype, raw)?),
        Type::INT4 => Cell::from(i32::from_sql(dtype, raw)?),
        Type::INT8 => Cell::Int(i64::from_sql(dtype, raw)?),
        Type::OID => Cell::from(u32::from_sql(dtype, raw)?),
        Type::FLOAT4 => Cell::from(f32::from_sql(dtype, raw)?),
        Type::FLOAT8 => Cell::Float(f64::from_sql(dtype, raw)?),
        Type::NUMERIC => Cell::Float(numeric(raw)?),
        Type::BYTEA => Cell::Binary(raw.to_vec()),
        Type::DATE => Cell::Date(days(raw)?),
        Type::TIMESTAMP => Cell::Datetime(micros(raw)?),
        Type::TIMESTAMPTZ => Cell::DatetimeUtc(micros(raw)?),
        Type::TIME => Cell::Time(i64::from_be_bytes(raw.try_into()?) * 1000),
        Type::UUID => Cell::Text(uuid(raw)),
        Type::JSONB => Cell::Text(std::str::from_utf8(raw.get(1..).unwrap_or_default())?.to_owned()),
        Type::INTERVAL => interval(raw)?,
        _ => match dtype.kind() {
            Kind::Array(inner) => Cell::List(array(inner, raw)?),
            Kind::Domain(inner) => decode(inner, raw)?,
            Kind::Enum(_) => Cell::Text(std::str::from_utf8(raw)?.to_owned()),
            _ if is_text(dtype) => Cell::Text(std::str::from_utf8(raw)?.to_owned()),
            _ => {
                return Err(format!(
                    "columns of type {dtype} are not known here: select them as `column::text`"
                )
                .into());
            }
        },
    })
}

fn is_text(dtype: &Type) -> bool {
    <&str as FromSql>::accepts(dtype) || *dtype == Type::JSON || *dtype == Type::XML || *dtype == Type::CHAR
}

/// What a column without any value is.
pub(super) fn empty_type(dtype: &Type) -> DataType {
    match *dtype {
        Type::BOOL => DataType::Boolean,
        Type::INT2 | Type::INT4 | Type::INT8 | Type::OID => DataType::Int64,
        Type::FLOAT4 | Type::FLOAT8 | Type::NUMERIC => DataType::Float64,
        Type::BYTEA => DataType::Binary,
        Type::DATE => DataType::Date,
        Type::TIME => DataType::Time,
        Type::TIMESTAMP => DataType::Datetime(TimeUnit::Microseconds, None),
        Type::TIMESTAMPTZ => DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC)),
        Type::INTERVAL => DataType::Duration(TimeUnit::Microseconds),
        _ => DataType::String,
    }
}

fn days(raw: &[u8]) -> Result<i32, Failure> {
    let days = i32::from_be_bytes(raw.try_into()?);
    if days == i32::MAX || days == i32::MIN {
        return Err("the date `infinity` has no place in a frame: select it as text or with `nullif`".into());
    }
    days.checked_add(EPOCH).ok_or_else(|| "a date is too far away".into())
}

fn micros(raw: &[u8]) -> Result<i64, Failure> {
    let micros = i64::from_be_bytes(raw.try_into()?);
    if micros == i64::MAX || micros == i64::MIN {
        return Err("the time `infinity` has no place in a frame: select it as text or with `nullif`".into());
    }
    micros.checked_add(i64::from(EPOCH) * MICROS_PER_DAY).ok_or_else(|| "a time is too far away".into())
}

/// An exact decimal number, rounded to the nearest float: base-10,000 digits, the first of which
/// counts 10,000 to the power of the weight.
fn numeric(raw: &[u8]) -> Result<f64, Failure> {
    let word = |index: usize| -> Result<i16, Failure> {
        let bytes = raw.get(2 * index..2 * index + 2).ok_or("a number is cut off")?;
        Ok(i16::from_be_bytes(bytes.try_into()?))
    };
    let (digits, weight, sign) = (word(0)?, i32::from(word(1)?), word(2)? as u16);
    let mut text = String::from(match sign {
        0x0000 => "",
        0x4000 => "-",
        0xC000 => return Ok(f64::NAN),
        0xD000 => return Ok(f64::INFINITY),
        _ => return Ok(f64::NEG_INFINITY),
    });
    text.push('0');
    for index in 0..usize::try_from(digits)? {
        text.push_str(&format!("{:04}", word(4 + index)?));
    }
    text.push_str(&format!("e{}", 4 * (weight + 1 - i32::from(digits))));
    Ok(text.parse()?)
}

fn uuid(raw: &[u8]) -> String {
    let hex: String = raw.iter().map(|byte| format!("{byte:02x}")).collect();
    match (hex.get(..8), hex.get(8..12), hex.get(12..16), hex.get(16..20), hex.get(20..)) {
        (Some(a), Some(b), Some(c), Some(d), Some(e)) => format!("{a}-{b}-{c}-{d}-{e}"),
        _ => hex,
    }
}

/// A duration; one with months is none, since months differ.
fn interval(raw: &[u8]) -> Result<Cell, Failure> {
    let micros = i64::from_be_bytes(raw.get(..8).ok_or("an interval is cut off")?.try_into()?);
    let days = i32::from_be_bytes(raw.get(8..12).ok_or("an interval is cut off")?.try_into()?);
    let months = i32::from_be_bytes(raw.get(12..16).ok_or("an interval is cut off")?.try_into()?);
    if months != 0 {
        return Err("an interval of months is no fixed duration: select it as `column::text`".into());
    }
    Ok(Cell::Duration(i64::from(days) * MICROS_PER_DAY + micros))
}

/// One dimension; the elements with their lengths, -1 for a null.
fn array(inner: &Type, raw: &[u8]) -> Result<Vec<Cell>, Failure> {
    let word = |at: usize| -> Result<i32, Failure> {
        Ok(i32::from_be_bytes(raw.get(at..at + 4).ok_or("an array is cut off")?.try_into()?))
    };
    match word(0)? {
        0 => return Ok(Vec::new()),
        1 => {}
        _ => {
            return Err(
                "arrays of several dimensions are not known here: select them as `column::text`".into()
            );
        }
    }
    let mut at = 20;
    let mut cells = Vec::new();
    for _ in 0..word(12)? {
        let length = word(at)?;
        at += 4;
        let Ok(length) = usize::try_from(length) else {
            cells.push(Cell::Null);
            continue;
        };
        cells.push(decode(inner, raw.get(at..at + length).ok_or("an array is cut off")?)?);
        at += length;
    }
    Ok(cells)
}

/// A value for a placeholder, in the type that the server expects there.
#[derive(Debug)]
pub(super) struct Parameter<'a>(pub(super) &'a Cell);

impl ToSql for Parameter<'_> {
    fn to_sql(&self, dtype: &Type, out: &mut BytesMut) -> Result<IsNull, Failure> {
        match (self.0, dtype) {
            (Cell::Null, _) => Ok(IsNull::Yes),
            (Cell::Bool(value), &Type::BOOL) => value.to_sql(dtype, out),
            (Cell::Int(value), &Type::INT2) => i16::try_from(*value)?.to_sql(dtype, out),
            (Cell::Int(value), &Type::INT4) => i32::try_from(*value)?.to_sql(dtype, out),
            (Cell::Int(value), &Type::INT8) => value.to_sql(dtype, out),
            (Cell::Int(value), &Type::OID) => u32::try_from(*value)?.to_sql(dtype, out),
            (Cell::Int(value), &Type::FLOAT4 | &Type::FLOAT8) => float(*value as f64, dtype, out),
            (Cell::Float(value), &Type::FLOAT4 | &Type::FLOAT8) => float(*value, dtype, out),
            (cell @ (Cell::Int(_) | Cell::Float(_) | Cell::UInt(_)), &Type::NUMERIC) => {
                write_numeric(&cell.to_string(), out)
            }
            (Cell::Binary(bytes), &Type::BYTEA) => bytes.to_sql(dtype, out),
            (Cell::Date(days), &Type::DATE) => put(&(days - EPOCH).to_be_bytes(), out),
            (Cell::Date(days), &Type::TIMESTAMP | &Type::TIMESTAMPTZ) => {
                put(&(i64::from(days - EPOCH) * MICROS_PER_DAY).to_be_bytes(), out)
            }
            (Cell::Datetime(micros) | Cell::DatetimeUtc(micros), &Type::TIMESTAMP | &Type::TIMESTAMPTZ) => {
                put(&(micros - i64::from(EPOCH) * MICROS_PER_DAY).to_be_bytes(), out)
            }
            (Cell::Text(text), &Type::DATE) => put(&days_of(text)?.to_be_bytes(), out),
            (Cell::Text(text), &Type::TIMESTAMP | &Type::TIMESTAMPTZ) => put(&micros_of(text)?.to_be_bytes(), out),
            (cell, dtype) if <&str as ToSql>::accepts(dtype) => put(cell.to_string().as_bytes(), out),
            (cell, dtype) => Err(format!(
                "the placeholder is of type {dtype}, which cannot be given as {}: convert it in the query, `$1::text::{dtype}`",
                cell.kind()
            )
            .into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    fn to_sql_checked(&self, dtype: &Type, out: &mut BytesMut) -> Result<IsNull, Failure> {
        self.to_sql(dtype, out)
    }
}

fn put(bytes: &[u8], out: &mut BytesMut) -> Result<IsNull, Failure> {
    out.extend_from_slice(bytes);
    Ok(IsNull::No)
}

fn float(value: f64, dtype: &Type, out: &mut BytesMut) -> Result<IsNull, Failure> {
    if *dtype == Type::FLOAT4 { (value as f32).to_sql(dtype, out) } else { value.to_sql(dtype, out) }
}

fn days_of(text: &str) -> Result<i32, Failure> {
    let Cell::Date(days) = Cell::from(text.parse::<chrono::NaiveDate>()?) else { return Ok(0) };
    Ok(days - EPOCH)
}

fn micros_of(text: &str) -> Result<i64, Failure> {
    let moment = text.replacen(' ', "T", 1).parse::<chrono::NaiveDateTime>();
    let moment =
        moment.or_else(|error| text.parse::<chrono::NaiveDate>().map(Into::into).map_err(|_| error))?;
    Ok(moment.and_utc().timestamp_micros() - i64::from(EPOCH) * MICROS_PER_DAY)
}

/// A decimal text in PostgreSQL's base-10,000 form.
fn write_numeric(text: &str, out: &mut BytesMut) -> Result<IsNull, Failure> {
    let (sign, text) = text.strip_prefix('-').map_or((0_u16, text), |rest| (0x4000, rest));
    if !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return Err(format!("`{text}` is no decimal number").into());
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let whole = format!("{}{whole}", "0".repeat((4 - whole.len() % 4) % 4));
    let padded = format!("{fraction}{}", "0".repeat((4 - fraction.len() % 4) % 4));
    let digits = format!("{whole}{padded}");
    let groups: Vec<i16> = digits
        .as_bytes()
        .chunks(4)
        .map(|group| group.iter().fold(0, |sum, byte| sum * 10 + i16::from(byte - b'0')))
        .collect();
    let weight = i16::try_from(whole.len() / 4)? - 1;
    out.extend_from_slice(&i16::try_from(groups.len())?.to_be_bytes());
    out.extend_from_slice(&weight.to_be_bytes());
    out.extend_from_slice(&sign.to_be_bytes());
    out.extend_from_slice(&i16::try_from(fraction.len())?.to_be_bytes());
    groups.iter().for_each(|group| out.extend_from_slice(&group.to_be_bytes()));
    Ok(IsNull::No)
}

//! One text taken apart as a date and a time of day, before it is known what order its numbers are
//! in.

use super::assemble::epoch_unit;

pub(super) const SECOND: i64 = 1_000_000_000;

/// A date whose parts were recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) form: Form,
    /// The year; of an [`Form::Open`] date the third number as written.
    pub(super) year: i32,
    /// Whether the year was written with two digits.
    pub(super) short_year: bool,
    /// Nanoseconds since midnight, if a time was given.
    pub(super) time: Option<i64>,
    /// Seconds east of Greenwich, if a zone was given.
    pub(super) offset: Option<i32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Month and day.
    Fixed { month: u32, day: u32 },
    /// Two numbers one of which is the month.
    Open { first: u32, second: u32, dots: bool },
    /// So many units since 1970; a second has so many of them.
    Epoch { count: i64, per_second: i64 },
}

impl Draft {
    /// None for a text that is no date.
    pub(super) fn of(text: &str) -> Option<Self> {
        let mut cursor = Cursor { rest: text };
        if let Some(epoch) = Self::epoch(text) {
            return Some(epoch);
        }
        cursor.skip_weekday();
        let mut draft = cursor.date()?;
        if cursor.enter_time() {
            draft.time = Some(cursor.time()?);
            draft.offset = cursor.zone()?;
        }
        cursor.rest.is_empty().then_some(draft)
    }

    fn fixed(year: i32, month: u32, day: u32) -> Self {
        let form = Form::Fixed { month, day };
        Self { form, year, short_year: false, time: None, offset: None }
    }

    fn epoch(text: &str) -> Option<Self> {
        let per_second = epoch_unit(text.len())?;
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let count = digits.then(|| text.parse().ok())??;
        Some(Self {
            form: Form::Epoch { count, per_second },
            year: 1970,
            short_year: false,
            time: Some(0),
            offset: None,
        })
    }
}

struct Cursor<'a> {
    rest: &'a str,
}

impl<'a> Cursor<'a> {
    /// The digits that come next and their value.
    fn number(&mut self) -> Option<(u32, usize)> {
        let length = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.rest.split_at(length);
        let value = (1..=9).contains(&length).then(|| digits.parse().ok())??;
        self.rest = rest;
        Some((value, length))
    }

    fn word(&mut self) -> &'a str {
        let length = self.rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (word, rest) = self.rest.split_at(length);
        self.rest = rest;
        word
    }

    fn skip(&mut self, character: char) -> bool {
        let stripped = self.rest.strip_prefix(character);
        self.rest = stripped.unwrap_or(self.rest);
        stripped.is_some()
    }

    fn skip_spaces(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// "Mon, ", "Monday ".
    fn skip_weekday(&mut self) {
        const DAYS: [&str; 7] =
            ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        let start = self.rest;
        let word = self.word().to_ascii_lowercase();
        if word.len() >= 3 && DAYS.iter().any(|day| day.starts_with(&word)) {
            self.skip('.');
            self.skip(',');
            self.skip_spaces();
        } else {
            self.rest = start;
        }
    }

    fn month_name(&mut self) -> Option<u32> {
        const MONTHS: [&str; 12] = [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ];
        let word = self.word().to_ascii_lowercase();
        if word.len() < 3 {
            return None;
        }
        let place = MONTHS
            .iter()
            .position(|month| month.starts_with(&word) || word == "sept" && *month == "september")?;
        self.skip('.');
        Some(place as u32 + 1)
    }

    /// What stands between the parts of a date; a space for several.
    fn separator(&mut self) -> Option<char> {
        let separator =
            self.rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.' | ' ' | ',' | '–'))?;
        self.rest = &self.rest[separator.len_utf8()..];
        self.skip_spaces();
        Some(separator)
    }

    fn date(&mut self) -> Option<Draft> {
        if self.rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return self.named_first();
        }
        if let Some(compact) = self.compact() {
            return Some(compact);
        }
        let (first, digits) = self.number()?;
        match digits {
            4 => self.year_first(first as i32),
            1 | 2 => self.day_or_month_first(first),
            _ => None,
        }
    }

    /// "20240131", with "101500" behind it or not.
    fn compact(&mut self) -> Option<Draft> {
        let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        if !matches!(digits, 8 | 12 | 14) {
            return None;
        }
        let part = |from: usize, to: usize| self.rest[from..to].parse::<u32>().ok();
        let draft = Draft::fixed(part(0, 4)? as i32, part(4, 6)?, part(6, 8)?);
        self.rest = &self.rest[8..];
        Some(draft)
    }

    /// "2024-01-31", "2024/1/31", "2024-01", "2024 Jan 31".
    fn year_first(&mut self, year: i32) -> Option<Draft> {
        let separator = self.separator()?;
        let month = match self.number() {
            Some((month, 1 | 2)) => month,
            Some(_) => return None,
            None => self.month_name()?,
        };
        if self.rest.is_empty() && matches!(separator, '-' | '/') {
            return Some(Draft::fixed(year, month, 1));
        }
        if self.separator()? != separator {
            return None;
        }
        let (day, digits) = self.number()?;
        (digits <= 2).then(|| Draft::fixed(year, month, day))
    }

    /// "31/01/2024", "1/31/24", "31 Jan 2024", "31-Jan-24", "31st January 2024".
    fn day_or_month_first(&mut self, first: u32) -> Option<Draft> {
        self.skip_ordinal();
        let separator =
            if self.rest.starts_with(|c: char| c.is_ascii_alphabetic()) { ' ' } else { self.separator()? };
        if self.rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let month = self.month_name()?;
            let _ = self.separator();
            let (year, short_year) = self.year()?;
            return Some(Draft { year, short_year, ..Draft::fixed(year, month, first) });
        }
        let (second, digits) = self.number()?;
        if digits > 2 || self.separator()? != separator || separator == ',' {
            return None;
        }
        let (year, short_year) = self.year()?;
        let form = Form::Open { first, second, dots: separator == '.' };
        Some(Draft { form, year, short_year, time: None, offset: None })
    }

    /// "Jan 31, 2024", "January 31st 2024", "Jan 2024".
    fn named_first(&mut self) -> Option<Draft> {
        let month = self.month_name()?;
        let _ = self.separator();
        let (number, digits) = self.number()?;
        if digits == 4 {
            return Some(Draft::fixed(number as i32, month, 1));
        }
        if digits > 2 {
            return None;
        }
        self.skip_ordinal();
        self.skip(',');
        let _ = self.separator();
        let (year, short_year) = self.year()?;
        Some(Draft { year, short_year, ..Draft::fixed(year, month, number) })
    }

    fn skip_ordinal(&mut self) {
        let suffix = ["st", "nd", "rd", "th"].into_iter().find_map(|suffix| self.rest.strip_prefix(suffix));
        self.rest = suffix.unwrap_or(self.rest);
    }

    /// A year and whether it has two digits.
    fn year(&mut self) -> Option<(i32, bool)> {
        let (year, digits) = self.number()?;
        matches!(digits, 2 | 4).then_some((year as i32, digits == 2))
    }

    /// Goes on to the time of day, if one follows.
    fn enter_time(&mut self) -> bool {
        if self.rest.is_empty() {
            return false;
        }
        if !self.skip('T') && !self.skip('t') {
            self.skip(',');
            self.skip_spaces();
        }
        true
    }

    /// Nanoseconds since midnight: "10:15", "10:15:30.25", "3:05 pm", "101530".
    fn time(&mut self) -> Option<i64> {
        let (mut hour, minute, mut second) = match self.number()? {
            (number, 6) => (number / 10_000, number / 100 % 100, number % 100),
            (number, 4) => (number / 100, number % 100, 0),
            (hour, 1 | 2) if self.skip(':') => {
                let minute = self.number().filter(|(_, digits)| *digits == 2)?.0;
                (hour, minute, u32::MAX)
            }
            (hour, 1 | 2) if self.rest.trim_start().to_ascii_lowercase().ends_with('m') => (hour, 0, 0),
            _ => return None,
        };
        if second == u32::MAX {
            second = if self.skip(':') { self.number().filter(|(_, digits)| *digits == 2)?.0 } else { 0 };
        }
        let fraction = self.fraction()?;
        if let Some(afternoon) = self.half_of_day() {
            if !(1..=12).contains(&hour) {
                return None;
            }
            hour = hour % 12 + if afternoon { 12 } else { 0 };
        }
        let valid = hour < 24 && minute < 60 && second < 60;
        valid.then(|| i64::from(hour * 3600 + minute * 60 + second) * SECOND + fraction)
    }

    /// Nanoseconds behind a point or a comma; further digits are cut.
    fn fraction(&mut self) -> Option<i64> {
        if !self.rest.starts_with(['.', ',']) {
            return Some(0);
        }
        let digits = &self.rest[1..];
        let length = digits.bytes().take_while(u8::is_ascii_digit).count();
        let used = &digits[..length.min(9)];
        self.rest = &digits[length..];
        let value: i64 = used.parse().ok()?;
        Some(value * 10_i64.pow(9 - used.len() as u32))
    }

    /// Whether "pm" or "am" follows.
    fn half_of_day(&mut self) -> Option<bool> {
        let rest = self.rest.trim_start();
        let afternoon = rest.starts_with(['p', 'P']);
        let marked = ["am", "pm", "a.m.", "p.m."]
            .into_iter()
            .find(|mark| rest.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark)))?;
        self.rest = &rest[marked.len()..];
        Some(afternoon)
    }

    /// The zone, if one follows: "Z", "UTC", "+01:00", "-0500", "+1". None for something else.
    fn zone(&mut self) -> Option<Option<i32>> {
        let rest = self.rest.trim_start();
        if rest.is_empty() {
            self.rest = rest;
            return Some(None);
        }
        if let Some(after) = ["UTC", "GMT", "Z", "z"].into_iter().find_map(|name| rest.strip_prefix(name)) {
            self.rest = after;
            return Some(Some(0));
        }
        let sign = match rest.chars().next()? {
            '+' => 1,
            '-' | '−' => -1,
            _ => return None,
        };
        self.rest = rest.trim_start_matches(['+', '-', '−']);
        let (hours, minutes) = match self.number()? {
            (number, 4) => (number / 100, number % 100),
            (hours, 1 | 2) => (hours, if self.skip(':') { self.number()?.0 } else { 0 }),
            _ => return None,
        };
        (hours <= 15 && minutes < 60).then(|| Some(sign * (hours * 3600 + minutes * 60) as i32))
    }
}

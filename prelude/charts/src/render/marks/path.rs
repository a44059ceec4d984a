//! Path data, as short as it can be: hundredths of a pixel, relative where that is shorter.

use std::fmt::Write;

/// Far outside any picture, and small enough for every program's numbers.
const FAR: f64 = 1e6;

/// Path data under construction. It counts in whole hundredths of a pixel, so relative steps never drift.
#[derive(Debug, Default)]
pub struct Path {
    text: String,
    at: (i64, i64),
}

fn hundredths(value: f64) -> i64 {
    if value.is_finite() { (value.clamp(-FAR, FAR) * 100.0).round() as i64 } else { 0 }
}

/// A number of hundredths without superfluous zeros.
fn push(text: &mut String, value: i64, first: bool) {
    if value < 0 {
        text.push('-');
    } else if !first {
        text.push(' ');
    }
    let value = value.abs();
    let (whole, part) = (value / 100, value % 100);
    if whole > 0 || part == 0 {
        let _ = write!(text, "{whole}");
    }
    match part {
        0 => {}
        part if part % 10 == 0 => {
            let _ = write!(text, ".{}", part / 10);
        }
        part => {
            let _ = write!(text, ".{part:02}");
        }
    }
}

impl Path {
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn move_to(&mut self, (x, y): (f64, f64)) {
        let to = (hundredths(x), hundredths(y));
        self.either('M', to);
    }

    /// A step that is lost in rounding is left out.
    pub fn line_to(&mut self, (x, y): (f64, f64)) {
        let to = (hundredths(x), hundredths(y));
        let (dx, dy) = (to.0 - self.at.0, to.1 - self.at.1);
        match (dx, dy) {
            (0, 0) => return,
            (dx, 0) => self.level('h', dx),
            (0, dy) => self.level('v', dy),
            _ => return self.either('L', to),
        }
        self.at = to;
    }

    pub fn close(&mut self) {
        self.text.push('z');
    }

    /// A line through `points`; closed if `closed`.
    pub fn run(&mut self, points: &[(f64, f64)], closed: bool) {
        let Some((first, rest)) = points.split_first() else { return };
        self.move_to(*first);
        rest.iter().for_each(|point| self.line_to(*point));
        if closed {
            self.close();
            self.at = (hundredths(first.0), hundredths(first.1));
        }
    }

    fn level(&mut self, command: char, by: i64) {
        self.text.push(command);
        push(&mut self.text, by, true);
    }

    /// The shorter of the absolute and the relative command.
    fn either(&mut self, absolute: char, to: (i64, i64)) {
        let write = |command: char, (x, y): (i64, i64)| {
            let mut text = String::from(command);
            push(&mut text, x, true);
            push(&mut text, y, false);
            text
        };
        let far = write(absolute, to);
        let near = write(absolute.to_ascii_lowercase(), (to.0 - self.at.0, to.1 - self.at.1));
        self.text.push_str(if near.len() < far.len() { &near } else { &far });
        self.at = to;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_short_and_do_not_drift() {
        let mut path = Path::default();
        path.run(&[(100.0, 100.0), (100.5, 99.75), (120.0, 99.75), (120.001, 99.75), (5.0, 5.0)], false);
        assert_eq!(path.text(), "M100 100l.5-.25h19.5L5 5");
        let mut closed = Path::default();
        closed.run(&[(200.0, 200.0), (201.0, 201.0), (f64::NAN, 1e30)], true);
        assert!(closed.text().ends_with("L0 1000000z"), "{}", closed.text());
    }
}

//! Source text with a memory of where every byte came from, so that the compiler's messages about
//! the generated crate become messages about the person's cells, and so that an error in a line we
//! generated tells us what that line was for.

use std::ops::Range;
use std::sync::Arc;

/// The code of one cell as the person wrote it.
#[derive(Debug, PartialEq, Eq)]
pub struct CellText {
    /// As messages name it: `In[3]`.
    pub name: String,
    pub code: String,
}

/// What a generated line is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    Frame,
    /// Takes a variable from the store.
    Take(String),
    /// Keeps a new variable and asks for its type.
    Put(String),
    PutBack(String),
    /// Shows the last expression.
    Show,
}

#[derive(Clone, Debug)]
enum Origin {
    User { cell: Arc<CellText>, start: usize },
    Generated(Purpose),
}

#[derive(Clone, Debug)]
struct Piece {
    range: Range<usize>,
    origin: Origin,
}

/// A crate's text, built from left to right.
#[derive(Clone, Debug, Default)]
pub struct Source {
    text: String,
    pieces: Vec<Piece>,
}

/// A place in a cell.
#[derive(Clone, Debug)]
pub struct UserSpan {
    pub cell: Arc<CellText>,
    pub range: Range<usize>,
}

impl Source {
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn generated(&mut self, purpose: Purpose, text: &str) {
        self.push(Origin::Generated(purpose), text);
    }

    pub fn frame(&mut self, text: &str) {
        self.generated(Purpose::Frame, text);
    }

    /// Copies part of a cell, with a call put in at each of the given places of the cell.
    pub fn user(&mut self, cell: &Arc<CellText>, range: Range<usize>, checkpoints: &[usize], call: &str) {
        let mut start = range.start;
        for at in checkpoints.iter().copied().filter(|at| range.contains(at)) {
            self.push_user(cell, start..at);
            self.frame(call);
            start = at;
        }
        self.push_user(cell, start..range.end);
    }

    fn push_user(&mut self, cell: &Arc<CellText>, range: Range<usize>) {
        let start = range.start;
        self.push(Origin::User { cell: Arc::clone(cell), start }, &cell.code[range]);
    }

    fn push(&mut self, origin: Origin, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.pieces.push(Piece { range: start..self.text.len(), origin });
    }

    /// The part of a cell that a range of the generated text shows, if it starts in one.
    pub fn user_span(&self, range: Range<usize>) -> Option<UserSpan> {
        let piece = self.piece_at(range.start)?;
        let Origin::User { cell, start } = &piece.origin else { return None };
        let to_user = |at: usize, piece: &Piece, start: usize| at - piece.range.start + start;
        let first = to_user(range.start, piece, *start);
        if range.is_empty() {
            return Some(UserSpan { cell: Arc::clone(cell), range: first..first });
        }
        // The end may lie beyond a checkpoint, in a later piece of the same cell.
        let last = self.piece_before(range.end).and_then(|end_piece| match &end_piece.origin {
            Origin::User { cell: end_cell, start } if Arc::ptr_eq(cell, end_cell) => {
                Some(to_user(range.end.min(end_piece.range.end), end_piece, *start))
            }
            _ => None,
        });
        let last = last.unwrap_or(start + piece.range.len()).max(first);
        Some(UserSpan { cell: Arc::clone(cell), range: first..last })
    }

    /// The cell that the text was made for: items of earlier ones stand before it.
    pub fn cell(&self) -> Option<&CellText> {
        let user = self.pieces.iter().rev().find_map(|piece| match &piece.origin {
            Origin::User { cell, .. } => Some(cell),
            Origin::Generated(_) => None,
        });
        user.map(|cell| &**cell)
    }

    /// What a place in the generated text is for, if it is not the person's own.
    pub fn purpose(&self, at: usize) -> Option<&Purpose> {
        match &self.piece_at(at)?.origin {
            Origin::Generated(purpose) => Some(purpose),
            Origin::User { .. } => None,
        }
    }

    /// The offset of a line and a column in characters, both counted from one.
    pub fn offset(&self, line: u32, column: u32) -> Option<usize> {
        let line_start = match line.checked_sub(1)? {
            0 => 0,
            before => self.text.match_indices('\n').nth(before as usize - 1)?.0 + 1,
        };
        let rest = &self.text[line_start..];
        let within =
            rest.char_indices().nth(column.checked_sub(1)? as usize).map_or(rest.len(), |(at, _)| at);
        Some(line_start + within)
    }

    fn piece_at(&self, at: usize) -> Option<&Piece> {
        let after = self.pieces.partition_point(|piece| piece.range.start <= at);
        self.pieces[..after].iter().rev().find(|piece| !piece.range.is_empty() && at <= piece.range.end)
    }

    fn piece_before(&self, at: usize) -> Option<&Piece> {
        self.piece_at(at.checked_sub(1)?)
    }
}

impl UserSpan {
    /// Line and column, counted from one, columns in characters.
    pub fn line_and_column(&self) -> (usize, usize) {
        let before = &self.cell.code[..self.range.start.min(self.cell.code.len())];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }

    /// `In[3]:2:5`.
    pub fn place(&self) -> String {
        let (line, column) = self.line_and_column();
        format!("{}:{line}:{column}", self.cell.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(code: &str) -> Arc<CellText> {
        Arc::new(CellText { name: "In[3]".into(), code: code.into() })
    }

    #[test]
    fn places_come_back_to_the_cell() {
        let cell = cell("let x = 1;\nloop { y }");
        let mut source = Source::default();
        source.frame("fn f() {\n");
        source.user(&cell, 11..21, &[17], "check();");
        source.generated(Purpose::Put("x".into()), "put(x);");
        assert_eq!(source.text(), "fn f() {\nloop {check(); y }put(x);");
        let y = source.text().find('y').unwrap();
        let span = source.user_span(y..y + 1).unwrap();
        assert_eq!((span.place().as_str(), &cell.code[span.range]), ("In[3]:2:8", "y"));
        let insertion = source.user_span(9..9).unwrap();
        assert_eq!(insertion.range, 11..11);
        let whole = source.user_span(9..27).unwrap();
        assert_eq!(&cell.code[whole.range], "loop { y }");
        let put = source.text().find("put").unwrap();
        assert_eq!(source.purpose(put + 2), Some(&Purpose::Put("x".into())));
        assert!(source.user_span(put + 2..put + 3).is_none());
    }

    #[test]
    fn lines_and_columns_count_characters() {
        let mut source = Source::default();
        source.frame("é\nab");
        assert_eq!(source.offset(1, 2), Some(2));
        assert_eq!(source.offset(2, 2), Some(4));
        assert_eq!(source.offset(9, 1), None);
    }
}

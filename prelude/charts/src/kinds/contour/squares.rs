//! Marching squares: lines of equal height through the cells of a grid (W. E. Lorensen, H. E. Cline, "Marching
//! cubes", 1987, in two dimensions; saddles are divided by the mean of their corners, as matplotlib does).

use std::collections::HashMap;

/// Closed outlines of what is at or above `level`; the grid's edge closes them. Missing heights are below.
pub(super) fn above(x: &[f64], y: &[f64], z: &[f64], level: f64) -> Vec<Vec<(f64, f64)>> {
    let grid = Grid { x, y, z, level, framed: true };
    grid.trace().into_iter().map(|(line, _)| line).filter(|line| line.len() > 2).collect()
}

/// The lines where the height is `level`; a closed one ends where it began.
pub(super) fn lines(x: &[f64], y: &[f64], z: &[f64], level: f64) -> Vec<Vec<(f64, f64)>> {
    let grid = Grid { x, y, z, level, framed: false };
    let close = |(mut line, closed): (Vec<(f64, f64)>, bool)| {
        if closed {
            line.extend(line.first().copied());
        }
        line
    };
    // A level that only touches a corner is a point.
    grid.trace().into_iter().filter(|(line, _)| line.len() > 1).map(close).collect()
}

/// An edge of a cell: from a corner (column, row) to the right, or up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Edge {
    column: isize,
    row: isize,
    up: bool,
}

#[derive(Debug)]
struct Grid<'a> {
    x: &'a [f64],
    y: &'a [f64],
    z: &'a [f64],
    level: f64,
    /// There is a frame of cells around the grid, where everything is below.
    framed: bool,
}

impl Grid<'_> {
    /// The height at a corner, if it is within the grid and known.
    fn height(&self, column: isize, row: isize) -> Option<f64> {
        let (column, row) = (usize::try_from(column).ok()?, usize::try_from(row).ok()?);
        let inside = column < self.x.len() && row < self.y.len();
        inside.then(|| self.z[row * self.x.len() + column]).filter(|height| height.is_finite())
    }

    fn is_above(&self, column: isize, row: isize) -> bool {
        self.height(column, row).is_some_and(|height| height >= self.level)
    }

    /// Where the level crosses an edge; at the known corner if the other is not known.
    fn crossing(&self, edge: Edge) -> (f64, f64) {
        let other = (edge.column + isize::from(!edge.up), edge.row + isize::from(edge.up));
        let place = |(column, row): (isize, isize)| {
            let at = |run: &[f64], index: isize| run[index.clamp(0, run.len() as isize - 1) as usize];
            (at(self.x, column), at(self.y, row))
        };
        let (from, to) = (place((edge.column, edge.row)), place(other));
        let share = match (self.height(edge.column, edge.row), self.height(other.0, other.1)) {
            (Some(one), Some(two)) => ((self.level - one) / (two - one)).clamp(0.0, 1.0),
            (Some(_), None) => 0.0,
            _ => 1.0,
        };
        (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share)
    }

    /// The pieces of lines in a cell, from edge to edge, with what is above at the left.
    fn pieces(&self, column: isize, row: isize, mut piece: impl FnMut(Edge, Edge)) {
        let corners = [(0, 0), (1, 0), (1, 1), (0, 1)].map(|(right, up)| (column + right, row + up));
        if !self.framed && corners.iter().any(|(column, row)| self.height(*column, *row).is_none()) {
            return;
        }
        let inside = corners.map(|(column, row)| self.is_above(column, row));
        let edges = [
            Edge { column, row, up: false },
            Edge { column: column + 1, row, up: true },
            Edge { column, row: row + 1, up: false },
            Edge { column, row, up: true },
        ];
        // Going around the cell, an edge where the inside ends begins a piece that comes back where it begins.
        let leaves: Vec<usize> = (0..4).filter(|side| inside[*side] && !inside[(side + 1) % 4]).collect();
        let enters: Vec<usize> = (0..4).filter(|side| !inside[*side] && inside[(side + 1) % 4]).collect();
        match (leaves.as_slice(), enters.as_slice()) {
            ([leave], [enter]) => piece(edges[*leave], edges[*enter]),
            ([_, _], [_, _]) => {
                let heights = corners.map(|(column, row)| self.height(column, row));
                let mean = heights.iter().flatten().sum::<f64>() / 4.0;
                let joined = heights.iter().all(Option::is_some) && mean >= self.level;
                for leave in &leaves {
                    // If the middle is above, the line cuts off the corner that is below; else the other.
                    let enter = if joined { (leave + 1) % 4 } else { (leave + 3) % 4 };
                    piece(edges[*leave], edges[enter]);
                }
            }
            _ => {}
        }
    }

    /// Pieces joined to lines; and whether each is closed.
    fn trace(&self) -> Vec<(Vec<(f64, f64)>, bool)> {
        let (columns, rows) = (self.x.len() as isize, self.y.len() as isize);
        let mut next: HashMap<Edge, Edge> = HashMap::new();
        let mut order = Vec::new();
        let first = -isize::from(self.framed);
        let last = if self.framed { 0 } else { -1 };
        for row in first..rows + last {
            for column in first..columns + last {
                self.pieces(column, row, |from, to| {
                    next.insert(from, to);
                    order.push(from);
                });
            }
        }
        // Lines that begin at the edge of the grid first: nothing leads to their first piece.
        let reached: std::collections::HashSet<Edge> = next.values().copied().collect();
        let (open, round): (Vec<Edge>, Vec<Edge>) =
            order.into_iter().partition(|edge| !reached.contains(edge));
        let mut lines = Vec::new();
        for start in open.into_iter().chain(round) {
            let mut line = vec![self.crossing(start)];
            let (mut edge, mut pieces) = (start, 0);
            while let Some(to) = next.remove(&edge) {
                line.push(self.crossing(to));
                edge = to;
                pieces += 1;
            }
            if pieces > 0 {
                let closed = edge == start;
                if closed {
                    line.pop();
                }
                line.dedup();
                lines.push((line, closed));
            }
        }
        lines
    }
}

//! Sparse matrices: their shape, how full they are, and the largest values of some rows.

use super::html::{block, caption};
use super::number::number;
use super::table::{Cell, Column, head_and_tail, one_line, to_html, to_text};
use crate::array::SparseMatrix;
use crate::runtime::{MimeBundle, RichDisplay};

const MOST_ROWS: usize = 20;
const ROWS_IF_CUT: usize = 10;
const VALUES: usize = 5;
const TEXT_WIDTH: usize = 110;

impl RichDisplay for SparseMatrix {
    fn rich_display(&self) -> MimeBundle {
        let columns = columns(self);
        let about = about(self);
        let html = format!("{}{}", to_html(&columns), caption(&about));
        MimeBundle::text(format!("{}{about}\n", to_text(&columns, TEXT_WIDTH))).html(block(&html))
    }
}

/// "sparse matrix 3 × 9 of f64, 12 values stored (44.4 %)".
fn about(matrix: &SparseMatrix) -> String {
    let (n, p) = matrix.shape();
    let share = 100.0 * matrix.nnz() as f64 / (n as f64 * p as f64).max(1.0);
    let values = if matrix.nnz() == 1 { "value" } else { "values" };
    format!("sparse matrix {n} × {p} of f64, {} {values} stored ({share:.1} %)", matrix.nnz())
}

fn columns(matrix: &SparseMatrix) -> Vec<Column> {
    let n = matrix.n_rows();
    let (first, last) = head_and_tail(n, MOST_ROWS, ROWS_IF_CUT);
    let rows: Vec<usize> = (0..first).chain(n - last..n).collect();
    let column = |name: &str, right: bool, cell: &dyn Fn(usize) -> String| {
        let mut cells: Vec<Cell> = rows.iter().map(|row| Cell::Text(cell(*row))).collect();
        if last > 0 {
            cells.insert(first, Cell::Gap);
        }
        Column { name: name.to_owned(), kind: String::new(), right, cells }
    };
    let largest = |row: usize| {
        let entry = |(name, value): &(String, f64)| format!("{} {}", one_line(name), number(*value));
        let mut text = matrix.top_terms(row, VALUES).iter().map(entry).collect::<Vec<_>>().join(", ");
        if matrix.row(row).len() > VALUES {
            text.push_str(", …");
        }
        text
    };
    vec![
        column("", true, &|row| row.to_string()),
        column("stored", true, &|row| matrix.row(row).len().to_string()),
        column("largest", false, &largest),
    ]
}

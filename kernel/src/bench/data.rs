//! The files that the cells read: the same for every kernel, made anew for each run.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

pub const SMALL: &str = "small.csv";
pub const LARGE: &str = "large.csv";
pub const EVENTS: &str = "events.csv";
const SMALL_ROWS: usize = 150;
const LARGE_BYTES: usize = 10_000_000;

/// A temporary folder that the kernels work in.
pub struct Data {
    folder: tempfile::TempDir,
}

impl Data {
    pub fn write() -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("ferrolab-bench-").tempdir()?;
        write_csv(&folder.path().join(SMALL), |row, _| row < SMALL_ROWS)?;
        write_csv(&folder.path().join(LARGE), |_, bytes| bytes < LARGE_BYTES)?;
        Ok(Self { folder })
    }

    /// The file of [`EVENTS`]: a row is about a hundred bytes.
    pub fn write_events(&self, rows: usize) -> io::Result<()> {
        let mut file = BufWriter::with_capacity(1 << 20, File::create(self.folder.path().join(EVENTS))?);
        file.write_all(b"id,customer,city,month,price,quantity,discount,rating,channel,note\n")?;
        let mut noise = Noise(2);
        for id in 0..rows {
            let mut below = |limit: f64| noise.next() * limit;
            let (customer, city, month) = (below(1e6) as u32, below(100.0) as u32, 1 + below(12.0) as u32);
            let (price, quantity, discount) = (below(200.0), 1 + below(9.0) as u32, below(0.3));
            let rating = if id % 7 == 0 { String::new() } else { format!("{:.1}", below(5.0)) };
            let channel = ["shop", "web", "app", "phone", "partner"][below(5.0) as usize];
            let note = below(1e12) as u64;
            writeln!(
                file,
                "{id},{customer},city_{city:03},{month},{price:.2},{quantity},{discount:.4},{rating},{channel},\
                 delivered to the door {note:012}"
            )?;
        }
        file.flush()
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// Four columns of numbers and one of text, as long as `goes_on`, given rows and bytes, says so.
fn write_csv(path: &Path, goes_on: impl Fn(usize, usize) -> bool) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    let header = "sepal_length,sepal_width,petal_length,petal_width,species\n";
    file.write_all(header.as_bytes())?;
    let (mut row, mut bytes, mut noise) = (0, header.len(), Noise(1));
    while goes_on(row, bytes) {
        let class = row % 3;
        let [a, b, c, d] =
            [4.5, 2.2, 1.0 + class as f64 * 2.0, 0.2 + class as f64].map(|low| low + noise.next());
        let species = ["setosa", "versicolor", "virginica"][class];
        let line = format!("{a:.6},{b:.6},{c:.6},{d:.6},{species}\n");
        file.write_all(line.as_bytes())?;
        (row, bytes) = (row + 1, bytes + line.len());
    }
    file.flush()
}

/// Numbers in 0..1 that look random and are the same every time (Knuth's linear congruence).
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_have_the_sizes_that_the_table_names() {
        let data = Data::write().unwrap();
        let small = std::fs::read_to_string(data.folder().join(SMALL)).unwrap();
        assert_eq!(small.lines().count(), 151);
        assert!(small.lines().all(|line| line.split(',').count() == 5));
        let large = std::fs::metadata(data.folder().join(LARGE)).unwrap().len();
        assert!((10_000_000..10_001_000).contains(&large), "{large}");
    }
}

//! Queries over files that are not read yet: `scan_csv` and its sisters, and saving a query's result
//! without holding it in memory.

use std::path::{Path, PathBuf};

use polars::lazy::dsl::{FileWriteFormat, SinkDestination, SinkTarget};
use polars::prelude::{
    CsvWriterOptions, IpcWriterOptions, LazyCsvReader, LazyFileListReader, LazyFrame, LazyJsonLineReader,
    NDJsonWriterOptions, ParquetWriteOptions, PlRefPath, PolarsError, PolarsResult, ScanArgsParquet,
    UnionArgs, concat,
};

use super::csv::CsvOptions;
use super::read::failed_to_read;
use super::source::{address, files};
use crate::error::{Error, Result};

/// A query over a CSV file, or several by a pattern, that reads only what it needs.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// # let path = std::env::temp_dir().join("ferrolab_doc_scan.csv");
/// # std::fs::write(&path, "city,t\nOslo,3\nRome,17\n")?;
/// let warm = scan_csv(&path)?.filter(col("t").gt(lit(10))).collect()?;
/// assert_eq!(warm.shape(), (1, 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::FileNotFound`] with similar names; [`Error::Read`] if the columns cannot be found out.
pub fn scan_csv(path: impl AsRef<Path>) -> Result<LazyFrame> {
    csv(path.as_ref(), &CsvOptions::default())
}

/// As [`scan_csv`] with options. Types are guessed from the first `infer_rows` only; other encodings
/// than UTF-8 and `columns` are for [`read_csv_with`](super::read_csv_with).
///
/// # Errors
/// As [`scan_csv`]; [`Error::Parameter`] for an option that a scan has not.
pub fn scan_csv_with(path: impl AsRef<Path>, options: &CsvOptions) -> Result<LazyFrame> {
    csv(path.as_ref(), options)
}

/// A query over a Parquet file, or several by a pattern, that reads only the columns and rows it
/// needs.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// # let path = std::env::temp_dir().join("ferrolab_doc_scan.parquet");
/// iris().to_frame()?.write_parquet(&path)?;
/// assert_eq!(scan_parquet(&path)?.limit(7).collect()?.height(), 7);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`scan_csv`].
pub fn scan_parquet(path: impl AsRef<Path>) -> Result<LazyFrame> {
    let path = path.as_ref();
    let paths = scannable(path)?;
    let args = ScanArgsParquet { glob: false, allow_missing_columns: true, ..Default::default() };
    let found = LazyFrame::scan_parquet_files(paths.into_iter().collect(), args);
    known(found, path, "Parquet")
}

/// A query over a file of one JSON object per line, or several by a pattern.
///
/// # Errors
/// As [`scan_csv`].
pub fn scan_ndjson(path: impl AsRef<Path>) -> Result<LazyFrame> {
    let path = path.as_ref();
    let paths = scannable(path)?;
    known(LazyJsonLineReader::new_paths(paths.into_iter().collect()).finish(), path, "JSON")
}

/// A query over an Arrow IPC file, or several by a pattern.
///
/// # Errors
/// As [`scan_csv`].
pub fn scan_ipc(path: impl AsRef<Path>) -> Result<LazyFrame> {
    let path = path.as_ref();
    let scans: PolarsResult<Vec<LazyFrame>> = scannable(path)?
        .into_iter()
        .map(|path| LazyFrame::scan_ipc(path, Default::default(), Default::default()))
        .collect();
    known(scans.and_then(|scans| concat(scans, UnionArgs::default())), path, "Arrow IPC")
}

fn csv(path: &Path, options: &CsvOptions) -> Result<LazyFrame> {
    if options.encoding.is_some() {
        return Err(Error::parameter("CsvOptions", "encoding", "set", "left out: a scan reads UTF-8 only"));
    }
    if options.columns.is_some() {
        let expected = "left out: a scan takes its columns by `.select([…])`";
        return Err(Error::parameter("CsvOptions", "columns", "set", expected));
    }
    let paths = scannable(path)?;
    let plan = options.to_polars()?;
    let parse = plan.parse_options.as_ref().clone();
    let reader = LazyCsvReader::new_paths(paths.into_iter().collect())
        .with_glob(false)
        .map_parse_options(|_| parse.clone())
        .with_has_header(plan.has_header)
        .with_skip_rows(plan.skip_rows)
        .with_n_rows(plan.n_rows)
        .with_infer_schema_length(plan.infer_schema_length)
        .with_ignore_errors(plan.ignore_errors)
        .with_dtype_overwrite(plan.schema_overwrite);
    known(reader.finish(), path, "CSV")
}

/// The files behind a path or pattern, as polars names files.
fn scannable(path: &Path) -> Result<Vec<PlRefPath>> {
    if address(path).is_some() {
        let expected = "a file on disk: read an address with `read_csv(…)?.lazy()`";
        return Err(Error::parameter("scan", "path", format!("`{}`", path.display()), expected));
    }
    files(path)?.into_iter().map(|path: PathBuf| Ok(PlRefPath::try_from_pathbuf(path)?)).collect()
}

/// The query, once its columns are known: a file of another format is told now, not at the end.
fn known(found: PolarsResult<LazyFrame>, path: &Path, format: &'static str) -> Result<LazyFrame> {
    let failed =
        |error: PolarsError| failed_to_read(path, format, error, " Is the file complete and of this format?");
    let mut lazy = found.map_err(failed)?;
    lazy.collect_schema().map_err(failed)?;
    Ok(lazy)
}

/// What the prelude adds to polars' `LazyFrame`: results that go to a file part by part, for data
/// larger than memory.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// # let path = std::env::temp_dir().join("ferrolab_doc_sink.parquet");
/// let query = df!("a" => [1, 2, 3])?.lazy().filter(col("a").gt(lit(1)));
/// query.sink_parquet(&path)?;
/// assert_eq!(read_parquet(&path)?.height(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait LazyFrameExt: Sized {
    /// Runs the query and saves its result as Parquet.
    ///
    /// # Errors
    /// [`Error::Write`], also for what is wrong in the query.
    fn sink_parquet(self, path: impl AsRef<Path>) -> Result<()>;

    /// Runs the query and saves its result as CSV.
    ///
    /// # Errors
    /// As [`sink_parquet`](LazyFrameExt::sink_parquet).
    fn sink_csv(self, path: impl AsRef<Path>) -> Result<()>;

    /// Runs the query and saves its result as one JSON object per line.
    ///
    /// # Errors
    /// As [`sink_parquet`](LazyFrameExt::sink_parquet).
    fn sink_ndjson(self, path: impl AsRef<Path>) -> Result<()>;

    /// Runs the query and saves its result as Arrow IPC.
    ///
    /// # Errors
    /// As [`sink_parquet`](LazyFrameExt::sink_parquet).
    fn sink_ipc(self, path: impl AsRef<Path>) -> Result<()>;
}

impl LazyFrameExt for LazyFrame {
    fn sink_parquet(self, path: impl AsRef<Path>) -> Result<()> {
        let format = FileWriteFormat::Parquet(ParquetWriteOptions::default().into());
        sink(self, path.as_ref(), "Parquet", format)
    }

    fn sink_csv(self, path: impl AsRef<Path>) -> Result<()> {
        let options = CsvWriterOptions { check_extension: false, ..Default::default() };
        sink(self, path.as_ref(), "CSV", FileWriteFormat::Csv(options))
    }

    fn sink_ndjson(self, path: impl AsRef<Path>) -> Result<()> {
        sink(self, path.as_ref(), "JSON", FileWriteFormat::NDJson(NDJsonWriterOptions::default()))
    }

    fn sink_ipc(self, path: impl AsRef<Path>) -> Result<()> {
        sink(self, path.as_ref(), "Arrow IPC", FileWriteFormat::Ipc(IpcWriterOptions::default()))
    }
}

fn sink(lazy: LazyFrame, path: &Path, format: &'static str, as_format: FileWriteFormat) -> Result<()> {
    let failed = |source: PolarsError| Error::Write {
        path: path.display().to_string(),
        format,
        source: source.into(),
    };
    let target = SinkTarget::Path(PlRefPath::try_from_path(path).map_err(failed)?);
    lazy.sink(SinkDestination::File { target }, as_format, Default::default())
        .and_then(LazyFrame::collect)
        .map(drop)
        .map_err(failed)
}

//! Saving frames. polars' writers want a frame they may rechunk; a clone shares the columns, so
//! that saving needs no `mut`. Text formats are compressed where the name ends in `.gz` or `.zst`.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use polars::io::utils::compression::CompressedWriter;
use polars::io::utils::file::{Writable, WritableTrait};
use polars::prelude::{DataFrame, IpcWriter, JsonFormat, JsonWriter, ParquetWriter, PolarsResult, SerWriter};

use super::csv::CsvWriteOptions;
use crate::error::{Error, Result};

pub(super) fn csv(df: &DataFrame, path: &Path, options: &CsvWriteOptions) -> Result<()> {
    let separator = options.checked_delimiter()?;
    write_text(df, path, "CSV", |file, df| options.write(file, separator, df))
}

pub(super) fn parquet(df: &DataFrame, path: &Path) -> Result<()> {
    write(df, path, "Parquet", |file, df| ParquetWriter::new(file).finish(df).map(drop))
}

pub(super) fn json(df: &DataFrame, path: &Path) -> Result<()> {
    let inner = path.file_stem().filter(|_| compression(path).is_some()).map_or(path, Path::new);
    let by_line = inner.extension().is_some_and(|extension| extension == "jsonl" || extension == "ndjson");
    let format = if by_line { JsonFormat::JsonLines } else { JsonFormat::Json };
    write_text(df, path, "JSON", |file, df| JsonWriter::new(file).with_json_format(format).finish(df))
}

pub(super) fn ipc(df: &DataFrame, path: &Path) -> Result<()> {
    write(df, path, "Arrow IPC", |file, df| IpcWriter::new(file).finish(df))
}

#[derive(Clone, Copy, Debug)]
enum Compression {
    Gzip,
    Zstandard,
}

fn compression(path: &Path) -> Option<Compression> {
    match path.extension()?.to_str()? {
        "gz" => Some(Compression::Gzip),
        "zst" | "zstd" => Some(Compression::Zstandard),
        _ => None,
    }
}

fn write(
    df: &DataFrame,
    path: &Path,
    format: &'static str,
    serialize: impl FnOnce(&mut BufWriter<File>, &mut DataFrame) -> PolarsResult<()>,
) -> Result<()> {
    let mut file = BufWriter::new(File::create(path).map_err(|error| failed(path, format, error.into()))?);
    serialize(&mut file, &mut df.clone()).map_err(|error| failed(path, format, error.into()))?;
    file.flush().map_err(|error| failed(path, format, error.into()))
}

fn write_text(
    df: &DataFrame,
    path: &Path,
    format: &'static str,
    serialize: impl FnOnce(&mut dyn Write, &mut DataFrame) -> PolarsResult<()>,
) -> Result<()> {
    let Some(compression) = compression(path) else {
        return write(df, path, format, |file, df| serialize(file, df));
    };
    let io_failed = |error: std::io::Error| failed(path, format, error.into());
    let file = Writable::Local(File::create(path).map_err(io_failed)?);
    let compressed = match compression {
        Compression::Gzip => CompressedWriter::gzip(file, None),
        Compression::Zstandard => CompressedWriter::zstd(file, None).map_err(io_failed)?,
    };
    let mut buffered = BufWriter::new(compressed);
    serialize(&mut buffered, &mut df.clone()).map_err(|error| failed(path, format, error.into()))?;
    let mut compressed = buffered.into_inner().map_err(|error| io_failed(error.into_error()))?;
    compressed.close().map_err(io_failed)
}

fn failed(path: &Path, format: &'static str, source: Box<dyn std::error::Error + Send + Sync>) -> Error {
    Error::Write { path: path.display().to_string(), format, source }
}

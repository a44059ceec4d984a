//! Saving frames. polars' writers want a frame they may rechunk; a clone shares the columns, so
//! that saving needs no `mut`.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use polars::prelude::{
    CsvWriter, DataFrame, IpcWriter, JsonFormat, JsonWriter, ParquetWriter, PolarsResult, SerWriter,
};

use crate::error::{Error, Result};

pub(super) fn csv(df: &DataFrame, path: &Path) -> Result<()> {
    write(df, path, "CSV", |file, df| CsvWriter::new(file).finish(df))
}

pub(super) fn parquet(df: &DataFrame, path: &Path) -> Result<()> {
    write(df, path, "Parquet", |file, df| ParquetWriter::new(file).finish(df).map(drop))
}

pub(super) fn json(df: &DataFrame, path: &Path) -> Result<()> {
    let by_line = path.extension().is_some_and(|extension| extension == "jsonl" || extension == "ndjson");
    let format = if by_line { JsonFormat::JsonLines } else { JsonFormat::Json };
    write(df, path, "JSON", |file, df| JsonWriter::new(file).with_json_format(format).finish(df))
}

pub(super) fn ipc(df: &DataFrame, path: &Path) -> Result<()> {
    write(df, path, "Arrow IPC", |file, df| IpcWriter::new(file).finish(df))
}

fn write(
    df: &DataFrame,
    path: &Path,
    format: &'static str,
    serialize: impl FnOnce(&mut BufWriter<File>, &mut DataFrame) -> PolarsResult<()>,
) -> Result<()> {
    let failed = |source: Box<dyn std::error::Error + Send + Sync>| Error::Write {
        path: path.display().to_string(),
        format,
        source,
    };
    let mut file = BufWriter::new(File::create(path).map_err(|error| failed(error.into()))?);
    serialize(&mut file, &mut df.clone()).map_err(|error| failed(error.into()))?;
    file.flush().map_err(|error| failed(error.into()))
}

#[cfg(test)]
mod tests {
    use super::super::FrameExt;
    use polars::df;

    #[test]
    fn a_missing_folder_is_an_error() {
        let df = df!("a" => [1]).unwrap();
        let error = df.write_csv("no_such_folder_here/x.csv").unwrap_err().to_string();
        assert!(error.starts_with("cannot write `no_such_folder_here/x.csv` as CSV"), "{error}");
    }
}

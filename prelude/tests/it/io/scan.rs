//! Queries over files that are not read yet.

use ferrolab_prelude::Error;
use ferrolab_prelude::prelude::*;

use super::{file, folder};

#[test]
fn every_format_is_scanned() {
    let folder = folder("scan");
    let df = df!("a" => [1_i64, 2, 3], "b" => ["x", "y", "z"]).unwrap();
    df.write_csv(folder.join("t.csv")).unwrap();
    df.write_parquet(folder.join("t.parquet")).unwrap();
    df.write_json(folder.join("t.ndjson")).unwrap();
    df.write_ipc(folder.join("t.arrow")).unwrap();
    for scan in [
        scan_csv(folder.join("t.csv")),
        scan_parquet(folder.join("t.parquet")),
        scan_ndjson(folder.join("t.ndjson")),
        scan_ipc(folder.join("t.arrow")),
    ] {
        let found = scan.unwrap().filter(col("a").gt(lit(1))).collect().unwrap();
        assert!(found.equals(&df.slice(1, 2)), "{found}");
    }
}

#[test]
fn patterns_are_scanned_in_order() {
    let folder = folder("scan_pattern");
    for (number, name) in ["b", "a"].into_iter().enumerate() {
        let df = df!("x" => [number as i64]).unwrap();
        df.write_csv(folder.join(format!("{name}.csv"))).unwrap();
        df.write_parquet(folder.join(format!("{name}.parquet"))).unwrap();
        df.write_ipc(folder.join(format!("{name}.arrow"))).unwrap();
    }
    for scan in [
        scan_csv(folder.join("*.csv")),
        scan_parquet(folder.join("*.parquet")),
        scan_ipc(folder.join("*.arrow")),
    ] {
        assert_eq!(scan.unwrap().collect().unwrap().column_array("x").unwrap(), array![1.0, 0.0]);
    }
}

#[test]
fn options_reach_the_scan() {
    let path = file("scan_options", "t.csv", "a;b\n1,5;-\n2,5;01\n");
    let options = CsvOptions::new()
        .delimiter(';')
        .decimal_comma(true)
        .null_values(&["-"])
        .dtypes(&[("b", DataType::String)]);
    let df = scan_csv_with(&path, &options).unwrap().collect().unwrap();
    assert_eq!(df.column_array("a").unwrap(), array![1.5, 2.5]);
    assert_eq!(df.column("b").unwrap().str().unwrap().get(1), Some("01"));
    for wrong in [CsvOptions::new().encoding("latin1"), CsvOptions::new().columns(&["a"])] {
        assert!(matches!(scan_csv_with(&path, &wrong), Err(Error::Parameter { .. })));
    }
}

#[test]
fn what_cannot_be_scanned_is_told_at_once() {
    let path = file("scan_bad", "penguins.csv", "a\n1\n");
    for error in [
        scan_csv(path.with_file_name("penguin.csv")).err(),
        scan_parquet(path.with_file_name("penguin.csv")).err(),
    ] {
        let message = error.unwrap().to_string();
        assert!(message.contains("Did you mean `penguins.csv`?"), "{message}");
    }
    assert!(matches!(scan_parquet(&path), Err(Error::Read { .. })));
    assert!(matches!(scan_ipc(&path), Err(Error::Read { .. })));
    assert!(matches!(scan_csv("https://example.org/x.csv"), Err(Error::Parameter { .. })));
}

#[test]
fn results_are_saved_without_being_held() {
    let folder = folder("scan_sink");
    let query = || df!("a" => [1_i64, 2, 3]).unwrap().lazy().filter(col("a").gt(lit(1)));
    query().sink_parquet(folder.join("t.parquet")).unwrap();
    query().sink_csv(folder.join("t.csv")).unwrap();
    query().sink_ndjson(folder.join("t.ndjson")).unwrap();
    query().sink_ipc(folder.join("t.arrow")).unwrap();
    for df in [
        read_parquet(folder.join("t.parquet")),
        read_csv(folder.join("t.csv")),
        read_ndjson(folder.join("t.ndjson")),
        read_ipc(folder.join("t.arrow")),
    ] {
        assert_eq!(df.unwrap().column_array("a").unwrap(), array![2.0, 3.0]);
    }
    let wrong = query().select([col("missing")]).sink_csv(folder.join("x.csv"));
    assert!(matches!(wrong, Err(Error::Write { .. })));
}

//! Parquet, JSON and Arrow files, and the errors that all readers share.

use ferrolab_prelude::Error;
use ferrolab_prelude::prelude::*;

use super::folder;

type Result<T> = std::result::Result<T, Error>;

#[test]
fn every_format_there_and_back() {
    let folder = folder("files_formats");
    let df = df!("a" => [Some(1_i64), None, Some(3)], "b" => ["x", "y\"<", "ü"]).unwrap();
    let check = |name: &str,
                 write: &dyn Fn(&std::path::Path) -> Result<()>,
                 read: &dyn Fn(&std::path::Path) -> Result<DataFrame>| {
        let path = folder.join(name);
        write(&path).unwrap();
        assert!(read(&path).unwrap().equals_missing(&df), "{name}");
    };
    check("t.csv", &|p| df.write_csv(p), &|p| read_csv(p));
    check("t.parquet", &|p| df.write_parquet(p), &|p| read_parquet(p));
    check("t.json", &|p| df.write_json(p), &|p| read_json(p));
    check("t.jsonl", &|p| df.write_json(p), &|p| read_json(p));
    check("t.arrow", &|p| df.write_ipc(p), &|p| read_ipc(p));
}

#[test]
fn a_missing_file_suggests_its_neighbours() {
    let folder = folder("files_missing");
    std::fs::write(folder.join("penguins.csv"), "a\n1\n").unwrap();
    let error = read_csv(folder.join("penguin.csv")).unwrap_err().to_string();
    assert!(error.contains("Did you mean `penguins.csv`?"), "{error}");
}

#[test]
fn the_wrong_reader_is_told_the_right_one() {
    let folder = folder("files_wrong");
    let path = folder.join("data.csv");
    std::fs::write(&path, "a\n1\n").unwrap();
    for result in [read_parquet(&path), read_ipc(&path)] {
        let error = result.unwrap_err().to_string();
        assert!(error.contains("try `read_csv`"), "{error}");
    }
}

#[test]
fn bad_json_and_folders_are_errors() {
    let folder = folder("files_bad");
    for (name, content) in [("empty.json", ""), ("cut.json", "[{\"a\": 1}, {"), ("word.json", "[1, 2")] {
        let path = folder.join(name);
        std::fs::write(&path, content).unwrap();
        assert!(matches!(read_json(&path), Err(Error::Read { .. })), "{name}");
    }
    assert!(read_json(&folder).unwrap_err().to_string().contains("it is a folder"));
}

#[test]
fn json_by_line_and_compressed() {
    let folder = folder("files_ndjson");
    let df = df!("a" => [Some(1_i64), None], "b" => ["x", "\u{fc}"]).unwrap();
    for name in ["t.ndjson", "t.jsonl.gz", "t.ndjson.zst", "t.json.gz"] {
        let path = folder.join(name);
        df.write_json(&path).unwrap();
        assert!(read_json(&path).unwrap().equals_missing(&df), "{name}");
    }
    assert!(read_ndjson(folder.join("t.ndjson")).unwrap().equals_missing(&df));
    std::fs::write(folder.join("bad.ndjson"), "{\"a\": 1}\n{\"a\": }\n").unwrap();
    let error = read_ndjson(folder.join("bad.ndjson")).unwrap_err().to_string();
    assert!(error.contains("Look at line 2, column 7"), "{error}");
    std::fs::write(folder.join("bad.json"), "[{\"a\": 1},\n {\"a\" 2}]").unwrap();
    let error = read_json(folder.join("bad.json")).unwrap_err().to_string();
    assert!(error.contains("Look at line 2, column 7"), "{error}");
}

#[test]
fn patterns_for_every_format() {
    let folder = folder("files_patterns");
    for (number, name) in ["a", "b"].into_iter().enumerate() {
        let df = df!("x" => [number as i64]).unwrap();
        df.write_parquet(folder.join(format!("{name}.parquet"))).unwrap();
        df.write_ipc(folder.join(format!("{name}.arrow"))).unwrap();
        df.write_json(folder.join(format!("{name}.json"))).unwrap();
    }
    for df in [
        read_parquet(folder.join("*.parquet")),
        read_ipc(folder.join("*.arrow")),
        read_json(folder.join("[ab].json")),
    ] {
        assert_eq!(df.unwrap().column_array("x").unwrap(), array![0.0, 1.0]);
    }
}

#[test]
fn frames_without_rows() {
    let folder = folder("files_no_rows");
    let df = df!("a" => Vec::<f64>::new(), "b" => Vec::<String>::new()).unwrap();
    df.write_parquet(folder.join("t.parquet")).unwrap();
    df.write_ipc(folder.join("t.arrow")).unwrap();
    assert!(read_parquet(folder.join("t.parquet")).unwrap().equals(&df));
    assert!(read_ipc(folder.join("t.arrow")).unwrap().equals(&df));
}

#[test]
fn a_missing_folder_is_an_error() {
    let df = df!("a" => [1]).unwrap();
    let error = df.write_csv("no_such_folder_here/x.csv").unwrap_err().to_string();
    assert!(error.starts_with("cannot write `no_such_folder_here/x.csv` as CSV"), "{error}");
}

//! Reading and writing CSV.

use ferrolab_prelude::prelude::*;

use super::{file, folder, reference};

#[test]
fn types_dates_and_missing_values_are_found() {
    let path = file(
        "csv_types",
        "types.csv",
        b"i,f,s,d,t,b\n1,1.5,x,2026-01-02,2026-01-02 03:04:05,true\nNA,NaN,None,,NULL,n/a\n",
    );
    let df = read_csv(path).unwrap();
    let types: Vec<String> = df.dtypes().iter().map(ToString::to_string).collect();
    assert_eq!(types, ["i64", "f64", "str", "date", "datetime[μs]", "bool"]);
    assert!(df.columns().iter().all(|column| column.null_count() == 1), "{df}");
}

#[test]
fn a_late_surprise_widens_the_type() {
    let mut text = "x\n".to_owned();
    text.push_str(&"1\n".repeat(10_000 + 5));
    text.push_str("2.5\n");
    let df = read_csv(file("csv_late", "late.csv", text.as_bytes())).unwrap();
    assert_eq!(df.column("x").unwrap().dtype(), &DataType::Float64);
    text.push_str("word\n");
    let df = read_csv(file("csv_later", "later.csv", text.as_bytes())).unwrap();
    assert_eq!(df.column("x").unwrap().dtype(), &DataType::String);
}

#[test]
fn dates_are_found_wherever_they_begin_and_given_up_where_they_end() {
    let read = |name: &str, cells: &[String]| {
        let text = format!("n,day\n{}", cells.join(""));
        read_csv(file(&format!("csv_{name}"), "dates.csv", text.as_bytes())).unwrap()
    };
    let dates: Vec<String> = (0..300).map(|i| format!("{i},2026-01-{:02}\n", 1 + i % 31)).collect();
    let kind = |df: &DataFrame| df.column("day").unwrap().dtype().clone();
    assert_eq!(kind(&read("days", &dates)), DataType::Date);

    let late = [vec!["0,\n".to_owned(); 200], dates.clone()].concat();
    let df = read("days_late", &late);
    assert_eq!((kind(&df), df.column("day").unwrap().null_count()), (DataType::Date, 200));

    let ended = [dates.clone(), vec!["0,soon\n".to_owned()]].concat();
    let df = read("days_ended", &ended);
    assert_eq!((kind(&df), df.height()), (DataType::String, 301));
    assert_eq!(df.column("day").unwrap().str().unwrap().get(0), Some("2026-01-01"));

    let marked = [dates.clone(), vec!["0,NA\n".to_owned()]].concat();
    let df = read("days_marked", &marked);
    assert_eq!((kind(&df), df.column("day").unwrap().null_count()), (DataType::Date, 1));

    let other_surprise = [dates, vec!["0.5,2026-02-01\n".to_owned()]].concat();
    let df = read("days_beside", &other_surprise);
    assert_eq!((kind(&df), df.column("n").unwrap().dtype()), (DataType::Date, &DataType::Float64));
}

#[test]
fn options_reach_polars() {
    let path = file("csv_options", "options.csv", b"junk\n# note\na;b;c\n'1;1';2,5;-\n2;3,5;y\n3;4,5;z\n");
    let options = CsvOptions::new()
        .delimiter(';')
        .decimal_comma(true)
        .quote(Some('\''))
        .null_values(&["-"])
        .skip_rows(1)
        .comment("#")
        .n_rows(2)
        .columns(&["b", "c"]);
    let df = read_csv_with(path, &options).unwrap();
    assert_eq!(df.shape(), (2, 2));
    assert_eq!(df.column("b").unwrap().f64().unwrap().get(1), Some(3.5));
    assert_eq!(df.column("c").unwrap().null_count(), 1);
}

#[test]
fn without_header_and_without_dates() {
    let path = file("csv_bare", "bare.csv", b"2026-01-01,NA\n");
    let options = CsvOptions::new().header(false).parse_dates(false).null_values::<&str>(&[]);
    let df = read_csv_with(path, &options).unwrap();
    assert_eq!(df.get_column_names(), ["column_1", "column_2"]);
    assert_eq!(df.column("column_1").unwrap().dtype(), &DataType::String);
    assert_eq!(df.column("column_2").unwrap().null_count(), 0);
}

#[test]
fn compressed_files_are_opened() {
    // printf 'a,b\n1,x\n2,y\n' | gzip -n, and | zstd
    let gzip: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x4b\xd4\x49\xe2\x32\xd4\xa9\xe0\x32\xd2\
          \xa9\xe4\x02\x00\xc2\x96\x7e\x9d\x0c\x00\x00\x00";
    let zstd: &[u8] = b"\x28\xb5\x2f\xfd\x04\x58\x61\x00\x00\x61\x2c\x62\x0a\x31\x2c\x78\x0a\x32\x2c\x79\
          \x0a\x2e\x9f\x21\x46";
    for (name, content) in [("t.csv.gz", gzip), ("t.csv.zst", zstd)] {
        let df = read_csv(file(name, name, content)).unwrap();
        assert_eq!((df.shape(), df.get_column_names()[1].as_str()), ((2, 2), "b"), "{name}");
    }
}

#[test]
fn bad_files_are_explained() {
    let message = |name: &str, content: &[u8]| read_csv(file(name, name, content)).unwrap_err().to_string();
    assert!(message("empty.csv", b"").contains("The file is empty"));
    assert!(message("ragged.csv", b"a,b\n1,2\n1,2,3\n").contains("more cells than the header"));
    let options = CsvOptions::new().delimiter('→');
    let error = read_csv_with(file("csv_arrow", "arrow.csv", b"a\n1\n"), &options).unwrap_err().to_string();
    assert!(error.contains("`delimiter` is `→`, but it must be one ASCII character"), "{error}");
}

#[test]
fn values_are_pandas() {
    let pandas = &reference()["csv"];
    let path = file("csv_pandas", "t.csv", pandas["text"].as_str().unwrap());
    let df = read_csv_with(path, &CsvOptions::new().delimiter(';').decimal_comma(true)).unwrap();
    let a: Vec<Option<f64>> = serde_json::from_value(pandas["a"].clone()).unwrap();
    let b: Vec<Option<String>> = serde_json::from_value(pandas["b"].clone()).unwrap();
    let c: Vec<Option<String>> = serde_json::from_value(pandas["c"].clone()).unwrap();
    assert_eq!(df.column("a").unwrap().to_vec::<Option<f64>>().unwrap(), a);
    assert_eq!(df.column("b").unwrap().to_vec::<Option<String>>().unwrap(), b);
    let days = df.column("c").unwrap().cast(&DataType::String).unwrap();
    assert_eq!(days.to_vec::<Option<String>>().unwrap(), c);
}

#[test]
fn dtypes_are_kept_and_checked() {
    let path = file("csv_dtypes", "t.csv", "zip,n\n01067,1\n99999,2\n");
    let options = CsvOptions::new().dtypes(&[("zip", DataType::String), ("n", DataType::Float64)]);
    let df = read_csv_with(&path, &options).unwrap();
    assert_eq!(df.dtypes(), [DataType::String, DataType::Float64]);
    let error = read_csv_with(&path, &CsvOptions::new().dtypes(&[("zap", DataType::String)])).unwrap_err();
    assert!(error.to_string().contains("Did you mean `zip`?"), "{error}");
}

#[test]
fn a_cell_that_does_not_fit_is_told_with_its_line() {
    // Quoted line breaks and comments count as lines.
    let text = "a,b\n1,\"two\nlines\"\n# note\n2,x\nmany,y\n";
    let path = file("csv_cell", "t.csv", text);
    let options = CsvOptions::new().dtypes(&[("a", DataType::Int64)]).comment("#");
    let error = read_csv_with(&path, &options).unwrap_err().to_string();
    assert!(error.contains("t.csv` as CSV: line 6, column `a`: `many` is no i64."), "{error}");
    let df = read_csv_with(&path, &options.ignore_errors(true)).unwrap();
    assert_eq!(df.column("a").unwrap().null_count(), 1);
}

#[test]
fn long_lines_are_told() {
    let error = read_csv(file("csv_long", "t.csv", "a,b\n1,2\n1,\"2,3\"\n1,2,3\n")).unwrap_err().to_string();
    assert!(error.contains("Line 4 has 3 cells, the first has 2."), "{error}");
}

#[test]
fn integers_too_large_for_64_bits_stay_text() {
    let text = "id,n\n99999999999999999999,1\n1,2\n";
    let df = read_csv(file("csv_large", "t.csv", text)).unwrap();
    assert_eq!(df.column("id").unwrap().str().unwrap().get(0), Some("99999999999999999999"));
    assert_eq!(df.column("n").unwrap().dtype(), &DataType::Int64);
}

#[test]
fn other_encodings() {
    let text = "city,t\nK\u{f6}ln,1\nM\u{fc}nchen,2\n";
    let latin1: Vec<u8> = text.chars().map(|character| character as u8).collect();
    let utf16: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let path = file("csv_latin1", "t.csv", &latin1);
    for label in ["latin1", "latin-1", "ISO-8859-1", "windows-1252"] {
        let df = read_csv_with(&path, &CsvOptions::new().encoding(label)).unwrap();
        assert_eq!(df.column("city").unwrap().str().unwrap().get(1), Some("M\u{fc}nchen"), "{label}");
    }
    let error = read_csv(&path).unwrap_err().to_string();
    assert!(error.contains("Line 2 is not UTF-8") && error.contains("encoding(\"latin1\")"), "{error}");
    let path = file("csv_utf16", "t.csv", &utf16);
    for options in [CsvOptions::new(), CsvOptions::new().encoding("utf-16")] {
        assert_eq!(read_csv_with(&path, &options).unwrap().shape(), (2, 2));
    }
    let error = read_csv_with(&path, &CsvOptions::new().encoding("klingon")).unwrap_err().to_string();
    assert!(error.contains("`encoding` is `klingon`"), "{error}");
}

#[test]
fn several_files_by_a_pattern() {
    let folder = folder("csv_glob");
    std::fs::write(folder.join("b.csv"), "x,y\n2,\n").unwrap();
    std::fs::write(folder.join("a.csv"), "x\n1\n").unwrap();
    std::fs::write(folder.join("c.csv"), "x,y\n2.5,z\n").unwrap();
    let df = read_csv(folder.join("*.csv")).unwrap();
    assert_eq!(df.column_array("x").unwrap(), array![1.0, 2.0, 2.5]);
    assert_eq!(df.column("y").unwrap().null_count(), 2);
    std::fs::write(folder.join("d.csv"), "x,y\nword,z\n").unwrap();
    let error = read_csv(folder.join("*.csv")).unwrap_err().to_string();
    assert!(error.contains("d.csv") && error.contains("column `x` holds str here but f64"), "{error}");
    let error = read_csv(folder.join("*.tsv")).unwrap_err().to_string();
    assert!(error.contains("there is no file") && error.contains("*.tsv"), "{error}");
}

#[test]
fn written_compressed_and_read_back() {
    let folder = folder("csv_compressed");
    let df = df!("a" => [1, 2], "b" => ["x", "y,\n\"z\""]).unwrap();
    for (name, magic) in [("t.csv.gz", &[0x1f, 0x8b][..]), ("t.csv.zst", &[0x28, 0xb5])] {
        let path = folder.join(name);
        df.write_csv(&path).unwrap();
        assert!(std::fs::read(&path).unwrap().starts_with(magic), "{name}");
        let options = CsvOptions::new().dtypes(&[("a", DataType::Int32)]);
        assert!(read_csv_with(&path, &options).unwrap().equals(&df), "{name}");
    }
}

#[test]
fn write_options() {
    let df = df!("x" => [Some(1.0), None], "s" => ["a", "b;c"], "d" => ["2026-01-31", "2026-02-01"]).unwrap();
    let df = df.lazy().with_column(col("d").cast(DataType::Date)).collect().unwrap();
    let path = folder("csv_write").join("t.csv");
    let written = |options: &CsvWriteOptions| {
        df.write_csv_with(&path, options).unwrap();
        std::fs::read_to_string(&path).unwrap()
    };
    let options =
        CsvWriteOptions::new().delimiter(';').decimal_comma(true).float_precision(1).null_value("-");
    assert_eq!(written(&options), "x;s;d\n1,0;a;2026-01-31\n-;\"b;c\";2026-02-01\n");
    let options =
        CsvWriteOptions::new().header(false).date_format("%d.%m.%Y").quote_style(QuoteStyle::Always);
    assert_eq!(written(&options).lines().next(), Some("\"1.0\",\"a\",\"31.01.2026\""));
    assert!(written(&CsvWriteOptions::new().byte_order_mark(true)).starts_with('\u{feff}'));
    for wrong in [CsvWriteOptions::new().delimiter('\u{2192}'), CsvWriteOptions::new().decimal_comma(true)] {
        assert!(df.write_csv_with(&path, &wrong).unwrap_err().to_string().contains("`delimiter`"));
    }
}

#[test]
fn names_only_one_row_and_all_null() {
    assert_eq!(read_csv(file("csv_names", "t.csv", "a,b\n")).unwrap().shape(), (0, 2));
    assert_eq!(read_csv(file("csv_one", "t.csv", "a,b\n1,2")).unwrap().shape(), (1, 2));
    let df = read_csv(file("csv_null", "t.csv", "a,b\nNA,\n,NA\n")).unwrap();
    assert!(df.columns().iter().all(|column| column.null_count() == 2));
    let df = read_csv(file("csv_twice", "t.csv", "a,a\n1,2\n")).unwrap();
    assert_eq!(df.width(), 2);
    let df = read_csv(file("csv_infinite", "t.csv", "a\ninf\n-inf\n1.5\n")).unwrap();
    assert_eq!(df.column("a").unwrap().to_vec::<f64>().unwrap(), [f64::INFINITY, f64::NEG_INFINITY, 1.5]);
}

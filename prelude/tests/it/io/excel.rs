//! Spreadsheets, beside what pandas reads from them (tests/reference/io.py).

use ferrolab_prelude::Error;
use ferrolab_prelude::prelude::*;
use serde_json::Value;

use super::{file, fixture, reference};

fn read(options: &ExcelOptions) -> DataFrame {
    read_excel_with(fixture("book.xlsx"), options).unwrap()
}

#[test]
fn types_are_found_per_column() {
    let df = read_excel(fixture("book.xlsx")).unwrap();
    let types: Vec<String> = df.dtypes().iter().map(ToString::to_string).collect();
    assert_eq!(types, ["str", "i64", "f64", "date", "datetime[μs]", "bool", "str", "f64", "time"]);
    let pandas = &reference()["types"];
    let names: Vec<Option<String>> = serde_json::from_value(pandas["name"].clone()).unwrap();
    assert_eq!(df.column("name").unwrap().to_vec::<Option<String>>().unwrap(), names);
    for name in ["count", "price", "gaps"] {
        let expected: Vec<Option<f64>> = serde_json::from_value(pandas[name].clone()).unwrap();
        assert_eq!(df.column(name).unwrap().to_vec::<Option<f64>>().unwrap(), expected, "{name}");
    }
    let text = |name: &str| {
        df.column(name).unwrap().cast(&DataType::String).unwrap().to_vec::<Option<String>>().unwrap()
    };
    let some = |values: [Option<&str>; 4]| values.map(|value| value.map(str::to_owned)).to_vec();
    assert_eq!(text("day"), some([Some("2026-01-31"), Some("1900-01-01"), None, Some("2024-02-29")]));
    assert_eq!(text("mixed"), some([Some("1"), Some("x"), Some("true"), None]));
    assert_eq!(text("moment")[1].as_deref(), Some("1999-12-31 23:59:59.000000"));
    assert_eq!(text("when")[0].as_deref(), Some("08:30:00"));
}

#[test]
fn sheets_by_name_and_place() {
    let sheets = excel_sheets(fixture("book.xlsx")).unwrap();
    assert_eq!(sheets, ["types", "errors", "placed", "empty", "only names"]);
    let by_name = read(&ExcelOptions::new().sheet("errors"));
    assert!(by_name.equals_missing(&read(&ExcelOptions::new().sheet(1))));
    assert_eq!(read(&ExcelOptions::new().sheet("only names")).shape(), (0, 2));
    let error =
        read_excel_with(fixture("book.xlsx"), &ExcelOptions::new().sheet("erors")).unwrap_err().to_string();
    assert!(error.contains("`sheet` is `erors`") && error.contains("`errors`"), "{error}");
    let empty = read_excel_with(fixture("book.xlsx"), &ExcelOptions::new().sheet("empty"));
    assert!(matches!(empty, Err(Error::Empty { .. })));
}

#[test]
fn error_cells_are_nulls_or_told() {
    let df = read(&ExcelOptions::new().sheet("errors"));
    assert!(
        df.equals_missing(&df!("x" => [1_i64, 2, 3], "y" => [Some(2_i64), None, Some(6)]).unwrap()),
        "{df}"
    );
    let options = ExcelOptions::new().sheet("errors").error_cells(ErrorCells::Fail);
    let error = read_excel_with(fixture("book.xlsx"), &options).unwrap_err().to_string();
    assert!(error.contains("line 3, column `y`: `#DIV/0!` is no value"), "{error}");
}

#[test]
fn a_table_somewhere_in_the_sheet() {
    let df = read(&ExcelOptions::new().sheet("placed").range("B4:D7"));
    let pandas = &reference()["placed"];
    assert_eq!(df.get_column_names(), ["k", "v", "v_2"]);
    let numbers = |value: &Value| -> Vec<f64> { serde_json::from_value(value.clone()).unwrap() };
    assert_eq!(df.column("v").unwrap().to_vec::<f64>().unwrap(), numbers(&pandas["v"]));
    assert_eq!(df.column("v_2").unwrap().to_vec::<f64>().unwrap(), numbers(&pandas["v_2"]));
    let by_row = read(&ExcelOptions::new().sheet("placed").header_row(4).range("B:D"));
    assert_eq!(by_row.width(), 3);
    assert!(by_row.head(Some(3)).equals_missing(&df));
    let bare = read(&ExcelOptions::new().sheet("placed").no_header().range("B5:C7"));
    assert_eq!(bare.get_column_names(), ["column_1", "column_2"]);
    assert_eq!(bare.height(), 3);
}

#[test]
fn wrong_places_are_errors() {
    let fails = |options: ExcelOptions| read_excel_with(fixture("book.xlsx"), &options).unwrap_err();
    for range in ["", "1:2", "A0", "D4:B7", "ABCD1", "A1:B99999999"] {
        let error = fails(ExcelOptions::new().range(range));
        assert!(matches!(error, Error::Parameter { .. }), "{range}: {error}");
    }
    assert!(matches!(fails(ExcelOptions::new().header_row(0)), Error::Parameter { .. }));
    assert!(matches!(fails(ExcelOptions::new().header_row(999)), Error::Parameter { .. }));
    assert!(matches!(fails(ExcelOptions::new().range("ZZ1:ZZ9")), Error::Empty { .. }));
    let all = read(&ExcelOptions::new().range("A1:XFD1048576"));
    assert_eq!(all.shape(), (4, 9));
}

#[test]
fn other_formats_and_no_spreadsheet() {
    let df = read_excel(fixture("book.ods")).unwrap();
    assert_eq!(df.shape(), (2, 3));
    assert_eq!(df.column("day").unwrap().dtype(), &DataType::Date);
    assert_eq!(df.column("n").unwrap().to_vec::<i64>().unwrap(), [1, 2]);
    let error = read_excel(file("excel_none", "t.xlsx", "a,b\n1,2\n")).unwrap_err();
    assert!(matches!(error, Error::Read { .. }), "{error}");
    assert!(matches!(read_excel("no_such.xlsx"), Err(Error::FileNotFound { .. })));
    let error = read_parquet(fixture("book.xlsx")).unwrap_err().to_string();
    assert!(error.contains("try `read_excel`"), "{error}");
}

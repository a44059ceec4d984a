//! Pasted tables.

use ferrolab_prelude::Error;
use ferrolab_prelude::prelude::*;

fn table() -> DataFrame {
    df!("city" => ["Oslo", "Rome"], "t" => [3.5, 17.0]).unwrap()
}

#[test]
fn separators_are_found_out() {
    for text in [
        "city\tt\nOslo\t3.5\nRome\t17\n",
        "city,t\nOslo,3.5\nRome,17",
        "city;t\nOslo;3.5\nRome;17",
        "city;t\r\nOslo;3,5\r\nRome;17,0\r\n",
        "\n  city  t\n  Oslo  3.5\n  Rome  17\n\n",
        "city t\nOslo 3.5\nRome 17",
        "| city | t |\n|:-----|--:|\n| Oslo | 3.5 |\n| Rome | 17 |",
        "city | t\n---- | ---\nOslo | 3.5\nRome | 17",
        "+------+-----+\n| city | t   |\n+------+-----+\n| Oslo | 3.5 |\n| Rome | 17  |\n+------+-----+",
    ] {
        let df = read_text(text).unwrap();
        assert!(df.equals(&table()), "{text:?} gives {df}");
    }
}

#[test]
fn single_spaces_may_be_in_cells() {
    let df = read_text("first name  age\nAda Lovelace  36\nBob  41").unwrap();
    assert_eq!(df.get_column_names(), ["first name", "age"]);
    assert_eq!(df.column("first name").unwrap().str().unwrap().get(0), Some("Ada Lovelace"));
}

#[test]
fn a_printed_pandas_frame() {
    let df = read_text("   city     t\n0  Oslo   3.5\n1  Rome  17.0").unwrap();
    assert_eq!(df.get_column_names(), ["index", "city", "t"]);
    assert_eq!(df.column_array("t").unwrap(), array![3.5, 17.0]);
}

#[test]
fn one_column_and_one_row() {
    assert_eq!(read_text("x\n1\n2").unwrap().column_array("x").unwrap(), array![1.0, 2.0]);
    assert_eq!(read_text("a b").unwrap().shape(), (0, 2));
    assert_eq!(read_text("a\tb\n1\t").unwrap().column("b").unwrap().null_count(), 1);
}

#[test]
fn nothing_and_uneven_lines_are_errors() {
    assert!(matches!(read_text(" \n\n"), Err(Error::Empty { .. })));
    let error = read_text("a b c\n1 2 3\n1 2").unwrap_err().to_string();
    assert!(error.contains("row 2 of the pasted text has shape (2), expected 3 cells"), "{error}");
}

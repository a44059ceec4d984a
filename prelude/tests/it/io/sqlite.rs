//! SQLite.

use ferrolab_prelude::Error;
use ferrolab_prelude::prelude::*;

use super::{file, folder};

fn frame() -> DataFrame {
    let df = df!(
        "i" => [Some(i64::MAX), Some(i64::MIN), None],
        "f" => [Some(1.5), Some(f64::INFINITY), None],
        "s" => [Some("it's \"x\"; drop table t--"), Some("ü\n"), None],
        "b" => [Some(true), None, Some(false)],
        "d" => [Some("2026-01-31"), None, Some("0099-12-31")],
        "t" => [Some("2026-01-31 12:30:00.25"), None, Some("1900-01-01 00:00:00")],
        "order by \"q\"" => [1_i64, 2, 3]
    )
    .unwrap();
    df.lazy()
        .with_columns([
            col("d").cast(DataType::Date),
            col("t").str().to_datetime(
                Some(TimeUnit::Microseconds),
                None,
                StrptimeOptions { format: Some("%Y-%m-%d %H:%M:%S%.f".into()), ..Default::default() },
                lit("raise"),
            ),
            col("s").cast(DataType::Binary).alias("raw"),
        ])
        .collect()
        .unwrap()
}

#[test]
fn there_and_back() {
    let folder = folder("sqlite");
    let url = format!("sqlite:///{}", folder.join("t.db").display());
    write_sql(&frame(), &url, "a \"table\"", IfExists::Fail).unwrap();
    let back = read_sql(&url, "select * from \"a \"\"table\"\"\"").unwrap();
    assert!(back.equals_missing(&frame()), "{back}\n{}", frame());
    // A plain path and an address with one slash more mean the same file.
    for url in
        [folder.join("t.db").display().to_string(), format!("sqlite:////{}", folder.join("t.db").display())]
    {
        assert_eq!(
            read_sql(&url, "select count(*) n from \"a \"\"table\"\"\"").unwrap().column_array("n").unwrap(),
            array![3.0]
        );
    }
}

#[test]
fn append_replace_and_fail() {
    let url = format!("sqlite:///{}", folder("sqlite_exists").join("t.db").display());
    let df = df!("x" => [1_i64, 2]).unwrap();
    let count = || read_sql(&url, "select * from t").unwrap().height();
    write_sql(&df, &url, "t", IfExists::Append).unwrap();
    write_sql(&df, &url, "t", IfExists::Append).unwrap();
    assert_eq!(count(), 4);
    let error = write_sql(&df, &url, "t", IfExists::Fail).unwrap_err().to_string();
    assert!(error.contains("there is a table `t` already. Write with `IfExists::Append`"), "{error}");
    write_sql(&df, &url, "t", IfExists::Replace).unwrap();
    assert_eq!(count(), 2);
    let other = df!("y" => [1_i64]).unwrap();
    let error = write_sql(&other, &url, "t", IfExists::Append).unwrap_err().to_string();
    assert!(error.contains("has no column named y"), "{error}");
    assert_eq!(count(), 2);
}

#[test]
fn declared_types_and_free_values() {
    let url = format!("sqlite:///{}", folder("sqlite_types").join("t.db").display());
    // A statement without result gives an empty frame.
    let made = read_sql(&url, "select 1").unwrap_err();
    assert!(matches!(made, Error::FileNotFound { .. }), "{made}");
    write_sql(&df!("x" => [1_i64]).unwrap(), &url, "seed", IfExists::Fail).unwrap();
    let create = "create table t (n numeric(10, 2), ok boolean, day date, any, word varchar(9), none real)";
    assert_eq!(read_sql(&url, create).unwrap().width(), 0);
    let insert = "insert into t values (1, 1, '2026-01-31', 1, 'x', null), (2.5, 0, 'never', 'y', 'z', null)";
    read_sql(&url, insert).unwrap();
    let df = read_sql(&url, "select *, n * 2 as double from t").unwrap();
    let types: Vec<String> = df.dtypes().iter().map(ToString::to_string).collect();
    assert_eq!(types, ["f64", "bool", "str", "str", "str", "f64", "f64"]);
    let joined = read_sql(&url, "select a.x, b.x from seed a join seed b").unwrap();
    assert_eq!(joined.get_column_names(), ["x", "x_2"]);
    assert_eq!(read_sql(&url, "select * from t where false").unwrap().shape(), (0, 6));
}

#[test]
fn parameters() {
    let url = "sqlite::memory:";
    write_sql(&df!("x" => [1_i64, 2], "s" => ["a", "it's"]).unwrap(), url, "parameters", IfExists::Replace)
        .unwrap();
    let found =
        read_sql_with(url, "select x from parameters where s = ? and x > ?", &["it's".into(), 1.into()]);
    assert_eq!(found.unwrap().column_array("x").unwrap(), array![2.0]);
    let all = [true.into(), 1.5.into(), None::<i64>.into()];
    assert_eq!(read_sql_with(url, "select ? a, ? b, ? c", &all).unwrap().shape(), (1, 3));
    let error = read_sql_with(url, "select ?", &[]).unwrap_err().to_string();
    assert!(error.contains("the query has 1 placeholders, but 0 values are given"), "{error}");
}

#[test]
fn errors_tell_the_place_and_what_there_is() {
    let url = "sqlite::memory:";
    write_sql(&df!("species" => ["x"]).unwrap(), url, "penguins", IfExists::Replace).unwrap();
    let message = |query: &str| read_sql(url, query).unwrap_err().to_string();
    let error = message("select *\nfrom penguin");
    assert!(error.contains("no such table: penguin. Line 2, column 6, near `penguin`."), "{error}");
    assert!(error.contains("Did you mean `penguins`?"), "{error}");
    let error = message("select speces from penguins");
    assert!(error.contains("no such column: speces") && error.contains("Did you mean `species`?"), "{error}");
    let error = message("selekt 1");
    assert!(error.contains("Line 1, column 1, near `selekt 1`."), "{error}");
    assert!(
        matches!(read_sql(url, ""), Ok(df) if df.width() == 0)
            || matches!(read_sql(url, ""), Err(Error::Sql { .. }))
    );
}

#[test]
fn wrong_addresses_and_frames() {
    let df = df!("x" => [1]).unwrap();
    for url in ["mysql://root:secret@host/db", "", "data.csv"] {
        let error = read_sql(url, "select 1").unwrap_err().to_string();
        assert!(error.contains("`sqlite:///path.db`") && !error.contains("secret"), "{error}");
    }
    let error = write_sql(&DataFrame::empty(), "sqlite::memory:", "t", IfExists::Fail);
    assert!(matches!(error, Err(Error::Empty { .. })));
    let large = df!("x" => [u64::MAX]).unwrap();
    let error = write_sql(&large, "sqlite::memory:", "large", IfExists::Fail).unwrap_err().to_string();
    assert!(error.contains("column `x` (u64)"), "{error}");
    let lists = df.clone().lazy().select([col("x").implode(true)]).collect().unwrap();
    assert!(matches!(
        write_sql(&lists, "sqlite::memory:", "lists", IfExists::Fail),
        Err(Error::Parameter { .. })
    ));
    let none = df.head(Some(0));
    write_sql(&none, "sqlite::memory:", "none", IfExists::Replace).unwrap();
    assert_eq!(read_sql("sqlite::memory:", "select * from none").unwrap().shape(), (0, 1));
    let path = file("sqlite_none", "t.db", "this is no database, but long enough to be one …".repeat(40));
    let error = read_sql(&format!("sqlite:///{}", path.display()), "select 1").unwrap_err().to_string();
    assert!(error.contains("file is not a database"), "{error}");
}

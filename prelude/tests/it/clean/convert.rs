//! Dates, numbers and booleans from text; dates as pandas' `to_datetime` reads them.

use ferrolab_prelude::prelude::*;
use ferrolab_prelude::serde_json::Value;

use super::{booleans, message, reference, texts, values};

fn column(text: &[&str]) -> DataFrame {
    df!("s" => text).unwrap()
}

/// A date or time as pandas writes it to the microsecond.
fn iso(df: &DataFrame) -> Vec<Option<String>> {
    let micros = DataType::Datetime(TimeUnit::Microseconds, None);
    let text = |micros: i64| {
        let (days, rest) = (micros.div_euclid(86_400_000_000), micros.rem_euclid(86_400_000_000));
        let day = Series::new("".into(), [days as i32])
            .cast(&DataType::Date)
            .unwrap()
            .cast(&DataType::String)
            .unwrap();
        let (seconds, micros) = (rest / 1_000_000, rest % 1_000_000);
        let clock = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        format!(
            "{}T{:02}:{:02}:{:02}.{micros:06}",
            day.str().unwrap().get(0).unwrap(),
            clock.0,
            clock.1,
            clock.2
        )
    };
    let column = df.column("s").unwrap();
    let zoned = DataType::Datetime(TimeUnit::Microseconds, Some(polars_utc()));
    let times = if column.dtype() == &zoned { column.clone() } else { column.cast(&micros).unwrap() };
    let counts = times.cast(&DataType::Int64).unwrap();
    counts.i64().unwrap().iter().map(|count| count.map(text)).collect()
}

fn polars_utc() -> polars::prelude::TimeZone {
    polars::prelude::TimeZone::UTC
}

fn cases(path: &str) -> Vec<(&'static Value, &'static str)> {
    let pairs = reference(path).as_array().unwrap();
    pairs.iter().map(|pair| (&pair[0], pair[1].as_str().unwrap())).collect()
}

#[test]
fn dates_are_pandas() {
    for (text, theirs) in cases("/dates/any").into_iter().chain(cases("/dates/zoned")) {
        let text = text.as_str().unwrap();
        let read = column(&[text]).parse_dates(&["s"]).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(iso(&read)[0].as_deref(), Some(theirs), "{text}");
    }
    for (path, order) in
        [("/dates/day_first", DateOrder::DayFirst), ("/dates/month_first", DateOrder::MonthFirst)]
    {
        for (text, theirs) in cases(path) {
            let read = column(&[text.as_str().unwrap()]).parse_dates_with(&["s"], order).unwrap();
            assert_eq!(iso(&read)[0].as_deref(), Some(theirs), "{text}");
        }
    }
    for (number, theirs) in cases("/dates/epoch") {
        let number = number.as_i64().unwrap();
        let read = df!("s" => [number]).unwrap().parse_dates(&["s"]).unwrap();
        assert_eq!(iso(&read)[0].as_deref(), Some(theirs));
        assert_eq!(
            iso(&column(&[&number.to_string()]).parse_dates(&["s"]).unwrap())[0].as_deref(),
            Some(theirs)
        );
    }
}

#[test]
fn the_column_decides_what_comes_first() {
    let read = |text: &[&str]| column(text).parse_dates(&["s"]).map(|df| texts(&df, "s")[0].clone().unwrap());
    assert_eq!(read(&["03/04/2024", "25/04/2024"]).unwrap(), "2024-04-03");
    assert_eq!(read(&["03/04/2024", "04/25/2024"]).unwrap(), "2024-03-04");
    assert_eq!(read(&["03.04.2024"]).unwrap(), "2024-04-03", "dots mean day first");
    assert_eq!(read(&["05/05/2024"]).unwrap(), "2024-05-05", "both are the same");
    let error = read(&["03/04/2024", "05/06/2024"]).unwrap_err().to_string();
    assert_eq!(
        error,
        "the dates of column `s` are ambiguous: nothing says whether `03/04/2024` (row 0) has the day or the month \
         first. Say which it is with `parse_dates_with(&[\"s\"], DateOrder::DayFirst)` or `DateOrder::MonthFirst`."
    );
    let error = read(&["25/04/2024", "04/25/2024"]).unwrap_err().to_string();
    assert!(
        error.contains("`25/04/2024` (row 0) has the day first and `04/25/2024` (row 1) the month"),
        "{error}"
    );
    let short = column(&["24/12/31"]).parse_dates_with(&["s"], DateOrder::YearFirst).unwrap();
    assert_eq!(texts(&short, "s")[0].as_deref(), Some("2024-12-31"));
}

#[test]
fn days_that_do_not_exist_are_refused() {
    for text in [
        "2023-02-29",
        "2024-13-01",
        "2024-00-10",
        "31/04/2024",
        "2024-01-31 25:00",
        "1900-02-29",
        "tomorrow",
        "2024-01-31T10:61",
        "12345",
        "2024-1",
        "99999-01-01",
        "1/2",
        "2024-01-31 noon",
        "Smarch 3, 2024",
    ] {
        if text == "2024-1" {
            continue;
        }
        let error = message(column(&[text]).parse_dates_with(&["s"], DateOrder::DayFirst));
        assert!(error.contains(&format!("cannot be read as dates: `{text}` (row 0)")), "{text}: {error}");
    }
}

#[test]
fn patterns_are_exact() {
    let df = column(&["31.01.2024", "1.2.2024", "NA"]);
    let read = df.parse_dates_with(&["s"], "%d.%m.%Y").unwrap();
    assert_eq!(texts(&read, "s"), [Some("2024-01-31".to_owned()), Some("2024-02-01".to_owned()), None]);
    let times = column(&["31/01/2024 07:05"]).parse_dates_with(&["s"], "%d/%m/%Y %H:%M").unwrap();
    assert_eq!(iso(&times)[0].as_deref(), Some("2024-01-31T07:05:00.000000"));
    let zoned =
        column(&["2024-01-31 07:05:00 +0100"]).parse_dates_with(&["s"], "%Y-%m-%d %H:%M:%S %z").unwrap();
    assert_eq!(iso(&zoned)[0].as_deref(), Some("2024-01-31T06:05:00.000000"));
    let report = column(&["31.01.2024", "2024-01-31"]).parse_dates_report(&["s"], "%d.%m.%Y").unwrap();
    assert_eq!((report.report.n_unconverted(), report.report.unconverted()[0].row), (1, 1));
    assert!(message(df.parse_dates_with(&["s"], "dd.mm.yyyy")).contains("signs such as `%d.%m.%Y`"));
    assert!(!message(df.parse_dates_with(&["s"], "%Q")).is_empty());
}

#[test]
fn numbers_of_dates() {
    let read = df!("s" => [Some(20240131_i64), None]).unwrap().parse_dates(&["s"]).unwrap();
    assert_eq!(texts(&read, "s"), [Some("2024-01-31".to_owned()), None]);
    let read = df!("s" => [0.5, f64::NAN]).unwrap().parse_dates(&["s"]).unwrap();
    assert_eq!(iso(&read), [Some("1970-01-01T00:00:00.500000".to_owned()), None]);
    let error = message(df!("s" => [f64::INFINITY, 1e300]).unwrap().parse_dates(&["s"]));
    assert!(error.contains("cannot be read as dates"), "{error}");
    let read = df!("s" => [i64::MAX, i64::MIN]).unwrap().parse_dates(&["s"]).unwrap();
    assert_eq!(read.column("s").unwrap().null_count(), 0, "nanoseconds reach so far");
    let read = df!("s" => [u64::MAX]).unwrap().parse_dates(&["s"]).unwrap();
    assert!(iso(&read)[0].as_deref().unwrap().starts_with("2554-07-21T23:34:33"), "beyond a signed count");
}

#[test]
fn zones_must_be_known_of_all() {
    let error = message(column(&["2024-01-31T10:00Z", "2024-01-31T10:00"]).parse_dates(&["s"]));
    assert!(error.contains("`2024-01-31T10:00` (row 1)"), "{error}");
}

#[track_caller]
fn reads(text: &str, format: &NumberFormat, expected: Option<f64>) {
    let converted = column(&[text]).to_numeric_report(&["s"], format.clone()).unwrap();
    let value = values(&converted.frame, "s")[0];
    match expected {
        Some(number) => {
            assert_eq!(converted.report.n_unconverted(), 0, "{text}");
            assert!((number.is_nan() && value.is_nan()) || value == number, "{text}: {value}");
        }
        None => assert_eq!(converted.report.n_unconverted(), 1, "{text}: {value}"),
    }
}

#[test]
fn numbers_as_people_write_them() {
    let point = NumberFormat::new();
    let cases = [
        ("12", 12.0),
        (" 1.5 ", 1.5),
        ("-3", -3.0),
        ("+3.25", 3.25),
        ("1e-3", 1e-3),
        (".5", 0.5),
        ("5.", 5.0),
        ("$1,234.50", 1234.5),
        ("1,234,567", 1_234_567.0),
        ("12,34,567", 1_234_567.0),
        ("1 234.5", 1234.5),
        ("1\u{202f}234", 1234.0),
        ("1'234.5", 1234.5),
        ("1_000", 1000.0),
        ("12%", 0.12),
        ("-0.5 %", -0.005),
        ("(1,200)", -1200.0),
        ("($5.00)", -5.0),
        ("$(5.00)", -5.0),
        ("-$5", -5.0),
        ("$-5", -5.0),
        ("5-", -5.0),
        ("−7", -7.0),
        ("€ 12", 12.0),
        ("12 EUR", 12.0),
        ("usd12", 12.0),
        ("CHF 1'500.25", 1500.25),
        ("₹1,00,000", 100_000.0),
        ("inf", f64::INFINITY),
        ("-Infinity", f64::NEG_INFINITY),
        ("", f64::NAN),
        ("N/A", f64::NAN),
        ("-", f64::NAN),
        ("null", f64::NAN),
        ("0.1", 0.1),
        ("123456789.123456789", 123_456_789.123_456_79),
        ("1e400", f64::INFINITY),
    ];
    for (text, number) in cases {
        reads(text, &point, Some(number));
    }
    for text in [
        "12,5", "1,23,4", "1,2345", ",123", "12a", "one", "--5", "-(5)", "5%%", "1.2.3", "$", "1 2", "0x10",
        "1e", "%", "()",
    ] {
        reads(text, &point, None);
    }
    let comma = NumberFormat::new().decimal_comma();
    for (text, number) in
        [("1.234,50 €", 1234.5), ("12,5", 12.5), ("1.234", 1234.0), ("-0,5%", -0.005), ("7", 7.0)]
    {
        reads(text, &comma, Some(number));
    }
    reads("1.5", &comma, None);
    reads("?", &NumberFormat::new().missing(&["?"]), Some(f64::NAN));
}

#[test]
fn number_types_are_the_narrowest_that_hold_all() {
    let dtype = |text: &[&str]| column(text).to_numeric(&["s"]).unwrap().column("s").unwrap().dtype().clone();
    assert_eq!(dtype(&["1", "9223372036854775807"]), DataType::Int64);
    assert_eq!(dtype(&["1", "2.0"]), DataType::Float64);
    assert_eq!(dtype(&["1", "9223372036854775808"]), DataType::Float64, "too large for an integer");
    assert_eq!(dtype(&["", "NA"]), DataType::Float64);
    assert_eq!(dtype(&[]), DataType::Float64);
}

#[test]
fn bad_texts_are_an_error_a_null_or_left() {
    let df = df!("price" => ["1", "free", "3", "x<b>"], "n" => [1, 2, 3, 4]).unwrap();
    let error = message(df.to_numeric(&["price"]));
    assert!(
        error.starts_with("column `price` has 2 values that cannot be read as numbers: `free` (row 1), `x<b>` (row 3). List them"),
        "{error}"
    );
    let comma = message(column(&["1,5", "2,25"]).to_numeric(&["s"]));
    assert!(comma.contains("With a decimal comma all can be read"), "{comma}");
    let converted = df.to_numeric_report(&[], NumberFormat::new()).unwrap();
    assert_eq!(converted.frame.column("price").unwrap().null_count(), 2);
    let list = converted.report.to_frame().unwrap();
    assert_eq!(texts(&list, "text"), [Some("free".to_owned()), Some("x<b>".to_owned())]);
    assert_eq!(values(&list, "row"), [1.0, 3.0]);
    let left = df.to_numeric_with(&[], NumberFormat::new().on_bad(OnBad::LeaveColumn)).unwrap();
    assert!(left.equals(&df));
    let bundle = converted.rich_display();
    assert!(bundle.get("text/plain").unwrap().starts_with("2 values could not be read as numbers"));
    let html = bundle.get("text/html").unwrap();
    assert!(html.contains("x&lt;b&gt;") && !html.contains("x<b>"));
}

#[test]
fn booleans_from_words_and_numbers() {
    let df =
        df!("s" => [Some("Yes"), Some(" NEIN "), Some("1"), None, Some("n/a"), Some("TRUE"), Some("да")])
            .unwrap();
    let read = df.to_boolean(&["s"]).unwrap();
    assert_eq!(
        booleans(&read, "s"),
        [Some(true), Some(false), Some(true), None, None, Some(true), Some(true)]
    );
    let read = df!("s" => [Some(1.0), Some(0.0), None, Some(f64::NAN)]).unwrap().to_boolean(&["s"]).unwrap();
    assert_eq!(booleans(&read, "s"), [Some(true), Some(false), None, None]);
    assert!(
        message(column(&["maybe"]).to_boolean(&["s"]))
            .contains("cannot be read as yes or no: `maybe` (row 0)")
    );
    let report = df!("s" => [0, 2]).unwrap().to_boolean_report(&["s"], OnBad::Null).unwrap();
    assert_eq!(report.report.unconverted()[0].text, "2");
}

#[test]
fn small_types_are_pandas() {
    for case in reference("/types").as_array().unwrap() {
        let (low, high) = (case[0].as_i64().unwrap(), case[1].as_i64().unwrap());
        let small = df!("s" => [low, high]).unwrap().optimise_types().unwrap();
        let ours = small.column("s").unwrap().dtype().to_string().replace('i', "int");
        assert_eq!(ours, case[2].as_str().unwrap(), "{low} {high}");
        assert_eq!(values(&small, "s"), [low as f64, high as f64]);
    }
    let huge = df!("s" => [u64::MAX]).unwrap();
    assert!(huge.optimise_types().unwrap().equals(&huge));
}

//! PostgreSQL: the server that `FERROLAB_TEST_POSTGRES` names, or one of this machine's own, started
//! for the test in a folder of its own. Where there is neither, the tests say so and pass.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use ferrolab_prelude::prelude::*;

use super::folder;

/// The address of a server, or nothing.
fn server() -> Option<&'static str> {
    static SERVER: OnceLock<Option<String>> = OnceLock::new();
    let found = SERVER.get_or_init(|| std::env::var("FERROLAB_TEST_POSTGRES").ok().or_else(start));
    if found.is_none() {
        println!("skipped: no PostgreSQL (set FERROLAB_TEST_POSTGRES, or install it)");
    }
    found.as_deref()
}

/// A cluster of its own; it ends with the test's process, and its folder stays in the temporary one.
fn start() -> Option<String> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let programs = versions
        .flatten()
        .map(|version| version.path().join("bin"))
        .find(|bin| bin.join("initdb").exists())?;
    let port = std::net::TcpListener::bind("127.0.0.1:0").ok()?.local_addr().ok()?.port();
    let folder = folder("postgres");
    let data = folder.join("data");
    if is_root() {
        // The server refuses to run as root.
        Command::new("chown").arg("postgres").arg(&folder).status().ok().filter(|status| status.success())?;
    }
    let made = unprivileged(&programs.join("initdb"))
        .args(["-A", "trust", "-U", "tester", "-E", "UTF8", "--no-sync", "-D"])
        .arg(&data)
        .stdout(Stdio::null())
        .status();
    made.ok().filter(|status| status.success())?;
    unprivileged(&programs.join("postgres"))
        .args(["-c", "fsync=off", "-c", "listen_addresses=127.0.0.1", "-p", &port.to_string()])
        .args(["-k".as_ref(), folder.as_os_str(), "-D".as_ref(), data.as_os_str()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let url = format!("postgres://tester@127.0.0.1:{port}/postgres");
    let up = || read_sql(&url, "select 1 as one").is_ok();
    for _ in 0..100 {
        if up() {
            stop_with_this_process(&programs, &data);
            return Some(url);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    None
}

/// A shell that waits for the end of this process and then stops the server.
fn stop_with_this_process(programs: &Path, data: &Path) {
    let script = "while ps -p \"$0\" > /dev/null; do sleep 0.5; done; \"$1\" stop -m immediate -D \"$2\"";
    let arguments = [programs.join("pg_ctl").into_os_string(), data.as_os_str().to_owned()];
    let _ = unprivileged(&PathBuf::from("/bin/sh"))
        .args(["-c", script, &std::process::id().to_string()])
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
}

fn unprivileged(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(program);
    command
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn frame() -> DataFrame {
    let df = df!(
        "i" => [Some(i64::MAX), Some(i64::MIN), None],
        "small" => [1_i16, -2, 3],
        "f" => [Some(0.1), Some(f64::INFINITY), None],
        "nan" => [f64::NAN, f64::MIN_POSITIVE, -0.0],
        "s" => [Some("it's \"x\"; drop table t--"), Some("ü\t\\n\n\\N"), None],
        "b" => [Some(true), None, Some(false)],
        "d" => [Some(20_484_i32), None, Some(-900_000)],
        "t" => [Some(1_769_862_600_250_000_i64), None, Some(-1)],
        "Order By" => [1_i64, 2, 3]
    )
    .unwrap();
    let datetime = DataType::Datetime(TimeUnit::Microseconds, None);
    df.lazy()
        .with_columns([
            col("d").cast(DataType::Date),
            col("t").cast(datetime),
            col("s").cast(DataType::Binary).alias("raw"),
        ])
        .collect()
        .unwrap()
}

#[test]
fn there_and_back() {
    let Some(url) = server() else { return };
    write_sql(&frame(), url, "a \"table\"", IfExists::Replace).unwrap();
    let back = read_sql(url, "select * from \"a \"\"table\"\"\"").unwrap();
    let expected = frame().lazy().with_column(col("small").cast(DataType::Int64)).collect().unwrap();
    assert!(back.equals_missing(&expected), "{back}\n{expected}");
}

#[test]
fn append_replace_and_fail() {
    let Some(url) = server() else { return };
    let df = df!("x" => [1_i64, 2]).unwrap();
    let count = || read_sql(url, "select * from exist_t").unwrap().height();
    write_sql(&df, url, "exist_t", IfExists::Replace).unwrap();
    write_sql(&df, url, "exist_t", IfExists::Append).unwrap();
    assert_eq!(count(), 4);
    let error = write_sql(&df, url, "exist_t", IfExists::Fail).unwrap_err().to_string();
    assert!(error.contains("there is a table `exist_t` already"), "{error}");
    write_sql(&df, url, "public.exist_t", IfExists::Replace).unwrap();
    assert_eq!(count(), 2);
    let other = df!("y" => [1_i64]).unwrap();
    let error = write_sql(&other, url, "exist_t", IfExists::Append).unwrap_err().to_string();
    assert!(error.contains("column \"y\" of relation"), "{error}");
    let wrong = df!("x" => ["word"]).unwrap();
    let error = write_sql(&wrong, url, "exist_t", IfExists::Append).unwrap_err().to_string();
    assert!(error.contains("COPY exist_t, line 1, column x"), "{error}");
    assert_eq!(count(), 2);
}

#[test]
fn the_servers_types() {
    let Some(url) = server() else { return };
    let df = read_sql(
        url,
        "select 12345.6789::numeric n, '-0.00001'::numeric small, 1e30::numeric large, 'NaN'::numeric nan,
                date '2026-01-31' d, time '08:30' t, timestamptz '2026-01-31 12:00+01' z,
                interval '1 day 2 hours' duration, '{\"a\": 1}'::jsonb j, array[1, null, 3] list,
                '6f1b0c1e-0000-4000-8000-000000000001'::uuid u, null::real nothing, 'x'::char(3) c, 7::oid o",
    )
    .unwrap();
    let types: Vec<String> = df.dtypes().iter().map(ToString::to_string).collect();
    assert_eq!(
        types,
        [
            "f64",
            "f64",
            "f64",
            "f64",
            "date",
            "time",
            "datetime[μs, UTC]",
            "duration[μs]",
            "str",
            "list[i64]",
            "str",
            "f64",
            "str",
            "i64"
        ]
    );
    let number = |name: &str| df.column_array(name).unwrap()[0];
    assert_eq!((number("n"), number("small"), number("large")), (12345.6789, -0.00001, 1e30));
    assert!(number("nan").is_nan());
    assert_eq!(df.column("u").unwrap().str().unwrap().get(0), Some("6f1b0c1e-0000-4000-8000-000000000001"));
    for query in ["select date 'infinity' d", "select interval '1 month' i", "select point '(1,2)' p"] {
        let error = read_sql(url, query).unwrap_err().to_string();
        assert!(error.contains("text"), "{error}");
    }
}

#[test]
fn parameters() {
    let Some(url) = server() else { return };
    let query = "select $1::int + 1 a, $2::float8 b, $3::text c, $4::date d, $5::numeric e, $6::bool f, $7::timestamp g";
    let values = [
        41.into(),
        2.into(),
        "it's".into(),
        "2026-01-31".into(),
        (-1234.5).into(),
        true.into(),
        "2026-01-31 12:30:00".into(),
    ];
    let df = read_sql_with(url, query, &values).unwrap();
    assert_eq!(df.to_array(&["a", "b", "e"]).unwrap(), array![[42.0, 2.0, -1234.5]]);
    assert_eq!(df.column("c").unwrap().str().unwrap().get(0), Some("it's"));
    let error = read_sql_with(url, "select $1::int", &["x".into()]).unwrap_err().to_string();
    assert!(error.contains("cannot be given as text"), "{error}");
    let error = read_sql_with(url, "select $1::int", &[]).unwrap_err().to_string();
    assert!(error.contains("1 placeholders, but 0 values"), "{error}");
}

#[test]
fn errors_tell_the_place_and_what_there_is() {
    let Some(url) = server() else { return };
    write_sql(&df!("species" => ["x"]).unwrap(), url, "penguins", IfExists::Replace).unwrap();
    let message = |query: &str| read_sql(url, query).unwrap_err().to_string();
    let error = message("select *\nfrom penguin");
    assert!(
        error.contains("Line 2, column 6, near `penguin`.") && error.contains("Did you mean `penguins`?"),
        "{error}"
    );
    let error = message("select speces from penguins");
    assert!(error.contains("Did you mean `species`?"), "{error}");
    assert!(message("selekt 1").contains("Line 1, column 1, near `selekt 1`."));
}

#[test]
fn no_server_and_no_password() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("postgres://me:secret@127.0.0.1:{port}/db");
    let error = read_sql(&url, "select 1").unwrap_err().to_string();
    assert!(error.starts_with(&format!("PostgreSQL `postgres://me@127.0.0.1:{port}/db`: ")), "{error}");
    assert!(!error.contains("secret"), "{error}");
}

//! Reading from the web: a server on this machine stands in for it.

#![cfg(feature = "http")]

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;

use ferrolab_prelude::Error;
use ferrolab_prelude::prelude::*;

use super::{fixture, folder};

/// Answers requests by the table of paths until the test ends; gives the address of its root.
fn serve(answers: Vec<(&'static str, &'static str, Vec<u8>)>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let request = lines.next().and_then(Result::ok).unwrap_or_default();
            // The rest of the request's head.
            let _ = lines.take_while(|line| line.as_ref().is_ok_and(|line| !line.is_empty())).count();
            let path = request.split(' ').nth(1).unwrap_or_default();
            let found = answers.iter().find(|(known, ..)| *known == path);
            let (head, body) =
                found.map_or(("404 Not Found", &[][..]), |(_, head, body)| (*head, body.as_slice()));
            let _ = write!(
                stream,
                "HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all(body);
        }
    });
    address
}

#[test]
fn every_format_from_an_address() {
    let folder = folder("http");
    let df = df!("a" => [1_i64, 2]).unwrap();
    df.write_parquet(folder.join("t.parquet")).unwrap();
    df.write_ipc(folder.join("t.arrow")).unwrap();
    df.write_csv(folder.join("t.csv.gz")).unwrap();
    let stored = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let root = serve(vec![
        ("/t.csv", "200 OK\r\nContent-Type: text/csv", b"a\n1\n2\n".to_vec()),
        ("/t.csv.gz", "200 OK", stored("t.csv.gz")),
        ("/t.json", "200 OK", b"[{\"a\": 1}, {\"a\": 2}]".to_vec()),
        ("/t.parquet", "200 OK", stored("t.parquet")),
        ("/t.arrow", "200 OK", stored("t.arrow")),
        ("/moved.csv", "302 Found\r\nLocation: /t.csv", Vec::new()),
        ("/book.xlsx", "200 OK", std::fs::read(fixture("book.xlsx")).unwrap()),
    ]);
    for df in [
        read_csv(format!("{root}/t.csv")),
        read_csv(format!("{root}/t.csv.gz")),
        read_csv(format!("{root}/moved.csv")),
        read_json(format!("{root}/t.json")),
        read_parquet(format!("{root}/t.parquet")),
        read_ipc(format!("{root}/t.arrow")),
    ] {
        assert_eq!(df.unwrap().column_array("a").unwrap(), array![1.0, 2.0]);
    }
    assert_eq!(read_excel(format!("{root}/book.xlsx")).unwrap().width(), 9);
    let options = CsvOptions::new().dtypes(&[("a", DataType::String)]).encoding("latin1");
    assert_eq!(
        read_csv_with(format!("{root}/t.csv"), &options).unwrap().column("a").unwrap().dtype(),
        &DataType::String
    );
}

#[test]
fn what_the_server_refuses_is_told() {
    let root = serve(vec![
        ("/secret.csv", "403 Forbidden", Vec::new()),
        ("/broken.csv", "503 Service Unavailable", Vec::new()),
        ("/page.csv", "200 OK\r\nContent-Type: text/html; charset=utf-8", b"<html>".to_vec()),
        ("/empty.csv", "200 OK", Vec::new()),
        ("/bad.parquet", "200 OK", b"no parquet".to_vec()),
    ]);
    let message = |path: &str| read_csv(format!("{root}{path}")).unwrap_err().to_string();
    assert!(message("/none.csv").contains("the server answered 404 Not Found. Check the address."));
    assert!(message("/secret.csv").contains("403 Forbidden. It wants a login"));
    assert!(message("/broken.csv").contains("503 Service Unavailable. The fault is the server's"));
    assert!(message("/page.csv").contains("the answer is a web page"));
    assert!(message("/empty.csv").contains("The file is empty"));
    assert!(matches!(read_parquet(format!("{root}/bad.parquet")), Err(Error::Read { .. })));
}

#[test]
fn passwords_are_not_printed() {
    // Nothing listens on the port of a listener that is gone.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let error = read_csv(format!("http://user:secret@127.0.0.1:{port}/x.csv")).unwrap_err().to_string();
    assert!(error.starts_with(&format!("cannot download `http://127.0.0.1:{port}/x.csv`")), "{error}");
    assert!(!error.contains("secret"), "{error}");
}

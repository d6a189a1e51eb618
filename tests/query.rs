//! `stance query` answers SQL, each kind of value in each format, and never writes.

mod common;

use std::fs;

use common::{Files, Ran, run, run_with, stance};

/// A store with one page in it.
fn store() -> Files {
    let files = Files::new();
    fs::create_dir(files.path("in")).expect("a folder");
    files.write(
        "in/ä page.txt",
        "We will stand by our allies – ironclad.\n\nThey have not paid their share.",
    );
    let (folder, db) = (files.path("in"), files.path("s.db"));
    run(stance("watch")
        .arg(folder)
        .arg("--db")
        .arg(db)
        .arg("--once"))
    .ok();
    files
}

fn query(files: &Files, arguments: &[&str]) -> Ran {
    let db = files.path("s.db");
    run(stance("query").arg("--db").arg(db).args(arguments))
}

const KINDS: &str = "SELECT NULL AS n, 9007199254740993 AS i, 0.1 AS r, 2.0 AS whole, 'ä, \"b\"
🤝' AS t, x'00ff' AS b, '' AS e, -9e999 AS inf";

#[test]
fn jsonl_keeps_the_kinds_of_values() {
    let ran = query(&store(), &["--format", "jsonl", KINDS]).ok();
    let wanted = r#"{"n":null,"i":9007199254740993,"r":0.1,"whole":2.0,"t":"ä, \"b\"\n🤝","b":"00ff","e":"","inf":null}"#;
    assert_eq!(ran.text(), format!("{wanted}\n"));
}

#[test]
fn jsonl_tells_columns_of_one_name_apart() {
    let ran = query(
        &store(),
        &["--format", "jsonl", "SELECT 1 AS a, 2 AS a, 3 AS b"],
    )
    .ok();
    assert_eq!(ran.text(), "{\"a\":1,\"a_2\":2,\"b\":3}\n");
}

#[test]
fn csv_quotes_what_must_be() {
    let ran = query(&store(), &["--format", "csv", KINDS]).ok();
    let wanted =
        "n,i,r,whole,t,b,e,inf\n,9007199254740993,0.1,2.0,\"ä, \"\"b\"\"\n🤝\",00ff,,-inf\n";
    assert_eq!(ran.text(), wanted);
}

#[test]
fn a_table_has_a_line_a_row() {
    let ran = query(
        &store(),
        &["SELECT 7 AS n, 'a' AS who UNION ALL SELECT 10, 'b\nc'"],
    )
    .ok();
    assert_eq!(ran.text(), "n   who\n──  ───\n 7  a\n10  b c\n");
    let none = query(
        &store(),
        &["SELECT text FROM stances WHERE text = 'nothing'"],
    )
    .ok();
    assert_eq!(none.text(), "text\n────\n");
}

#[test]
fn the_documents_are_there_with_their_names() {
    let files = store();
    let sql = "SELECT document, text FROM stances WHERE text LIKE '%ironclad%'";
    let found = query(&files, &["--format", "jsonl", sql]).ok().jsonl();
    assert_eq!(found.len(), 1);
    assert!(common::string(&found[0], "document").ends_with("ä page.txt"));
    assert!(common::string(&found[0], "text").contains("allies – ironclad"));
}

#[test]
fn many_rows_go_to_a_file_whole() {
    let files = store();
    let sql = "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT i FROM n";
    for format in ["csv", "jsonl", "table"] {
        let out = files.path("rows");
        query(
            &files,
            &[
                "--format",
                format,
                sql,
                "--out",
                out.to_str().expect("UTF-8"),
            ],
        )
        .ok();
        let rows = fs::read_to_string(&out).expect("rows");
        let above = match format {
            "csv" => 1,
            "table" => 2,
            _ => 0,
        };
        assert_eq!(rows.lines().count(), 20_000 + above, "{format}");
        assert!(
            rows.lines().last().expect("a line").contains("20000"),
            "{format}"
        );
    }
}

#[test]
fn a_query_that_fails_leaves_the_output_as_it_was() {
    let files = store();
    let out = files.write("rows.csv", "as it was");
    let wrong =
        "SELECT abs(-9223372036854775807 - (i = 2)) FROM (SELECT 1 AS i UNION ALL SELECT 2)";
    let path = out.to_str().expect("UTF-8");
    query(&files, &["--format", "csv", wrong, "--out", path]).failed(1, &["integer overflow"]);
    assert_eq!(fs::read(&out).expect("it is there"), b"as it was");
    assert_eq!(files.names(), ["in", "rows.csv", "s.db"]);
}

#[test]
fn sql_comes_from_standard_input_too() {
    let files = store();
    let db = files.path("s.db");
    let mut command = stance("query");
    command.arg("--db").arg(&db).args(["--format", "csv", "-"]);
    assert_eq!(
        run_with(&mut command, b"SELECT 1 AS a;\n").ok().text(),
        "a\n1\n"
    );
    run_with(&mut command, b"SELECT '\xff'").failed(1, &["<stdin>", "UTF-8"]);
}

#[test]
fn the_schema_is_printed_with_what_is_in_it() {
    let ran = query(&store(), &["--schema"]).ok();
    for part in [
        "CREATE TABLE statements",
        "CREATE VIEW stances",
        "-- YYYY-MM-DD",
    ] {
        assert!(ran.text().contains(part), "{part} not in: {}", ran.text());
    }
}

#[test]
fn wrong_sql_is_answered_with_its_place() {
    let files = store();
    let said = ["line 2, column 3", "no such column: labl"];
    query(&files, &["SELECT text,\n  labl FROM stances"]).failed(1, &said);
    query(&files, &["SELECT 1; SELECT 2"]).failed(1, &["one at a time"]);
    query(&files, &[""]).failed(1, &["empty"]);
    query(&files, &[]).failed(2, &["--help"]);
}

#[test]
fn whatever_writes_is_refused() {
    let files = store();
    let before = fs::read(files.path("s.db")).expect("the store");
    let elsewhere = files.path("elsewhere.db");
    let into = format!("VACUUM INTO '{}'", elsewhere.display());
    let attach = format!("ATTACH '{}' AS e", elsewhere.display());
    for sql in [
        "DELETE FROM statements",
        "DROP VIEW stances",
        "PRAGMA user_version = 7",
        &into,
        &attach,
    ] {
        query(&files, &[sql]).failed(1, &["not a query"]);
    }
    assert!(fs::read(files.path("s.db")).expect("the store") == before);
    assert_eq!(files.names(), ["in", "s.db"]);
}

#[test]
fn what_is_no_store_is_named() {
    let files = Files::new();
    query(&files, &["SELECT 1"]).failed(1, &["s.db", "no such file"]);
    files.write("s.db", "label,text\n".repeat(100));
    query(&files, &["SELECT 1"]).failed(1, &["s.db", "not a SQLite database"]);
    fs::write(files.path("s.db"), "").expect("an empty file");
    query(&files, &["SELECT 1"]).failed(1, &["s.db", "not one of stances"]);
    assert_eq!(files.names(), ["s.db"]);
}

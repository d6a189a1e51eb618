//! `stance evaluate --attribution`.

mod common;

use std::fs;

use common::{number, run, stance};
use serde_json::Value;

const TABLE: &str = "document,text,label,holder,alliance\n\
    a,Tokyo reaffirmed its treaty with Washington.,reaffirming,Japan,US-Japan\n\
    a,\"It would last, Foreign Minister Aiko Tanabe said.\",reaffirming,Aiko Tanabe,US-Japan\n\
    a,The minister left for Paris.,none,,\n\
    b,Seoul slams Tokyo over islands,critical,Japan,Japan-South Korea\n";

#[test]
fn figures_of_a_small_table_are_those_counted_by_hand() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("rows.csv");
    fs::write(&data, TABLE).expect("a file");
    let mut command = stance("evaluate");
    command.args([
        "--attribution",
        "--format",
        "json",
        "--errors",
        "5",
        "--data",
    ]);
    let ran = run(command.arg(&data));
    assert_eq!(ran.code, 0, "{}", ran.err);
    let report: Value = serde_json::from_slice(&ran.out).expect("json");
    assert_eq!(report["holder"]["n"], 3);
    assert_eq!(number(&report["holder"]["exact"], "f1"), 2.0 / 3.0);
    assert_eq!(number(&report["alliance"]["exact"], "f1"), 1.0);
    assert_eq!(report["errors"][0]["found"], "South Korea");
    assert_eq!(report["errors"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_table_without_holders_is_refused_by_name_and_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("rows.csv");
    fs::write(&data, "text,label\nNATO stands.,reaffirming\n").expect("a file");
    let mut command = stance("evaluate");
    let ran = run(command.args(["--attribution", "--data"]).arg(&data));
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains("rows.csv:1: no column `holder`"),
        "{}",
        ran.err
    );
}

#[test]
fn statements_named_by_their_sha1_are_read_in_the_document_of_their_path() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, texts) = (
        folder.path().join("rows.csv"),
        folder.path().join("texts.csv"),
    );
    // SHA-1 of `He praised it.`, of which only the sentence before it says whose words they are.
    let rows = "sha1,holder,alliance,path\n\
        13686e26030168fa96539a8d0a3589da0f75a4b1,Aiko Tanabe,NATO,a\n";
    fs::write(&data, rows).expect("a file");
    fs::write(
        &texts,
        "path,text\na,Foreign Minister Aiko Tanabe praised NATO.\na,He praised it.\n",
    )
    .expect("a file");
    let mut command = stance("evaluate");
    command.args(["--attribution", "--format", "json", "--data"]);
    let ran = run(command.arg(&data).arg("--texts").arg(&texts));
    assert_eq!(ran.code, 0, "{}", ran.err);
    let report: Value = serde_json::from_slice(&ran.out).expect("json");
    assert_eq!(number(&report["holder"]["exact"], "f1"), 1.0);
    assert_eq!(number(&report["alliance"]["exact"], "f1"), 1.0);
}

#[test]
fn a_statement_whose_text_is_nowhere_is_refused_by_name_and_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("rows.csv");
    let rows = format!("sha1,holder,alliance,path\n{},,,a\n", "0".repeat(40));
    fs::write(&data, rows).expect("a file");
    let mut command = stance("evaluate");
    let ran = run(command.args(["--attribution", "--data"]).arg(&data));
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("rows.csv:2: no text has"), "{}", ran.err);
}

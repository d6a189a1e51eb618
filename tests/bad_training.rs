//! Training data that cannot be learned from: named by file and line, and no model is touched.

mod common;

use std::fs;
use std::path::Path;

use common::{Files, run, stance};

/// Trains on one file, which must fail and leave the model that is there alone.
#[track_caller]
fn not_learned(path: &Path, options: &[&str], said: &[&str]) {
    let files = Files::new();
    let out = files.write("model.stance", "as it was");
    let ran = run(stance("train")
        .arg("--data")
        .arg(path)
        .arg("--out")
        .arg(&out)
        .args(options));
    ran.failed(1, said);
    assert_eq!(fs::read(&out).expect("it is there"), b"as it was");
    assert_eq!(files.names(), ["model.stance"]);
}

#[test]
fn what_is_no_table_is_not_learned_from() {
    let files = Files::new();
    not_learned(files.folder(), &[], &["no .csv file in this folder"]);
    not_learned(
        &files.path("missing.csv"),
        &[],
        &["missing.csv", "No such file"],
    );
    let empty = files.write("empty.csv", "");
    not_learned(
        &empty,
        &[],
        &["empty.csv", "first line must name the columns"],
    );
    let noise = files.write("noise.csv", b"\xfe\x00\x9c\xe5,\xff\n\x80\x81\n");
    not_learned(&noise, &[], &["noise.csv:1"]);
}

#[test]
fn training_refuses_a_bad_table_by_file_and_line() {
    let files = Files::new();
    let good = "text,label\nWe stand by them.,yes\nThey pay nothing.,no\nWe trust them.,yes\nThey left us.,no\n";
    for (name, line, said) in [
        (
            "ragged.csv",
            "a,yes,1\n".as_bytes(),
            ["ragged.csv:6", "3 fields where the header has 2"],
        ),
        (
            "unknown.csv",
            b"They met.,maybe\n",
            ["unknown.csv:6", "`maybe`"],
        ),
        (
            "unlabelled.csv",
            b"They met.,\n",
            ["unlabelled.csv:6", "the label is empty"],
        ),
        (
            "textless.csv",
            b"  ,yes\n",
            ["textless.csv:6", "the text is empty"],
        ),
        ("nul.csv", b"They\0met.,yes\n", ["nul.csv:6", "NUL byte"]),
        (
            "latin.csv",
            b"M\xfcller,yes\n",
            ["latin.csv:6", "not valid UTF-8"],
        ),
    ] {
        let path = files.write(name, [good.as_bytes(), line].concat());
        not_learned(&path, &[], &said);
    }
    let unknown = files.path("unknown.csv");
    not_learned(
        &unknown,
        &["--labels", "yes,no"],
        &["unknown.csv:6", "unknown label `maybe`", "yes, no"],
    );
    let one = files.write(
        "one.csv",
        "text,label\nThey met.,none\nThey left.,none\nThey sat.,none\n",
    );
    not_learned(&one, &[], &["one.csv", "only one, `none`", "two or more"]);
    let column = files.write("column.csv", "text,class\nThey met.,none\n");
    not_learned(
        &column,
        &[],
        &[
            "column.csv:1",
            "no column `label`",
            "text, class",
            "--label-column",
        ],
    );
    let hashes = files.write("hashes.csv", "sha1,label\nabc,none\n");
    not_learned(&hashes, &[], &["hashes.csv:2", "`abc` is not a SHA-1"]);
    let header = files.write("header.csv", "text,label\n");
    not_learned(&header, &[], &["header.csv", "no record"]);
}

#[test]
fn a_handful_of_rows_is_learned_from() {
    let files = Files::new();
    for rows in [4, 6, 10, 40] {
        let lines: String = (0..rows)
            .map(|n| {
                [
                    "We stand by our allies.,yes\n",
                    "They pay nothing at all.,no\n",
                ][n % 2]
            })
            .collect();
        let data = files.write("few.csv", format!("text,label\n{lines}"));
        let out = files.path("few.stance");
        let mut command = stance("train");
        run(command
            .arg("--data")
            .arg(&data)
            .arg("--out")
            .arg(&out)
            .args(["--labels", "yes,no"]))
        .ok();
        let explained = run(stance("explain")
            .args(["They pay nothing.", "--format", "json", "--model"])
            .arg(&out));
        assert_eq!(explained.ok().json()["label"], "no", "{rows} rows");
    }
}

#[test]
fn a_file_a_label_is_learned_from_and_too_few_rows_are_refused() {
    let files = Files::new();
    let yes = files.write(
        "yes.csv",
        "text,label\nWe stand by them.,yes\nWe trust them.,yes\n",
    );
    let no = files.write(
        "no.csv",
        "text,label\nThey pay nothing.,no\nThey left us.,no\n",
    );
    let out = files.path("two.stance");
    let mut command = stance("train");
    run(command
        .arg("--data")
        .args([&yes, &no])
        .arg("--out")
        .arg(&out))
    .ok();
    let two = files.write(
        "two.csv",
        "text,label\nWe trust them.,yes\nThey left us.,no\n",
    );
    not_learned(
        &two,
        &[],
        &["two.csv", "too few records", "more of each label"],
    );
}

//! Streams that cannot be learned from: named by file and line, and no model is touched.

mod common;

use std::fs;
use std::path::Path;

use common::streaming::{csv, gzip, json_lines, rows, train, zstd};
use common::{Files, run, run_with};

/// Trains on one file, which must fail and leave the model that is there alone.
#[track_caller]
fn not_learned(path: &Path, options: &[&str], said: &[&str]) {
    let files = Files::new();
    let out = files.write("model.stance", "as it was");
    run(&mut train(&[path], &out, options)).failed(1, said);
    assert_eq!(fs::read(&out).expect("it is there"), b"as it was");
    assert_eq!(files.names(), ["model.stance"]);
}

#[test]
fn a_bad_record_is_named_by_its_line() {
    let files = Files::new();
    let good = rows(50);
    let table = csv(&good);
    for (name, line, said) in [
        ("ragged.csv", "a,yes,1\n", "3 fields where the header has 2"),
        ("unlabelled.csv", "They met.,\n", "the label is empty"),
        ("textless.csv", "  ,yes\n", "the text is empty"),
        (
            "single.csv",
            "They met.,maybe\n",
            "`maybe` is the label of this record alone",
        ),
    ] {
        let path = files.write(name, format!("{table}{line}"));
        not_learned(&path, &[], &[&format!("{name}:52"), said]);
    }
    let unknown = files.write("unknown.csv", format!("{table}They met.,maybe\n"));
    let labels = ["--labels", "no,perhaps,yes"];
    not_learned(
        &unknown,
        &labels,
        &[
            "unknown.csv:52",
            "unknown label `maybe`",
            "no, perhaps, yes",
        ],
    );
    let objects = json_lines(&good);
    for (name, line, said) in [
        (
            "broken.jsonl",
            "{\"text\": \"They met.\", \"label\"",
            "not JSON",
        ),
        (
            "tail.jsonl",
            "{\"text\": \"a\", \"label\": \"yes\"} {}",
            "not JSON",
        ),
        ("list.jsonl", "[\"They met.\", \"yes\"]", "not an object"),
        (
            "member.jsonl",
            "{\"body\": \"They met.\", \"label\": \"yes\"}",
            "no member `text`",
        ),
        (
            "kind.jsonl",
            "{\"text\": {}, \"label\": \"yes\"}",
            "`text` is not a string",
        ),
    ] {
        let path = files.write(name, format!("{objects}{line}\n"));
        not_learned(&path, &[], &[&format!("{name}:51"), said]);
    }
}

#[test]
fn a_file_without_rows_or_columns_or_with_one_label_is_refused() {
    let files = Files::new();
    let empty = files.write("empty.csv", "");
    not_learned(
        &empty,
        &[],
        &["empty.csv", "first line must name the columns"],
    );
    let header = files.write("header.csv", "text,label\n");
    not_learned(&header, &[], &["header.csv", "no record"]);
    let blank = files.write("blank.jsonl", "\n\n");
    not_learned(&blank, &[], &["blank.jsonl", "no record"]);
    let column = files.write("column.csv", "text,class\nThey met.,none\n");
    not_learned(
        &column,
        &[],
        &["column.csv:1", "no column `label`", "--label-column"],
    );
    let one = files.write("one.csv", "text,label\nThey met.,none\nThey left.,none\n");
    not_learned(&one, &[], &["one.csv", "only one, `none`"]);
    not_learned(
        &one,
        &["--labels", "none,other"],
        &["one.csv", "all rows have the label `none`"],
    );
    not_learned(
        &files.path("missing.csv"),
        &[],
        &["missing.csv", "No such file"],
    );
}

#[test]
fn a_quote_that_is_not_closed_does_not_fill_the_memory() {
    let files = Files::new();
    let line = "They met and they parted, and nothing was said of it.,yes\n";
    let endless = format!(
        "{}They \"met\".,yes\n\"{}",
        csv(&rows(20)),
        line.repeat(400_000)
    );
    let path = files.write("endless.csv", endless);
    not_learned(
        &path,
        &[],
        &["endless.csv:23", "16 MiB", "a quote that is not closed"],
    );
}

#[test]
fn a_text_too_long_for_the_memory_is_named() {
    let files = Files::new();
    let long = format!("{}{},yes\n", csv(&rows(20)), "They met. ".repeat(700_000));
    let path = files.write("long.csv", long);
    not_learned(
        &path,
        &[],
        &["long.csv:22", "a text of 7000000 bytes", "--memory"],
    );
}

#[test]
fn a_pipe_cannot_be_read_twice() {
    let files = Files::new();
    let out = files.path("m.stance");
    let checkpoint = files.path("c");
    let checkpoint = checkpoint.to_str().expect("a path in UTF-8");
    for (options, said) in [
        (
            ["--labels", "no,yes", "--passes", "2"].as_slice(),
            "--passes 2 needs a file",
        ),
        (
            &["--labels", "no,yes", "--checkpoint", checkpoint],
            "--checkpoint needs a file",
        ),
        (&[], "name all labels with --labels"),
    ] {
        let mut command = train(&["-".as_ref()], &out, options);
        run_with(&mut command, csv(&rows(100)).as_bytes()).failed(1, &["<stdin>", said]);
        // A pipe by any other name.
        if cfg!(unix) {
            let mut command = train(&["/dev/stdin".as_ref()], &out, options);
            run_with(&mut command, csv(&rows(100)).as_bytes()).failed(1, &["/dev/stdin", said]);
        }
    }
    assert!(files.names().is_empty());
}

#[test]
fn options_of_the_other_learner_are_refused() {
    let files = Files::new();
    let data = files.write("data.csv", csv(&rows(100)));
    let out = files.path("m.stance");
    for options in [["--alpha", "2"], ["--folds", "3"], ["--idf-power", "1"]] {
        run(&mut train(&[&data], &out, &options)).failed(2, &["--stream", options[0]]);
    }
    for options in [["--passes", "0"], ["--rate", "0"], ["--memory", "lots"]] {
        run(&mut train(&[&data], &out, &options)).failed(2, &[options[0], options[1]]);
    }
}

#[test]
fn compressed_data_that_end_early_say_how_far_they_were_read() {
    let files = Files::new();
    let table = csv(&rows(20_000));
    for (name, bytes) in [
        ("cut.csv.gz", gzip(table.as_bytes())),
        ("cut.csv.zst", zstd(table.as_bytes())),
    ] {
        let path = files.write(name, &bytes[..bytes.len() / 2]);
        not_learned(
            &path,
            &[],
            &[name, "ends early, after", "bytes of what is in it"],
        );
        let mut damaged = bytes;
        let middle = damaged.len() / 2;
        damaged[middle..middle + 64].fill(0x55);
        let path = files.write(name, damaged);
        not_learned(&path, &[], &[name]);
    }
}

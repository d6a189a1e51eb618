//! `stance classify`: files in, statements out.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use common::example::*;
use common::{
    assert_labelled, bytes, classify, column, number, range, repository, run, run_with, stance,
    string,
};

const PAGES: [&str; 6] = [WIRE, READOUT, RADIO, NEWS, MINISTRY, BLOG];

#[test]
fn a_bad_file_among_many_is_reported_and_the_others_are_labelled() {
    let ran = classify(&["--format", "jsonl", WIRE, "missing.txt", READOUT, TABLE])
        .failed(1, &["missing.txt", "1 of 4 files"]);
    let statements = ran.jsonl();
    let documents: BTreeSet<&str> = statements
        .iter()
        .filter_map(|s| s["document"].as_str())
        .collect();
    assert_eq!(documents, BTreeSet::from([WIRE, READOUT]));
    let records = statements
        .iter()
        .filter(|s| s["outlet"].is_string())
        .count();
    assert_eq!(records, 12);
    for statement in &statements {
        assert_labelled(statement);
    }
}

#[test]
fn an_output_file_holds_all_that_could_be_labelled_or_stays_as_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out.jsonl");
    let written = || fs::read_to_string(&out).expect("it is there");
    let to = |arguments: &[&str]| {
        run(stance("classify")
            .args(arguments)
            .args(["--format", "jsonl", "--out"])
            .arg(&out))
    };
    let ran = to(&[WIRE, READOUT]).ok();
    assert!(ran.out.is_empty());
    let whole = written();
    assert_eq!(
        whole,
        classify(&["--format", "jsonl", WIRE, READOUT]).ok().text()
    );
    to(&["missing.txt"]).failed(1, &["missing.txt"]);
    assert_eq!(written(), whole);
    to(&["missing.txt", "absent.html"]).failed(1, &["missing.txt", "absent.html"]);
    assert_eq!(written(), whole);
    to(&[WIRE, "missing.txt"]).failed(1, &["missing.txt", "1 of 2 files"]);
    assert_eq!(
        written(),
        classify(&["--format", "jsonl", WIRE]).ok().text()
    );
    let left: Vec<_> = fs::read_dir(folder.path()).expect("the folder").collect();
    assert_eq!(left.len(), 1, "no temporary file is left behind: {left:?}");
}

#[test]
fn a_file_can_be_labelled_onto_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    let table = folder.path().join("table.csv");
    fs::copy(repository(TABLE), &table).expect("a copy");
    let ran = run(stance("classify")
        .arg(&table)
        .args(["--format", "csv", "--out"])
        .arg(&table));
    ran.ok();
    let (header, records) = common::read_table(&table);
    assert_eq!((records.len(), column(&header, "label")), (12, 4));
}

#[test]
fn standard_input_is_read_as_a_text_or_as_what_it_is_said_to_be() {
    let text = "Allies vow unity.\n\nThey will stand together, the minister said. Nobody left.";
    let ran = run_with(
        stance("classify").args(["-", "--format", "jsonl"]),
        text.as_bytes(),
    )
    .ok();
    let texts: Vec<String> = ran
        .jsonl()
        .iter()
        .map(|s| string(s, "text").to_owned())
        .collect();
    assert_eq!(
        texts,
        [
            "Allies vow unity.",
            "They will stand together, the minister said.",
            "Nobody left."
        ]
    );
    assert_eq!(ran.jsonl()[0]["document"], "<stdin>");
    for (page, format) in [(NEWS, "html"), (TABLE, "csv"), (OBJECTS, "jsonl")] {
        let mut command = stance("classify");
        command.args(["-", "--input-format", format, "--format", "jsonl"]);
        let piped = run_with(&mut command, &bytes(page)).ok();
        let named = classify(&["--format", "jsonl", page]).ok();
        assert_eq!(piped.text().replace("<stdin>", page), named.text());
    }
}

#[test]
fn lines_are_statements_with_their_place() {
    let lines = "They met. They parted.\r\n\r\nZürich hailed its allies.\nno end";
    let arguments = ["-", "--input-format", "lines", "--format", "jsonl"];
    let ran = run_with(stance("classify").args(arguments), lines.as_bytes()).ok();
    let statements = ran.jsonl();
    let texts: Vec<&str> = statements.iter().map(|s| string(s, "text")).collect();
    assert_eq!(
        texts,
        [
            "They met. They parted.",
            "Zürich hailed its allies.",
            "no end"
        ]
    );
    for statement in &statements {
        assert_eq!(&lines[range(statement)], string(statement, "text"));
    }
}

#[test]
fn a_statement_below_the_asked_probability_gets_no_label() {
    let plain = classify(&["--format", "jsonl", WIRE]).ok().jsonl();
    let strict = classify(&["--format", "jsonl", "--abstain", "0.7", WIRE])
        .ok()
        .jsonl();
    assert_eq!(plain.len(), strict.len());
    let mut abstained = 0;
    for (plain, strict) in plain.iter().zip(&strict) {
        let likeliest = number(&plain["probabilities"], string(plain, "label"));
        assert_eq!(plain["probabilities"], strict["probabilities"]);
        if likeliest < 0.7 {
            assert!(
                strict["label"].is_null() && strict["abstained"] == true,
                "{strict}"
            );
            abstained += 1;
        } else {
            assert_eq!(strict["label"], plain["label"]);
            assert!(strict.get("abstained").is_none(), "{strict}");
        }
    }
    assert!(abstained > 0 && abstained < plain.len(), "{abstained}");
    let all = classify(&["--format", "csv", "--abstain", "1", WIRE]).ok();
    let (header, records) = all.csv();
    let (label, flag) = (column(&header, "label"), column(&header, "abstained"));
    assert!(
        records
            .iter()
            .all(|record| record[label].is_empty() && &record[flag] == "true")
    );
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let many: Vec<&str> = PAGES.into_iter().cycle().take(18).collect();
    for format in ["table", "jsonl"] {
        let with = |jobs: &str| {
            classify(
                &[
                    many.as_slice(),
                    &["--explain", "--format", format, "--jobs", jobs],
                ]
                .concat(),
            )
            .ok()
        };
        assert_eq!(with("1").text(), with("2").text());
    }
}

#[test]
fn the_table_for_reading_has_a_line_a_statement_under_the_name_of_its_page() {
    let ran = classify(&[WIRE, TABLE]).ok();
    let mut lines = ran.text().lines();
    assert_eq!(lines.next(), Some(WIRE));
    let statements = classify(&["--format", "jsonl", WIRE]).ok().jsonl();
    for statement in &statements {
        let line = lines.next().expect("a line for each");
        assert!(
            line.trim_start().starts_with(string(statement, "label")),
            "{line}"
        );
        assert!(line.ends_with(string(statement, "text")), "{line}");
    }
    assert_eq!((lines.next(), lines.next()), (Some(""), Some(TABLE)));
    assert_eq!(lines.count(), 12);
    assert!(
        !ran.text().contains('\u{1b}'),
        "no colour but on a terminal"
    );
}

#[test]
fn control_characters_of_a_text_do_not_reach_the_terminal() {
    let text = b"They \x1b[31mmet\x1b[0m again\x07 in Riga, their allies said.";
    for arguments in [["-", "--explain"], ["-", "--format=table"]] {
        let ran = run_with(
            stance("classify")
                .args(arguments)
                .env("CLICOLOR_FORCE", "1"),
            text,
        )
        .ok();
        assert!(!ran.text().contains("\u{1b}[31mmet"), "{:?}", ran.text());
        assert!(!ran.text().contains('\u{7}'), "{:?}", ran.text());
    }
}

#[test]
fn quiet_silences_notes_and_not_errors() {
    let folder = tempfile::tempdir().expect("a folder");
    let out: PathBuf = folder.path().join("model.stance");
    let train = |options: &[&str]| {
        let data = ["--data", "datasets/statements/author01.csv", "--out"];
        run(stance("train").args(data).arg(&out).args(options))
    };
    let loud = train(&[]).ok();
    assert!(
        loud.err.contains("training") && loud.err.contains("wrote"),
        "{}",
        loud.err
    );
    assert_eq!(train(&["-q"]).ok().err, "");
    classify(&["-q", "missing.txt"]).failed(1, &["missing.txt"]);
}

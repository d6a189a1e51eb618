//! Teachers and soft labels that cannot be learned from: what is wrong is named, and no model is touched.

mod common;

use std::fs;

use common::{Files, Ran, run, stance};

const DATA: &str = "text,label\nWe stand by them.,yes\nThey pay nothing.,no\nWe trust them.,yes\n\
    They left us.,no\nWe need them.,yes\nThey owe us.,no\n";
const UNLABELLED: &str = "text\nThey met.\nThey spoke.\n";
/// SHA-1 of `They met.` and of `They spoke.`
const MET: &str = "3f84e9e6856ad11f6c51c64084209ff22abdcb53";
const SPOKE: &str = "9a5fa012ccac6e1cabe6207b92b46fbc02a0871d";

/// Trains with these options, which must fail and leave everything as it was.
#[track_caller]
fn not_taught(files: &Files, code: i32, options: &[&str], said: &[&str]) {
    let out = files.write("model.stance", "as it was");
    let before = files.names();
    let data = files.path("data.csv");
    let ran: Ran = run(stance("train")
        .arg("--data")
        .arg(data)
        .arg("--out")
        .arg(&out)
        .args(options)
        .current_dir(files.folder()));
    ran.failed(code, said);
    assert_eq!(fs::read(&out).expect("it is there"), b"as it was");
    assert_eq!(files.names(), before);
}

fn school() -> Files {
    let files = Files::new();
    files.write("data.csv", DATA);
    files.write("unlabelled.csv", UNLABELLED);
    files
}

#[test]
fn a_teacher_of_other_labels_is_refused_before_anything_is_labelled() {
    let files = school();
    not_taught(
        &files,
        1,
        &[
            "--unlabelled",
            "unlabelled.csv",
            "--teacher",
            "fast",
            "--write-soft-labels",
            "soft.csv",
        ],
        &[
            "--teacher fast",
            "critical, hedging, none, reaffirming",
            "no, yes",
            "the same",
        ],
    );
}

#[test]
fn a_teacher_that_is_no_model_is_refused() {
    let files = school();
    let unlabelled = ["--unlabelled", "unlabelled.csv", "--teacher"];
    for (teacher, said) in [
        ("nobody.stance", "no such model file"),
        ("data.csv", "not a stance model file"),
    ] {
        not_taught(
            &files,
            1,
            &[&unlabelled[..], &[teacher]].concat(),
            &[teacher, said],
        );
    }
}

#[test]
fn the_model_and_the_soft_labels_are_not_written_to_the_same_file() {
    let files = school();
    let out = files.path("model.stance");
    let out = out.to_str().expect("a path in UTF-8");
    let options = ["--unlabelled", "unlabelled.csv", "--teacher", "fast"];
    let options = [&options[..], &["--write-soft-labels", out]].concat();
    not_taught(&files, 1, &options, &["--out", "--write-soft-labels"]);
}

#[test]
fn options_that_say_half_of_it_are_wrong_usage() {
    let files = school();
    files.write("soft.csv", "sha1,no,yes\n");
    for (options, said) in [
        (&["--teacher", "fast"][..], "--unlabelled"),
        (&["--soft-labels", "soft.csv"], "--unlabelled"),
        (&["--unlabelled", "unlabelled.csv"], "--teacher"),
        (&["--unlabelled-weight", "2"], "--unlabelled"),
        (
            &[
                "--unlabelled",
                "unlabelled.csv",
                "--teacher",
                "fast",
                "--soft-labels",
                "soft.csv",
            ],
            "cannot be used with",
        ),
        (
            &[
                "--unlabelled",
                "unlabelled.csv",
                "--soft-labels",
                "soft.csv",
                "--write-soft-labels",
                "again.csv",
            ],
            "cannot be used with",
        ),
        (
            &[
                "--unlabelled",
                "unlabelled.csv",
                "--teacher",
                "fast",
                "--unlabelled-weight",
                "0",
            ],
            "above zero",
        ),
        (
            &[
                "--unlabelled",
                "unlabelled.csv",
                "--teacher",
                "fast",
                "--stream",
            ],
            "--stream",
        ),
    ] {
        not_taught(&files, 2, options, &[said]);
    }
}

#[test]
fn a_bad_file_of_soft_labels_is_refused_by_file_and_line() {
    let files = school();
    let good = format!("{MET},0.25,0.75\n");
    for (header, rows, said) in [
        (
            "sha1,no",
            String::new(),
            &["soft.csv:1", "no column `yes`", "sha1, no, yes"][..],
        ),
        (
            "id,no,yes",
            String::new(),
            &["soft.csv:1", "no column `sha1`"],
        ),
        (
            "sha1,no,yes",
            "abc,0.5,0.5\n".to_owned(),
            &["soft.csv:2", "`abc` is not a SHA-1"],
        ),
        (
            "sha1,no,yes",
            format!("{good}{SPOKE},0.5,0.4\n"),
            &["soft.csv:3", "add up to 0.9000"],
        ),
        (
            "sha1,no,yes",
            format!("{good}{SPOKE},0.5,half\n"),
            &["soft.csv:3", "`half` is not a probability"],
        ),
        (
            "sha1,no,yes",
            format!("{good}{SPOKE},1.5,-0.5\n"),
            &["soft.csv:3", "`1.5` is not a probability"],
        ),
        (
            "sha1,no,yes",
            format!("{good}{SPOKE},NaN,0.5\n"),
            &["soft.csv:3", "`NaN`"],
        ),
        (
            "sha1,no,yes",
            format!("{good}{good}"),
            &["soft.csv:3", MET, "a record already"],
        ),
        (
            "sha1,no,yes",
            format!("{good}{SPOKE},1\n"),
            &["soft.csv:3", "3"],
        ),
        (
            "sha1,no,yes",
            good.clone(),
            &[
                "unlabelled.csv:3",
                SPOKE,
                "soft.csv: no soft label for 1 text:",
            ],
        ),
        (
            "sha1,no,yes",
            String::new(),
            &["unlabelled.csv:2", MET, "unlabelled.csv:3", "for 2 texts"],
        ),
    ] {
        files.write("soft.csv", format!("{header}\n{rows}"));
        let options = [
            "--unlabelled",
            "unlabelled.csv",
            "--soft-labels",
            "soft.csv",
        ];
        not_taught(&files, 1, &options, said);
    }
}

#[test]
fn soft_labels_that_rounding_took_from_one_are_learned_from() {
    let files = school();
    files.write(
        "soft.csv",
        format!("sha1,yes,no,source\n{MET},0.333,0.667,a\n{SPOKE},0.505,0.5,b\n"),
    );
    let out = files.path("model.stance");
    let mut command = stance("train");
    command
        .current_dir(files.folder())
        .args(["--data", "data.csv", "--out"])
        .arg(out);
    let options = [
        "--unlabelled",
        "unlabelled.csv",
        "--soft-labels",
        "soft.csv",
    ];
    let ran = run(command.args(options)).ok();
    assert!(ran.err.contains("no 1, yes 1"), "{}", ran.err);
}

#[test]
fn bad_files_of_texts_are_refused_by_file_and_line() {
    let files = school();
    files.write("soft.csv", format!("sha1,no,yes\n{MET},0.5,0.5\n"));
    for (name, bytes, said) in [
        (
            "empty.csv",
            "",
            &["empty.csv", "first line must name the columns"][..],
        ),
        ("header.csv", "text\n", &["header.csv", "no record"]),
        (
            "column.csv",
            "body\nThey met.\n",
            &["column.csv:1", "no column `text`", "--text-column"],
        ),
        (
            "blank.csv",
            "text,n\nThey met.,1\n ,2\n",
            &["blank.csv:3", "the text is empty"],
        ),
        (
            "known.csv",
            "text\nThey left us.\n",
            &["known.csv", "among the labelled ones"],
        ),
        (
            "list.jsonl",
            "{\"text\": \"They met.\"}\n[1]\n",
            &["list.jsonl:2", "not an object"],
        ),
        (
            "half.jsonl",
            "{\"text\": \"They met.\"\n",
            &["half.jsonl:1", "not an object"],
        ),
        (
            "number.jsonl",
            "{\"text\": 1}\n",
            &["number.jsonl:1", "`text` is not a string"],
        ),
        (
            "member.jsonl",
            "{\"body\": \"a\"}\n",
            &["member.jsonl:1", "no member `text`"],
        ),
        ("nothing.jsonl", "\n\n", &["nothing.jsonl", "no record"]),
    ] {
        files.write(name, bytes);
        not_taught(
            &files,
            1,
            &["--unlabelled", name, "--soft-labels", "soft.csv"],
            said,
        );
    }
}

#[test]
fn evaluate_takes_texts_to_learn_from_only_where_it_learns() {
    let files = school();
    files.write(
        "soft.csv",
        format!("sha1,no,yes\n{MET},0.5,0.5\n{SPOKE},0.5,0.5\n"),
    );
    let mut command = stance("evaluate");
    command
        .current_dir(files.folder())
        .args(["--data", "data.csv"]);
    let options = [
        "--unlabelled",
        "unlabelled.csv",
        "--soft-labels",
        "soft.csv",
    ];
    run(command.args(options)).failed(1, &["--unlabelled", "--cv"]);
}

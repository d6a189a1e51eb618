//! Checkpoints: a run that was ended goes on, and comes to the same model, byte for byte.

mod common;

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use common::streaming::{csv, model, rows, train};
use common::{Files, run};

/// Rows behind which the beginning of a file is no longer looked at (64 KiB).
const MANY: usize = 6000;

#[test]
fn a_run_that_failed_goes_on_from_its_checkpoint_with_the_same_result() {
    let files = Files::new();
    let good = csv(&rows(MANY));
    // The last label is spoiled, at the same length: the file looks the same from outside.
    let at = good.trim_end().rfind(',').expect("a comma") + 1;
    let mut bad = good.clone().into_bytes();
    bad[at] = b'#';
    let data = files.path("data.csv");
    let out = files.path("m.stance");
    let checkpoint = files.path("c");
    for passes in ["1", "2"] {
        let options = [
            "--labels",
            "no,perhaps,yes",
            "--memory",
            "48M",
            "--passes",
            passes,
        ];
        fs::write(&data, &good).expect("a file");
        let (whole, _) = model(&[&data], &out, &options);
        fs::remove_file(&out).expect("it is there");
        fs::write(&data, &bad).expect("a file");
        let with_checkpoints = || {
            let mut command = train(&[&data], &out, &options);
            command.arg("--checkpoint").arg(&checkpoint);
            command.args(["--checkpoint-every", "500"]);
            command
        };
        run(&mut with_checkpoints()).failed(
            1,
            &["data.csv:6001", "unknown label", "checkpoint in pass 1"],
        );
        assert_eq!(files.names(), ["c", "data.csv"]);
        fs::write(&data, &good).expect("a file");
        let resumed = run(&mut with_checkpoints()).ok();
        assert!(
            resumed.err.contains("going on from the checkpoint: pass 1"),
            "{}",
            resumed.err
        );
        assert!(
            fs::read(&out).expect("the model") == whole,
            "{passes} passes"
        );
        assert_eq!(
            files.names(),
            ["data.csv", "m.stance"],
            "the checkpoint is gone"
        );
    }
}

#[test]
fn a_run_that_was_killed_leaves_nothing_half_written_and_goes_on() {
    let files = Files::new();
    let data = files.write("data.csv", csv(&rows(40_000)));
    let checkpoint = files.path("c");
    let whole = files.path("whole.stance");
    let options = ["--memory", "48M", "--name", "x", "--passes", "2"];
    let (whole, _) = model(&[&data], &whole, &options);
    let out = files.path("m.stance");
    // Killed again and again, each time behind the next checkpoint, if there is one.
    for _ in 0..4 {
        let mut command = train(&[&data], &out, &options);
        command.arg("--checkpoint").arg(&checkpoint);
        command.args(["--checkpoint-every", "10000"]);
        let mut child = command.stderr(Stdio::piped()).spawn().expect("it starts");
        let notes = BufReader::new(child.stderr.take().expect("it is piped"));
        let noted = notes
            .lines()
            .map_while(Result::ok)
            .find(|line| line.starts_with("checkpoint in pass"));
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        if noted.is_none() {
            break;
        }
        assert!(checkpoint.is_file());
        assert!(!out.exists() || fs::read(&out).expect("the model") == whole);
    }
    let mut command = train(&[&data], &out, &options);
    run(command.arg("--checkpoint").arg(&checkpoint)).ok();
    assert!(fs::read(&out).expect("the model") == whole);
    assert!(!checkpoint.exists());
}

#[test]
fn the_checkpoint_of_another_run_is_refused_with_what_differs() {
    let files = Files::new();
    let table = csv(&rows(MANY));
    let bad = format!("{table}They met.,#\n");
    let data = files.write("data.csv", &bad);
    let out = files.path("m.stance");
    let checkpoint = files.path("c");
    let labels = ["--labels", "no,perhaps,yes", "--memory", "48M"];
    let command = |options: &[&str]| {
        let mut command = train(&[&data], &out, &labels);
        command.arg("--checkpoint").arg(&checkpoint);
        command.args(["--checkpoint-every", "500"]).args(options);
        command
    };
    run(&mut command(&[])).failed(1, &["data.csv:6002"]);
    let written = fs::read(&checkpoint).expect("the checkpoint");
    for (options, said) in [
        (["--rate", "0.1"], "--rate was `0.2` and is `0.1`"),
        (["--passes", "2"], "--passes was `1` and is `2`"),
        (["--words", "1-2"], "--words was `1-3` and is `1-2`"),
        (
            ["--input-format", "csv"],
            "--input-format was not given and is `csv`",
        ),
    ] {
        run(&mut command(&options)).failed(1, &["another run", said, "remove the file"]);
    }
    files.write("data.csv", format!("{table}They met.,##\n"));
    run(&mut command(&[])).failed(1, &["another run", "bytes long and is"]);
    files.write("data.csv", bad.replacen("They", "Them", 1));
    run(&mut command(&[])).failed(1, &["another run", "begins otherwise"]);
    let more = files.write("more.csv", &table);
    let mut two = train(&[&data, &more], &out, &labels);
    run(two.arg("--checkpoint").arg(&checkpoint)).failed(1, &["the data were 1 files and are 2"]);
    assert_eq!(fs::read(&checkpoint).expect("it is there"), written);
    assert!(!out.exists());
}

#[test]
fn a_damaged_checkpoint_is_refused() {
    let files = Files::new();
    let data = files.write("data.csv", format!("{}They met.,#\n", csv(&rows(MANY))));
    let out = files.path("m.stance");
    let checkpoint = files.path("c");
    let command = || {
        let mut command = train(
            &[&data],
            &out,
            &["--labels", "no,perhaps,yes", "--memory", "48M"],
        );
        command.arg("--checkpoint").arg(&checkpoint);
        command.args(["--checkpoint-every", "500"]);
        command
    };
    run(&mut command()).failed(1, &["data.csv:6002"]);
    let good = fs::read(&checkpoint).expect("the checkpoint");
    let mut flipped = good.clone();
    flipped[good.len() / 2] ^= 1;
    for bad in [&flipped[..], &good[..good.len() - 1], b"text,label\n", b""] {
        fs::write(&checkpoint, bad).expect("a file");
        run(&mut command()).failed(1, &["not a whole checkpoint", "remove the file"]);
    }
}

#[test]
fn a_checkpoint_that_cannot_be_written_is_known_before_anything_is_read() {
    let files = Files::new();
    let data = files.write("data.csv", csv(&rows(100)));
    let out = files.path("m.stance");
    for (place, said) in [
        (files.path("nowhere/c"), "there is no folder"),
        (files.folder().to_owned(), "name a file"),
        ("-".into(), "name a file"),
    ] {
        let mut command = train(&[&data], &out, &[]);
        let ran = run(command.arg("--checkpoint").arg(&place)).failed(1, &[said]);
        assert!(!ran.err.contains("progressive"), "{}", ran.err);
    }
    assert_eq!(files.names(), ["data.csv"]);
}

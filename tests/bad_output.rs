//! Outputs that cannot be written: the message names them, and nothing is left half written.

mod common;

use std::fs;
use std::io::Read;
use std::process::Stdio;

use common::{Files, run, stance};

#[test]
fn an_output_that_cannot_be_written_is_named_before_any_work() {
    let files = Files::new();
    let file = files.write("file", "as it was");
    for (out, said) in [
        (files.folder().to_owned(), "a folder; name a file in it"),
        (files.path("missing/out.csv"), "make it first"),
        (file.join("out.csv"), "there is no folder"),
    ] {
        let name = out.display().to_string();
        // The input is missing too: that is found out later.
        run(stance("classify").args(["missing.txt", "--out"]).arg(&out)).failed(1, &[&name, said]);
        run(stance("train")
            .args(["--data", "missing.csv", "--out"])
            .arg(&out))
        .failed(1, &[&name, said]);
        run(stance("evaluate").arg("--out").arg(&out)).failed(1, &[&name, said]);
    }
    assert_eq!(files.names(), ["file"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_takes_no_file_is_an_error_that_hides_our_temporary_name() {
    let out = "/proc/stance-out.csv";
    let ran = run(stance("classify").args(["datasets/examples/wire-airfield.txt", "--out", out]));
    let ran = ran.failed(1, &[out, "cannot be written", "you may write to"]);
    assert!(!ran.err.contains(".tmp"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn a_file_that_is_protected_is_not_replaced() {
    use std::os::unix::fs::PermissionsExt;
    let files = Files::new();
    let out = files.write("out.csv", "as it was");
    fs::set_permissions(&out, fs::Permissions::from_mode(0o444)).expect("it is ours");
    let may_write = fs::OpenOptions::new().write(true).open(&out).is_ok();
    let ran = run(stance("classify")
        .args([
            "datasets/examples/wire-airfield.txt",
            "--format",
            "csv",
            "--out",
        ])
        .arg(&out));
    // Nothing is protected from the superuser.
    if may_write {
        ran.ok();
    } else {
        ran.failed(1, &["out.csv", "permission denied"]);
        assert_eq!(fs::read(&out).expect("it is there"), b"as it was");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_on_standard_output_and_on_a_named_one() {
    let verbs: [&[&str]; 6] = [
        &["classify", "datasets/examples/wire-airfield.txt"],
        &["explain", "They met."],
        &["evaluate", "--resamples", "10"],
        &["model", "info", "fast"],
        &["completions", "bash"],
        &["man"],
    ];
    for arguments in verbs {
        let full = fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .expect("Linux has it");
        let output = stance(arguments[0])
            .args(&arguments[1..])
            .stdout(full)
            .output();
        let output = output.expect("it runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
        assert!(
            said.contains("standard output: No space left"),
            "{arguments:?}: {said}"
        );
    }
    let named: [&[&str]; 2] = [
        &[
            "classify",
            "datasets/examples/wire-airfield.txt",
            "--out",
            "/dev/full",
        ],
        &["evaluate", "--resamples", "10", "--out", "/dev/full"],
    ];
    for arguments in named {
        let ran = run(stance(arguments[0]).args(&arguments[1..]));
        ran.failed(1, &["/dev/full: No space left"]);
    }
}

#[test]
fn a_reader_that_has_read_enough_is_no_error() {
    let files = Files::new();
    let lines = "They will stand by their allies whatever the weather.\n".repeat(20_000);
    let path = files.write("lines.txt", lines);
    let verbs: [&[&str]; 2] = [&["--format", "jsonl"], &["--format", "csv", "--jobs", "2"]];
    for options in verbs {
        let mut child = stance("classify")
            .arg(&path)
            .args(["--input-format", "lines"])
            .args(options)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut first = [0; 1];
        let mut out = child.stdout.take().expect("it is piped");
        out.read_exact(&mut first).expect("there is output");
        drop(out);
        let ended = child.wait_with_output().expect("it ends");
        assert_eq!(ended.status.code(), Some(0));
        assert!(
            ended.stderr.is_empty(),
            "{}",
            String::from_utf8_lossy(&ended.stderr)
        );
    }
}

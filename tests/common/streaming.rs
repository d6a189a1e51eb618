//! Data for learning from a stream, made by a rule so that no test needs a large file.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use super::{Ran, run, stance};

/// Labelled sentences that can mostly be told apart, as (text, label), the same for every call.
pub fn rows(n: usize) -> Vec<(String, &'static str)> {
    const OF: [(&str, [&str; 6]); 3] = [
        (
            "no",
            ["never", "refuse", "leave", "unpaid", "burden", "done"],
        ),
        (
            "perhaps",
            ["unless", "wait", "review", "unclear", "if", "later"],
        ),
        (
            "yes",
            ["ironclad", "stand", "commit", "deepen", "renew", "trust"],
        ),
    ];
    const ALL: [&str; 8] = [
        "the",
        "ministers",
        "met",
        "allies",
        "said",
        "of",
        "treaty",
        "on",
    ];
    let mut state = 42u64;
    let mut draw = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    (0..n)
        .map(|_| {
            let (label, words) = OF[draw(OF.len())];
            let mut text = String::from("They");
            for _ in 0..4 + draw(10) {
                let word = match draw(3) {
                    0 => words[draw(words.len())],
                    _ => ALL[draw(ALL.len())],
                };
                text.push(' ');
                text.push_str(word);
            }
            text.push('.');
            (text, label)
        })
        .collect()
}

/// Rows as a table.
pub fn csv(rows: &[(String, &str)]) -> String {
    let mut table = String::from("text,label\n");
    for (text, label) in rows {
        writeln!(table, "{text},{label}").expect("a string takes all");
    }
    table
}

/// Rows as a JSON object a line.
pub fn json_lines(rows: &[(String, &str)]) -> String {
    let object = |(text, label): &(String, &str)| {
        format!(
            "{}\n",
            serde_json::json!({"id": [1, null], "text": text, "label": label})
        )
    };
    rows.iter().map(object).collect()
}

/// `bytes` in the form of gzip.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

/// `bytes` in the form of zstd.
pub fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

/// `stance train --stream` on some files, with a table that costs no time.
pub fn train(data: &[&Path], out: &Path, options: &[&str]) -> Command {
    let mut command = stance("train");
    command.arg("--stream").arg("--data").args(data);
    command.arg("--out").arg(out).args(["--bits", "12"]);
    // Memory for a thread is set aside, so without this a test would depend on the machine.
    if !options.contains(&"--jobs") {
        command.args(["--jobs", "2"]);
    }
    command.args(options);
    command
}

/// Trains, and gives the model's bytes.
#[track_caller]
pub fn model(data: &[&Path], out: &Path, options: &[&str]) -> (Vec<u8>, Ran) {
    let ran = run(&mut train(data, out, options)).ok();
    (std::fs::read(out).expect("the model is there"), ran)
}

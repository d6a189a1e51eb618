//! Model files that are damaged, of another version, or none.

mod common;

use std::fs;

use common::{Files, run, stance};

#[test]
fn a_model_file_that_is_damaged_or_none_is_refused_by_every_verb() {
    let files = Files::new();
    let model = fs::read(common::repository(
        "crates/stance-classifier/models/fast.stance",
    ));
    let model = model.expect("the embedded model");
    let damaged = |name: &str, at: usize, byte: u8| {
        let mut bytes = model.clone();
        bytes[at] ^= byte;
        files.write(name, bytes)
    };
    let cases = [
        (
            files.write("cut.stance", &model[..model.len() / 2]),
            "truncated",
            "again",
        ),
        (
            files.write("head.stance", &model[..10]),
            "truncated",
            "again",
        ),
        (
            damaged("flipped.stance", model.len() - 99, 4),
            "damaged",
            "again",
        ),
        (damaged("label.stance", 30, 1), "damaged", "again"),
        (
            damaged("future.stance", 8, 0x40),
            "made by a newer version",
            "update the program",
        ),
        (
            damaged("past.stance", 8, model[8]),
            "unknown format 0",
            "train it again",
        ),
        (
            files.write("long.stance", [&model[..], b"more"].concat()),
            "4 bytes too many",
            "again",
        ),
        (
            files.write("empty.stance", ""),
            "not a stance model file",
            "stance train",
        ),
        (
            files.write("text.stance", "They met."),
            "not a stance model file",
            "stance train",
        ),
        (files.path("missing.stance"), "no such model file", "`fast`"),
        (files.folder().to_owned(), "a folder", ""),
    ];
    for (path, what, remedy) in &cases {
        let verbs = [
            run(stance("classify")
                .arg("datasets/examples/wire-airfield.txt")
                .arg("--model")
                .arg(path)),
            run(stance("explain").args(["They met.", "--model"]).arg(path)),
            run(stance("evaluate").arg("--model").arg(path)),
            run(stance("model").arg("info").arg(path)),
        ];
        for ran in verbs {
            let ran = ran.failed(1, &[&path.display().to_string(), what, remedy]);
            assert!(ran.out.is_empty(), "{}", ran.text());
        }
    }
}

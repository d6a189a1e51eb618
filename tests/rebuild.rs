//! The same data and options give the same model, byte for byte.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{Ran, read_table, repository, run, shared, stance, tables_in};
use sha2::{Digest, Sha256};

const STATEMENTS: &str = "datasets/statements";

/// Trains on `data` and gives the model file.
fn train(data: &[PathBuf], options: &[&str]) -> (Vec<u8>, Ran) {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("model.stance");
    let ran = run(stance("train")
        .arg("--data")
        .args(data)
        .arg("--out")
        .arg(&out)
        .args(options));
    let ran = ran.ok();
    (fs::read(out).expect("the model is written"), ran)
}

/// The card of a model file.
fn card(model: &[u8]) -> serde_json::Value {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("model.stance");
    fs::write(&path, model).expect("the model is written");
    run(stance("model")
        .arg("info")
        .arg(path)
        .args(["--format", "json"]))
    .ok()
    .json()
}

/// Whether two model files are the same, without printing megabytes where they are not.
#[track_caller]
fn assert_same(one: &[u8], other: &[u8], what: &str) {
    let first = one.iter().zip(other).position(|(a, b)| a != b);
    assert!(
        one == other,
        "{what}: {} and {} bytes, the first difference at {first:?}",
        one.len(),
        other.len()
    );
}

#[test]
fn training_gives_the_same_bytes_with_one_thread_and_with_two() {
    let folder = [PathBuf::from(STATEMENTS)];
    let (one, ran) = train(&folder, &["--jobs", "1"]);
    for said in [
        "14838 rows",
        "passes in",
        "gradient norm",
        "held out",
        "wrote",
    ] {
        assert!(ran.err.contains(said), "`{said}` not in: {}", ran.err);
    }
    let (two, _) = train(&folder, &["--jobs", "2"]);
    assert_same(&one, &two, "--jobs 1 and --jobs 2");
}

#[test]
fn training_twice_in_a_row_gives_the_same_bytes() {
    let files = &tables_in(STATEMENTS)[..4];
    let (first, _) = train(files, &[]);
    let (second, _) = train(files, &[]);
    assert_same(&first, &second, "first and second");
}

#[test]
fn a_folder_is_its_files_in_the_order_of_their_names() {
    let files = &tables_in(STATEMENTS)[..3];
    let folder = tempfile::tempdir().expect("a folder");
    let copied = folder.path().join("statements");
    fs::create_dir(&copied).expect("a folder in it");
    // Written in another order than they are read in.
    for file in files.iter().rev() {
        fs::copy(file, copied.join(file.file_name().expect("a name"))).expect("a copy");
    }
    let (by_list, _) = train(files, &[]);
    let (by_folder, _) = train(&[copied], &[]);
    assert_same(&by_list, &by_folder, "files and their folder");
}

#[test]
fn another_seed_or_setting_is_on_the_card() {
    let files = &tables_in(STATEMENTS)[..2];
    let (model, _) = train(files, &["--seed", "7", "--words", "1-2", "--no-cues"]);
    let recipe = &card(&model)["recipe"];
    assert_eq!(recipe["seed"], "7");
    assert_eq!(recipe["words"], "1-2");
    assert_eq!(recipe["cues"], "false");
}

#[test]
fn the_card_names_every_training_file_with_its_checksum_and_rows() {
    let files = &tables_in(STATEMENTS)[..3];
    let (model, _) = train(files, &["--name", "three"]);
    let card = card(&model);
    assert_eq!(card["name"], "three");
    let named = card["data"].as_array().expect("a list");
    assert_eq!(named.len(), files.len());
    for (file, named) in files.iter().zip(named) {
        assert_names(named, file);
    }
}

#[track_caller]
fn assert_names(named: &serde_json::Value, file: &Path) {
    let bytes = fs::read(file).expect("the file");
    let sum: String = Sha256::digest(&bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let name = common::string(named, "file");
    assert!(file.ends_with(name), "{name} for {}", file.display());
    assert_eq!(common::string(named, "sha256"), sum, "{name}");
    assert_eq!(named["rows"], read_table(file).1.len(), "{name}");
}

/// The card of an embedded model, whose data are the labelled files of this repository.
#[track_caller]
fn card_of(model: &str) -> serde_json::Value {
    let info = run(stance("model").args(["info", model, "--format", "json"]));
    let card = info.ok().json();
    let mut files = tables_in(STATEMENTS);
    files.push(repository("datasets/real/labels.csv"));
    let named = card["data"].as_array().expect("a list");
    assert_eq!(named.len(), files.len());
    for (file, named) in files.iter().zip(named) {
        assert_names(named, file);
    }
    card
}

/// Holds everywhere: whoever changes a training file has to train the embedded model again.
#[test]
fn the_embedded_model_was_made_from_the_files_of_this_repository() {
    card_of("fast");
}

/// As for `fast`, and with the soft labels besides.
#[cfg(feature = "accurate")]
#[test]
fn the_embedded_encoder_was_made_from_the_files_of_this_repository() {
    let card = card_of("accurate");
    let soft_labels = &card["distilled"]["teacher"]["soft_labels"];
    assert_names(soft_labels, &repository("datasets/real/soft_labels.csv"));
}

#[test]
fn the_embedded_model_is_rebuilt_byte_for_byte_by_its_command() {
    let Some(texts) = shared(
        "data/real_train.csv",
        "that the embedded model can be rebuilt",
    ) else {
        return;
    };
    let texts = texts.to_str().expect("a path in UTF-8");
    let target = ["--target", "datasets/real/labels.csv", "--texts", texts];
    let options = [&target[..], &["--name", "fast"]].concat();
    let (rebuilt, _) = train(&[PathBuf::from(STATEMENTS)], &options);
    let embedded = repository("crates/stance-classifier/models/fast.stance");
    let embedded = fs::read(embedded).expect("the embedded model");
    assert_same(&rebuilt, &embedded, "rebuilt and embedded");
}

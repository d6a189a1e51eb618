//! `stance train --engine encoder`: a model of the other engine, made and used like any.

mod common;

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use common::base::{Base, WORDS, fine_tune, table};
use common::{Files, column, run, stance};
use serde_json::json;

#[test]
fn an_encoder_is_fine_tuned_and_used_like_any_model() {
    let files = Files::new();
    let base = Base::new(&WORDS).write(&files, "base");
    let data = files.write("data.csv", table(120));
    let out = files.path("m.stance");
    let trained = run(&mut fine_tune(&base, &data, &out)).ok();
    for said in [
        "an encoder of 2 layers",
        "held out (one of 4 folds of whole groups of all rows",
        "wrote",
    ] {
        assert!(trained.err.contains(said), "{said}: {}", trained.err);
    }
    let unseen = files.write(
        "unseen.csv",
        "text\nand we pledge the pact\nally doubt and the ally\nWe PLEDGE\n",
    );
    let mut classify = stance("classify");
    classify.arg(&unseen).arg("--model").arg(&out);
    let (header, records) = run(classify.args(["--format", "csv"])).ok().csv();
    let label = column(&header, "label");
    let labels: Vec<&str> = records.iter().map(|record| &record[label]).collect();
    assert_eq!(labels, ["yes", "no", "yes"]);
    let mut info = stance("model");
    info.arg("info").arg(&out).args(["--format", "json"]);
    let card = run(&mut info).ok().json();
    assert_eq!(card["recipe"]["engine"], "encoder", "{card}");
    assert_eq!(card["held_out"]["accuracy"], 1.0, "{card}");
}

#[test]
fn an_encoder_learns_from_a_teacher_and_alike_from_what_was_written_down_of_it() {
    let files = Files::new();
    let base = Base::new(&WORDS).write(&files, "base");
    let (few, all) = (
        files.write("few.csv", table(16)),
        files.write("all.csv", table(120)),
    );
    let (teacher, out) = (files.path("teacher.stance"), files.path("m.stance"));
    let mut command = stance("train");
    command.arg("--data").arg(&all).arg("--out").arg(&teacher);
    run(command.args(["--bits", "10"])).ok();
    let soft = files.path("soft.csv");
    let student = |options: &[&std::ffi::OsStr]| {
        let mut command = fine_tune(&base, &few, &out);
        run(command.arg("--unlabelled").arg(&all).args(options)).ok();
        let mut info = stance("model");
        info.arg("info").arg(&out).args(["--format", "json"]);
        let card = run(&mut info).ok().json();
        let mut classify = stance("classify");
        classify.arg(&all).arg("--model").arg(&out);
        (card, run(classify.args(["--format", "csv"])).ok())
    };
    let (card, taught) = student(&[
        "--teacher".as_ref(),
        teacher.as_os_str(),
        "--write-soft-labels".as_ref(),
        soft.as_os_str(),
    ]);
    assert_eq!(
        card["distilled"]["teacher"]["model"]["name"], "teacher",
        "{card}"
    );
    assert_eq!(card["recipe"]["unlabelled-weight"], "1", "{card}");
    // The weights are the last of a file; the card before them tells the two apart.
    let weights = || {
        let file = fs::read(&out).expect("the model");
        file[file.len() - 2_000..].to_vec()
    };
    let by_teacher = weights();
    let (_, again) = student(&["--soft-labels".as_ref(), soft.as_os_str()]);
    assert_eq!(taught.out, again.out);
    assert!(weights() == by_teacher);
    run(&mut fine_tune(&base, &few, &out)).ok();
    assert!(weights() != by_teacher);
}

#[test]
fn the_number_of_threads_does_not_change_a_byte() {
    let files = Files::new();
    let base = Base::new(&WORDS).write(&files, "base");
    let data = files.write("data.csv", table(60));
    let model = |jobs: &str| {
        let out = files.path("m.stance");
        run(fine_tune(&base, &data, &out).args(["--jobs", jobs])).ok();
        fs::read(&out).expect("the model")
    };
    assert!(model("1") == model("2"));
}

#[test]
fn a_run_that_was_killed_goes_on_to_the_same_bytes() {
    let files = Files::new();
    let base = Base::new(&WORDS).write(&files, "base");
    let data = files.write("data.csv", table(120));
    let out = files.path("m.stance");
    run(&mut fine_tune(&base, &data, &out)).ok();
    let whole = fs::read(&out).expect("the model");
    fs::remove_file(&out).expect("it is there");
    let checkpoint = files.path("c");
    let command = || {
        let mut command = fine_tune(&base, &data, &out);
        command.arg("--checkpoint").arg(&checkpoint);
        command.args(["--checkpoint-every", "1"]);
        command
    };
    let mut child = command().stderr(Stdio::piped()).spawn().expect("it starts");
    let notes = BufReader::new(child.stderr.take().expect("it is piped"));
    let noted = notes
        .lines()
        .map_while(Result::ok)
        .filter(|line| line.starts_with("step "))
        .nth(1);
    child.kill().expect("it can be killed");
    child.wait().expect("it ends");
    assert!(noted.is_some() && checkpoint.is_file() && !out.exists());
    run(command().args(["--dropout", "0.2"]))
        .failed(1, &["another run", "--dropout was `0.1` and is `0.2`"]);
    let resumed = run(&mut command()).ok();
    assert!(
        resumed
            .err
            .contains("going on from the checkpoint: behind step"),
        "{}",
        resumed.err
    );
    assert!(fs::read(&out).expect("the model") == whole);
    assert!(!checkpoint.exists(), "the checkpoint is gone");
}

#[test]
fn a_base_that_cannot_be_read_is_named_with_what_is_wrong_with_it() {
    let files = Files::new();
    let data = files.write("data.csv", table(60));
    let out = files.path("m.stance");
    let refused = |folder: &str, base: &Base, said: &[&str]| {
        let base = base.write(&files, folder);
        run(&mut fine_tune(&base, &data, &out)).failed(1, said);
        assert!(!out.exists());
    };
    let good = || Base::new(&WORDS);
    for name in ["config.json", "tokenizer.json", "model.safetensors"] {
        let base = good().write(&files, "incomplete");
        fs::remove_file(base.join(name)).expect("it is there");
        run(&mut fine_tune(&base, &data, &out)).failed(1, &[name, "a base model is a folder with"]);
    }
    let mut base = good();
    base.config["hidden_act"] = json!("relu");
    refused("relu", &base, &["config.json", "`relu`", "only `gelu`"]);
    let mut base = good();
    base.config["num_attention_heads"] = json!(3);
    refused("heads", &base, &["config.json", "not a multiple of its 3"]);
    let mut base = good();
    base.config["num_hidden_layers"] = json!(3);
    refused(
        "layers",
        &base,
        &["model.safetensors", "encoder.layer.2", "is missing"],
    );
    let mut base = good();
    base.config["intermediate_size"] = json!(31);
    refused(
        "shape",
        &base,
        &["model.safetensors", "is of shape [32, 16]"],
    );
    let mut base = good();
    base.tokenizer["model"]["type"] = json!("BPE");
    refused("bpe", &base, &["tokenizer.json", "`BPE`", "`WordPiece`"]);
    let mut base = good();
    base.tokenizer["normalizer"] = json!(null);
    refused("normalizer", &base, &["tokenizer.json", "BertNormalizer"]);
    let mut base = good();
    base.tensors[3].2[0] = f32::NAN;
    refused("nan", &base, &["LayerNorm.weight", "not finite"]);
    let base = good().write(&files, "cut");
    let model = base.join("model.safetensors");
    let bytes = fs::read(&model).expect("it is there");
    fs::write(&model, &bytes[..bytes.len() / 2]).expect("a file");
    run(&mut fine_tune(&base, &data, &out)).failed(1, &["model.safetensors"]);
}

#[test]
fn texts_longer_than_the_base_has_positions_are_learned_from_as_far_as_it_reads() {
    let files = Files::new();
    let base = Base::new(&WORDS).write(&files, "base");
    let long = "ally ".repeat(60);
    let rows = table(60) + &format!("{long},yes,s0\n");
    let data = files.write("data.csv", rows);
    run(&mut fine_tune(&base, &data, &files.path("m.stance"))).ok();
}

#[test]
fn rows_too_few_to_hold_some_out_are_an_error() {
    let files = Files::new();
    let base = Base::new(&WORDS).write(&files, "base");
    let data = files.write("data.csv", table(4));
    let out = files.path("m.stance");
    run(&mut fine_tune(&base, &data, &out)).failed(1, &["too few to"]);
    assert!(!out.exists());
}

#[test]
fn options_of_the_other_engine_are_wrong_usage() {
    let files = Files::new();
    let data = files.write("data.csv", table(20));
    let with = |options: &[&str]| {
        let mut command = stance("train");
        command.arg("--data").arg(&data).arg("--out");
        command.arg(files.path("m.stance")).args(options);
        run(&mut command)
    };
    with(&["--engine", "encoder"]).failed(2, &["--base"]);
    with(&["--epochs", "2"]).failed(2, &["--base"]);
    let base = ["--engine", "encoder", "--base", "b"];
    with(&[&base[..], &["--stream"]].concat()).failed(2, &["--stream"]);
    with(&[&base[..], &["--words", "1-2"]].concat()).failed(2, &["--words"]);
}

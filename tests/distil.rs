//! A model learns from what another says of texts that nobody has labelled.

mod common;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use common::{Files, LABELS, Ran, column, number, read_table, repository, run, stance, string};
use sha1::Digest as _;
use sha1::Sha1;
use sha2::Sha256;

const TEACHING: [&str; 3] = ["author07", "author09", "author10"];
const UNLABELLED: [&str; 2] = ["author11", "author12"];
const READ: &str = "mirror01";
/// A small model, quickly learned.
const SMALL: [&str; 6] = ["--bits", "14", "--folds", "2", "--tolerance", "0.01"];

fn statements(name: &str) -> PathBuf {
    repository(&format!("datasets/statements/{name}.csv"))
}

/// Trains with these options and gives what was said and the model file.
fn train(data: &[PathBuf], out: &Path, options: &[&str]) -> (Ran, Vec<u8>) {
    let mut command = stance("train");
    command.arg("--data").args(data).arg("--out").arg(out);
    let ran = run(command.args(SMALL).args(options)).ok();
    (ran, fs::read(out).expect("the model is written"))
}

/// A teacher, texts without labels in a table and in JSON lines, and a few labelled rows.
struct School {
    files: Files,
    teacher: String,
    unlabelled: Vec<String>,
    few: PathBuf,
}

impl School {
    fn new() -> Self {
        let files = Files::new();
        let teacher = files.path("teacher.stance");
        train(&TEACHING.map(statements), &teacher, &["--name", "mentor"]);
        let texts = |name: &str| -> Vec<String> {
            let (header, records) = read_table(&statements(name));
            let text = column(&header, "text");
            records
                .iter()
                .map(|record| record[text].to_owned())
                .collect()
        };
        let mut table = csv::Writer::from_writer(Vec::new());
        table.write_record(["n", "text"]).expect("a header");
        for (n, text) in texts(UNLABELLED[0]).iter().enumerate() {
            table.write_record([&n.to_string(), text]).expect("a row");
        }
        let table = table.into_inner().expect("a table");
        let mut lines = String::new();
        for text in texts(UNLABELLED[1]) {
            writeln!(lines, "{}", serde_json::json!({ "text": text })).expect("a line");
        }
        let unlabelled = [
            files.write("unlabelled.csv", table),
            files.write("unlabelled.jsonl", lines),
        ];
        let (header, records) = read_table(&statements(TEACHING[0]));
        let mut few = csv::Writer::from_writer(Vec::new());
        few.write_record(&header).expect("a header");
        for record in records.iter().step_by(8) {
            few.write_record(record).expect("a row");
        }
        let few = files.write("few.csv", few.into_inner().expect("a table"));
        Self {
            teacher: name(&teacher),
            unlabelled: unlabelled.iter().map(|path| name(path)).collect(),
            few,
            files,
        }
    }

    /// Trains a student on the few labelled rows and what the teacher says of the others.
    fn student(&self, out: &str, options: &[&str]) -> (Ran, Vec<u8>) {
        let [table, lines] = [0, 1].map(|n| self.unlabelled[n].as_str());
        let all = [&["--unlabelled", table, lines], options].concat();
        train(std::slice::from_ref(&self.few), &self.files.path(out), &all)
    }

    fn taught(&self, out: &str, options: &[&str]) -> (Ran, Vec<u8>) {
        self.student(out, &[&["--teacher", &self.teacher], options].concat())
    }

    /// What a model says of texts that no other model here has met.
    fn reading(&self, model: &str) -> Vec<serde_json::Value> {
        let model = self.files.path(model);
        let mut command = stance("classify");
        command.arg(statements(READ)).arg("--model").arg(model);
        run(command.args(["--format", "jsonl"])).ok().jsonl()
    }
}

fn name(path: &Path) -> String {
    path.to_str().expect("a path in UTF-8").to_owned()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_student_with_a_teacher_reads_more_like_the_teacher_than_one_without() {
    let school = School::new();
    school.taught("taught.stance", &[]);
    train(
        std::slice::from_ref(&school.few),
        &school.files.path("untaught.stance"),
        &[],
    );
    let teacher = school.reading("teacher.stance");
    let agreement = |student: &str| {
        let student = school.reading(student);
        let same =
            (teacher.iter().zip(&student)).filter(|(one, other)| one["label"] == other["label"]);
        same.count() as f64 / teacher.len() as f64
    };
    let (taught, untaught) = (agreement("taught.stance"), agreement("untaught.stance"));
    assert!(taught > untaught + 0.1, "{taught} against {untaught}");
}

#[test]
fn a_student_is_the_same_with_one_thread_and_with_two() {
    let school = School::new();
    let soft = ["one.csv", "two.csv"].map(|soft| name(&school.files.path(soft)));
    let (_, one) = school.taught(
        "student.stance",
        &["--jobs", "1", "--write-soft-labels", &soft[0]],
    );
    let (_, two) = school.taught(
        "student.stance",
        &["--jobs", "2", "--write-soft-labels", &soft[1]],
    );
    assert!(one == two, "--jobs 1 and --jobs 2 gave other models");
    let [one, two] = soft.map(|soft| fs::read(soft).expect("it is written"));
    assert!(one == two, "--jobs 1 and --jobs 2 gave other soft labels");
}

#[test]
fn soft_labels_written_down_stand_for_the_teacher() {
    let school = School::new();
    let soft = name(&school.files.path("soft.csv"));
    school.taught("taught.stance", &["--write-soft-labels", &soft]);
    let (header, records) = read_table(Path::new(&soft));
    assert_eq!(
        header.iter().collect::<Vec<_>>(),
        [&["sha1"], &LABELS[..]].concat()
    );
    let keys: Vec<&str> = records.iter().map(|record| &record[0]).collect();
    assert!(keys.is_sorted() && keys.len() > 800, "{}", keys.len());
    for record in &records {
        let digits: Vec<&str> = record.iter().skip(1).collect();
        assert!(
            digits.iter().all(|p| p.len() == "0.1234".len()),
            "{digits:?}"
        );
        let total: f64 = digits
            .iter()
            .map(|p| p.parse::<f64>().expect("a number"))
            .sum();
        assert!((total - 1.0).abs() < 1e-3, "{digits:?}");
    }
    // The teacher has gone.
    fs::remove_file(&school.teacher).expect("it was there");
    let (ran, _) = school.student("rebuilt.stance", &["--soft-labels", &soft]);
    assert!(ran.err.contains("likeliest by the teacher"), "{}", ran.err);
    assert_eq!(
        school.reading("rebuilt.stance"),
        school.reading("taught.stance")
    );
}

#[test]
fn soft_labels_are_what_the_teacher_says_of_the_text_with_that_sha1() {
    let school = School::new();
    let soft = name(&school.files.path("soft.csv"));
    school.taught("taught.stance", &["--write-soft-labels", &soft]);
    let (_, soft) = read_table(Path::new(&soft));
    let mut command = stance("classify");
    command
        .arg(&school.unlabelled[1])
        .args(["--format", "jsonl", "--model", &school.teacher]);
    let said = run(&mut command).ok().jsonl();
    assert!(said.len() > 100);
    for said in said {
        let sha1 = hexadecimal(&Sha1::digest(string(&said, "text")));
        let row = soft
            .iter()
            .find(|row| row[0] == sha1)
            .expect("a row for every text");
        for (label, p) in LABELS.iter().zip(row.iter().skip(1)) {
            let p: f64 = p.parse().expect("a number");
            assert!(
                (number(&said["probabilities"], label) - p).abs() < 6e-5,
                "{said}"
            );
        }
    }
}

#[test]
fn the_card_names_the_teacher_and_the_texts_with_their_checksums() {
    let school = School::new();
    let soft = name(&school.files.path("soft.csv"));
    school.taught(
        "taught.stance",
        &["--write-soft-labels", &soft, "--unlabelled-weight", "0.5"],
    );
    school.student("rebuilt.stance", &["--soft-labels", &soft]);
    let info = |model: &str, format: &str| {
        let mut command = stance("model");
        command.arg("info").arg(school.files.path(model));
        run(command.args(["--format", format])).ok()
    };
    let sum = |path: &str| hexadecimal(&Sha256::digest(fs::read(path).expect("the file")));

    let card = info("taught.stance", "json").json();
    let teacher = &card["distilled"]["teacher"]["model"];
    assert_eq!(teacher["name"], "mentor");
    assert_eq!(string(teacher, "sha256"), sum(&school.teacher));
    for (file, path) in [0, 1].map(|n| (&card["distilled"]["unlabelled"][n], &school.unlabelled[n]))
    {
        assert!(path.ends_with(string(file, "file")), "{file}");
        assert_eq!(string(file, "sha256"), sum(path));
    }
    let rows = card["distilled"]["rows"].as_object().expect("an object");
    let rows: u64 = rows.values().filter_map(serde_json::Value::as_u64).sum();
    assert_eq!(rows as usize, read_table(Path::new(&soft)).1.len());
    assert_eq!(card["recipe"]["unlabelled-weight"], "0.5");
    // What is counted as labelled are the rows with labels.
    assert_eq!(card["data"][0]["rows"], read_table(&school.few).1.len());

    let card = info("rebuilt.stance", "json").json();
    let teacher = &card["distilled"]["teacher"]["soft_labels"];
    assert_eq!(string(teacher, "sha256"), sum(&soft));
    assert_eq!(card["recipe"]["unlabelled-weight"], "1");
    for (model, said) in [("taught.stance", "mentor"), ("rebuilt.stance", "soft.csv")] {
        for format in ["text", "markdown"] {
            let told = info(model, format);
            assert!(told.text().contains(said), "{}", told.text());
        }
    }
    let untaught = repository("crates/stance-classifier/models/fast.stance");
    let card = run(stance("model")
        .arg("info")
        .arg(untaught)
        .args(["--format", "json"]));
    assert!(card.ok().json().get("distilled").is_none());
}

/// A table of texts that are labelled, new, and new again.
fn overlapping(school: &School) -> String {
    let (header, records) = read_table(&school.few);
    let text = column(&header, "text");
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(["text"]).expect("a header");
    let labelled = records.iter().take(3).map(|record| &record[text]);
    for text in labelled.chain(["They stand by us.", "They left us.", "They left us."]) {
        table.write_record([text]).expect("a row");
    }
    let table = table.into_inner().expect("a table");
    name(&school.files.write("overlap.csv", table))
}

#[test]
fn texts_that_are_labelled_or_repeated_are_left_out_and_counted() {
    let school = School::new();
    let overlap = overlapping(&school);
    let options = ["--teacher", &school.teacher, "--unlabelled", &overlap];
    let out = school.files.path("student.stance");
    let (ran, _) = train(std::slice::from_ref(&school.few), &out, &options);
    for said in [
        "2 texts without a label",
        "left out: 3 that are labelled, 1 repeated",
    ] {
        assert!(ran.err.contains(said), "`{said}` not in: {}", ran.err);
    }
}

#[test]
fn cross_validation_learns_from_soft_labels_in_every_fold_and_measures_the_others() {
    let school = School::new();
    let soft = name(&school.files.path("soft.csv"));
    let overlap = overlapping(&school);
    school.taught(
        "taught.stance",
        &["--unlabelled", &overlap, "--write-soft-labels", &soft],
    );
    let measured = |options: &[&str]| {
        let mut command = stance("evaluate");
        command
            .arg("--data")
            .arg(&school.few)
            .args(["--cv", "4", "--cv-by", "row"]);
        run(command.args(["--format", "json"]).args(options))
            .ok()
            .json()
    };
    let without = measured(&[]);
    let [table, lines] = [0, 1].map(|n| school.unlabelled[n].as_str());
    let with = measured(&[
        "--unlabelled",
        table,
        lines,
        &overlap,
        "--soft-labels",
        &soft,
    ]);
    // The rows that are measured are the same, and those of their texts that were in `overlap` left out.
    assert_eq!(with["n"], without["n"]);
    let learned = read_table(Path::new(&soft)).1.len() - 3;
    let model = string(&with, "model");
    assert!(model.contains(&format!("{learned} soft labels")), "{model}");
    let [with, without] = [with, without].map(|measured| number(&measured, "accuracy"));
    assert!(with > without + 0.1, "{with} against {without}");
}

#[test]
fn several_teachers_teach_the_normalised_geometric_mean_of_their_probabilities() {
    let school = School::new();
    let other = school.files.path("other.stance");
    train(&[statements(READ)], &other, &["--name", "other"]);
    let other = name(&other);
    let said = |teachers: &[&str]| -> Vec<[f64; 4]> {
        let soft = school.files.path("soft.csv");
        let written = name(&soft);
        let options = [&["--write-soft-labels", &written, "--teacher"], teachers].concat();
        let (_, model) = school.student("student.stance", &options);
        let card = String::from_utf8_lossy(&model).into_owned();
        let called = ["mentor & other", "mentor", "other"];
        let called = called
            .into_iter()
            .find(|called| card.contains(&format!("\"{called}\"")));
        let expected = match teachers {
            [_, _] => "mentor & other",
            [one] if *one == other => "other",
            _ => "mentor",
        };
        assert_eq!(called, Some(expected));
        let (header, records) = read_table(&soft);
        let columns = LABELS.map(|label| column(&header, label));
        let probability =
            |record: &csv::StringRecord, at: usize| record[at].parse().expect("a number");
        records
            .iter()
            .map(|record| columns.map(|at| probability(record, at)))
            .collect()
    };
    let (one, two) = (said(&[&school.teacher]), said(&[&other]));
    let both = said(&[&school.teacher, &other]);
    assert!(one.len() > 100 && one.len() == both.len());
    for ((one, two), both) in one.iter().zip(&two).zip(&both) {
        let mean: Vec<f64> = one.iter().zip(two).map(|(a, b)| (a * b).sqrt()).collect();
        let total: f64 = mean.iter().sum();
        for (mean, both) in mean.iter().zip(both) {
            // Each of the three has four digits.
            assert!(
                (mean / total - both).abs() < 0.01,
                "{one:?} {two:?} {both:?}"
            );
        }
    }
}

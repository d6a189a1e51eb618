//! `stance compare`: what it says of systems, and what it refuses. One binary, so that it is linked once.

#[path = "../common/mod.rs"]
mod common;
mod figures;
mod matching;
mod refused;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use common::{run, stance};
use serde_json::Value;
use tempfile::TempDir;

/// Truth and predictions of 200 invented statements, in files.
struct Files(TempDir);

impl Files {
    /// `good` errs on every 20th statement, `fair` on the first of each four as well; `text` is there so
    /// that files in another order are found out.
    fn new() -> Self {
        let files = Self(tempfile::tempdir().expect("a folder"));
        let mut truth = "id,text,label,page\n".to_owned();
        let mut good = "id,label\n".to_owned();
        let mut fair = "id,label\n".to_owned();
        for i in 0..200 {
            let label = ["yes", "no"][i % 2];
            let other = ["no", "yes"][i % 2];
            let said_by = |errs: bool| if errs { other } else { label };
            truth += &format!("s{i},statement {i},{label},p{}\n", i / 10);
            good += &format!("s{i},{}\n", said_by(i % 20 == 7));
            fair += &format!("s{i},{}\n", said_by(i % 20 == 7 || i % 4 == 0));
        }
        files.write("truth.csv", &truth);
        files.write("good.csv", &good);
        files.write("fair.csv", &fair);
        files
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, text).expect("a file");
        path
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("the file is there")
    }

    /// `stance compare` in the folder of the files.
    fn compare(&self, systems: &[&str]) -> Command {
        let mut command = stance("compare");
        command.current_dir(self.0.path()).args(systems).args([
            "--data",
            "truth.csv",
            "--resamples",
            "500",
        ]);
        command
    }

    fn json(&self, systems: &[&str]) -> Value {
        run(self.compare(systems).args(["--format", "json"]))
            .ok()
            .json()
    }
}

#[track_caller]
fn interval(value: &Value, key: &str) -> [f64; 2] {
    [0, 1].map(|end| {
        value[key][end]
            .as_f64()
            .unwrap_or_else(|| panic!("{key}: {value}"))
    })
}

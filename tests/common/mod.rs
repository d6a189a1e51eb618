//! Running the command, and where things are.

#![allow(dead_code)] // no test file needs all of it

pub mod base;
pub mod browser;
pub mod serving;
pub mod streaming;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// The four labels of the codebook, sorted.
pub const LABELS: [&str; 4] = ["critical", "hedging", "none", "reaffirming"];

/// A path in the repository.
pub fn repository(path: &str) -> PathBuf {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    root.canonicalize().expect("the repository").join(path)
}

/// A path in the folder `shared` beside the repository, which a clone does not have; where it is absent,
/// says that `what` was not checked.
pub fn shared(path: &str, what: &str) -> Option<PathBuf> {
    let found = repository("..").join("shared").join(path);
    if found.exists() {
        return Some(found);
    }
    #[allow(clippy::print_stderr)]
    {
        eprintln!("not checked, for want of ../shared/{path}: {what}");
    }
    None
}

/// What a run of the command gave.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: Vec<u8>,
    pub err: String,
}

/// The command, to be run in the folder of the repository.
pub fn stance(verb: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stance"));
    command
        .arg(verb)
        .current_dir(repository(""))
        .env_remove("CLICOLOR_FORCE")
        .env_remove("RUST_BACKTRACE");
    command
}

/// Runs it with nothing on standard input.
pub fn run(command: &mut Command) -> Ran {
    run_with(command, b"")
}

/// Runs it with `input` on standard input. Whatever the input, the command never panics.
pub fn run_with(command: &mut Command, input: &[u8]) -> Ran {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut stdin = child.stdin.take().expect("it is piped");
    let output = std::thread::scope(|scope| {
        // A command that fails early does not read its input, and that is its right.
        scope.spawn(move || stdin.write_all(input).ok());
        child.wait_with_output().expect("the command ends")
    });
    let err = String::from_utf8(output.stderr).expect("messages are UTF-8");
    assert!(!err.contains("panicked"), "{command:?}: {err}");
    Ran {
        code: output.status.code().expect("no signal ended it"),
        out: output.stdout,
        err,
    }
}

impl Ran {
    /// The run, which must have been a success.
    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!(self.code, 0, "{}", self.err);
        self
    }

    /// The run, which must have failed with this code and said each of these things.
    #[track_caller]
    pub fn failed(self, code: i32, said: &[&str]) -> Self {
        assert_eq!(self.code, code, "{}\n{}", self.err, self.text());
        for words in said {
            assert!(self.err.contains(words), "`{words}` not in: {}", self.err);
        }
        self
    }

    /// Standard output as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.out).expect("the output is UTF-8")
    }

    /// Standard output as a JSON value.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.out).expect("the output is JSON")
    }

    /// Standard output as a JSON value a line.
    pub fn jsonl(&self) -> Vec<Value> {
        jsonl(self.text())
    }

    /// Standard output as a table: the header and the records.
    pub fn csv(&self) -> (csv::StringRecord, Vec<csv::StringRecord>) {
        table(&self.out)
    }
}

/// A JSON value a line; half a line is an error.
pub fn jsonl(text: &str) -> Vec<Value> {
    assert!(
        text.is_empty() || text.ends_with('\n'),
        "the last line is whole"
    );
    let parse = |line| serde_json::from_str(line).expect("every line is JSON");
    text.lines().map(parse).collect()
}

/// A table's header and records; a record of another length is an error.
pub fn table(bytes: &[u8]) -> (csv::StringRecord, Vec<csv::StringRecord>) {
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers().expect("a header").clone();
    let records = reader.records().collect::<Result<_, _>>();
    (header, records.expect("every record is whole"))
}

/// A table of the repository.
pub fn read_table(path: &Path) -> (csv::StringRecord, Vec<csv::StringRecord>) {
    table(&fs::read(path).expect("the file is there"))
}

/// The index of a column.
#[track_caller]
pub fn column(header: &csv::StringRecord, name: &str) -> usize {
    let found = header.iter().position(|column| column == name);
    found.unwrap_or_else(|| panic!("no column `{name}` in {header:?}"))
}

/// The string that a JSON object has under `key`.
#[track_caller]
pub fn string<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key]
        .as_str()
        .unwrap_or_else(|| panic!("{key}: {value}"))
}

/// The number that a JSON object has under `key`.
#[track_caller]
pub fn number(value: &Value, key: &str) -> f64 {
    value[key]
        .as_f64()
        .unwrap_or_else(|| panic!("{key}: {value}"))
}

/// The byte range that a JSON object has as `start` and `end`.
#[track_caller]
pub fn range(value: &Value) -> std::ops::Range<usize> {
    number(value, "start") as usize..number(value, "end") as usize
}

/// The .csv files of a folder, sorted by name.
pub fn tables_in(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(repository(folder)).expect("the folder is there");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "csv"))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{folder} has tables");
    files
}

/// Compares with a file of `tests/golden`, byte for byte; with `STANCE_BLESS=1` writes it instead.
#[track_caller]
pub fn golden(name: &str, found: &str) {
    let path = repository("tests/golden").join(name);
    if std::env::var_os("STANCE_BLESS").is_some_and(|bless| bless == "1") {
        fs::write(&path, found).expect("the golden file can be written");
    }
    let wanted = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        found, wanted,
        "not as in tests/golden/{name}; if the change is meant, run the test with STANCE_BLESS=1"
    );
}

/// A folder for one test, gone when the test is over.
pub struct Files(tempfile::TempDir);

impl Files {
    /// An empty folder.
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    /// The folder itself.
    pub fn folder(&self) -> &Path {
        self.0.path()
    }

    /// A path in it, whether there is a file or not.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file in it.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).expect("a file");
        path
    }

    /// Everything in the folder, to see that nothing was left behind.
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).expect("the folder");
        let mut names: Vec<String> = entries
            .map(|entry| {
                entry
                    .expect("readable")
                    .file_name()
                    .to_string_lossy()
                    .into()
            })
            .collect();
        names.sort();
        names
    }
}

/// The examples of the repository.
pub mod example {
    pub const WIRE: &str = "datasets/examples/wire-airfield.txt";
    pub const READOUT: &str = "datasets/examples/readout-trilateral.txt";
    pub const RADIO: &str = "datasets/examples/transcript-radio.txt";
    pub const NEWS: &str = "datasets/examples/news-csto.html";
    pub const MINISTRY: &str = "datasets/examples/readout-aegean.html";
    pub const BLOG: &str = "datasets/examples/blog-burden.html";
    pub const TABLE: &str = "datasets/examples/statements-philippines.csv";
    pub const OBJECTS: &str = "datasets/examples/statements-gulf.jsonl";
}

/// Texts that every door into stance must read alike, an object a line.
pub const CASES: &str = "tests/doors/cases.jsonl";

/// Checks that a door's answer is what the command told: the same label or none, and probabilities to 1e-6.
#[track_caller]
pub fn assert_answers(
    label: Option<&str>,
    probability: impl Fn(&str) -> Option<f64>,
    told: &Value,
) {
    assert_eq!(label, told["label"].as_str(), "{told}");
    assert_eq!(keys(&told["probabilities"]), LABELS, "{told}");
    for name in LABELS {
        let found = probability(name).expect("a probability for each label");
        let wanted = number(&told["probabilities"], name);
        assert!((found - wanted).abs() <= 1e-6, "{name} {found}: {told}");
    }
}

/// Runs `stance classify`.
pub fn classify(arguments: &[&str]) -> Ran {
    run(stance("classify").args(arguments))
}

/// The bytes of a file of the repository.
pub fn bytes(path: &str) -> Vec<u8> {
    fs::read(repository(path)).expect("the example is there")
}

/// The names of an object's members, in their order.
pub fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect()
}

/// Checks that a statement has a label that is the likeliest, and probabilities that add up to one.
#[track_caller]
pub fn assert_labelled(statement: &Value) {
    let probabilities = &statement["probabilities"];
    assert_eq!(keys(probabilities), LABELS, "{statement}");
    let of = |label: &str| number(probabilities, label);
    let sum: f64 = LABELS.iter().map(|label| of(label)).sum();
    assert!((sum - 1.0).abs() < 1e-5, "{statement}");
    let label = string(statement, "label");
    assert!(
        LABELS.iter().all(|other| of(label) >= of(other)),
        "{statement}"
    );
}

//! `stance watch` reads what is in a folder, and goes on past what cannot be read.

mod common;

use std::fs;
use std::path::Path;

use common::{Files, Ran, example, run, stance};

/// A folder of pages beside a store.
struct Folder {
    files: Files,
}

impl Folder {
    fn new() -> Self {
        let files = Files::new();
        fs::create_dir(files.path("in")).expect("a folder");
        Self { files }
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        self.files.write(&format!("in/{name}"), bytes);
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.files.path("in").join(name)
    }

    fn once(&self, options: &[&str]) -> Ran {
        run(stance("watch")
            .arg(self.files.path("in"))
            .arg("--db")
            .arg(self.files.path("s.db"))
            .arg("--once")
            .args(options))
    }

    /// The rows that SQL gives, as CSV without the header.
    fn ask(&self, sql: &str) -> Vec<String> {
        let db = self.files.path("s.db");
        let ran = run(stance("query")
            .arg("--db")
            .arg(db)
            .args(["--format", "csv", sql]))
        .ok();
        ran.text().lines().skip(1).map(str::to_owned).collect()
    }

    /// The names of the documents, without their folder, and how many statements each has.
    fn documents(&self) -> Vec<String> {
        self.ask(
            "SELECT replace(name, rtrim(name, replace(name, '/', '')), '') AS file, count(statements.id)
             FROM documents LEFT JOIN statements ON document_id = documents.id
             GROUP BY documents.id ORDER BY file",
        )
    }
}

#[test]
fn pages_of_a_folder_and_of_those_in_it_are_stored_once() {
    let folder = Folder::new();
    fs::create_dir(folder.path("sub")).expect("a folder");
    folder.write("wire.txt", common::bytes(example::WIRE));
    folder.write("sub/news.html", common::bytes(example::NEWS));
    folder.write("table.csv", common::bytes(example::TABLE));
    folder.write(".hidden.txt", "We stand by our allies.");
    let first = folder.once(&[]).ok();
    assert!(first.err.contains("2 files read"), "{}", first.err);
    let found = folder.documents();
    let counted = |at: usize, name: &str| -> usize {
        let count = found[at].strip_prefix(name).expect("its name");
        count.parse().expect("a number")
    };
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(counted(0, "news.html,") > 0 && counted(1, "wire.txt,") > 0);
    let again = folder.once(&[]).ok();
    assert!(again.err.contains("0 files read"), "{}", again.err);
    assert_eq!(folder.documents(), found);
}

#[test]
fn labels_are_those_of_the_model_that_is_named_with_them() {
    let folder = Folder::new();
    folder.write("a.txt", "Our commitment to the alliance is ironclad.");
    folder.once(&[]).ok();
    assert_eq!(
        folder.ask("SELECT label, model FROM stances"),
        ["reaffirming,fast"]
    );
    let wrong = "SELECT count(*) FROM (SELECT abs(sum(p) - 1) AS off, max(p) AS best, statement_id
        FROM probabilities GROUP BY statement_id) JOIN statements ON id = statement_id
        WHERE off > 1e-9 OR best <> statements.p";
    assert_eq!(folder.ask(wrong), ["0"]);
    let labels = "SELECT label FROM labels ORDER BY position";
    assert_eq!(folder.ask(labels), common::LABELS);
}

#[test]
fn a_changed_file_replaces_what_it_said_and_a_vanished_one_stays() {
    let folder = Folder::new();
    folder.write("a.txt", "We will stand by our allies.");
    folder.write("b.txt", "Our alliance is strong.");
    folder.once(&[]).ok();
    folder.write(
        "a.txt",
        "They have not paid their share for the alliance. We have paid it all.",
    );
    fs::remove_file(folder.path("b.txt")).expect("removed");
    let second = folder.once(&[]).ok();
    assert!(second.err.contains("changed"), "{}", second.err);
    assert!(
        second.err.contains("b.txt: its documents stay"),
        "{}",
        second.err
    );
    let texts = folder.ask("SELECT count(*) FROM stances WHERE text LIKE '%stand by our allies%'");
    assert_eq!(texts, ["0"]);
    assert_eq!(folder.documents().len(), 2);
}

#[test]
fn copies_are_noted_and_not_stored_twice() {
    let folder = Folder::new();
    for name in ["a.txt", "b.txt", "c.txt"] {
        folder.write(name, "We will stand by our allies.");
    }
    let ran = folder.once(&[]).ok();
    assert!(ran.err.contains("1 file read"), "{}", ran.err);
    assert!(ran.err.contains("2 copies"), "{}", ran.err);
    assert_eq!(folder.documents(), ["a.txt,1"]);
    assert_eq!(folder.ask("SELECT count(*) FROM files"), ["3"]);
}

#[test]
fn what_cannot_be_read_is_named_and_counted_and_the_rest_is_stored() {
    let folder = Folder::new();
    folder.write("a.txt", "We will stand by our allies.");
    folder.write("empty.txt", "");
    let mut state = 1u64;
    let noise = [0u8; 5000].map(|_| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as u8
    });
    folder.write("noise.txt", noise);
    // Full of holes, it takes no room on the disk.
    let long = fs::File::create(folder.path("long.txt")).expect("a file");
    long.set_len((256 << 20) + 1).expect("a length");
    folder.write("z.txt", "Our alliance is strong.");
    let ran = folder
        .once(&[])
        .failed(1, &["3 files could not be read", "longer than 256 MiB"]);
    for name in ["empty.txt", "noise.txt", "long.txt"] {
        assert!(ran.err.contains(name), "{name} not in: {}", ran.err);
    }
    assert_eq!(folder.documents(), ["a.txt,1", "z.txt,1"]);
    // They are tried again, and found whole when they are.
    fs::remove_file(folder.path("long.txt")).expect("removed");
    fs::remove_file(folder.path("noise.txt")).expect("removed");
    folder.write("empty.txt", "Our allies can count on us.");
    folder.once(&[]).ok();
    assert_eq!(folder.documents().len(), 3);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    folder.write("a.txt", "We will stand by our allies.");
    folder.write("b.txt", "Nobody may see this of the alliance.");
    let none = fs::Permissions::from_mode(0o000);
    fs::set_permissions(folder.path("b.txt"), none).expect("set");
    // Who may do everything can read it all the same.
    if fs::read(folder.path("b.txt")).is_ok() {
        folder.once(&[]).ok();
        assert_eq!(folder.documents().len(), 2);
        return;
    }
    folder
        .once(&[])
        .failed(1, &["b.txt", "ermission", "1 file could not be read"]);
    assert_eq!(folder.documents(), ["a.txt,1"]);
}

#[test]
fn another_model_needs_all_files_to_be_read_again() {
    let folder = Folder::new();
    folder.write("a.txt", "We will stand by our allies.");
    folder.write("b.txt", "We will stand by our allies.");
    folder.once(&[]).ok();
    // To the store it is another: who knows what its second part says elsewhere.
    let model = "fast+fast";
    folder
        .once(&["--model", model])
        .failed(1, &["s.db", "another model", "`fast`", "--reread"]);
    folder.once(&["--model", model, "--reread"]).ok();
    assert_eq!(folder.documents(), ["a.txt,1"]);
    assert_eq!(folder.ask("SELECT DISTINCT model FROM stances"), [model]);
    folder.once(&["--model", model]).ok();
}

#[test]
fn what_is_no_folder_or_no_store_is_named_and_nothing_is_made() {
    let folder = Folder::new();
    folder.write("a.txt", "We will stand by our allies.");
    let watch =
        |of: &Path, db: &Path| run(stance("watch").arg(of).arg("--db").arg(db).arg("--once"));
    let (pages, db) = (folder.files.path("in"), folder.files.path("s.db"));
    watch(&folder.files.path("missing"), &db).failed(1, &["missing", "No such file"]);
    watch(&folder.path("a.txt"), &db).failed(1, &["a.txt", "not a folder"]);
    watch(&pages, &folder.files.path("no/s.db")).failed(1, &["s.db", "there is no folder"]);
    watch(&pages, &pages).failed(1, &["a folder; name a file in it"]);
    let other = folder
        .files
        .write("other.txt", "statements, and more of them ".repeat(100));
    watch(&pages, &other).failed(1, &["other.txt", "not a SQLite database"]);
    assert_eq!(fs::read(&other).expect("it is there").len(), 2900);
    assert_eq!(folder.files.names(), ["in", "other.txt"]);
    let wrong = run(stance("watch").args(["in", "--db", "s.db", "--interval", "0"]));
    wrong.failed(2, &["--interval", "0.1 to 86400"]);
}

#[test]
fn a_store_that_another_process_holds_is_said_to_be_locked() {
    let folder = Folder::new();
    folder.write("a.txt", "We will stand by our allies.");
    folder.once(&[]).ok();
    folder.write("b.txt", "Our alliance is strong.");
    let held = rusqlite::Connection::open(folder.files.path("s.db")).expect("a database");
    held.execute_batch("BEGIN EXCLUSIVE").expect("it is held");
    folder.once(&[]).failed(1, &["s.db", "another process"]);
    held.execute_batch("COMMIT").expect("it is let go");
    folder.once(&[]).ok();
    assert_eq!(folder.documents().len(), 2);
}

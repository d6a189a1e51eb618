//! `stance watch` reads what is in a folder, and goes on past what cannot be read.

mod common;

use std::fs;
use std::path::Path;

use common::streaming::{gzip, zstd};
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

#[test]
fn compressed_pages_and_crawls_are_read_as_plain_ones() {
    let (plain, packed) = (Folder::new(), Folder::new());
    let crawl = "{\"url\":\"https://a.example/1\",\"text\":\"Our alliance is strong.\"}\n\
                 {\"url\":\"https://a.example/2\",\"text\":\"They have not paid their share.\"}\n";
    let list = "[{\"text\":\"We will stand by our allies.\"}]";
    for (name, text) in [
        ("news.html", common::bytes(example::NEWS)),
        ("wire.txt", common::bytes(example::WIRE)),
        ("crawl.jsonl", crawl.into()),
        ("list.json", list.into()),
    ] {
        plain.write(name, &text);
        let (ending, bytes) = match name.len() % 2 {
            0 => ("gz", gzip(&text)),
            _ => ("zst", zstd(&text)),
        };
        packed.write(&format!("{name}.{ending}"), bytes);
    }
    let told = |folder: &Folder| {
        folder.once(&[]).ok();
        folder.ask("SELECT label, p, holder, alliance, text, date, start_byte FROM stances ORDER BY text, start_byte")
    };
    let wanted = told(&plain);
    assert!(wanted.len() > 8, "{wanted:?}");
    assert_eq!(told(&packed), wanted);
    // One that ends early is told of, and no half of it is stored.
    let cut = gzip(crawl.as_bytes());
    packed.write("cut.jsonl.gz", &cut[..cut.len() / 2]);
    packed
        .once(&[])
        .failed(1, &["cut.jsonl.gz", "gzip", "ends early"]);
    assert_eq!(packed.ask("SELECT text FROM stances").len(), wanted.len());
}

#[test]
fn the_good_records_of_a_crawl_are_stored_and_the_bad_ones_named_by_their_line() {
    let folder = Folder::new();
    folder.write(
        "crawl.jsonl",
        "{\"text\":\"Our alliance is strong.\"}\nbroken\n\n{\"title\":\"no text\"}\n\
         {\"text\":\"They have not paid their share.\"}\n",
    );
    folder.write("list.json", "[{\"text\":\"We met our allies.\"}, 7]");
    folder.write("none.jsonl", "broken\nbroken too\n");
    let ran = folder.once(&[]).failed(
        1,
        &[
            "crawl.jsonl:2: not a JSON object",
            "crawl.jsonl:4: the record has no text",
            "list.json#2",
            "none.jsonl:1",
            "none of its 2 records is a page",
            "2 files read with 3 statements",
            "1 could not be read, nor could 3 records",
        ],
    );
    assert!(!ran.err.contains("none.jsonl:2"), "{}", ran.err);
    assert_eq!(
        folder.documents(),
        ["crawl.jsonl:1,1", "crawl.jsonl:5,1", "list.json#1,1"]
    );
    fs::remove_file(folder.path("none.jsonl")).expect("removed");
    // What is stored without them is not read again before it changes.
    folder.once(&[]).ok();
    folder.write(
        "crawl.jsonl",
        "{\"text\":\"Our alliance is strong.\"}\nbroken\n",
    );
    folder.once(&[]).failed(
        1,
        &["1 record could not be read; the others of their files are stored"],
    );
    assert_eq!(folder.documents(), ["crawl.jsonl:1,1", "list.json#1,1"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf8_is_told() {
    use std::os::unix::ffi::OsStrExt;
    let folder = Folder::new();
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.txt");
    fs::write(folder.files.path("in").join(name), "We met.").expect("a file");
    folder.once(&[]).failed(1, &["not UTF-8"]);
    assert!(folder.documents().is_empty());
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

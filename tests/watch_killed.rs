//! `stance watch` may be ended at any point, by whatever, and loses or doubles no document.

mod common;

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};

use common::{Files, Ran, run, stance};

/// Pages that are worked through.
const PAGES: usize = 200;

/// A folder of small pages, each of its own words.
fn pages() -> Files {
    let files = Files::new();
    fs::create_dir(files.path("in")).expect("a folder");
    for page in 0..PAGES {
        let text = format!(
            "Minister {page} said that Japan would stand by its alliance with the United States.\n\n\
             They have not paid their share {page} times.\n"
        );
        files.write(&format!("in/{page:03}.txt"), text);
    }
    files
}

fn watch(files: &Files, db: &str) -> Command {
    let mut command = stance("watch");
    command
        .arg(files.path("in"))
        .arg("--db")
        .arg(files.path(db));
    command
}

/// A run whose notes are read line by line.
fn begin(command: &mut Command) -> (Child, BufReader<ChildStderr>) {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let notes = BufReader::new(child.stderr.take().expect("it is piped"));
    (child, notes)
}

/// Reads until so many files are said to be `what`; false where the run ended before.
fn wait_for(notes: &mut impl BufRead, what: &str, files: usize) -> bool {
    let mut seen = 0;
    while seen < files {
        let mut line = String::new();
        if notes.read_line(&mut line).expect("a line") == 0 {
            return false;
        }
        seen += usize::from(line.starts_with(what));
    }
    true
}

fn ask(db: &Path, sql: &str) -> Ran {
    run(stance("query")
        .arg("--db")
        .arg(db)
        .args(["--format", "csv", sql]))
    .ok()
}

const EVERYTHING: &str =
    "SELECT date, holder, party, alliance, label, p, text, document, start_byte, end_byte
     FROM stances ORDER BY document, start_byte, alliance";

/// Every document is whole: two statements at least, and four probabilities for each.
const HALVES: &str = "SELECT documents.name FROM documents
     LEFT JOIN statements ON document_id = documents.id
     GROUP BY documents.id HAVING count(statements.id) < 2
     UNION ALL
     SELECT statements.id FROM statements LEFT JOIN probabilities ON statement_id = id
     GROUP BY id HAVING count(*) <> 4
     UNION ALL
     SELECT checksum FROM contents LEFT JOIN documents ON content_id = contents.id
     GROUP BY contents.id HAVING count(documents.id) <> 1";

#[test]
fn killed_at_many_points_it_ends_as_if_undisturbed() {
    let files = pages();
    run(watch(&files, "calm.db").args(["--once", "--jobs", "1"])).ok();
    let wanted = ask(&files.path("calm.db"), EVERYTHING);
    assert!(
        wanted.text().lines().count() > 2 * PAGES,
        "{}",
        wanted.text()
    );

    let db = files.path("killed.db");
    // As soon as it starts, before anything is known of it; then later and later in its work.
    for documents in [0, 1, 5, 11, 18, 27, 40] {
        let mut command = watch(&files, "killed.db");
        let (mut child, mut notes) = begin(command.args(["--once", "--jobs", "1"]));
        // On a machine that is busy elsewhere the rest may be done before it is killed.
        let is_early = wait_for(&mut notes, "new ", documents);
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        if documents > 0 && is_early {
            // Whoever reads now sees whole documents alone, and as many as were said to be there at least.
            assert_eq!(ask(&db, HALVES).text().lines().count(), 1);
            assert_eq!(
                ask(&db, "PRAGMA integrity_check").text(),
                "integrity_check\nok\n"
            );
            let count = ask(&db, "SELECT count(*) FROM documents");
            let count: usize = count
                .text()
                .lines()
                .nth(1)
                .expect("a row")
                .parse()
                .expect("a number");
            assert!((documents..=PAGES).contains(&count), "{count}");
        }
    }
    run(watch(&files, "killed.db").arg("--once")).ok();
    assert!(
        ask(&db, EVERYTHING).out == wanted.out,
        "not as it is undisturbed"
    );
    assert_eq!(
        ask(&db, "PRAGMA integrity_check").text(),
        "integrity_check\nok\n"
    );
    assert_eq!(
        ask(&db, "PRAGMA foreign_key_check").text().lines().count(),
        1
    );
    let names = files.names();
    assert_eq!(names, ["calm.db", "in", "killed.db"], "no journal is left");
}

#[test]
fn killed_while_it_writes_it_leaves_the_files_of_a_batch_for_the_next_time() {
    let files = pages();
    run(watch(&files, "calm.db").arg("--once")).ok();
    let wanted = ask(&files.path("calm.db"), EVERYTHING);
    // The tables are there before: what is written after is files.
    let empty = files.path("empty");
    fs::create_dir(&empty).expect("a folder");
    let db = files.path("killed.db");
    run(stance("watch")
        .arg(&empty)
        .arg("--db")
        .arg(&db)
        .arg("--once"))
    .ok();
    let journal = files.path("killed.db-journal");
    let mut before = 0;
    for _ in 0..6 {
        let mut command = watch(&files, "killed.db");
        let (mut child, mut notes) = begin(command.args(["--once", "--jobs", "1"]));
        // The journal is there while a batch is written and no longer: whoever is killed then has begun and not ended.
        while !journal.exists() && child.try_wait().expect("it is asked").is_none() {
            std::thread::yield_now();
        }
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        let mut told = String::new();
        std::io::Read::read_to_string(&mut notes, &mut told).expect("the notes");
        let told = told.lines().filter(|line| line.starts_with("new ")).count();
        assert_eq!(ask(&db, HALVES).text().lines().count(), 1);
        let count = ask(&db, "SELECT name FROM documents")
            .text()
            .lines()
            .count()
            - 1;
        // What was said to be stored is there, and so is what was there before.
        assert!(
            (before + told..=PAGES).contains(&count),
            "{before} {told} {count}"
        );
        before = count;
    }
    run(watch(&files, "killed.db").arg("--once")).ok();
    assert!(
        ask(&db, EVERYTHING).out == wanted.out,
        "not as it is undisturbed"
    );
    assert!(!journal.exists(), "no journal is left");
}

#[test]
fn killed_while_files_change_it_replaces_each_once() {
    let files = pages();
    run(watch(&files, "s.db").arg("--once")).ok();
    for page in 0..PAGES {
        let text = format!(
            "Page {page} now says something else of the alliance.\n\nIt is {page} words long.\n"
        );
        files.write(&format!("in/{page:03}.txt"), text);
    }
    for changed in [1, 30] {
        let mut command = watch(&files, "s.db");
        let (mut child, mut notes) = begin(command.args(["--once", "--jobs", "1"]));
        wait_for(&mut notes, "changed ", changed);
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        assert_eq!(ask(&files.path("s.db"), HALVES).text().lines().count(), 1);
    }
    run(watch(&files, "s.db").arg("--once")).ok();
    run(watch(&files, "calm.db").arg("--once")).ok();
    let (found, wanted) = (
        ask(&files.path("s.db"), EVERYTHING),
        ask(&files.path("calm.db"), EVERYTHING),
    );
    assert!(found.out == wanted.out, "not as it is undisturbed");
}

#[cfg(unix)]
#[test]
fn ctrl_c_and_sigterm_end_it_cleanly() {
    let files = pages();
    for (signal, db, documents) in [("-INT", "int.db", 3), ("-TERM", "term.db", 30)] {
        let mut command = watch(&files, db);
        let (mut child, mut notes) = begin(command.args(["--interval", "0.1", "--jobs", "1"]));
        assert!(wait_for(&mut notes, "new ", documents), "it ended before");
        let sent = Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status();
        assert!(sent.expect("a signal is sent").success());
        let mut rest = String::new();
        std::io::Read::read_to_string(&mut notes, &mut rest).expect("the notes");
        assert!(child.wait().expect("it ends").success(), "{rest}");
        assert!(rest.contains(" read with "), "a summary: {rest}");
        assert_eq!(ask(&files.path(db), HALVES).text().lines().count(), 1);
    }
    assert_eq!(
        files.names(),
        ["in", "int.db", "term.db"],
        "no journal is left"
    );
}

#[test]
fn what_arrives_while_it_watches_is_read() {
    let files = Files::new();
    fs::create_dir(files.path("in")).expect("a folder");
    let mut command = watch(&files, "s.db");
    let (mut child, mut notes) = begin(command.args(["--interval", "0.1"]));
    let mut line = String::new();
    notes.read_line(&mut line).expect("a line");
    assert!(line.starts_with("watching "), "{line}");
    files.write("in/a.txt", "We will stand by our allies.");
    assert!(wait_for(&mut notes, "new ", 1), "it ended before");
    files.write(
        "in/b.txt",
        "They have not paid their share for the alliance.",
    );
    assert!(wait_for(&mut notes, "new ", 1), "it ended before");
    child.kill().expect("it can be killed");
    child.wait().expect("it ends");
    let found = ask(&files.path("s.db"), "SELECT count(*) FROM documents");
    assert_eq!(found.text(), "count(*)\n2\n");
}

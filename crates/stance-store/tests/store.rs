//! What goes into a store comes out as it was: whole, once, and in the place of what it replaces.

mod common;

use std::time::Duration;

use common::{document, fast, file, place, store};
use jiff::civil::date;
use stance_report::{Collection, Document, Statement};
use stance_store::{Added, Batch, Checksum, Error, Filter, Model, ModelId, Reader, Store};

fn all(store: &Store) -> Collection {
    store.collection(&Filter::default()).expect("a collection")
}

fn names(store: &Store) -> Vec<String> {
    let documents = all(store).documents;
    documents
        .into_iter()
        .map(|document| document.name)
        .collect()
}

fn add(store: &mut Store, model: ModelId, path: &str, text: &str) -> Added {
    let documents = [document(path, text)];
    store
        .add(model, &file(path, text), &documents)
        .expect("added")
}

#[test]
fn records_come_out_as_they_went_in() {
    let (_folder, path, mut store, model) = store();
    let (mut full, mut statements) = document("a.html", "We stay.\nWir bleiben – 同盟 🤝.");
    full.outlet = Some("Stimme".into());
    full.url = Some("https://example.org/a?b=1&c='2'".into());
    full.copies = vec!["z.html".into(), "b.html".into()];
    statements[0].holder = None;
    statements[0].alliance = None;
    statements[0].party = Some("Ohio; Ontario".into());
    statements[0].evidence.clear();
    statements[1].document = 1;
    let bare = Document {
        name: "b.html".into(),
        ..Document::default()
    };
    let documents = [(full.clone(), statements.clone()), (bare.clone(), vec![])];
    store
        .add(model, &file("a.html", "bytes"), &documents)
        .expect("added");
    statements
        .iter_mut()
        .for_each(|statement| statement.document = 0);
    let wanted = Collection {
        labels: fast().labels,
        documents: vec![full, bare],
        statements: statements.into(),
    };
    assert_eq!(all(&store), wanted);
    let reader = Reader::open(&path).expect("a reader");
    assert_eq!(reader.collection(&Filter::default()).expect("all"), wanted);
}

#[test]
fn a_file_that_changed_replaces_its_documents() {
    let (_folder, path, mut store, model) = store();
    assert_eq!(add(&mut store, model, "a", "one\ntwo"), Added::New);
    assert_eq!(add(&mut store, model, "a", "three"), Added::Changed);
    let found = all(&store);
    assert_eq!(found.documents.len(), 1);
    let texts: Vec<&str> = found.statements.iter().map(|s| s.text).collect();
    assert_eq!(texts, ["three"]);
    let known = store.known("a").expect("an answer").expect("known");
    assert_eq!(known, file("a", "three"));
    // Nothing of the former is left behind in any table.
    let counts = "SELECT (SELECT count(*) FROM contents), (SELECT count(*) FROM statements),
        (SELECT count(*) FROM probabilities), (SELECT count(*) FROM evidence)";
    let connection = rusqlite::Connection::open(path).expect("a database");
    let counts: (i64, i64, i64, i64) = connection
        .query_row(counts, [], |row| row.try_into())
        .expect("counts");
    assert_eq!(counts, (1, 1, 4, 1));
}

#[test]
fn files_of_a_batch_are_there_together_or_not_at_all() {
    let (_folder, path, mut store, model) = store();
    let mut batch = store.batch().expect("begun");
    for name in ["a", "b"] {
        batch
            .add(model, &file(name, name), &[document(name, name)])
            .expect("added");
    }
    let others = || Reader::open(&path).expect("a reader");
    let seen = |reader: &Reader| {
        reader
            .collection(&Filter::default())
            .expect("all")
            .documents
    };
    assert!(seen(&others()).is_empty(), "seen before it is committed");
    drop(batch);
    assert!(names(&store).is_empty(), "left by who did not commit");
    // A file that cannot go in keeps none of the others out.
    let mut batch = store.batch().expect("begun");
    let add =
        |batch: &mut Batch<'_>, name: &str, page| batch.add(model, &file(name, name), &[page]);
    add(&mut batch, "a", document("a", "one")).expect("added");
    let mut wrong = document("b", "two\nthree");
    wrong.1[1].probabilities.pop();
    add(&mut batch, "b", wrong).expect_err("three probabilities of four");
    add(&mut batch, "c", document("c", "four")).expect("added");
    assert_eq!(
        batch.note(model, &file("d", "c")).expect("noted"),
        Some(Added::Copy)
    );
    batch.commit().expect("committed");
    assert_eq!(names(&store), ["a", "c"]);
    assert_eq!(all(&store).statements.len(), 2);
    assert_eq!(store.files().expect("files").len(), 3);
    assert!(store.has(model, Checksum::of(b"c")).expect("an answer"));
    assert!(!store.has(model, Checksum::of(b"b")).expect("an answer"));
}

#[test]
fn the_same_bytes_under_two_names_are_one_document_and_a_copy() {
    let (_folder, _path, mut store, model) = store();
    add(&mut store, model, "b", "one");
    assert_eq!(
        store.note(model, &file("a", "one")).expect("noted"),
        Some(Added::Copy)
    );
    assert_eq!(
        store.note(model, &file("a", "one")).expect("noted"),
        Some(Added::Same)
    );
    assert_eq!(store.note(model, &file("c", "two")).expect("asked"), None);
    assert_eq!(store.known("c").expect("an answer"), None);
    let found = all(&store);
    assert_eq!(found.statements.len(), 1);
    assert_eq!(found.documents[0].name, "b");
    assert_eq!(found.documents[0].copies, ["a"]);
}

#[test]
fn a_copy_gives_its_name_when_the_first_file_changes() {
    let (_folder, _path, mut store, model) = store();
    let page = |path: &str, of: &str| document(&format!("{path}#{of}"), of);
    let both = [page("b", "1"), document("https://example.org", "2")];
    store.add(model, &file("b", "one"), &both).expect("added");
    store.note(model, &file("bb", "one")).expect("noted");
    add(&mut store, model, "b", "changed");
    assert_eq!(names(&store), ["b", "bb#1", "https://example.org"]);
    assert!(
        all(&store)
            .documents
            .iter()
            .all(|document| document.copies.is_empty())
    );
    // The last file that has it takes it away.
    add(&mut store, model, "bb", "changed too");
    assert_eq!(names(&store), ["b", "bb"]);
}

#[test]
fn a_change_to_the_bytes_of_another_file_leaves_one_document() {
    let (_folder, _path, mut store, model) = store();
    add(&mut store, model, "a", "one");
    add(&mut store, model, "b", "two");
    assert_eq!(
        store.note(model, &file("b", "one")).expect("noted"),
        Some(Added::Copy)
    );
    let found = all(&store);
    assert_eq!(found.documents.len(), 1);
    assert_eq!(found.documents[0].copies, ["b"]);
}

#[test]
fn documents_of_one_name_in_two_files_are_told_apart_by_the_path() {
    let (_folder, _path, mut store, model) = store();
    let page = "https://example.org";
    for path in ["monday.jsonl", "tuesday.jsonl"] {
        let documents = [document(page, path)];
        store
            .add(model, &file(path, path), &documents)
            .expect("added");
    }
    assert_eq!(names(&store), [page, "https://example.org (tuesday.jsonl)"]);
}

#[test]
fn a_bad_record_is_named_and_nothing_of_its_file_is_there() {
    let (_folder, _path, mut store, model) = store();
    add(&mut store, model, "a", "one");
    type Spoil = fn(&mut Statement);
    let spoils: [Spoil; 4] = [
        |statement| statement.probabilities.truncate(3),
        |statement| statement.probabilities[2] = f64::NAN,
        |statement| statement.probabilities[0] = -0.1,
        |statement| statement.evidence[0].weight = f64::INFINITY,
    ];
    for spoil in spoils {
        let mut bad = document("a", "good\nbad");
        spoil(&mut bad.1[1]);
        let failed = store.add(model, &file("a", "good\nbad"), &[bad]);
        let failed = failed.expect_err("a bad record").to_string();
        assert!(failed.starts_with("a: statement 1: "), "{failed}");
    }
    let twice = [document("b", "one"), document("b", "two")];
    let failed = store.add(model, &file("b", "b"), &twice);
    // The second is told apart by the path, and a third cannot be.
    failed.expect("two of one name");
    let thrice = [document("c", "1"), document("c", "2"), document("c", "3")];
    let failed = store
        .add(model, &file("c", "c"), &thrice)
        .expect_err("three of one name");
    assert!(failed.to_string().contains("have this name"), "{failed}");
    assert_eq!(names(&store), ["a", "b", "b (b)"]);
    assert_eq!(all(&store).statements.at(0).text, "one");
}

#[test]
fn documents_are_chosen_by_their_days() {
    let (_folder, _path, mut store, model) = store();
    for (path, day) in [("a", Some(1)), ("b", Some(2)), ("c", Some(3)), ("d", None)] {
        let mut page = document(path, path);
        page.0.date = day.map(|day| date(2024, 11, day));
        store.add(model, &file(path, path), &[page]).expect("added");
    }
    let chosen = |from: Option<i8>, to: Option<i8>| {
        let filter = Filter {
            from: from.map(|day| date(2024, 11, day)),
            to: to.map(|day| date(2024, 11, day)),
            ..Filter::default()
        };
        let found = store.collection(&filter).expect("a collection");
        // Each statement is with its own document.
        for statement in found.statements.iter() {
            assert_eq!(statement.text, found.documents[statement.document].name);
        }
        found
            .documents
            .into_iter()
            .map(|d| d.name)
            .collect::<String>()
    };
    assert_eq!(chosen(None, None), "abcd");
    assert_eq!(chosen(Some(2), None), "bc");
    assert_eq!(chosen(None, Some(2)), "ab");
    assert_eq!(chosen(Some(2), Some(2)), "b");
}

#[test]
fn statements_of_two_models_are_not_mixed() {
    let (_folder, _path, mut store, model) = store();
    add(&mut store, model, "a", "one");
    let other = Model {
        checksum: Checksum::of(b"another"),
        ..fast()
    };
    let other = store.model(&other).expect("a model");
    assert!(
        all(&store).documents.len() == 1,
        "it has labelled nothing yet"
    );
    assert_eq!(store.note(other, &file("b", "one")).expect("asked"), None);
    add(&mut store, other, "b", "two");
    let mixed = store
        .collection(&Filter::default())
        .expect_err("two models");
    assert!(mixed.to_string().contains("fast "), "{mixed}");
    let one = Filter {
        model: Some(other),
        ..Filter::default()
    };
    assert_eq!(
        store.collection(&one).expect("one model").documents[0].name,
        "b"
    );
    let counted: Vec<(u64, u64)> = store
        .models()
        .expect("models")
        .iter()
        .map(|stored| (stored.documents, stored.statements))
        .collect();
    assert_eq!(counted, [(1, 1), (1, 1)]);
    // Read again by the other, the document is the other's.
    assert_eq!(add(&mut store, other, "a", "one"), Added::Changed);
    assert_eq!(names(&store), ["a", "b"]);
}

#[test]
fn a_models_labels_are_each_there_once_and_stay_what_they_are() {
    let (_folder, _path, mut store, model) = store();
    assert_eq!(store.model(&fast()).expect("known"), model);
    let mut with = |labels: &[&str]| {
        let labels = labels.iter().map(|label| (*label).to_owned()).collect();
        let model = Model { labels, ..fast() };
        store.model(&model).expect_err("other labels").to_string()
    };
    assert!(with(&[]).contains("none"));
    assert!(with(&["a", "b", "a"]).contains("twice"));
    assert!(with(&["critical", "hedging"]).contains("with others"));
}

#[test]
fn an_empty_store_gives_an_empty_collection() {
    let (_folder, path) = place();
    let store = Store::create(&path).expect("a store");
    assert_eq!(all(&store), Collection::default());
    drop(store);
    Store::open(&path).expect("it is there");
}

#[test]
fn what_is_no_store_is_refused_and_left_as_it_was() {
    let (folder, path) = place();
    type Open = fn(&std::path::Path) -> Option<Error>;
    let opens: [Open; 3] = [
        |path| Store::create(path).err(),
        |path| Store::open(path).err(),
        |path| Reader::open(path).err(),
    ];
    let refused = |path: &std::path::Path, said: &str| {
        for open in opens {
            let why = open(path).expect("it is refused").to_string();
            assert!(why.contains(said), "`{said}` not in: {why}");
        }
    };
    refused(folder.path(), "a folder");
    std::fs::write(&path, "statements,labels\n".repeat(100)).expect("a file");
    refused(&path, "not a SQLite database");
    assert_eq!(std::fs::read(&path).expect("it is there").len(), 1800);

    let other = folder.path().join("other.db");
    let connection = rusqlite::Connection::open(&other).expect("a database");
    connection
        .execute_batch("CREATE TABLE birds (name)")
        .expect("a table");
    refused(&other, "not one of stances");

    let later = folder.path().join("later.db");
    drop(Store::create(&later).expect("a store"));
    let connection = rusqlite::Connection::open(&later).expect("a database");
    connection
        .pragma_update(None, "user_version", 99)
        .expect("a version");
    refused(&later, "later version");

    let missing = folder.path().join("no/such/folder.db");
    let why = Store::create(&missing).expect_err("no folder").to_string();
    assert!(why.contains("there is no folder"), "{why}");
    assert!(matches!(Store::open(&missing), Err(Error::Missing)));
    assert!(matches!(Reader::open(&missing), Err(Error::Missing)));
}

#[test]
fn a_store_that_another_process_holds_is_locked() {
    let (_folder, path, mut store, model) = store();
    store.set_patience(Duration::ZERO).expect("set");
    let other = rusqlite::Connection::open(&path).expect("a database");
    other.execute_batch("BEGIN EXCLUSIVE").expect("it is held");
    let failed = store.add(model, &file("a", "one"), &[document("a", "one")]);
    assert!(matches!(failed, Err(Error::Locked)), "{failed:?}");
    other.execute_batch("COMMIT").expect("it is let go");
    add(&mut store, model, "a", "one");
}

#[test]
fn two_that_write_one_after_the_other_do_not_double() {
    let (_folder, path, mut store, model) = store();
    let mut second = Store::open(&path).expect("a second");
    add(&mut store, model, "a", "one");
    assert_eq!(add(&mut second, model, "a", "one"), Added::Changed);
    assert_eq!(names(&store), ["a"]);
}

#[test]
fn what_a_killed_writer_began_is_undone_by_whoever_reads() {
    let (folder, path, mut store, model) = store();
    add(&mut store, model, "a", &"We stay.\n".repeat(500));
    drop(store);
    let writer = rusqlite::Connection::open(&path).expect("a database");
    writer
        .execute_batch(
            "PRAGMA cache_size = 1; BEGIN IMMEDIATE; UPDATE statements SET text = 'half of it'",
        )
        .expect("it has begun");
    // What is on the disk now is what a writer leaves who is killed here.
    let left = folder.path().join("left.db");
    let journal = |path: &std::path::Path| path.with_extension("db-journal");
    std::fs::copy(&path, &left).expect("a copy");
    std::fs::copy(journal(&path), journal(&left)).expect("a copy");
    let bytes = std::fs::read(&left).expect("the copy");
    assert!(bytes.windows(10).any(|bytes| bytes == b"half of it"));
    let reader = Reader::open(&left).expect("a reader");
    let found = reader
        .collection(&Filter::default())
        .expect("all")
        .statements;
    assert_eq!(found.len(), 500);
    assert!(found.iter().all(|statement| statement.text == "We stay."));
    assert!(!journal(&left).exists());
}

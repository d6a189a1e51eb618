//! What can be had honestly of the five dumps that the project began from, which lie beside the repository where they
//! are at hand.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use stance_pages::{PageOptions, read};

#[test]
#[allow(clippy::print_stderr)] // a test that was not run says so
fn titles_outlets_and_dates_of_the_dumps_are_found_and_none_is_invented() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/documents");
    let cases = [
        (
            "000_9e7bcaed8b8298ad.txt",
            "Japan, South Korea reaffirm alliance with U.S. ahead of presidential election",
            Some("Kogonuso"),
            Some("2016-11-09"),
        ),
        (
            "001_248fc3c048767e72.txt",
            "Japan's Kishida heads on final mission to preserve relationship with Seoul",
            None,
            Some("2024-09-06"),
        ),
        (
            "002_6832fde39e5b416d.txt",
            "Japan, S. Korea leaders vow joint response to N. Korea, close contact",
            None,
            None,
        ),
        // Its date has no year: `13/1 20:22`.
        (
            "003_e88d80de1ecf11eb.txt",
            "Japan, South Korea Affirm Ties' Importance Amid Seoul Political Turmoil",
            None,
            None,
        ),
        (
            "004_79078e7f8c0fa45c.txt",
            "Japan, US Reaffirm Alliance Amid Leadership Change",
            Some("english.kyodonews.net"),
            None,
        ),
    ];
    for (name, title, outlet, date) in cases {
        let Ok(bytes) = fs::read(folder.join(name)) else {
            eprintln!("not checked: {name} is not at hand");
            continue;
        };
        let page = read(name, &bytes, &PageOptions::default())
            .expect("readable")
            .remove(0);
        assert_eq!(page.title.as_deref(), Some(title), "{name}");
        assert_eq!(page.outlet.as_deref(), outlet, "{name}");
        assert_eq!(
            page.date.map(|date| date.to_string()).as_deref(),
            date,
            "{name}"
        );
    }
}

#[test]
#[allow(clippy::print_stderr)] // a test that was not run says so
fn the_labelled_sentences_are_statements_of_the_dumps() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut gold = csv::Reader::from_path(root.join("datasets/documents.csv")).expect("there");
    let header = gold.headers().expect("a header").clone();
    let column = |name| {
        header
            .iter()
            .position(|column| column == name)
            .expect("a column")
    };
    let (document, text) = (column("document"), column("text"));
    let (mut found, mut missing) = (0, BTreeSet::new());
    for record in gold.records() {
        let record = record.expect("a record");
        let (name, text) = (&record[document], &record[text]);
        let Ok(bytes) = fs::read(root.join("../shared/documents").join(name)) else {
            eprintln!("not checked: {name} is not at hand");
            return;
        };
        let page = read(name, &bytes, &PageOptions::default())
            .expect("readable")
            .remove(0);
        if page
            .statements
            .iter()
            .any(|statement| statement.text() == text)
        {
            found += 1;
        } else {
            missing.insert(text.to_owned());
        }
    }
    assert!(found >= 96, "{found} found; not: {missing:#?}");
}

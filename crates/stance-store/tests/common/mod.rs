//! Records that were made up.

#![allow(dead_code)] // no test file needs all of it

use std::path::PathBuf;

use stance_report::{Document, Evidence, Statement};
use stance_store::{Checksum, File, Model, ModelId, Stamp, Store};

/// A folder that is gone when the test is over, and a path for a store in it.
pub fn place() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("stances.db");
    (folder, path)
}

/// A model that tells four labels apart.
pub fn fast() -> Model {
    Model {
        name: "fast".into(),
        checksum: Checksum::of(b"the fast model"),
        labels: ["critical", "hedging", "none", "reaffirming"]
            .map(String::from)
            .to_vec(),
    }
}

/// A store and the model that labels for it.
pub fn store() -> (tempfile::TempDir, PathBuf, Store, ModelId) {
    let (folder, path) = place();
    let mut store = Store::create(&path).expect("a store");
    let model = store.model(&fast()).expect("a model");
    (folder, path, store, model)
}

/// A file with these bytes.
pub fn file(path: &str, bytes: &str) -> File {
    File {
        path: path.into(),
        stamp: Stamp {
            size: bytes.len() as u64,
            modified: Some(1_700_000_000_000_000_001),
        },
        checksum: Checksum::of(bytes.as_bytes()),
    }
}

/// A document of that name, in which each line of `text` is a statement.
pub fn document(name: &str, text: &str) -> (Document, Vec<Statement>) {
    let document = Document {
        name: name.into(),
        title: Some(format!("On “{name}”")),
        date: Some(jiff::civil::date(2024, 11, 5)),
        ..Document::default()
    };
    let mut start = 0;
    let statements = text.lines().map(|line| {
        let span = start..start + line.len();
        start = span.end + 1;
        Statement {
            document: 0,
            span,
            text: line.into(),
            probabilities: vec![0.125, 0.5, 0.25, 0.125],
            holder: Some("Japan".into()),
            party: None,
            alliance: Some("US-Japan".into()),
            evidence: vec![Evidence {
                start: 0,
                end: line.len(),
                weight: -0.75,
            }],
        }
    });
    let statements = statements.collect();
    (document, statements)
}

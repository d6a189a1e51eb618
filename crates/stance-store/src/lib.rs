//! Documents and their labelled statements in a SQLite file, and what is new in a folder.
//!
//! ```
//! use stance_report::{Document, Statement};
//! use stance_store::{Added, Checksum, File, Filter, Model, Stamp, Store};
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("stances.db");
//!
//! let mut store = Store::create(&path)?;
//! let labels = ["critical", "hedging", "none", "reaffirming"].map(String::from).to_vec();
//! let model = store.model(&Model { name: "fast".into(), checksum: Checksum::of(b"model"), labels })?;
//!
//! let file = File {
//!     path: "readout.txt".into(),
//!     stamp: Stamp { size: 24, modified: None },
//!     checksum: Checksum::of(b"We stand by our allies.\n"),
//! };
//! let statement = Statement {
//!     document: 0,
//!     span: 0..23,
//!     text: "We stand by our allies.".into(),
//!     probabilities: vec![0.01, 0.04, 0.05, 0.9],
//!     holder: Some("Japan".into()),
//!     party: None,
//!     alliance: Some("US-Japan".into()),
//!     evidence: Vec::new(),
//! };
//! let document = Document { name: "readout.txt".into(), ..Document::default() };
//! assert_eq!(store.add(model, &file, &[(document, vec![statement])])?, Added::New);
//! // Bytes that are there already need not be read again.
//! assert_eq!(store.note(model, &file)?, Some(Added::Same));
//!
//! let collection = store.collection(&Filter::default())?;
//! assert_eq!(collection.statements.at(0).alliance, Some("US-Japan"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Contents
//! | question | answer |
//! | --- | --- |
//! | How does something get in? | [`Store`]: a file with all its documents, or none of it; many at once by a [`Batch`] |
//! | What is in it, as records? | [`Filter`], [`Reader::collection`] |
//! | What is in it, as SQL has it? | [`Reader::query`], [`Reader::schema`] |
//! | What of a folder is new, changed or gone? | [`Scan`], [`Looks`] |
//! | Is a file still what it was when it was seen? | [`Seen::read`] |
//!
//! # The file
//! `schema.sql` beside this source is the whole of it, with a comment on each table; the view `stances` has a row a
//! statement. Every transaction is a file with its documents, or a [`Batch`] of them, in SQLite's rollback journal: unlike a write-ahead log that needs
//! no shared memory, so it keeps its promise on network drives too, and a store at rest is one file. Whoever is killed
//! at any point leaves what was there before the transaction or what is there behind it. What a crash of the whole
//! machine may undo is the last transaction, as a whole, and then its files are new again.

mod batch;
mod collection;
mod connection;
mod error;
mod look;
mod models;
mod query;
mod record;
mod schema;
mod seen;
mod store;
mod write;

pub use batch::Batch;
pub use collection::Filter;
pub use connection::{Reader, Store};
pub use error::{Error, Result};
pub use look::{Look, Looks, Settling};
pub use query::{Rows, Value};
pub use record::{Added, Checksum, File, Model, ModelId, Stamp, Stored};
pub use seen::{Scan, Seen, Unread, Unreadable};

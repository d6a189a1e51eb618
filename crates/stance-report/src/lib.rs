//! The picture over time: who holds which stance toward which alliance, how sure that is, and how it moved.
//!
//! Documents and their labelled statements go in as [records](Collection). No file is read here and no model is
//! asked.

mod record;

pub use record::{Collection, Document, Evidence, Statement};

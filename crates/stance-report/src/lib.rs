//! The picture over time: who holds which stance toward which alliance, how sure that is, and how it moved.
//!
//! Documents and their labelled statements go in as [records](Collection), and beside them how often the classifier
//! errs ([`ErrorModel`]). A [`Report`] has the figures; [`html`] draws them as one self-contained page, and [`data`]
//! writes them as tables. No file is read here, no model is asked, and the same records give the same bytes.

mod change;
pub mod chart;
mod collection;
mod correct;
pub mod data;
mod error;
mod errors;
mod html;
mod link;
pub mod page;
mod period;
mod random;
mod record;
mod report;
mod shares;
mod statements;

pub use change::Change;
pub use collection::Collection;
pub use correct::Estimate;
pub use error::{Error, Result};
pub use errors::{CountedOn, ErrorModel, Sure};
pub use html::{Layout, html};
pub use period::{Period, Step};
pub use record::{Document, Evidence, Statement};
pub use report::{Options, Point, Report, Series};
pub use shares::Shares;
pub use statements::{StatementRef, Statements};

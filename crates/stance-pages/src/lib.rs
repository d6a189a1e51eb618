//! From the bytes of a file to pages: title, outlet, date, and the statements of the text.
//!
//! A file of HTML, plain text or one message holds one page; a mailbox or a crawl in JSON Lines holds many. No label
//! is known here, nothing is looked up, and what a page does not say is left out rather than guessed.
//!
//! ```
//! use stance_pages::{PageOptions, read};
//!
//! let html = "<title>Allies renew their pact | Example News</title><p>SEOUL, Nov. 9, 2016 — The two sides met.</p>";
//! let pages = read("talks.html", html.as_bytes(), &PageOptions::default())?;
//! assert_eq!(pages[0].title.as_deref(), Some("Allies renew their pact"));
//! assert_eq!(pages[0].outlet.as_deref(), Some("Example News"));
//! assert_eq!(pages[0].date, Some(jiff::civil::date(2016, 11, 9)));
//! # Ok::<(), stance_pages::Error>(())
//! ```
//!
//! | module | what it holds |
//! | --- | --- |
//! | `page` | [`Page`] and its statements, with the way back to the source |
//! | `read` | which reader a file needs ([`Input`]), [`read()`] and [`read_each()`] |
//! | `assemble` | from a text with what is known beside it to a page |
//! | `metadata`, `json_ld` | what a page of HTML declares of itself |
//! | `date`, `published`, `outlet`, `title` | dates in text; which is the page's; who published it; what it is called |
//! | `duplicates` | [`Duplicates`]: copies of a page under other names |
//! | `mail`, `fields`, `record` | messages; the fields of crawls; mailboxes and crawls, read as a stream |

mod assemble;
mod date;
mod duplicates;
mod error;
mod fields;
mod json_ld;
mod mail;
mod metadata;
mod outlet;
mod page;
mod published;
mod read;
mod record;
mod title;

pub use duplicates::{Duplicates, Fingerprint};
pub use error::{Error, ErrorKind};
pub use page::{DateSource, Page, PageStatement};
pub use read::{Input, PageOptions, read, read_each};
pub use record::{Record, Records};

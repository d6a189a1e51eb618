//! Which reader a file needs.

use std::io::Cursor;
use std::path::Path;

use stance_text::Format;

use crate::assemble::{Known, assemble};
use crate::error::{Error, ErrorKind};
use crate::page::Page;
use crate::record::Records;
use crate::{fields, mail, record};

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Input {
    /// Plain text: a dump of a page, wire copy, a transcript.
    Plain,
    /// A page of HTML.
    Html,
    /// One message, with its headers.
    Mail,
    /// Messages one after the other, each after a line that begins with `From `.
    Mailbox,
    /// A page a line, as [`Records`] describes.
    JsonLines,
    /// An array of such pages, or one page.
    Json,
}

impl Input {
    /// What a file holds by its name, and where that says nothing by its first bytes.
    ///
    /// ```
    /// use stance_pages::Input;
    ///
    /// assert_eq!(Input::of("crawl.ndjson", b""), Input::JsonLines);
    /// assert_eq!(Input::of("talks", b"<!doctype html><p>They met."), Input::Html);
    /// assert_eq!(Input::of("talks.txt", b"They met."), Input::Plain);
    /// ```
    #[must_use]
    pub fn of(name: &str, bytes: &[u8]) -> Self {
        let extension = Path::new(name)
            .extension()
            .and_then(|extension| extension.to_str());
        match extension.map(str::to_ascii_lowercase).as_deref() {
            Some("jsonl" | "ndjson") => return Self::JsonLines,
            Some("json") => return Self::Json,
            Some("mbox" | "mbx") => return Self::Mailbox,
            Some("eml") => return Self::Mail,
            _ => {}
        }
        match Format::of_path(name) {
            Some(Format::Html) => return Self::Html,
            // Saved pages and messages are often named as texts; what they begin with is plain to see.
            _ if mail::begins_mailbox(bytes) => return Self::Mailbox,
            _ if mail::begins_message(bytes) => return Self::Mail,
            Some(_) => return Self::Plain,
            None => {}
        }
        if record::begins_record(bytes) {
            return Self::JsonLines;
        }
        let start = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
        match stance_text::decode(start, None) {
            Ok(decoded) if Format::sniff(decoded.text()) == Format::Html => Self::Html,
            _ => Self::Plain,
        }
    }
}

/// How pages are read.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PageOptions {
    /// What the file holds, where it is known; else [`Input::of`] says.
    pub input: Option<Input>,
    /// A label of the encoding of a page of HTML or plain text, as in an HTTP header.
    pub encoding: Option<String>,
    /// Whether what looks like page furniture (menus, share bars, dates alone) is among the statements of a page of HTML
    /// or plain text: no.
    pub furniture: bool,
    /// The most bytes that one record of a crawl or one message of a mailbox may have: 64 MiB.
    pub longest_record: usize,
}

impl Default for PageOptions {
    fn default() -> Self {
        Self {
            input: None,
            encoding: None,
            furniture: false,
            longest_record: 64 << 20,
        }
    }
}

impl PageOptions {
    /// Sets what the file holds.
    #[must_use]
    pub fn input(self, input: Option<Input>) -> Self {
        Self { input, ..self }
    }

    /// Sets the label of the encoding.
    #[must_use]
    pub fn encoding(self, encoding: Option<String>) -> Self {
        Self { encoding, ..self }
    }

    /// Sets whether furniture is among the statements.
    #[must_use]
    pub fn furniture(self, furniture: bool) -> Self {
        Self { furniture, ..self }
    }

    /// Sets the most bytes that one record may have.
    #[must_use]
    pub fn longest_record(self, longest_record: usize) -> Self {
        Self {
            longest_record,
            ..self
        }
    }
}

/// Reads the pages of a file; `name` is its path.
///
/// A file that holds one page gives one, if only with no statement: a page that is all script has none. Where a bad
/// record should be passed over instead of ending the file use [`read_each`], and where the file is larger than memory
/// [`Records`].
///
/// # Errors
/// The first that is met: bytes that are no text, a record that is no page, a message that is none. It names the file
/// and the record.
pub fn read(name: &str, bytes: &[u8], options: &PageOptions) -> Result<Vec<Page>, Error> {
    read_each(name, bytes, options)?.into_iter().collect()
}

/// Reads the pages of a file as [`read()`] does, and goes on past records that are none: each has its error in its
/// place.
///
/// ```
/// use stance_pages::{PageOptions, read_each};
///
/// let crawl = b"{\"text\": \"They met.\"}\nbroken\n{\"text\": \"They agreed.\"}\n";
/// let pages = read_each("crawl.jsonl", crawl, &PageOptions::default())?;
/// assert!(pages[0].is_ok() && pages[2].is_ok());
/// assert_eq!(pages[1].as_ref().expect_err("no page").name(), "crawl.jsonl:2");
/// # Ok::<(), stance_pages::Error>(())
/// ```
///
/// # Errors
/// Where nothing of the file can be read: bytes that are no text, JSON that is broken, a message that is none.
pub fn read_each(
    name: &str,
    bytes: &[u8],
    options: &PageOptions,
) -> Result<Vec<Result<Page, Error>>, Error> {
    let input = options.input.unwrap_or_else(|| Input::of(name, bytes));
    match input {
        Input::Plain => one(name, bytes, Format::Plain, options),
        Input::Html => one(name, bytes, Format::Html, options),
        Input::Mail => Ok(vec![Ok(mail::page(name.to_owned(), bytes)?)]),
        Input::Json => fields::json_pages(name, bytes),
        Input::JsonLines | Input::Mailbox => {
            let options = options.clone().input(Some(input));
            let records = Records::new(name, Cursor::new(bytes), &options);
            Ok(records.map(|record| record?.page()).collect())
        }
    }
}

fn one(
    name: &str,
    bytes: &[u8],
    format: Format,
    options: &PageOptions,
) -> Result<Vec<Result<Page, Error>>, Error> {
    let known = Known {
        encoding: options.encoding.as_deref(),
        format: Some(format),
        furniture: options.furniture,
        ..Known::default()
    };
    assemble(name.to_owned(), bytes, known)
        .map(|page| vec![Ok(page)])
        .map_err(|error| Error::new(name, ErrorKind::Text(error)))
}

//! Files of many pages, read as a stream: crawls in JSON Lines, mailboxes.

use std::io::BufRead;

use crate::error::{Error, ErrorKind};
use crate::page::Page;
use crate::read::{Input, PageOptions};
use crate::{fields, mail};
use serde_json::Value;

/// Whether a file begins as JSON Lines do.
pub(crate) fn begins_record(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"{\"")
}

/// One page of a file that holds many, as it stands there; [`page`](Self::page) reads it.
///
/// Finding the records of a file is cheap, reading them is not: records can be handed to other threads.
#[derive(Clone, Debug)]
pub struct Record {
    name: String,
    bytes: Vec<u8>,
    input: Input,
}

impl Record {
    /// The file and the line, or the number of the message: `crawl.jsonl:17`, `inbox.mbox#2`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many bytes of the file it takes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// Reads the page.
    ///
    /// # Errors
    /// A line that is no JSON object or has no text, a message that is none, text that is binary.
    pub fn page(self) -> Result<Page, Error> {
        match self.input {
            Input::Mailbox => mail::page(self.name, &unquoted(self.bytes)),
            _ => match serde_json::from_slice(&self.bytes) {
                Ok(Value::Object(fields)) => fields::page(self.name, &fields),
                Ok(_) => Err(Error::new(
                    self.name,
                    ErrorKind::Json("another value".to_owned()),
                )),
                Err(error) => Err(Error::new(self.name, ErrorKind::Json(error.to_string()))),
            },
        }
    }
}

/// The records of a file, one by one, in memory that does not grow with the file.
///
/// In **JSON Lines** a line is a page: an object with `html`, or with `text`, `content` or `body` (plain, or HTML where it
/// looks like that), and where it has them `url`, `title`, `date` (also `published`, `published_at`, `timestamp`, …: text,
/// or seconds or milliseconds since 1970) and `outlet` (also `site_name`, `publisher`, `source`, …: a name, or an object
/// with one). What the record says goes before what its page declares. Empty lines are passed over. In a **mailbox** each
/// message follows a line that begins with `From `.
///
/// A record that is too long is an [`Error`] in its place, and the records after it follow.
///
/// ```
/// use stance_pages::{PageOptions, Records};
///
/// let crawl = "{\"url\":\"https://news.example.org/2016/11/09/a\",\"text\":\"The allies met. They agreed.\"}\nbroken\n";
/// let records = Records::new("crawl.jsonl", crawl.as_bytes(), &PageOptions::default());
/// let pages: Vec<_> = records.map(|record| record?.page()).collect();
/// assert_eq!(pages[0].as_ref().expect("a page").outlet.as_deref(), Some("news.example.org"));
/// assert_eq!(pages[1].as_ref().expect_err("no page").name(), "crawl.jsonl:2");
/// ```
#[derive(Debug)]
pub struct Records<R> {
    name: String,
    reader: R,
    input: Input,
    limit: usize,
    /// Lines of JSON Lines, or messages, so far.
    count: usize,
    /// A line that begins the next message was read.
    begun: bool,
    done: bool,
}

impl<R: BufRead> Records<R> {
    /// The records of a file of this name: a mailbox, or else JSON Lines.
    pub fn new(name: &str, reader: R, options: &PageOptions) -> Self {
        let input = options.input.unwrap_or_else(|| Input::of(name, b""));
        Self {
            name: name.to_owned(),
            reader,
            input: match input {
                Input::Mailbox => Input::Mailbox,
                _ => Input::JsonLines,
            },
            limit: options.longest_record,
            count: 0,
            begun: false,
            done: false,
        }
    }

    fn io(&mut self, error: std::io::Error) -> Error {
        self.done = true;
        Error::new(
            format!("{}:{}", self.name, self.count + 1),
            ErrorKind::Io(error),
        )
    }

    fn too_long(&self, name: String) -> Error {
        Error::new(name, ErrorKind::TooLong { limit: self.limit })
    }

    fn next_line(&mut self) -> Option<Result<Record, Error>> {
        loop {
            let mut bytes = Vec::new();
            let whole = match append_line(&mut self.reader, &mut bytes, self.limit) {
                Ok(None) => return None,
                Ok(Some(whole)) => whole,
                Err(error) => return Some(Err(self.io(error))),
            };
            self.count += 1;
            let name = format!("{}:{}", self.name, self.count);
            if !whole {
                return Some(Err(self.too_long(name)));
            }
            let line = bytes
                .strip_prefix(b"\xef\xbb\xbf")
                .unwrap_or(&bytes)
                .trim_ascii();
            if !line.is_empty() {
                let bytes = line.to_vec();
                return Some(Ok(Record {
                    name,
                    bytes,
                    input: Input::JsonLines,
                }));
            }
        }
    }

    fn next_message(&mut self) -> Option<Result<Record, Error>> {
        let mut bytes = Vec::new();
        let mut whole = true;
        let mut line = Vec::new();
        let mut blank = true;
        loop {
            line.clear();
            match append_line(&mut self.reader, &mut line, self.limit) {
                Ok(None) if self.begun => {
                    self.done = true;
                    break;
                }
                Ok(None) => return None,
                Ok(Some(read)) => whole &= read || !self.begun,
                Err(error) => return Some(Err(self.io(error))),
            }
            if blank && line.starts_with(b"From ") {
                if std::mem::replace(&mut self.begun, true) {
                    break;
                }
                blank = false;
                continue;
            }
            blank = line.trim_ascii().is_empty();
            if self.begun && whole {
                whole = bytes.len() + line.len() <= self.limit;
                if whole {
                    bytes.extend_from_slice(&line);
                } else {
                    bytes = Vec::new();
                }
            }
        }
        self.count += 1;
        let name = format!("{}#{}", self.name, self.count);
        Some(if whole {
            Ok(Record {
                name,
                bytes,
                input: Input::Mailbox,
            })
        } else {
            Err(self.too_long(name))
        })
    }
}

impl<R: BufRead> Iterator for Records<R> {
    type Item = Result<Record, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        match self.input {
            Input::Mailbox => self.next_message(),
            _ => self.next_line(),
        }
    }
}

/// Appends a line with its end; false where it was longer than `limit` and is left out. None at the end of the input.
fn append_line(
    reader: &mut impl BufRead,
    line: &mut Vec<u8>,
    limit: usize,
) -> std::io::Result<Option<bool>> {
    let (mut any, mut whole) = (false, true);
    loop {
        let buffer = match reader.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if buffer.is_empty() {
            return Ok(any.then_some(whole));
        }
        any = true;
        let end = buffer
            .iter()
            .position(|&byte| byte == b'\n')
            .map(|at| at + 1);
        let part = &buffer[..end.unwrap_or(buffer.len())];
        if whole && line.len() + part.len() > limit.saturating_add(1) {
            whole = false;
            *line = Vec::new();
        }
        if whole {
            line.extend_from_slice(part);
        }
        let used = part.len();
        reader.consume(used);
        if end.is_some() {
            return Ok(Some(whole));
        }
    }
}

/// A message without the sign that mailboxes put before lines that begin with `From `.
fn unquoted(bytes: Vec<u8>) -> Vec<u8> {
    if !bytes.windows(7).any(|window| window == b"\n>From ") {
        return bytes;
    }
    let mut plain = Vec::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        plain.extend_from_slice(if line.starts_with(b">From ") {
            &line[1..]
        } else {
            line
        });
    }
    plain
}

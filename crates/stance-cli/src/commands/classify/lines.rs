//! Labelling files of lines: statements, and JSON objects.

use std::io::{BufRead, BufReader, Read};
use std::ops::Range;
use std::path::Path;

use anyhow::{Context, anyhow, bail};
use serde_json::{Map, Value};

use super::{EMPTY, Run};
use crate::input::source::{self, LONGEST};
use crate::output::statements::{Fields, Origin};

/// Bytes of a file of lines that are asked for at once.
const READ_AT_ONCE: usize = 1 << 18;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

impl Run<'_> {
    /// Labels the objects of a file of JSON lines.
    pub(super) fn jsonl(&mut self, path: &Path) -> anyhow::Result<()> {
        let name = source::name(path);
        self.out.begin(&name, Fields::Objects)?;
        let text_column = &self.args.text_column;
        self.each_line(path, |_, line, number| {
            let value: Value = serde_json::from_slice(line)
                .map_err(|why| anyhow!("{name}:{number}: not JSON: {}", within_line(&why)))?;
            let Value::Object(object) = value else {
                bail!("{name}:{number}: not an object: each line must be one, like {{\"text\": \"…\"}}");
            };
            match object.get(text_column) {
                Some(Value::String(_)) => Ok(object),
                Some(_) => bail!("{name}:{number}: `{text_column}` is not a string"),
                None => bail!("{name}:{number}: no member `{text_column}`: name it with --text-column"),
            }
        }, |object: &Map<String, Value>, _| {
            let text = object.get(text_column).and_then(Value::as_str).unwrap_or_default();
            (text, Origin::Object(object))
        })
    }

    /// Labels a file that holds a statement a line.
    pub(super) fn lines(&mut self, path: &Path) -> anyhow::Result<()> {
        let name = source::name(path);
        self.out.begin(&name, Fields::Page)?;
        self.each_line(
            path,
            |offset, line, number| {
                let text = std::str::from_utf8(line).map_err(|_| {
                    anyhow!("{name}:{number}: not valid UTF-8: convert the file to UTF-8")
                })?;
                let text = text.strip_suffix('\n').unwrap_or(text);
                let text = text.strip_suffix('\r').unwrap_or(text);
                Ok((offset..offset + text.len(), text.to_owned()))
            },
            |(range, text): &(Range<usize>, String), document| {
                (
                    text,
                    Origin::Page {
                        document,
                        range: range.clone(),
                        statement: None,
                    },
                )
            },
        )
    }

    /// Reads a file line by line and labels the items that the lines hold, a batch at a time; `read` gets
    /// the offset, the bytes and the number of each line that is not blank.
    fn each_line<T: Sync>(
        &mut self,
        path: &Path,
        read: impl Fn(usize, &[u8], u64) -> anyhow::Result<T>,
        item: impl for<'i> Fn(&'i T, &'i str) -> (&'i str, Origin<'i>) + Sync,
    ) -> anyhow::Result<()> {
        let name = source::name(path);
        let mut reader = BufReader::with_capacity(READ_AT_ONCE, source::open(path)?);
        let (mut line, mut offset, mut number) = (Vec::new(), 0, 0);
        let most = self.engine.batch();
        let (mut batch, mut held) = (Vec::with_capacity(most), 0);
        loop {
            line.clear();
            number += 1;
            let more = (&mut reader)
                .take(LONGEST as u64 + 1)
                .read_until(b'\n', &mut line)
                .with_context(|| name.clone());
            let more = more.and_then(|length| {
                if number == 1 && length == 0 {
                    bail!(EMPTY);
                }
                if length > LONGEST {
                    bail!(
                        "{name}:{number}: a line of more than {} MiB: not a statement a line",
                        LONGEST >> 20
                    );
                }
                let mark = if number == 1 { BYTE_ORDER_MARK } else { b"" };
                let text = line.strip_prefix(mark).unwrap_or(&line);
                if !text.trim_ascii().is_empty() {
                    batch.push(read(offset + length - text.len(), text, number)?);
                    held += text.len();
                }
                offset += length;
                Ok(length > 0)
            });
            // Lines may be long, and as many of them as are labelled together need not fit into memory.
            if batch.len() == most || held >= LONGEST || !matches!(more, Ok(true)) {
                let rendered = self.label(&batch, |read| item(read, &name))?;
                self.out.write(&rendered)?;
                batch.clear();
                held = 0;
            }
            if !more? {
                return Ok(());
            }
        }
    }
}

/// What the parser says of a line, which to it is the first of a text.
fn within_line(why: &serde_json::Error) -> String {
    why.to_string().replace("at line 1 column", "at column")
}

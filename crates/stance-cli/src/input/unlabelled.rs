//! Texts without labels.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use csv::StringRecord;
use serde_json::{Map, Value};
use sha1::{Digest, Sha1};
use sha2::Sha256;

use super::labelled::{LabelledFile, Sha1Key, hexadecimal, short_name};
use super::{records, source};

/// A text and where it stands.
#[derive(Debug, Clone)]
pub struct Text {
    pub text: String,
    /// SHA-1 of its bytes.
    pub sha1: Sha1Key,
    /// `file:line`, or the file and the row, for messages.
    pub place: String,
}

/// Different texts, and the files that they are from.
#[derive(Debug, Clone, Default)]
pub struct Unlabelled {
    pub texts: Vec<Text>,
    /// Of each, `rows` is the number of records.
    pub files: Vec<LabelledFile>,
    /// Records whose text an earlier one had.
    pub repeated: usize,
}

/// Reads tables and JSON lines, of which the rest is passed over.
pub fn read(paths: &[PathBuf], text_column: &str) -> anyhow::Result<Unlabelled> {
    let mut all = Unlabelled::default();
    let mut seen = HashSet::new();
    for path in source::tables(paths)? {
        let bytes = source::bytes(&path)?;
        let mut rows = 0;
        let mut take = |text: &str, place: String| {
            if text.trim().is_empty() {
                bail!("{place}: the text is empty: remove the record");
            }
            rows += 1;
            let sha1: Sha1Key = Sha1::digest(text.as_bytes()).into();
            if seen.insert(sha1) {
                let text = text.to_owned();
                all.texts.push(Text { text, sha1, place });
            } else {
                all.repeated += 1;
            }
            Ok(())
        };
        if is_jsonl(&path) {
            each_object(&path, &bytes, text_column, &mut take)?;
        } else {
            each_record(&path, &bytes, text_column, &mut take)?;
        }
        if rows == 0 {
            bail!("{}: no record in the file", source::name(&path));
        }
        all.files.push(LabelledFile {
            name: short_name(&path),
            sha256: hexadecimal(&Sha256::digest(&bytes)),
            rows,
        });
    }
    Ok(all)
}

fn is_jsonl(path: &Path) -> bool {
    let path = source::uncompressed(path);
    path.extension().is_some_and(|extension| {
        ["jsonl", "ndjson"]
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    })
}

fn each_record(
    path: &Path,
    bytes: &[u8],
    text_column: &str,
    take: &mut dyn FnMut(&str, String) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut table = records::open(path, bytes)?;
    let column = table.column(text_column, "--text-column")?;
    table.select(Some((column, "--text-column")), &mut std::iter::empty())?;
    let mut record = StringRecord::new();
    while table.read(&mut record)? {
        take(&record[column], table.place(&record))?;
    }
    Ok(())
}

fn each_object(
    path: &Path,
    bytes: &[u8],
    text_column: &str,
    take: &mut dyn FnMut(&str, String) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let name = source::name(path);
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    for (index, line) in bytes.split(|&byte| byte == b'\n').enumerate() {
        let place = format!("{name}:{}", index + 1);
        if line.trim_ascii().is_empty() {
            continue;
        }
        let object: Map<String, Value> = serde_json::from_slice(line).map_err(|why| {
            // To the parser the line is the first of a text.
            let why = why.to_string().replace("at line 1 column", "at column");
            anyhow!(
                "{place}: not an object: each line must be one, like {{\"text\": \"…\"}} ({why})"
            )
        })?;
        match object.get(text_column) {
            Some(Value::String(text)) => take(text, place)?,
            Some(_) => bail!("{place}: `{text_column}` is not a string"),
            None => {
                bail!("{place}: no member `{text_column}`: name the right one with --text-column")
            }
        }
    }
    Ok(())
}

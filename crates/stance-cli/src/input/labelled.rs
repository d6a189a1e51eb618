//! Labelled texts.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use anyhow::bail;
use csv::StringRecord;
use sha1::{Digest, Sha1};
use sha2::Sha256;
use stance_classifier::card::DataFile;

use super::{records, source};
use crate::args::ColumnArgs;

/// A labelled text and where it stands.
#[derive(Debug, Clone)]
pub struct Row {
    pub text: String,
    pub label: String,
    /// What is held out together with it.
    pub group: String,
    /// `file:line`, or the file and the row, for messages.
    pub place: String,
    /// What it has in the columns that were asked for besides, in their order.
    pub fields: Box<[String]>,
}

/// A column that is read besides text, label and group, and the option that names it.
#[derive(Debug, Clone, Copy)]
pub struct Field<'f> {
    pub column: &'f str,
    pub option: &'static str,
}

/// Labelled texts and the files that they are from.
#[derive(Debug, Clone, Default)]
pub struct Labelled {
    pub rows: Vec<Row>,
    pub files: Vec<LabelledFile>,
}

/// A file of labelled texts.
#[derive(Debug, Clone)]
pub struct LabelledFile {
    /// The last two parts of its path: what stays the same wherever the folder lies.
    pub name: String,
    /// SHA-256 of its bytes, decompressed, in hexadecimal.
    pub sha256: String,
    pub rows: usize,
}

impl LabelledFile {
    /// As a model's card names it.
    pub fn on_card(&self) -> DataFile {
        DataFile {
            file: self.name.clone(),
            sha256: self.sha256.clone(),
            rows: self.rows,
        }
    }
}

/// Where a table has its texts.
#[derive(Clone, Copy)]
enum TextColumn {
    Text(usize),
    /// Not in the table: this column names them.
    Sha1(usize),
}

/// A SHA-1.
pub type Sha1Key = [u8; 20];

/// Texts by their SHA-1.
pub type Texts = HashMap<Sha1Key, String>;

/// Reads labelled texts; `texts` serves files that name theirs by SHA-1.
pub fn read(paths: &[PathBuf], columns: &ColumnArgs, texts: &Texts) -> anyhow::Result<Labelled> {
    read_with(paths, columns, texts, &[])
}

/// As [`read`], with further fields of each row.
pub fn read_with(
    paths: &[PathBuf],
    columns: &ColumnArgs,
    texts: &Texts,
    fields: &[Field<'_>],
) -> anyhow::Result<Labelled> {
    let mut all = Labelled::default();
    for path in source::tables(paths)? {
        let bytes = source::bytes(&path)?;
        let before = all.rows.len();
        read_table(&path, &bytes, columns, texts, fields, &mut all.rows)?;
        all.files.push(LabelledFile {
            name: short_name(&path),
            sha256: hexadecimal(&Sha256::digest(&bytes)),
            rows: all.rows.len() - before,
        });
    }
    check_labels(&all.rows, &columns.labels)?;
    Ok(all)
}

fn read_table(
    path: &Path,
    bytes: &[u8],
    columns: &ColumnArgs,
    texts: &Texts,
    fields: &[Field<'_>],
    rows: &mut Vec<Row>,
) -> anyhow::Result<()> {
    let name = source::name(path);
    let mut table = records::open(path, bytes)?;
    let label = table.column(&columns.label_column, "--label-column")?;
    let text = match (table.find(&columns.text_column), table.find("sha1")) {
        (Some(column), _) => TextColumn::Text(column),
        (None, Some(column)) => TextColumn::Sha1(column),
        (None, None) => TextColumn::Text(table.column(&columns.text_column, "--text-column")?),
    };
    let group = match &columns.group_column {
        Some(column) => Some(table.column(column, "--group-column")?),
        None => table.find("source"),
    };
    let fields: Vec<usize> = fields
        .iter()
        .map(|field| table.column(field.column, field.option))
        .collect::<anyhow::Result<_>>()?;
    let (text_itself, sha1) = match text {
        TextColumn::Text(column) => (Some((column, "--text-column")), None),
        TextColumn::Sha1(column) => (None, Some(column)),
    };
    let others = fields.iter().copied().chain(group).chain(sha1);
    table.select(text_itself, &mut others.chain([label]))?;
    let stem = source::uncompressed(path)
        .file_stem()
        .map_or_else(|| name.clone(), |stem| stem.to_string_lossy().into_owned());
    let before = rows.len();
    let mut record = StringRecord::new();
    while table.read(&mut record)? {
        let place = table.place(&record);
        let text = match text {
            TextColumn::Text(column) => record[column].to_owned(),
            TextColumn::Sha1(column) => by_sha1(&record[column], texts, &place)?,
        };
        if text.trim().is_empty() {
            bail!("{place}: the text is empty: remove the record");
        }
        if record[label].is_empty() {
            bail!("{place}: the label is empty: give one, or remove the record");
        }
        let group = group.map_or_else(|| stem.clone(), |column| record[column].to_owned());
        rows.push(Row {
            text,
            label: record[label].to_owned(),
            group,
            place,
            fields: fields.iter().map(|&at| record[at].to_owned()).collect(),
        });
    }
    if rows.len() == before {
        bail!("{name}: no record behind the header");
    }
    Ok(())
}

fn by_sha1(sha1: &str, texts: &Texts, place: &str) -> anyhow::Result<String> {
    let Some(key) = from_hexadecimal(sha1) else {
        bail!("{place}: `{sha1}` is not a SHA-1 in hexadecimal");
    };
    match texts.get(&key) {
        Some(text) => Ok(text.clone()),
        None => bail!(
            "{place}: no text has the SHA-1 {sha1}: name the files that hold the texts with --texts"
        ),
    }
}

/// Reads the texts of tables, to be found by their SHA-1.
pub fn texts(paths: &[PathBuf], text_column: &str) -> anyhow::Result<Texts> {
    let mut texts = Texts::new();
    for path in source::tables(paths)? {
        let mut table = records::open(&path, source::open(&path)?)?;
        let column = table.column(text_column, "--text-column")?;
        table.select(Some((column, "--text-column")), &mut std::iter::empty())?;
        let mut record = StringRecord::new();
        while table.read(&mut record)? {
            let text = &record[column];
            texts.insert(Sha1::digest(text.as_bytes()).into(), text.to_owned());
        }
    }
    Ok(texts)
}

/// Refuses labels that are not among those allowed, or, where any is, those of a single row: a slip of
/// the pen would otherwise be a class of its own.
fn check_labels(rows: &[Row], allowed: &[String]) -> anyhow::Result<()> {
    let mut counts: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for row in rows {
        if !allowed.is_empty() && !allowed.contains(&row.label) {
            bail!(
                "{}: unknown label `{}`; there may be {}",
                row.place,
                row.label,
                allowed.join(", ")
            );
        }
        counts.entry(&row.label).or_insert((0, &row.place)).0 += 1;
    }
    let single = counts
        .iter()
        .find(|(_, (count, _))| *count == 1 && rows.len() > counts.len());
    if let Some((label, (_, place))) = single.filter(|_| allowed.is_empty()) {
        bail!(
            "{place}: `{label}` is the label of this record alone: if it is meant, name all labels with --labels"
        );
    }
    Ok(())
}

/// The last two parts of a path.
pub fn short_name(path: &Path) -> String {
    let parts: Vec<_> = path
        .components()
        .rev()
        .take(2)
        .map(|c| c.as_os_str().to_string_lossy())
        .collect();
    parts.into_iter().rev().collect::<Vec<_>>().join("/")
}

/// Lower-case hexadecimal digits of bytes.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The SHA-1 that 40 hexadecimal digits are.
pub fn from_hexadecimal(digits: &str) -> Option<Sha1Key> {
    let digits = digits.as_bytes();
    let mut bytes = [0; 20];
    if digits.len() != 40 || !digits.is_ascii() {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

//! Documents whose sentences a table names by their SHA-1, since the words are other people's.

use std::collections::HashMap;
use std::path::PathBuf;

use anyhow::{anyhow, bail};
use csv::StringRecord;
use sha1::{Digest, Sha1};

use crate::input::labelled::{Sha1Key, from_hexadecimal};
use crate::input::source;
use crate::input::table::Table;

/// Column of the texts' documents, and of the documents of those who name them.
pub const PATH: &str = "path";

/// Sentences, those of a path together and in order.
#[derive(Default)]
pub struct Documents {
    texts: Vec<(Sha1Key, String)>,
    by_path: HashMap<String, Vec<usize>>,
    by_sha1: HashMap<Sha1Key, usize>,
}

impl Documents {
    /// Reads tables with the columns `path` and the one of the text.
    pub fn read(files: &[PathBuf], text_column: &str) -> anyhow::Result<Self> {
        let mut documents = Self::default();
        for file in source::tables(files)? {
            let mut table = Table::new(source::name(&file), source::open(&file)?)?;
            let text = table.column(text_column, "--text-column")?;
            let missing = || {
                anyhow!(
                    "{}:1: no column `{PATH}`, which tells what sentences are one document",
                    table.name()
                )
            };
            let path = table.find(PATH).ok_or_else(missing)?;
            let mut record = StringRecord::new();
            while table.read(&mut record)? {
                let key: Sha1Key = Sha1::digest(record[text].as_bytes()).into();
                let index = documents.texts.len();
                documents.texts.push((key, record[text].to_owned()));
                documents.by_sha1.entry(key).or_insert(index);
                let document = documents.by_path.entry(record[path].to_owned());
                document.or_default().push(index);
            }
        }
        Ok(documents)
    }

    /// The sentences of a document, and the place among them of each that is named; where no document
    /// has that path, those that are named make one.
    pub fn of(&self, path: &str, named: &[(&str, &str)]) -> anyhow::Result<Named<'_>> {
        let mut keys = Vec::with_capacity(named.len());
        for &(sha1, place) in named {
            let Some(key) = from_hexadecimal(sha1) else {
                bail!("{place}: `{sha1}` is not a SHA-1 in hexadecimal");
            };
            let Some(&index) = self.by_sha1.get(&key) else {
                bail!(
                    "{place}: no text has the SHA-1 {sha1}: name the files that hold the texts with --texts"
                );
            };
            keys.push((key, index, place));
        }
        let alone = || keys.iter().map(|&(_, index, _)| index).collect();
        let document = self.by_path.get(path);
        let document: Vec<usize> = document.map_or_else(alone, Clone::clone);
        let places = keys.iter().map(|(key, _, place)| {
            let at = document.iter().position(|&at| self.texts[at].0 == *key);
            at.ok_or_else(|| anyhow!("{place}: the text is not one of the document `{path}`"))
        });
        Ok(Named {
            places: places.collect::<anyhow::Result<_>>()?,
            texts: document
                .iter()
                .map(|&at| self.texts[at].1.as_str())
                .collect(),
        })
    }
}

/// A document and the places in it of the sentences that were named.
pub struct Named<'d> {
    pub texts: Vec<&'d str>,
    pub places: Vec<usize>,
}

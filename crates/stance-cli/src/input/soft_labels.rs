//! Files of soft labels: what a teacher says of texts, by their SHA-1.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io::Write;
use std::path::Path;

use anyhow::{anyhow, bail};
use csv::StringRecord;
use sha2::{Digest, Sha256};
use stance_classifier::Labels;

use super::labelled::{LabelledFile, Sha1Key, from_hexadecimal, hexadecimal, short_name};
use super::source;
use super::table::{self, Table};

/// The column that names texts.
const SHA1: &str = "sha1";

/// How far from 1 probabilities may add up to: files round them.
const SUM_TOLERANCE: f64 = 0.01;

/// Probabilities, one a label, by the SHA-1 of the text.
///
/// They are kept with four digits, as files have them, so that a model learns the same from a teacher and
/// from what was written down of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SoftLabels(BTreeMap<Sha1Key, Box<[f64]>>);

impl SoftLabels {
    /// Adds what a teacher says of a text.
    pub fn insert(&mut self, sha1: Sha1Key, probabilities: &[f64]) {
        let rounded = probabilities.iter().map(|p| (p * 1e4).round() / 1e4);
        self.0.insert(sha1, rounded.collect());
    }

    /// What is said of a text, made to add up to one.
    pub fn get(&self, sha1: &Sha1Key) -> Option<Box<[f64]>> {
        let probabilities = self.0.get(sha1)?;
        let total: f64 = probabilities.iter().sum();
        Some(probabilities.iter().map(|p| p / total).collect())
    }

    /// Number of texts.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Reads a table with the column `sha1` and a column of probabilities for each label; others are passed
    /// over.
    pub fn read(path: &Path, labels: &Labels) -> anyhow::Result<(Self, LabelledFile)> {
        let bytes = source::bytes(path)?;
        let mut table = Table::new(source::name(path), bytes.as_slice())?;
        let column = |name: &str| {
            table.find(name).ok_or_else(|| {
                let wanted: Vec<&str> = labels.iter().collect();
                anyhow!(
                    "{}:1: no column `{name}`: soft labels have the columns {SHA1}, {}",
                    table.name(),
                    wanted.join(", ")
                )
            })
        };
        let sha1 = column(SHA1)?;
        let columns: Vec<usize> = labels.iter().map(column).collect::<anyhow::Result<_>>()?;
        let mut read = Self::default();
        let mut record = StringRecord::new();
        while table.read(&mut record)? {
            let place = format!("{}:{}", table.name(), table::line(&record));
            let Some(key) = from_hexadecimal(&record[sha1]) else {
                bail!("{place}: `{}` is not a SHA-1 in hexadecimal", &record[sha1]);
            };
            let probabilities = probabilities(&record, &columns, &place)?;
            match read.0.entry(key) {
                Entry::Vacant(entry) => entry.insert(probabilities),
                Entry::Occupied(_) => bail!(
                    "{place}: the SHA-1 {} has a record already: remove one of them",
                    &record[sha1]
                ),
            };
        }
        let file = LabelledFile {
            name: short_name(path),
            sha256: hexadecimal(&Sha256::digest(&bytes)),
            rows: read.len(),
        };
        Ok((read, file))
    }

    /// Writes the table that [`SoftLabels::read`] reads, sorted by SHA-1.
    pub fn write(&self, labels: &Labels, out: impl Write) -> anyhow::Result<()> {
        let mut table = csv::Writer::from_writer(out);
        table.write_record(std::iter::once(SHA1).chain(labels.iter()))?;
        for (sha1, probabilities) in &self.0 {
            let sha1 = std::iter::once(hexadecimal(sha1));
            let digits = probabilities.iter().map(|p| format!("{p:.4}"));
            table.write_record(sha1.chain(digits))?;
        }
        table.flush()?;
        Ok(())
    }
}

fn probabilities(
    record: &StringRecord,
    columns: &[usize],
    place: &str,
) -> anyhow::Result<Box<[f64]>> {
    let probability = |&column: &usize| match record[column].trim().parse::<f64>() {
        Ok(p) if (0.0..=1.0).contains(&p) => Ok(p),
        _ => bail!(
            "{place}: `{}` is not a probability: a number from 0 to 1",
            &record[column]
        ),
    };
    let probabilities: Box<[f64]> = columns
        .iter()
        .map(probability)
        .collect::<anyhow::Result<_>>()?;
    let total: f64 = probabilities.iter().sum();
    // Of very many labels each may be half of the last digit off.
    let tolerance = SUM_TOLERANCE.max(0.5e-4 * columns.len() as f64);
    if (total - 1.0).abs() > tolerance + 1e-9 {
        bail!("{place}: the probabilities add up to {total:.4}, not to 1");
    }
    Ok(probabilities)
}

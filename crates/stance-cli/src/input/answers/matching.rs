//! Which records of two files belong together.

use std::collections::HashMap;

use anyhow::bail;

use super::Answers;

/// Most characters of a text that a message quotes.
const QUOTED: usize = 40;

impl Answers {
    /// Whether every record has an id.
    pub fn has_ids(&self) -> bool {
        self.records.iter().all(|record| record.id.is_some())
    }

    /// Where each id stands; an error where one stands twice, or is empty.
    pub fn by_id(&self) -> anyhow::Result<HashMap<&str, usize>> {
        let mut places: HashMap<&str, usize> = HashMap::with_capacity(self.records.len());
        for (index, record) in self.records.iter().enumerate() {
            let id = record.id.as_deref().unwrap_or_default();
            if id.is_empty() {
                bail!(
                    "{}: the id is empty: give one to each record, or match by the order: --id-column none",
                    record.place
                );
            }
            if let Some(first) = places.insert(id, index) {
                bail!(
                    "{}: the id `{id}` is that of {} too: name a column of unique ids with --id-column, \
                     or match by the order: --id-column none",
                    record.place,
                    self.records[first].place
                );
            }
        }
        Ok(places)
    }

    /// Checks that `other` has the same number of records, and the same texts where both have texts.
    pub fn check_same_order(&self, other: &Self) -> anyhow::Result<()> {
        const MEND: &str = "put the records of both files into the same order, or give both a column of ids \
                            (`id`, or --id-column)";
        if self.records.len() != other.records.len() {
            bail!(
                "{}: {} records, but {} has {}: {MEND}",
                other.name,
                other.records.len(),
                self.name,
                self.records.len()
            );
        }
        for (one, two) in self.records.iter().zip(&other.records) {
            match (&one.text, &two.text) {
                (Some(first), Some(second)) if first.trim() != second.trim() => bail!(
                    "{}: the text “{}” is not “{}”, that of {}: {MEND}",
                    two.place,
                    quoted(second),
                    quoted(first),
                    one.place
                ),
                _ => {}
            }
        }
        Ok(())
    }
}

/// The beginning of a text.
fn quoted(text: &str) -> String {
    let mut quoted: String = text.chars().take(QUOTED).collect();
    if quoted.len() < text.len() {
        quoted.push('…');
    }
    quoted
}

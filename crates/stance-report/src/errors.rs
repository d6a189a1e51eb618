//! How a classifier errs, and what its errors may be in the text at hand.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::random::Stream;
use crate::{Error, Result};

/// How often a classifier gave each label to sentences whose true label is known: truth → prediction → count.
///
/// The counts must be of rows that the classifier had not learned from. `stance evaluate --format json` writes them under
/// `confusion`, so that its output can be read as this as it is.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ErrorModel {
    /// Truth → prediction → count; what is not there is 0.
    pub confusion: BTreeMap<String, BTreeMap<String, u64>>,
    /// The same of the sentences of whose label the classifier was sure, where it is known.
    #[serde(default)]
    pub sure: Option<Sure>,
    /// What the sentences that were counted are to those of the report.
    #[serde(skip)]
    pub counted_on: CountedOn,
}

/// How often a classifier gave each label with a high probability.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Sure {
    /// The least probability of a sure label, in `[0, 1]`.
    pub from: f64,
    /// Truth → prediction → count, of sure predictions alone.
    pub confusion: BTreeMap<String, BTreeMap<String, u64>>,
}

/// What the sentences on which a classifier's errors were counted are to those of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CountedOn {
    /// Text of the same kind: the classifier errs here as it did there.
    #[default]
    TextAlike,
    /// Text of other kinds: how the classifier errs here is like there, as one kind of text is like another.
    OtherText,
}

impl ErrorModel {
    /// Takes a row of counts for each true label, in the order of `labels`.
    pub fn from_counts(labels: &[String], counts: &[Vec<u64>]) -> Self {
        let row = |row: &Vec<u64>| labels.iter().cloned().zip(row.iter().copied()).collect();
        Self {
            confusion: labels.iter().cloned().zip(counts.iter().map(row)).collect(),
            sure: None,
            counted_on: CountedOn::default(),
        }
    }

    /// The number of sentences that were counted.
    pub fn sentences(&self) -> u64 {
        let rows = self.confusion.values();
        rows.flat_map(BTreeMap::values).sum()
    }

    /// The names of labels that are in it and not in `labels`.
    fn unknown<'m>(&'m self, labels: &[String]) -> Option<&'m String> {
        let sure = self.sure.iter().map(|sure| &sure.confusion);
        let tables = std::iter::once(&self.confusion).chain(sure);
        let rows = tables.flat_map(BTreeMap::iter);
        let mut names = rows.flat_map(|(truth, row)| std::iter::once(truth).chain(row.keys()));
        names.find(|name| !labels.contains(name))
    }

    /// How many sentences of this true label are in each cell.
    fn row(&self, truth: &str, labels: &[String]) -> Vec<f64> {
        let count = |table: &BTreeMap<String, BTreeMap<String, u64>>, label: &String| {
            table
                .get(truth)
                .and_then(|row| row.get(label))
                .copied()
                .unwrap_or(0)
        };
        let all = labels.iter().map(|label| count(&self.confusion, label));
        let Some(sure) = &self.sure else {
            return all.map(|count| count as f64).collect();
        };
        let sure: Vec<u64> = labels
            .iter()
            .map(|label| count(&sure.confusion, label))
            .collect();
        let unsure = all.zip(&sure).map(|(all, &sure)| all.saturating_sub(sure));
        unsure
            .chain(sure.iter().copied())
            .map(|count| count as f64)
            .collect()
    }
}

/// What is told apart of a labelled statement: its label, and whether the classifier is sure of it.
///
/// The unsure ones of each class come first, in the order of the classes, then the sure ones.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cells {
    classes: usize,
    sure: Option<f64>,
}

impl Cells {
    /// Of labels that are no surer than one another unless the model says from where they are.
    pub(crate) fn new(classes: usize, model: Option<&ErrorModel>) -> Self {
        let sure = model.and_then(|model| model.sure.as_ref());
        Self {
            classes,
            sure: sure.map(|sure| sure.from),
        }
    }

    /// How many there are.
    pub(crate) fn len(self) -> usize {
        self.classes * (1 + usize::from(self.sure.is_some()))
    }

    /// Whether a label of this probability is sure.
    pub(crate) fn sure(self, probability: f64) -> bool {
        self.sure.is_some_and(|from| probability >= from)
    }

    /// That of a statement of this class, sure or not.
    pub(crate) fn of(self, class: usize, sure: bool) -> usize {
        class + if sure { self.classes } else { 0 }
    }

    /// Counts by class of counts by cell.
    pub(crate) fn by_class(self, counts: &[u64]) -> Vec<u64> {
        let mut classes = vec![0; self.classes];
        for (cell, count) in counts.iter().enumerate() {
            classes[cell % self.classes] += count;
        }
        classes
    }
}

/// How many sentences of a true label in text of this kind the counts of other text are worth, however many they are.
const CARRIED: f64 = 4.0;
/// How many sentences of a true label, all labelled rightly, are supposed besides.
const RIGHT: f64 = 2.0;
/// The share that errors of one sort have at least, however seldom they were counted: another kind of text may have them.
const LEAST: f64 = 0.005;

/// Draws matrices P(cell | truth), cell after cell, from what the counts say of the text at hand.
///
/// # Errors
/// [`Error::ErrorModelLabel`] for a label that is not in `labels`.
pub(crate) fn draw(
    labels: &[String],
    model: &ErrorModel,
    matrices: usize,
    seed: u64,
) -> Result<Vec<Vec<f64>>> {
    /// Names the stream among those of a report.
    const PURPOSE: u64 = u64::from_be_bytes(*b"confused");
    if let Some(label) = model.unknown(labels) {
        let label = label.clone();
        return Err(Error::ErrorModelLabel { label });
    }
    let cells = Cells::new(labels.len(), Some(model)).len();
    let prior = 1.0 / cells as f64;
    let rows: Vec<Vec<f64>> = labels
        .iter()
        .map(|truth| model.row(truth, labels))
        .collect();
    let right = right(&rows, labels.len());
    let mut random = Stream::new(seed, &[PURPOSE]);
    let (mut row, mut here) = (Vec::new(), Vec::new());
    let drawn = (0..matrices).map(|_| {
        let mut matrix = vec![0.0; labels.len() * cells];
        for (truth, (counts, right)) in rows.iter().zip(&right).enumerate() {
            random.dirichlet(counts.iter().map(|count| count + prior), &mut row);
            if model.counted_on == CountedOn::OtherText {
                let carried = row.iter().map(|share| CARRIED * share.max(LEAST));
                let about = carried
                    .zip(right)
                    .map(|(carried, right)| carried + RIGHT * right);
                random.dirichlet(about, &mut here);
                std::mem::swap(&mut row, &mut here);
            }
            for (cell, share) in row.iter().enumerate() {
                matrix[cell * labels.len() + truth] = *share;
            }
        }
        matrix
    });
    Ok(drawn.collect())
}

/// For each true label, in which cells the sentences are that were given that label: as sure as all that were.
fn right(rows: &[Vec<f64>], classes: usize) -> Vec<Vec<f64>> {
    let of = |class: usize| {
        let given = |cell: usize| rows.iter().map(|row| row[cell]).sum::<f64>();
        let own = |cell: usize| cell % classes == class;
        let cells = rows[class].len();
        let all: f64 = (0..cells).filter(|&cell| own(cell)).map(given).sum();
        let share = |cell: usize| match own(cell) {
            false => 0.0,
            true if all > 0.0 => given(cell) / all,
            true => classes as f64 / cells as f64,
        };
        (0..cells).map(share).collect()
    };
    (0..classes).map(of).collect()
}

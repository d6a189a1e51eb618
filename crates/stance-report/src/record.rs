//! What is known of documents and of the statements in them.

use std::ops::Range;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A page, readout or transcript.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Document {
    /// The path or the address it was read from; no two documents of a collection share one.
    pub name: String,
    /// Its title, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Who published it, where the page says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    /// Where it was published, where the page says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The day it was published, by its own clock; none where nothing says so. Never guessed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// Names of near-identical documents that were left out for this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<String>,
}

/// Words that moved a statement toward its label.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Byte offset of the first, in [`Statement::text`].
    pub start: usize,
    /// Byte offset behind the last.
    pub end: usize,
    /// What they add to the label's score, less the mean of what they add to the others'; in logits.
    pub weight: f64,
}

/// A statement of one holder toward one alliance: a sentence, a headline, or a clause.
///
/// One that is about two alliances is there twice, one behind the other, with the same span.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// Index of its document in [`Collection::documents`](crate::Collection::documents).
    pub document: usize,
    /// Byte offsets into the input that it was read from.
    pub span: Range<usize>,
    /// Its words; those of a statement that takes no position may be left out, since only the data files show them.
    pub text: String,
    /// The probability of each of [`Collection::labels`](crate::Collection::labels), in that order; they add up to one.
    pub probabilities: Vec<f64>,
    /// The canonical name of who takes the position; several are joined by `; `.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<String>,
    /// The government, pact or other body that the holder speaks for, where that is known: `Japan` where the holder
    /// is its foreign minister.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    /// The canonical name of the alliance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alliance: Option<String>,
    /// The words that decided, heaviest first; empty where they were not asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

impl Statement {
    /// The class of its label: that of the largest probability, the first of equals.
    pub fn class(&self) -> usize {
        likeliest(&self.probabilities)
    }
}

/// The class of the largest probability, the first of equals.
pub(crate) fn likeliest(probabilities: &[f64]) -> usize {
    let mut best = 0;
    for (class, probability) in probabilities.iter().enumerate() {
        if *probability > probabilities[best] {
            best = class;
        }
    }
    best
}

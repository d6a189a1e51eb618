//! What is known of documents and of the statements in them.

use std::ops::Range;
use std::sync::Arc;

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
/// One that is about two alliances is there twice, with the same span. Names are shared: of millions of statements few
/// have a name of their own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// Index of its document in [`Collection::documents`].
    pub document: usize,
    /// Byte offsets into the input that it was read from.
    pub span: Range<usize>,
    /// Its words; those of a statement that takes no position may be left out, since only the data files show them.
    pub text: String,
    /// The probability of each of [`Collection::labels`], in that order; they add up to one.
    pub probabilities: Vec<f64>,
    /// The canonical name of who takes the position; several are joined by `; `.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Arc<str>>,
    /// The government, pact or other body that the holder speaks for, where that is known: `Japan` where the holder
    /// is its foreign minister.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<Arc<str>>,
    /// The canonical name of the alliance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alliance: Option<Arc<str>>,
    /// The words that decided, heaviest first; empty where they were not asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

impl Statement {
    /// The class of its label: that of the largest probability, the first of equals.
    pub fn class(&self) -> usize {
        let mut best = 0;
        for (class, probability) in self.probabilities.iter().enumerate() {
            if *probability > self.probabilities[best] {
                best = class;
            }
        }
        best
    }
}

/// Documents and the statements in them, labelled by one model.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Collection {
    /// The labels that the model tells apart.
    pub labels: Vec<String>,
    /// The documents, in the order they were given.
    pub documents: Vec<Document>,
    /// The statements, by document and place.
    pub statements: Vec<Statement>,
}

impl Collection {
    /// Keeps the documents that are marked, one mark for each, and their statements.
    pub fn retain(&mut self, kept: &[bool]) {
        let mut next = 0;
        let place: Vec<Option<usize>> = (0..self.documents.len())
            .map(|at| {
                let kept = kept.get(at).copied().unwrap_or(false);
                kept.then(|| {
                    next += 1;
                    next - 1
                })
            })
            .collect();
        let mut at = 0;
        self.documents.retain(|_| {
            at += 1;
            place[at - 1].is_some()
        });
        self.statements.retain_mut(|statement| {
            let new = place.get(statement.document).copied().flatten();
            statement.document = new.unwrap_or_default();
            new.is_some()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_left_out_with_their_statements() {
        let document = |name: &str| Document {
            name: name.to_owned(),
            ..Document::default()
        };
        let statement = |document, text: &str| Statement {
            document,
            span: 0..1,
            text: text.to_owned(),
            probabilities: vec![1.0],
            holder: None,
            party: None,
            alliance: None,
            evidence: Vec::new(),
        };
        let mut collection = Collection {
            labels: vec!["none".to_owned()],
            documents: ["a", "b", "c"].map(document).to_vec(),
            statements: vec![
                statement(0, "one"),
                statement(1, "two"),
                statement(2, "three"),
            ],
        };
        collection.retain(&[false, true, true]);
        let names: Vec<&str> = collection.documents.iter().map(|it| &*it.name).collect();
        assert_eq!(names, ["b", "c"]);
        let held = collection.statements.iter();
        let held: Vec<(usize, &str)> = held.map(|it| (it.document, &*it.text)).collect();
        assert_eq!(held, [(0, "two"), (1, "three")]);
    }
}

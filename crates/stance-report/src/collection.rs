//! What a report is drawn from.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{Document, Statements};

/// Documents and the statements in them, labelled by one model.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Collection {
    /// The labels that the model tells apart.
    pub labels: Vec<String>,
    /// The documents, in the order they were given.
    pub documents: Vec<Document>,
    /// The statements, by document and place.
    pub statements: Statements,
}

impl Collection {
    /// The day on which a statement's document was published.
    pub(crate) fn date(&self, statement: usize) -> Option<Date> {
        let (document, ..) = self.statements.place(statement);
        self.documents[document as usize].date
    }

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
        self.statements
            .retain(|document| place.get(document).copied().flatten());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Statement;

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
            statements: [
                statement(0, "one"),
                statement(1, "two"),
                statement(2, "three"),
            ]
            .into_iter()
            .collect(),
        };
        collection.retain(&[false, true, true]);
        let names: Vec<&str> = collection.documents.iter().map(|it| &*it.name).collect();
        assert_eq!(names, ["b", "c"]);
        let held = collection.statements.iter();
        let held: Vec<(usize, &str)> = held.map(|it| (it.document, it.text)).collect();
        assert_eq!(held, [(0, "two"), (1, "three")]);
    }
}

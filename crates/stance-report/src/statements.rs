//! Statements by the million, packed.

use std::collections::HashMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::record::{Evidence, Statement, likeliest};

/// Statements in their order, packed: words and probabilities lie end to end and a name is kept once, so that a
/// statement takes 48 bytes beside its words and eight for each label, in blocks that grow as a whole. As many
/// [`Statement`]s would each take twice that and scatter their parts over the memory.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(into = "Vec<Statement>", from = "Vec<Statement>")]
pub struct Statements {
    rows: Vec<Row>,
    /// The words of all, end to end.
    texts: String,
    /// The probabilities of all, end to end.
    probabilities: Vec<f64>,
    /// Names of holders, parties and alliances, each once.
    names: Vec<Box<str>>,
    /// Where a name is in `names`.
    places: HashMap<Box<str>, u32>,
    /// The words that decided, of the statements where they are known: of many statements few are asked about.
    evidence: HashMap<usize, Box<[Evidence]>>,
}

/// What is kept of each statement alone.
#[derive(Debug, Clone, Copy)]
struct Row {
    /// Byte offsets into the input.
    start: usize,
    end: usize,
    /// Where its words end in all; they begin where those of the one before end.
    text_end: usize,
    /// Where its probabilities end in all.
    probabilities_end: usize,
    document: u32,
    holder: Name,
    party: Name,
    alliance: Name,
}

/// The place of a name among all, or [`NOBODY`].
type Name = u32;

const NOBODY: Name = u32::MAX;

/// A statement as it lies among others; what its parts mean is said at [`Statement`].
#[derive(Debug, Clone, PartialEq)]
pub struct StatementRef<'s> {
    /// Index of its document in [`Collection::documents`](crate::Collection::documents).
    pub document: usize,
    /// Byte offsets into the input that it was read from.
    pub span: Range<usize>,
    /// Its words.
    pub text: &'s str,
    /// The probability of each label.
    pub probabilities: &'s [f64],
    /// Who takes the position.
    pub holder: Option<&'s str>,
    /// Whom the holder speaks for.
    pub party: Option<&'s str>,
    /// Toward what.
    pub alliance: Option<&'s str>,
    /// The words that decided.
    pub evidence: &'s [Evidence],
}

impl StatementRef<'_> {
    /// As [`Statement::class`].
    pub fn class(&self) -> usize {
        likeliest(self.probabilities)
    }

    /// The same on its own.
    pub fn to_statement(&self) -> Statement {
        let owned = |name: Option<&str>| name.map(str::to_owned);
        Statement {
            document: self.document,
            span: self.span.clone(),
            text: self.text.to_owned(),
            probabilities: self.probabilities.to_vec(),
            holder: owned(self.holder),
            party: owned(self.party),
            alliance: owned(self.alliance),
            evidence: self.evidence.to_vec(),
        }
    }
}

impl Statements {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The statement of this index.
    ///
    /// # Panics
    /// Where there is none, as an index does.
    pub fn at(&self, index: usize) -> StatementRef<'_> {
        let row = &self.rows[index];
        let (text, probabilities) = self.before(index);
        let evidence = self.evidence.get(&index);
        StatementRef {
            document: row.document as usize,
            span: row.start..row.end,
            text: &self.texts[text..row.text_end],
            probabilities: &self.probabilities[probabilities..row.probabilities_end],
            holder: self.name(row.holder),
            party: self.name(row.party),
            alliance: self.name(row.alliance),
            evidence: evidence.map(|known| &**known).unwrap_or_default(),
        }
    }

    /// All, in their order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = StatementRef<'_>> {
        (0..self.len()).map(|index| self.at(index))
    }

    /// Adds one behind the others.
    pub fn push(&mut self, statement: &Statement) {
        self.texts.push_str(&statement.text);
        self.probabilities.extend(&statement.probabilities);
        let row = Row {
            start: statement.span.start,
            end: statement.span.end,
            text_end: self.texts.len(),
            probabilities_end: self.probabilities.len(),
            document: narrow(statement.document),
            holder: self.place_of(statement.holder.as_deref()),
            party: self.place_of(statement.party.as_deref()),
            alliance: self.place_of(statement.alliance.as_deref()),
        };
        self.set_evidence(self.rows.len(), &statement.evidence);
        self.rows.push(row);
    }

    /// Notes the words that decided a statement, heaviest first, in place of those that were known.
    pub fn set_evidence(&mut self, index: usize, evidence: &[Evidence]) {
        if evidence.is_empty() {
            self.evidence.remove(&index);
        } else {
            self.evidence.insert(index, evidence.into());
        }
    }

    /// The document of a statement, and its span in it: two that have these in common are one about two alliances.
    pub(crate) fn place(&self, index: usize) -> (u32, usize, usize) {
        let row = &self.rows[index];
        (row.document, row.start, row.end)
    }

    /// Keeps the statements whose document `renumbered` has a new number for.
    pub(crate) fn retain(&mut self, renumbered: impl Fn(usize) -> Option<usize>) {
        let mut kept = Self {
            names: std::mem::take(&mut self.names),
            places: std::mem::take(&mut self.places),
            ..Self::default()
        };
        let mut evidence = std::mem::take(&mut self.evidence);
        // Whole texts alone are moved to the front, so that they are text still.
        let mut texts = std::mem::take(&mut self.texts).into_bytes();
        let (mut text, mut text_end) = (0, 0);
        let (mut probability, mut probability_end) = (0, 0);
        for (index, row) in std::mem::take(&mut self.rows).into_iter().enumerate() {
            let words = text..row.text_end;
            let odds = probability..row.probabilities_end;
            (text, probability) = (words.end, odds.end);
            let Some(document) = renumbered(row.document as usize) else {
                continue;
            };
            texts.copy_within(words.clone(), text_end);
            text_end += words.len();
            self.probabilities
                .copy_within(odds.clone(), probability_end);
            probability_end += odds.len();
            if let Some(known) = evidence.remove(&index) {
                kept.evidence.insert(kept.rows.len(), known);
            }
            kept.rows.push(Row {
                text_end,
                probabilities_end: probability_end,
                document: narrow(document),
                ..row
            });
        }
        texts.truncate(text_end);
        self.probabilities.truncate(probability_end);
        kept.texts = String::from_utf8(texts).unwrap_or_default();
        kept.probabilities = std::mem::take(&mut self.probabilities);
        *self = kept;
    }

    /// Where the words and the probabilities of a statement begin.
    fn before(&self, index: usize) -> (usize, usize) {
        let before = index.checked_sub(1).map(|before| &self.rows[before]);
        before.map_or((0, 0), |row| (row.text_end, row.probabilities_end))
    }

    fn name(&self, place: Name) -> Option<&str> {
        self.names.get(place as usize).map(|name| &**name)
    }

    fn place_of(&mut self, name: Option<&str>) -> Name {
        let Some(name) = name else {
            return NOBODY;
        };
        if let Some(&place) = self.places.get(name) {
            return place;
        }
        let place = narrow(self.names.len());
        self.names.push(name.into());
        self.places.insert(name.into(), place);
        place
    }
}

/// More documents or names than `u32` counts would not fit into memory.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl PartialEq for Statements {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Extend<Statement> for Statements {
    fn extend<I: IntoIterator<Item = Statement>>(&mut self, statements: I) {
        for statement in statements {
            self.push(&statement);
        }
    }
}

impl FromIterator<Statement> for Statements {
    fn from_iter<I: IntoIterator<Item = Statement>>(statements: I) -> Self {
        let mut packed = Self::default();
        packed.extend(statements);
        packed
    }
}

impl From<Vec<Statement>> for Statements {
    fn from(statements: Vec<Statement>) -> Self {
        statements.into_iter().collect()
    }
}

impl From<Statements> for Vec<Statement> {
    fn from(statements: Statements) -> Self {
        statements
            .iter()
            .map(|statement| statement.to_statement())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(document: usize, text: &str) -> Statement {
        Statement {
            document,
            span: 3..3 + text.len(),
            text: text.to_owned(),
            probabilities: vec![0.25, 0.75],
            holder: Some("Japan".to_owned()),
            party: None,
            alliance: (document > 0).then(|| "US-Japan".to_owned()),
            evidence: vec![
                Evidence {
                    start: 0,
                    end: text.len(),
                    weight: 1.5,
                };
                document
            ],
        }
    }

    #[test]
    fn what_is_packed_comes_out_as_it_went_in() {
        let wanted = vec![
            statement(0, "one"),
            statement(2, ""),
            Statement {
                holder: Some(String::new()),
                probabilities: Vec::new(),
                ..statement(1, "同盟")
            },
            statement(1, "four"),
        ];
        let packed = Statements::from(wanted.clone());
        assert_eq!(packed.names.len(), 3, "{:?}", packed.names);
        assert_eq!(packed.at(3).class(), 1);
        assert_eq!(Vec::from(packed), wanted);
    }

    #[test]
    fn what_is_left_out_takes_nothing_from_the_rest() {
        let all = [
            statement(0, "one"),
            statement(1, "同盟"),
            statement(2, "three"),
            statement(1, "four"),
        ];
        let mut packed: Statements = all.into_iter().collect();
        packed.retain(|document| (document > 0).then(|| document - 1));
        let mut wanted = vec![
            statement(1, "同盟"),
            statement(2, "three"),
            statement(1, "four"),
        ];
        for statement in &mut wanted {
            statement.document -= 1;
        }
        assert_eq!(Vec::from(packed), wanted);
    }

    #[test]
    fn a_statement_takes_no_more_room_than_is_said() {
        // A gigabyte of pages has 1.4 million of them: ten bytes more are 14 MB.
        assert!(size_of::<Row>() <= 48, "{}", size_of::<Row>());
    }
}

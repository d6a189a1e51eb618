//! From the bytes of pages to the records of a report: reading, attribution, labels.

use std::ops::Range;

#[cfg(feature = "serve")]
use stance_attribution::Attribution;
use stance_attribution::{Clause, Context, Lexicon};
use stance_classifier::{Classify, Explanation};
use stance_pages::Page;
use stance_report::{Document, Evidence, Statement};

use crate::engine::Engine;
use crate::input::dates::Dates;

/// The steps from a page to its records, with what they need.
pub struct Pipeline<'e> {
    engine: &'e Engine,
    lexicon: &'e Lexicon,
    dates: &'e Dates,
}

impl<'e> Pipeline<'e> {
    /// The steps, with labels by `engine`, names of `lexicon`, and `dates` in place of those that pages have.
    pub fn new(engine: &'e Engine, lexicon: &'e Lexicon, dates: &'e Dates) -> Self {
        Self {
            engine,
            lexicon,
            dates,
        }
    }

    /// The labels, in the order of the probabilities.
    pub fn labels(&self) -> Vec<String> {
        self.engine.labels().iter().map(str::to_owned).collect()
    }

    /// A page's document and its statements, whose `document` is 0 each.
    ///
    /// A sentence with two holders is a statement for each, and one about two alliances is there for each.
    pub fn page(&self, page: Page) -> (Document, Vec<Statement>) {
        let ranges: Vec<Range<usize>> = page
            .statements
            .iter()
            .map(|statement| statement.range.clone())
            .collect();
        let issuer = issuer(self.lexicon, &page);
        // Before all else: by the date it is known for whom an office-holder spoke.
        let date = self.dates.of(&page.name).or(page.date);
        let day = date.map(|date| date.to_string());
        let context = Context {
            issuer: issuer.as_deref(),
            date: day.as_deref(),
            unconnected: false,
        };
        let clauses: Vec<Clause> = self
            .lexicon
            .attribute_clauses(&page.text, &ranges, &context)
            .into_iter()
            .flatten()
            .collect();
        let texts: Vec<&str> = clauses
            .iter()
            .map(|clause| &page.text[clause.range.clone()])
            .collect();
        let predictions = self.engine.classify_all(&texts);
        let mut statements = Vec::with_capacity(clauses.len());
        for ((clause, text), prediction) in clauses.iter().zip(&texts).zip(&predictions) {
            let found = &clause.attribution;
            let statement = Statement {
                document: 0,
                span: page.source_range(clause.range.clone()),
                text: (*text).to_owned(),
                probabilities: prediction.probabilities().to_vec(),
                holder: found.holder.as_ref().map(|holder| holder.canonical.clone()),
                party: found.party.clone(),
                alliance: None,
                evidence: Vec::new(),
            };
            let mut alliances: Vec<&str> = Vec::new();
            for alliance in &found.alliances {
                let name = alliance.canonical.as_str();
                // A state alone is no alliance.
                if !alliances.contains(&name) && !self.lexicon.is_state(name) {
                    alliances.push(name);
                }
            }
            match alliances.split_last() {
                None => statements.push(statement),
                Some((last, others)) => {
                    statements.extend(others.iter().map(|alliance| Statement {
                        alliance: Some((*alliance).to_owned()),
                        ..statement.clone()
                    }));
                    statements.push(Statement {
                        alliance: Some((*last).to_owned()),
                        ..statement
                    });
                }
            }
        }
        let document = Document {
            name: page.name,
            title: page.title,
            outlet: page.outlet,
            url: page.url,
            date,
            copies: Vec::new(),
        };
        (document, statements)
    }

    /// Whether the words that decided are found about as quickly as the label.
    pub const fn explains_quickly(&self) -> bool {
        matches!(self.engine, Engine::Linear(_))
    }

    /// The words that decided a statement, heaviest first.
    pub fn evidence(&self, text: &str) -> Vec<Evidence> {
        evidence(&self.engine.explain(text))
    }
}

/// The government or pact that a page's outlet speaks for, where its name says so: what a ministry writes is held by
/// its government, what a newspaper writes by the newspaper's writer.
fn issuer(lexicon: &Lexicon, page: &Page) -> Option<String> {
    let sentence = format!("{} said so.", page.outlet.as_deref()?);
    let whole = 0..sentence.len();
    let statements = std::slice::from_ref(&whole);
    let found = lexicon.attribute(&sentence, statements, &Context::default());
    found.into_iter().next()?.party
}

/// Who holds the statements of a page, and toward what, with what the page says of itself.
#[cfg(feature = "serve")]
pub fn attributions(lexicon: &Lexicon, page: &Page) -> Vec<Attribution> {
    let ranges: Vec<Range<usize>> = page.statements.iter().map(|it| it.range.clone()).collect();
    let day = page.date.map(|date| date.to_string());
    let issuer = issuer(lexicon, page);
    let context = Context {
        issuer: issuer.as_deref(),
        date: day.as_deref(),
        unconnected: false,
    };
    lexicon.attribute(&page.text, &ranges, &context)
}

fn evidence(told: &Explanation<'_>) -> Vec<Evidence> {
    told.evidence()
        .into_iter()
        .map(|word| Evidence {
            start: word.range.start,
            end: word.range.end,
            weight: word.weight,
        })
        .collect()
}

//! Which words made it so.
//!
//! The model is linear, so the answer is exact: what each occurrence of each feature adds to each logit
//! is known, and all of it together with the intercept is the logit.

use std::ops::Range;

use stance_text::{Group, Occurrence, TokenKind};

use crate::model::LinearModel;
use crate::prediction::Prediction;
use crate::score::Scratch;

/// A place in the text and what it adds to the logit of each class.
///
/// An n-gram of several words is shared among them in equal parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    range: Range<usize>,
    contributions: Box<[f64]>,
    /// False for punctuation.
    is_word: bool,
}

impl Term {
    /// What the bytes `range` of the text add to each logit, in the order of the labels. `is_word` is false for
    /// punctuation, which [`Explanation::evidence`] joins to no span.
    pub fn new(range: Range<usize>, contributions: impl Into<Box<[f64]>>, is_word: bool) -> Self {
        Self {
            range,
            contributions: contributions.into(),
            is_word,
        }
    }

    /// Byte offsets of the word in the text.
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// What it adds to each logit, in the order of the labels.
    pub fn contributions(&self) -> &[f64] {
        &self.contributions
    }

    /// What it adds to the logit of `class` beyond what it adds to the others on average.
    pub fn toward(&self, class: usize) -> f64 {
        toward(&self.contributions, class)
    }
}

/// Words next to each other that speak the same way, and how loudly.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// Byte offsets in the text.
    pub range: Range<usize>,
    /// What the span adds to the predicted class's logit beyond the mean of what it adds to the others';
    /// positive where it speaks for the prediction.
    pub weight: f64,
}

/// A prediction and all that made it so.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation<'m> {
    prediction: Prediction<'m>,
    terms: Vec<Term>,
    intercept: Box<[f64]>,
}

impl<'m> Explanation<'m> {
    /// A prediction with its terms in the order of the text and the logits of a text without a word.
    ///
    /// It is for the engine to see to it that the intercept and the terms add up to the prediction's logits.
    pub fn new(
        prediction: Prediction<'m>,
        terms: Vec<Term>,
        intercept: impl Into<Box<[f64]>>,
    ) -> Self {
        Self {
            prediction,
            terms,
            intercept: intercept.into(),
        }
    }

    /// What is explained.
    pub const fn prediction(&self) -> &Prediction<'m> {
        &self.prediction
    }

    /// Every word and mark of the text in its order, also those that add nothing.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The logits of a text without a word, one a class.
    pub fn intercept(&self) -> &[f64] {
        &self.intercept
    }

    /// The calibrated logits: the intercept and all terms added up, one a class.
    pub fn logits(&self) -> Box<[f64]> {
        let mut logits = self.intercept.clone();
        for term in &self.terms {
            logits
                .iter_mut()
                .zip(&term.contributions)
                .for_each(|(logit, part)| *logit += part);
        }
        logits
    }

    /// The margin of the predicted class: its logit less the mean of the others'.
    pub fn margin(&self) -> f64 {
        toward(&self.logits(), self.prediction.class())
    }

    /// The intercept's part of the margin.
    pub fn intercept_margin(&self) -> f64 {
        toward(&self.intercept, self.prediction.class())
    }

    /// The spans that made the prediction, in the order of the text.
    ///
    /// Strong neighbours that pull the same way make one span; every word is in exactly one, so the
    /// weights and the [intercept's part](Self::intercept_margin) add up to the [margin](Self::margin).
    pub fn evidence(&self) -> Vec<Evidence> {
        /// Words under this share of the strongest one's weight are not joined to a span.
        const STRONG: f64 = 0.25;
        let class = self.prediction.class();
        let weights: Vec<f64> = self.terms.iter().map(|term| term.toward(class)).collect();
        let strong = STRONG
            * weights
                .iter()
                .fold(0.0, |most: f64, weight| most.max(weight.abs()));
        let mut evidence: Vec<Evidence> = Vec::new();
        let mut open = false;
        for (term, &weight) in self.terms.iter().zip(&weights) {
            let joins = term.is_word && weight.abs() >= strong && weight != 0.0;
            match evidence.last_mut() {
                Some(last) if open && joins && (last.weight > 0.0) == (weight > 0.0) => {
                    last.range.end = term.range.end;
                    last.weight += weight;
                }
                _ => evidence.push(Evidence {
                    range: term.range(),
                    weight,
                }),
            }
            open = joins;
        }
        evidence
    }
}

/// The entry of `class` less the mean of the others.
fn toward(values: &[f64], class: usize) -> f64 {
    let own = values.get(class).copied().unwrap_or_default();
    let others = values.iter().sum::<f64>() - own;
    own - others / (values.len() - 1) as f64
}

impl LinearModel<'_> {
    pub(crate) fn explain(&self, text: &str, scratch: &mut Scratch) -> Explanation<'_> {
        let mut found: Vec<Occurrence> = Vec::new();
        self.extractor
            .extract(text, &mut scratch.tokens, &mut |occurrence| {
                found.push(occurrence)
            });
        let mut occurrences = [0; Group::COUNT];
        for occurrence in &found {
            occurrences[occurrence.group.index()] += 1;
        }
        let worths = self.unit_worths(occurrences);
        let classes = self.labels.len();
        let tokens = scratch.tokens.as_slice();
        let mut parts = vec![0.0; tokens.len() * classes];
        // The prediction's own sums, added up as for any prediction.
        let mut sums = vec![0; Group::COUNT * classes];
        for occurrence in &found {
            let at = occurrence.bucket as usize * classes;
            let Some(row) = self.weights.get(at..at + classes) else {
                continue;
            };
            let group = occurrence.group.index() * classes;
            for (sum, &weight) in sums[group..].iter_mut().zip(row) {
                *sum += i64::from(weight as i8);
            }
            let share = worths[occurrence.group.index()] / f64::from(occurrence.tokens);
            let first = occurrence.first as usize * classes;
            for part in parts[first..]
                .chunks_exact_mut(classes)
                .take(occurrence.tokens as usize)
            {
                for (part, &weight) in part.iter_mut().zip(row) {
                    *part += share * f64::from(weight as i8);
                }
            }
        }
        let terms = tokens
            .iter()
            .zip(parts.chunks_exact(classes))
            .map(|(token, scores)| Term {
                range: token.start as usize..token.end as usize,
                contributions: self.calibration.linear(scores),
                is_word: token.kind != TokenKind::Mark,
            })
            .collect();
        self.add_up(&sums, occurrences, &mut scratch.scores);
        let logits = self.calibration.apply(&scratch.scores);
        Explanation {
            prediction: Prediction::from_logits(&self.labels, &logits),
            terms,
            intercept: self.calibration.apply(&self.intercept),
        }
    }
}

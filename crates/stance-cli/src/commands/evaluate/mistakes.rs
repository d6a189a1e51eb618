//! The mistakes, the most confident first.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::Serialize;
use stance_classifier::train::{Example, TrainingSet};
use stance_classifier::{Classifier, Classify};
use stance_eval::Predictions;

use super::measured::{Measured, Subject};
use crate::args::EvaluateArgs;
use crate::commands::recipe::Recipe;
use crate::engine::Engine;

/// A statement that got the wrong label.
#[derive(Debug, Serialize)]
pub struct Mistake {
    /// `file:line`.
    pub place: String,
    pub text: String,
    pub truth: String,
    pub predicted: String,
    /// Probability of the label that was given.
    pub confidence: f64,
    /// Probability of the true one.
    pub truth_probability: f64,
    /// The words for and against the label that was given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Span>,
}

/// Words that speak for the predicted label, or against it.
#[derive(Debug, Serialize)]
pub struct Span {
    pub start: usize,
    pub end: usize,
    pub weight: f64,
}

/// How much words decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strength {
    /// Nothing worth a mark, or against the label that was given.
    None,
    Some,
    Strong,
}

impl Mistake {
    /// The words that spoke most for the label that was given, the strongest first.
    pub fn strongest(&self, most: usize) -> Vec<&str> {
        let mut spans: Vec<&Span> = self.evidence.iter().filter(|s| s.weight > 0.0).collect();
        spans.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        let words = spans
            .iter()
            .filter_map(|span| self.text.get(span.start..span.end));
        words.take(most).collect()
    }

    /// The whole text in pieces, each with what it has to do with the label that was given.
    pub fn pieces(&self) -> Vec<(&str, Strength)> {
        let strongest = self
            .evidence
            .iter()
            .fold(0.0, |most: f64, span| most.max(span.weight));
        let mut pieces = Vec::new();
        let mut at = 0;
        for span in &self.evidence {
            let strength = if span.weight <= 0.0 {
                Strength::None
            } else if span.weight >= 0.5 * strongest {
                Strength::Strong
            } else if span.weight >= 0.2 * strongest {
                Strength::Some
            } else {
                Strength::None
            };
            let (between, words) = (
                self.text.get(at..span.start),
                self.text.get(span.start..span.end),
            );
            pieces.push((between.unwrap_or_default(), Strength::None));
            pieces.push((words.unwrap_or_default(), strength));
            at = span.end;
        }
        pieces.push((self.text.get(at..).unwrap_or_default(), Strength::None));
        pieces
    }
}

/// The `most` confident mistakes; what was abstained on is none.
pub fn most_confident(
    args: &EvaluateArgs,
    measured: &Measured,
    predictions: &Predictions,
    most: usize,
) -> anyhow::Result<Vec<Mistake>> {
    let labels = predictions.labels();
    let probabilities = predictions.probabilities().unwrap_or_default();
    let probability = |row: usize, class: usize| {
        let at = row * labels.len() + class;
        probabilities.get(at).copied().unwrap_or_default()
    };
    let mut wrong: Vec<(usize, usize, f64)> = (0..predictions.n())
        .filter_map(|row| {
            let class = predictions.predicted()[row]?;
            (class != predictions.truth()[row]).then(|| (row, class, probability(row, class)))
        })
        .collect();
    wrong.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(&b.0)));
    wrong.truncate(most);
    let shown: Vec<usize> = wrong.iter().map(|&(row, ..)| row).collect();
    let explainers = Explainers::of(args, measured, &shown)?;
    let rows = measured.rows();
    let mistakes = wrong.into_par_iter().map(|(row, class, confidence)| {
        let truth = predictions.truth()[row];
        Mistake {
            place: rows[row].place.clone(),
            text: rows[row].text.clone(),
            truth: labels[truth].clone(),
            predicted: labels[class].clone(),
            confidence: rounded(confidence),
            truth_probability: rounded(probability(row, truth)),
            evidence: explainers.evidence(row, &rows[row].text, class),
        }
    });
    Ok(mistakes.collect())
}

/// What can say why a row was labelled as it was.
enum Explainers<'m> {
    Model(&'m Engine),
    /// By row's fold, the model that was trained without it.
    Folds(Vec<u32>, BTreeMap<u32, Classifier<'static>>),
}

impl<'m> Explainers<'m> {
    /// For the rows `shown`. Cross-validation keeps no model, so those of their folds are trained again.
    fn of(args: &EvaluateArgs, measured: &'m Measured, shown: &[usize]) -> anyhow::Result<Self> {
        let division = match &measured.subject {
            Subject::Model { engine, .. } => return Ok(Self::Model(engine)),
            Subject::Recipe(division) => division,
        };
        let recipe = Recipe::new(&args.recipe);
        let assignment = division.assignment();
        let set = recipe.assemble(measured.labels.clone(), division.rows(), &assignment);
        let folds: BTreeSet<u32> = shown.iter().map(|&row| assignment[row]).collect();
        let models = folds.into_par_iter().map(|fold| {
            let others = set
                .examples
                .iter()
                .filter(|example| example.fold != Some(fold));
            let others = TrainingSet {
                labels: set.labels.clone(),
                // Without folds it is not calibrated, which evidence needs not be.
                examples: others
                    .map(|example| Example {
                        fold: None,
                        ..example.clone()
                    })
                    .collect(),
            };
            let trained = recipe.trainer.train(&others, &|_| {})?;
            Ok((fold, Classifier::new(trained.model)))
        });
        let models = models.collect::<anyhow::Result<_>>()?;
        Ok(Self::Folds(assignment, models))
    }

    /// The words for and against a class; none where the model, not calibrated, would say another.
    fn evidence(&self, row: usize, text: &str, class: usize) -> Vec<Span> {
        let model: Option<&dyn Classify> = match self {
            Self::Model(engine) => Some(*engine),
            Self::Folds(assignment, models) => match models.get(&assignment[row]) {
                Some(model) => Some(model),
                None => None,
            },
        };
        let explanation = model.map(|model| model.explain(text));
        let explanation = explanation.filter(|told| told.prediction().class() == class);
        let spans = explanation.into_iter().flat_map(|told| told.evidence());
        let spans = spans.map(|span| Span {
            start: span.range.start,
            end: span.range.end,
            weight: rounded(span.weight),
        });
        spans.collect()
    }
}

fn rounded(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}

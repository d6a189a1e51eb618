//! Learning a model from texts and labels.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::num::NonZeroUsize;

use pyo3::prelude::*;
use stance_classifier::card::{Card, Scores};
use stance_classifier::train::{
    ClassWeights, Example, SparseLogisticRegression, Target, Trained, Trainer, TrainingSet,
};
use stance_classifier::{Classifier as Linear, Error, Labels, LinearModel, Result};
use stance_eval::{Predictions, folds};
use stance_text::{FeatureConfig, NgramRange};

use crate::classifier::{Classifier, Origin};
use crate::failure::{OrValueError, value};
use crate::model::Model;
use crate::texts::Texts;
use crate::workers;

/// Learns a classifier from texts and their labels, by the recipe of `stance train`.
///
/// Any labels will do, two or more. The same data and options give the same model, whatever the number of
/// threads. Rows that share a `groups` name (a source, an author) are held out together when the
/// probabilities are calibrated; `weights` say how much a row counts, 1 unless given.
///
/// The options are those of `stance train --help`, with its defaults: `words` and `chars` are the shortest
/// and the longest n-gram, or None for no such features.
///
/// Raises ValueError where there is nothing to learn from or an option is out of its range, TypeError
/// where a text or a label is not a str.
///
/// >>> import stance_classifier as stance
/// >>> texts = ["a fine day", "a fine evening", "a bad day", "a bad evening"] * 5
/// >>> mine = stance.train(texts, ["good", "good", "poor", "poor"] * 5)
/// >>> mine.labels
/// ('good', 'poor')
/// >>> mine.classify("a bad morning").label
/// 'poor'
#[pyfunction]
#[pyo3(signature = (
    texts, labels, *, groups=None, weights=None, name="", words=Some((1, 3)), chars=None, cues=true,
    anchors=true, mask=true, bits=18, alpha=2.0, class_weight_power=0.25, idf_power=1.0, tolerance=1e-3,
    max_epochs=200, seed=1, folds=5, threads=None,
))]
#[expect(
    clippy::too_many_arguments,
    reason = "Python's arguments have names; each is an option of the command"
)]
pub fn train(
    py: Python<'_>,
    texts: &Bound<'_, PyAny>,
    labels: &Bound<'_, PyAny>,
    groups: Option<&Bound<'_, PyAny>>,
    weights: Option<Vec<f32>>,
    name: &str,
    words: Option<(u8, u8)>,
    chars: Option<(u8, u8)>,
    cues: bool,
    anchors: bool,
    mask: bool,
    bits: u8,
    alpha: f64,
    class_weight_power: f64,
    idf_power: f64,
    tolerance: f64,
    max_epochs: u32,
    seed: u64,
    folds: u16,
    threads: Option<NonZeroUsize>,
) -> PyResult<Classifier> {
    let texts = Texts::of(texts, "texts", "text")?;
    let labels = Texts::of(labels, "labels", "label")?;
    let groups = groups.map(|groups| Texts::of(groups, "groups", "group"));
    let groups = groups.transpose()?;
    let (texts, labels) = (texts.all("texts")?, labels.all("labels")?);
    let groups = groups.as_ref().map(|groups| groups.all("groups"));
    let groups = groups.transpose()?;
    let range = |range: Option<(u8, u8)>| {
        let range = range.map(|(min, max)| NgramRange::new(min, max));
        range.transpose().or_value_error()
    };
    let features = FeatureConfig {
        bits,
        words: range(words)?,
        chars: range(chars)?,
        cues,
        anchors,
        mask_names: mask,
        ..FeatureConfig::default()
    };
    let recipe = Recipe {
        features,
        alpha,
        class_weight_power,
        idf_power,
        tolerance,
        max_epochs,
        seed,
        folds,
    };
    let rows = Rows::new(texts, labels, groups, weights)?;
    let pool = workers::pool(threads)?;
    let model = py.detach(|| pool.install(|| recipe.train(&rows, name)));
    let model = Model::Linear(Box::new(Linear::new(model.or_value_error()?)));
    Ok(Classifier::new(model, Origin::Bytes, threads))
}

/// What is learned from.
struct Rows<'t> {
    texts: Vec<&'t str>,
    labels: Vec<&'t str>,
    groups: Option<Vec<&'t str>>,
    weights: Option<Vec<f32>>,
}

impl<'t> Rows<'t> {
    fn new(
        texts: Vec<&'t str>,
        labels: Vec<&'t str>,
        groups: Option<Vec<&'t str>>,
        weights: Option<Vec<f32>>,
    ) -> PyResult<Self> {
        let lengths = [
            ("labels", Some(labels.len())),
            ("groups", groups.as_ref().map(Vec::len)),
            ("weights", weights.as_ref().map(Vec::len)),
        ];
        for (what, length) in lengths {
            if let Some(length) = length.filter(|&length| length != texts.len()) {
                let texts = texts.len();
                return Err(value(format!(
                    "there are {texts} texts and {length} {what}: give as many"
                )));
            }
        }
        let bad = |weight: &f32| !(weight.is_finite() && *weight >= 0.0);
        let weights_of = weights.as_deref().unwrap_or_default();
        if let Some(row) = weights_of.iter().position(bad) {
            return Err(value(format!(
                "weights[{row}] is {}: give a finite number, zero or more",
                weights_of[row]
            )));
        }
        Ok(Self {
            texts,
            labels,
            groups,
            weights,
        })
    }
}

/// The options that say how to learn.
struct Recipe {
    features: FeatureConfig,
    alpha: f64,
    class_weight_power: f64,
    idf_power: f64,
    tolerance: f64,
    max_epochs: u32,
    seed: u64,
    folds: u16,
}

impl Recipe {
    fn train(&self, rows: &Rows<'_>, name: &str) -> Result<LinearModel<'static>> {
        let labels = Labels::of(&rows.labels)?;
        let class = |label: &&str| labels.index(label).unwrap_or_default();
        let classes: Vec<usize> = rows.labels.iter().map(class).collect();
        let (folds, how) = self.assign(rows.groups.as_deref(), &classes)?;
        let examples = (0..classes.len()).map(|row| Example {
            text: Cow::Borrowed(rows.texts[row]),
            target: Target::Hard(classes[row]),
            weight: rows.weights.as_ref().map_or(1.0, |weights| weights[row]),
            fold: Some(folds[row]),
        });
        let set = TrainingSet {
            examples: examples.collect(),
            labels,
        };
        let trainer = Trainer {
            features: self.features.clone(),
            idf_power: self.idf_power,
            learner: SparseLogisticRegression::params()
                .alpha(self.alpha)
                .class_weights(ClassWeights::InverseFrequency {
                    power: self.class_weight_power,
                })
                .gradient_tolerance(self.tolerance)
                .max_epochs(self.max_epochs)
                .seed(self.seed),
            ..Trainer::default()
        };
        let trained = trainer.train(&set, &|_| {})?;
        let card = self.card(name, &set, &classes, &trained, &how)?;
        trained.model.with_card(&card)
    }

    /// Folds of whole groups; fewer than asked for where there are fewer groups, and folds of rows where
    /// there is one or where a group has all rows of a label. What was done is also given in words.
    fn assign(&self, groups: Option<&[&str]>, classes: &[usize]) -> Result<(Vec<u32>, String)> {
        let asked = usize::from(self.folds);
        let indivisible = |why: stance_eval::Error| {
            Error::Data(format!("the rows cannot be divided into folds: {why}"))
        };
        let assigned = |folds: &folds::Folds| -> Vec<u32> {
            folds.assignment().iter().map(|&fold| fold as u32).collect()
        };
        let distinct = groups.map_or(0, |groups| groups.iter().collect::<HashSet<_>>().len());
        if let Some(groups) = groups.filter(|_| distinct >= 2) {
            let k = asked.min(distinct);
            let folds = folds::grouped(groups, Some(classes), k).map_err(indivisible)?;
            let folds = assigned(&folds);
            if leave_two_labels(&folds, classes) {
                return Ok((folds, format!("by whole groups in {k} folds")));
            }
        }
        let k = asked.min(classes.len());
        let folds = folds::stratified(classes, k, 1).map_err(indivisible)?;
        let folds = assigned(&folds);
        if !leave_two_labels(&folds, classes) {
            return Err(Error::Data(
                "too few texts to hold some out and learn from the others: give more of each label"
                    .to_owned(),
            ));
        }
        Ok((folds, format!("by rows in {k} folds")))
    }

    /// The options, by the names that they have on the card.
    fn settings(&self) -> BTreeMap<String, String> {
        let range = |range: Option<NgramRange>| {
            range.map_or_else(|| "none".to_owned(), |range| range.to_string())
        };
        let settings = [
            ("words", range(self.features.words)),
            ("chars", range(self.features.chars)),
            ("cues", self.features.cues.to_string()),
            ("anchors", self.features.anchors.to_string()),
            ("mask", self.features.mask_names.to_string()),
            ("bits", self.features.bits.to_string()),
            ("alpha", self.alpha.to_string()),
            ("class-weight-power", self.class_weight_power.to_string()),
            ("idf-power", self.idf_power.to_string()),
            ("tolerance", self.tolerance.to_string()),
            ("max-epochs", self.max_epochs.to_string()),
            ("seed", self.seed.to_string()),
            ("folds", self.folds.to_string()),
        ];
        let settings = settings.into_iter();
        settings
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    }

    fn card(
        &self,
        name: &str,
        set: &TrainingSet<'_>,
        classes: &[usize],
        trained: &Trained,
        how: &str,
    ) -> Result<Card> {
        let mut rows = BTreeMap::new();
        for &class in classes {
            let label = set.labels.get(class).unwrap_or_default();
            *rows.entry(label.to_owned()).or_insert(0) += 1;
        }
        let of = format!("all rows, {how}");
        let measured = |why: stance_eval::Error| Error::Data(why.to_string());
        Ok(Card {
            name: name.to_owned(),
            made_by: format!("stance-classifier {} for Python", env!("CARGO_PKG_VERSION")),
            rows,
            recipe: self.settings(),
            calibration: trained.calibration.to_string(),
            held_out: Some(scores(set, trained, of).map_err(measured)?),
            ..Card::default()
        })
    }
}

/// Whether the rows outside of each fold have two labels or more, as learning needs.
fn leave_two_labels(folds: &[u32], classes: &[usize]) -> bool {
    let last = folds.iter().copied().max().unwrap_or_default();
    (0..=last).all(|fold| {
        let outside = folds.iter().zip(classes).filter(|(of, _)| **of != fold);
        let mut outside = outside.map(|(_, class)| class);
        let first = outside.next();
        outside.any(|class| Some(class) != first)
    })
}

/// What the card says of the rows that were held out.
fn scores(set: &TrainingSet<'_>, trained: &Trained, of: String) -> stance_eval::Result<Scores> {
    const BINS: NonZeroUsize = NonZeroUsize::MIN.saturating_add(9);
    let held = &trained.held;
    let truth = held.iter().map(|held| held.truth).collect();
    let predicted: Vec<usize> = held.iter().map(|held| held.class).collect();
    let probabilities = held.iter().flat_map(|held| &held.probabilities);
    let predictions = Predictions::new(set.labels.iter(), truth, predicted)?
        .with_probabilities(probabilities.copied().collect())?;
    let rounded = |number: f64| (number * 1e4).round() / 1e4;
    let confusion = predictions.confusion();
    Ok(Scores {
        of,
        n: predictions.n(),
        accuracy: rounded(confusion.accuracy()),
        macro_f1: rounded(confusion.macro_f1()),
        log_loss: rounded(predictions.log_loss()?),
        ece: rounded(predictions.expected_calibration_error(BINS)?),
        ..Scores::default()
    })
}

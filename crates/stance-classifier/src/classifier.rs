//! The front door.

use std::borrow::Cow;

use crate::error::Result;
use crate::explain::Explanation;
use crate::label::Labels;
use crate::model::LinearModel;
use crate::prediction::Prediction;
use crate::score::Scratch;

/// What every classifier can do, whatever engine is in it.
pub trait Classify: Send + Sync {
    /// The names of the classes.
    fn labels(&self) -> &Labels;

    /// Labels a text.
    fn classify(&self, text: &str) -> Prediction<'_>;

    /// Labels a text and says which of its words made it so.
    fn explain(&self, text: &str) -> Explanation<'_>;

    /// Labels many texts, in their order.
    fn classify_all(&self, texts: &[&str]) -> Vec<Prediction<'_>> {
        texts.iter().map(|text| self.classify(text)).collect()
    }
}

/// A classifier serves several at once where it is borrowed.
impl<C: Classify + ?Sized> Classify for &C {
    fn labels(&self) -> &Labels {
        (**self).labels()
    }

    fn classify(&self, text: &str) -> Prediction<'_> {
        (**self).classify(text)
    }

    fn explain(&self, text: &str) -> Explanation<'_> {
        (**self).explain(text)
    }

    fn classify_all(&self, texts: &[&str]) -> Vec<Prediction<'_>> {
        (**self).classify_all(texts)
    }
}

/// The fast classifier: a linear model over words, parts of words and cues.
///
/// ```
/// use stance_classifier::{Classifier, Classify, Stance};
///
/// let classifier = Classifier::pretrained();
/// let text = "Our commitment to the alliance is ironclad.";
/// let explanation = classifier.explain(text);
/// assert_eq!(explanation.prediction().stance(), Some(Stance::Reaffirming));
/// for evidence in explanation.evidence() {
///     println!("{:+.2}  {}", evidence.weight, &text[evidence.range]);
/// }
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Classifier<'d> {
    model: LinearModel<'d>,
}

impl Classifier<'static> {
    /// The model that comes with the crate: the four [stances](crate::Stance) toward an alliance, in
    /// English. It is used where it lies in the program, and nothing is copied.
    #[cfg(feature = "pretrained")]
    pub fn pretrained() -> Self {
        Classifier::from_bytes(crate::pretrained::FAST)
            .expect("a test reads the embedded model before it can be shipped")
    }
}

impl<'d> Classifier<'d> {
    /// A classifier from the bytes of a model file. The weights are borrowed from `bytes`.
    ///
    /// # Errors
    /// What is wrong with the file: see [`Error`](crate::Error).
    pub fn from_bytes(bytes: &'d [u8]) -> Result<Self> {
        LinearModel::from_bytes(bytes).map(Self::new)
    }

    /// A classifier from a model.
    pub const fn new(model: LinearModel<'d>) -> Self {
        Self { model }
    }

    /// The model within.
    pub const fn model(&self) -> &LinearModel<'d> {
        &self.model
    }

    /// The same classifier, which owns all it needs.
    pub fn into_owned(self) -> Classifier<'static> {
        let LinearModel {
            labels,
            extractor,
            intercept,
            scale,
            weights,
            calibration,
            card,
        } = self.model;
        Classifier::new(LinearModel {
            labels,
            extractor,
            intercept,
            scale,
            weights: Cow::Owned(weights.into_owned()),
            calibration,
            card: Cow::Owned(card.into_owned()),
        })
    }

    /// As [`Classify::classify`], with buffers that serve again for the next text.
    pub fn classify_with(&self, text: &str, scratch: &mut Scratch) -> Prediction<'_> {
        let LinearModel {
            labels,
            calibration,
            ..
        } = &self.model;
        self.model.score(text, scratch);
        calibration.apply_into(&scratch.scores, &mut scratch.logits);
        Prediction::from_logits(labels, &scratch.logits)
    }

    /// As [`Classify::explain`], with buffers that serve again for the next text.
    pub fn explain_with(&self, text: &str, scratch: &mut Scratch) -> Explanation<'_> {
        self.model.explain(text, scratch)
    }
}

impl Classify for Classifier<'_> {
    fn labels(&self) -> &Labels {
        &self.model.labels
    }

    fn classify(&self, text: &str) -> Prediction<'_> {
        self.classify_with(text, &mut Scratch::new())
    }

    fn explain(&self, text: &str) -> Explanation<'_> {
        self.explain_with(text, &mut Scratch::new())
    }

    fn classify_all(&self, texts: &[&str]) -> Vec<Prediction<'_>> {
        let mut scratch = Scratch::new();
        texts
            .iter()
            .map(|text| self.classify_with(text, &mut scratch))
            .collect()
    }
}

//! The models behind one interface, and the names that Python has for them: those of the command line.

use rayon::prelude::*;
use stance_classifier::{
    CASCADE_THRESHOLD, Cascade, Classifier, Classify, Evidence, Explanation, Labels, Prediction,
    Result,
};
use stance_encoder::EncoderModel;

/// A model of any kind.
pub enum Model {
    /// One like `fast`.
    Linear(Box<Classifier<'static>>),
    /// One like `accurate`.
    Encoder(Box<EncoderModel<'static>>),
    /// The first answers where it is sure, the second elsewhere.
    Cascade(Box<Cascade<Model, Model>>),
}

/// What a model says of a text.
pub struct Answer {
    /// Calibrated, in the order of the labels.
    pub probabilities: Box<[f64]>,
    /// Index of the most probable label.
    pub class: usize,
    /// Where it was asked for.
    pub evidence: Option<Vec<Evidence>>,
    /// Whether there is nothing in the text but white space.
    blank: bool,
}

impl Answer {
    /// What is said of `text`.
    pub fn new(text: &str, prediction: &Prediction<'_>, evidence: Option<Vec<Evidence>>) -> Self {
        Self {
            blank: text.trim().is_empty(),
            probabilities: prediction.probabilities().into(),
            class: prediction.class(),
            evidence,
        }
    }

    /// Whether no label is given: there is no text, or the most probable one is less probable than
    /// `threshold`.
    pub fn abstains(&self, threshold: f64) -> bool {
        self.blank || self.probabilities[self.class] < threshold
    }
}

impl Model {
    /// The models that come with the package.
    pub const NAMES: [&str; 3] = ["fast", "accurate", "auto"];

    /// The model of one of the [names](Self::NAMES).
    pub fn named(name: &str) -> Option<Result<Self>> {
        match name {
            "fast" => Some(Ok(Self::Linear(Box::new(Classifier::pretrained())))),
            "accurate" => Some(Ok(Self::Encoder(Box::new(EncoderModel::pretrained())))),
            "auto" => Some(Self::auto()),
            _ => None,
        }
    }

    fn auto() -> Result<Self> {
        let fast = Self::Linear(Box::new(Classifier::pretrained()));
        let accurate = Self::Encoder(Box::new(EncoderModel::pretrained()));
        Ok(Self::Cascade(Box::new(Cascade::new(
            fast,
            accurate,
            CASCADE_THRESHOLD,
        )?)))
    }

    /// A model from the bytes of its file, of whatever kind.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        Ok(if stance_encoder::is_encoder(bytes) {
            Self::Encoder(Box::new(EncoderModel::from_bytes(bytes)?.into_owned()))
        } else {
            Self::Linear(Box::new(Classifier::from_bytes(bytes)?.into_owned()))
        })
    }

    /// The bytes of its file; none for a cascade, which is two.
    pub fn to_bytes(&self) -> Option<Result<Vec<u8>>> {
        match self {
            Self::Linear(linear) => Some(linear.model().to_bytes()),
            Self::Encoder(encoder) => Some(encoder.to_bytes()),
            Self::Cascade(_) => None,
        }
    }

    /// The cards, in JSON, of the models that may answer; empty where a model has none.
    pub fn cards(&self) -> Vec<&str> {
        match self {
            Self::Linear(linear) => vec![linear.model().card_json()],
            Self::Encoder(encoder) => vec![encoder.card_json()],
            Self::Cascade(cascade) => {
                let mut cards = cascade.fast().cards();
                cards.extend(cascade.accurate().cards());
                cards
            }
        }
    }

    /// How many texts are labelled between two looks at whether the user wants to stop: a second's work
    /// or less.
    pub fn batch(&self, explain: bool) -> usize {
        match self {
            Self::Linear(_) => 32_768,
            _ if explain => 4,
            _ => 256,
        }
    }

    /// How many texts are a piece of work for one of `threads`.
    fn piece(&self, texts: usize, threads: usize) -> usize {
        let at_most = match self {
            Self::Linear(_) => return 256,
            Self::Encoder(_) => 32,
            Self::Cascade(_) => 64,
        };
        texts.div_ceil(threads).clamp(1, at_most)
    }

    /// Labels texts in their order, on the threads of the pool that it is called in.
    pub fn answer(&self, texts: &[&str], explain: bool) -> Vec<Answer> {
        let piece = self.piece(texts.len(), rayon::current_num_threads());
        let pieces: Vec<Vec<Answer>> = texts
            .par_chunks(piece)
            .map(|texts| self.answer_piece(texts, explain))
            .collect();
        pieces.into_iter().flatten().collect()
    }

    fn answer_piece(&self, texts: &[&str], explain: bool) -> Vec<Answer> {
        if explain {
            let explained = texts.iter().map(|text| (text, self.explain(text)));
            explained
                .map(|(text, told)| Answer::new(text, told.prediction(), Some(told.evidence())))
                .collect()
        } else {
            let answers = self.classify_all(texts);
            let answers = texts.iter().zip(&answers);
            answers
                .map(|(text, answer)| Answer::new(text, answer, None))
                .collect()
        }
    }
}

impl Classify for Model {
    fn labels(&self) -> &Labels {
        match self {
            Self::Linear(linear) => linear.labels(),
            Self::Encoder(encoder) => encoder.labels(),
            Self::Cascade(cascade) => cascade.labels(),
        }
    }

    fn classify(&self, text: &str) -> Prediction<'_> {
        match self {
            Self::Linear(linear) => linear.classify(text),
            Self::Encoder(encoder) => encoder.classify(text),
            Self::Cascade(cascade) => cascade.classify(text),
        }
    }

    fn explain(&self, text: &str) -> Explanation<'_> {
        match self {
            Self::Linear(linear) => linear.explain(text),
            Self::Encoder(encoder) => encoder.explain(text),
            Self::Cascade(cascade) => cascade.explain(text),
        }
    }

    fn classify_all(&self, texts: &[&str]) -> Vec<Prediction<'_>> {
        match self {
            Self::Linear(linear) => linear.classify_all(texts),
            Self::Encoder(encoder) => encoder.classify_all(texts),
            Self::Cascade(cascade) => cascade.classify_all(texts),
        }
    }
}

//! The accurate classifier.

use std::borrow::Cow;
use std::ops::Range;

use rayon::prelude::*;
use stance_classifier::{Classify, Error, Explanation, Labels, MatrixScaling, Prediction, Result};

use crate::config::EncoderConfig;
use crate::engine::quantised::{Dense, Quantised, QuantisedLayer, Rows};
use crate::engine::{Engine, Room};
use crate::weights::Weights;
use crate::wordpiece::{Piece, WordPieces};

/// A text classifier: a BERT encoder with weights of one byte, a linear head over the mean of its last hidden states,
/// and a calibration.
///
/// A text is read as far as the encoder has positions, less the two for the pieces at its ends; what comes after is
/// not looked at. A text without a word has a prediction too.
///
/// A text's scores are the same numbers alone, in any batch, and on any number of threads. On processors with other
/// vector instructions they may differ in the last digits.
#[derive(Debug)]
pub struct EncoderModel<'d> {
    pub(crate) labels: Labels,
    pub(crate) config: EncoderConfig,
    pub(crate) pieces: WordPieces,
    pub(crate) quantised: Quantised<'d>,
    pub(crate) calibration: MatrixScaling,
    pub(crate) card: Cow<'d, str>,
    engine: Engine,
}

/// Word pieces that are read together, unless one text alone has more: what a layer makes of them stays in a
/// second-level cache of 1 MB beside its weights.
const BATCH: usize = 96;

impl EncoderModel<'static> {
    /// A model of `weights` rounded to a byte each: the matrices a row an output, the embeddings a row each.
    ///
    /// `card` is JSON, or empty.
    ///
    /// # Errors
    /// [`Error::Malformed`] where one part does not fit another or a number is not finite, [`Error::Setting`] where
    /// the configuration is out of range.
    pub fn quantise(
        weights: &Weights,
        pieces: &WordPieces,
        labels: Labels,
        calibration: MatrixScaling,
        card: impl Into<String>,
    ) -> Result<Self> {
        let config = weights.config.check()?;
        let width = config.hidden;
        let layers = weights.layers.iter().map(|layer| QuantisedLayer {
            query_key_value: Dense::round(&layer.query_key_value),
            attended: Dense::round(&layer.attended),
            attention_norm: layer.attention_norm.clone(),
            up: Dense::round(&layer.up),
            down: Dense::round(&layer.down),
            output_norm: layer.output_norm.clone(),
        });
        let quantised = Quantised {
            words: Rows::round(&weights.words, width),
            positions: Rows::round(&weights.positions, width),
            embedding_norm: weights.embedding_norm.clone(),
            layers: layers.collect(),
            head: weights.head.clone(),
        };
        let card = Cow::Owned(card.into());
        Self::new(labels, config, pieces.clone(), quantised, calibration, card)
    }
}

impl<'d> EncoderModel<'d> {
    /// A model of parts that fit each other.
    pub(crate) fn new(
        labels: Labels,
        config: EncoderConfig,
        pieces: WordPieces,
        quantised: Quantised<'d>,
        calibration: MatrixScaling,
        card: Cow<'d, str>,
    ) -> Result<Self> {
        let config = config.check()?;
        quantised.check(&config, pieces.len(), labels.len())?;
        if calibration.classes() != labels.len() {
            return Err(Error::Malformed(
                "calibration and labels are of different numbers",
            ));
        }
        let engine = Engine::new(&quantised);
        Ok(Self {
            labels,
            config,
            pieces,
            quantised,
            calibration,
            card,
            engine,
        })
    }

    /// The names of the classes.
    pub const fn labels(&self) -> &Labels {
        &self.labels
    }

    /// The shape of the encoder.
    pub const fn config(&self) -> &EncoderConfig {
        &self.config
    }

    /// The tokeniser.
    pub const fn pieces(&self) -> &WordPieces {
        &self.pieces
    }

    /// The calibration.
    pub const fn calibration(&self) -> &MatrixScaling {
        &self.calibration
    }

    /// The card in JSON: what the model was made from and how it scored. Empty where there is none.
    pub fn card_json(&self) -> &str {
        &self.card
    }

    /// The same model with another card.
    #[must_use]
    pub fn with_card(self, card: impl Into<String>) -> Self {
        Self {
            card: Cow::Owned(card.into()),
            ..self
        }
    }

    /// The same model with another calibration.
    ///
    /// # Errors
    /// [`Error::Malformed`] where it is one for another number of classes.
    pub fn with_calibration(self, calibration: MatrixScaling) -> Result<Self> {
        if calibration.classes() != self.labels.len() {
            return Err(Error::Malformed(
                "calibration and labels are of different numbers",
            ));
        }
        Ok(Self {
            calibration,
            ..self
        })
    }

    /// The same model, which owns all it needs.
    pub fn into_owned(self) -> EncoderModel<'static> {
        EncoderModel {
            labels: self.labels,
            config: self.config,
            pieces: self.pieces,
            quantised: self.quantised.into_owned(),
            calibration: self.calibration,
            card: Cow::Owned(self.card.into_owned()),
            engine: self.engine,
        }
    }

    /// The scores of texts before calibration, one a class, in the order of the texts.
    pub fn scores(&self, texts: &[&str]) -> Vec<Box<[f64]>> {
        let sequences: Vec<Vec<u32>> = texts
            .par_iter()
            .map_init(Vec::new, |pieces, text| {
                self.tokenize(text, pieces);
                self.sequence(pieces.iter().map(|piece| piece.id))
            })
            .collect();
        self.scores_of(&sequences)
    }

    /// The pieces that are read of a text.
    pub(crate) fn tokenize(&self, text: &str, pieces: &mut Vec<Piece>) {
        self.pieces
            .tokenize(text, self.config.positions - 2, pieces);
    }

    /// Pieces with what stands at the ends.
    pub(crate) fn sequence(&self, pieces: impl Iterator<Item = u32>) -> Vec<u32> {
        let (cls, sep) = (self.pieces.cls(), self.pieces.sep());
        std::iter::once(cls).chain(pieces).chain([sep]).collect()
    }

    /// The scores of sequences, in their order. They are read shortest first, several at a time.
    pub(crate) fn scores_of(&self, sequences: &[Vec<u32>]) -> Vec<Box<[f64]>> {
        let mut order: Vec<usize> = (0..sequences.len()).collect();
        order.sort_by_key(|&n| sequences[n].len());
        let mut batches: Vec<&[usize]> = Vec::new();
        let mut rest = &order[..];
        while !rest.is_empty() {
            let mut pieces = 0;
            let fitting = rest.iter().take_while(|&&n| {
                pieces += sequences[n].len();
                pieces <= BATCH
            });
            let (batch, left) = rest.split_at(fitting.count().max(1));
            batches.push(batch);
            rest = left;
        }
        let found: Vec<Vec<Box<[f64]>>> = batches
            .par_iter()
            .map_init(Room::default, |room, batch| {
                self.read(batch.iter().map(|&n| &sequences[n][..]), room)
            })
            .collect();
        let mut scores = vec![Box::default(); sequences.len()];
        for (&n, found) in order.iter().zip(found.into_iter().flatten()) {
            scores[n] = found;
        }
        scores
    }

    /// The scores of the sequences of one batch.
    fn read<'s>(
        &self,
        sequences: impl Iterator<Item = &'s [u32]>,
        room: &mut Room,
    ) -> Vec<Box<[f64]>> {
        let mut ids = Vec::new();
        let mut texts: Vec<Range<usize>> = Vec::new();
        for sequence in sequences {
            let start = ids.len();
            ids.extend_from_slice(sequence);
            texts.push(start..ids.len());
        }
        let width = self.config.hidden;
        let states = self
            .engine
            .run(&self.config, &self.quantised, &ids, &texts, room);
        texts
            .into_iter()
            .map(|text| self.head(&states[text.start * width..text.end * width]))
            .collect()
    }

    /// The scores of a text from its pieces' last hidden states, whose mean is taken.
    fn head(&self, states: &[f32]) -> Box<[f64]> {
        let width = self.config.hidden;
        let mut mean = vec![0.0; width];
        for row in states.chunks_exact(width) {
            for (mean, &x) in mean.iter_mut().zip(row) {
                *mean += f64::from(x);
            }
        }
        let pieces = (states.len() / width) as f64;
        let head = &self.quantised.head;
        let classes = head.weight.chunks_exact(width).zip(&head.bias);
        classes
            .map(|(weights, &bias)| {
                let products = weights.iter().zip(&mean);
                let sum: f64 = products.map(|(&weight, x)| f64::from(weight) * x).sum();
                sum / pieces + f64::from(bias)
            })
            .collect()
    }
}

impl Classify for EncoderModel<'_> {
    fn labels(&self) -> &Labels {
        &self.labels
    }

    fn classify(&self, text: &str) -> Prediction<'_> {
        let scores = self.scores(&[text]);
        Prediction::from_logits(&self.labels, &self.calibration.apply(&scores[0]))
    }

    fn explain(&self, text: &str) -> Explanation<'_> {
        crate::explain::explain(self, text)
    }

    fn classify_all(&self, texts: &[&str]) -> Vec<Prediction<'_>> {
        self.scores(texts)
            .iter()
            .map(|scores| Prediction::from_logits(&self.labels, &self.calibration.apply(scores)))
            .collect()
    }
}

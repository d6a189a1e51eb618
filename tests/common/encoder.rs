//! A tiny encoder's file, made by a rule: what it says means nothing, and differs from text to text.

use std::path::PathBuf;

use stance_classifier::{Labels, MatrixScaling};
use stance_encoder::{EncoderConfig, EncoderModel, Linear, Weights, WordPieces};

use crate::common::{Files, LABELS};

/// Numbers that look like chance, the same for every call.
struct Numbers(u64);

impl Numbers {
    /// From −1 to 1.
    fn next(&mut self) -> f32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 40) as f32 / (1 << 23) as f32 - 1.0
    }

    fn fill(&mut self, numbers: &mut [f32], scale: f32) {
        numbers.iter_mut().for_each(|n| *n = scale * self.next());
    }

    fn linear(&mut self, linear: &mut Linear, scale: f32) {
        self.fill(&mut linear.weight, scale);
        self.fill(&mut linear.bias, 0.1);
    }
}

/// The shape of the tiny encoder.
pub const CONFIG: EncoderConfig = EncoderConfig {
    layers: 2,
    hidden: 16,
    heads: 2,
    intermediate: 32,
    positions: 48,
    epsilon: 1e-12,
};

/// Letters, and some words, so that most English can be cut into pieces.
fn pieces() -> WordPieces {
    let special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"].map(str::to_owned);
    let words = [
        "the", "allies", "alliance", "treaty", "they", "will", "stand", "not",
    ];
    let letters = ('a'..='z').flat_map(|letter| [letter.to_string(), format!("##{letter}")]);
    let marks = [".", ",", "'", "-"].map(str::to_owned);
    let all = special
        .into_iter()
        .chain(words.map(str::to_owned))
        .chain(letters)
        .chain(marks);
    let all: Vec<Box<str>> = all.map(String::into_boxed_str).collect();
    WordPieces::new(all, true).expect("a vocabulary with its special pieces")
}

/// The bytes of a tiny encoder's file.
pub fn bytes(labels: &[&str]) -> Vec<u8> {
    let pieces = pieces();
    let mut weights = Weights::zeros(CONFIG, pieces.pieces().len(), labels.len());
    let mut numbers = Numbers(7);
    numbers.fill(&mut weights.words, 1.0);
    numbers.fill(&mut weights.positions, 0.3);
    weights.embedding_norm.gain.fill(1.0);
    for layer in &mut weights.layers {
        numbers.linear(&mut layer.query_key_value, 0.4);
        numbers.linear(&mut layer.attended, 0.4);
        numbers.linear(&mut layer.up, 0.4);
        numbers.linear(&mut layer.down, 0.4);
        layer.attention_norm.gain.fill(1.0);
        layer.output_norm.gain.fill(1.0);
    }
    numbers.linear(&mut weights.head, 1.5);
    let labels = Labels::of(labels).expect("labels");
    let calibration = MatrixScaling::identity(labels.len());
    let card = r#"{"name":"tiny","made_by":"a test"}"#;
    let model = EncoderModel::quantise(&weights, &pieces, labels, calibration, card);
    let model = model.expect("parts that fit each other");
    model.to_bytes().expect("a short card")
}

/// A file of a tiny encoder with the four stances.
pub fn file(files: &Files) -> PathBuf {
    files.write("tiny.stance", bytes(&LABELS))
}

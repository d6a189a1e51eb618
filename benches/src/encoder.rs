//! Encoders of arbitrary parameters, whose speed is that of trained ones.

use std::collections::BTreeMap;

use stance_classifier::{Labels, MatrixScaling, Result};
use stance_encoder::{EncoderConfig, EncoderModel, Linear, Norm, Weights, WordPieces};

/// The shape of the base that the shipped model is tuned from: six layers of MiniLM (Wang et al., NeurIPS 2020).
pub const MINILM: EncoderConfig = EncoderConfig {
    layers: 6,
    hidden: 384,
    heads: 12,
    intermediate: 1536,
    positions: 128,
    epsilon: 1e-12,
};

/// A vocabulary of what `texts` hold often enough: whole words, and the letters for the others.
///
/// With 10 occurrences a word, news have about as many pieces as in the vocabulary of BERT.
///
/// # Errors
/// None where a text holds a letter: what [`WordPieces::new`] says otherwise.
pub fn vocabulary(texts: &[&str], least: usize) -> Result<WordPieces> {
    let mut words: BTreeMap<String, usize> = BTreeMap::new();
    for text in texts {
        for word in text.to_lowercase().split(|c: char| !c.is_alphanumeric()) {
            *words.entry(word.to_owned()).or_default() += 1;
        }
    }
    let frequent = words.into_iter().filter(|(_, count)| *count >= least);
    let frequent = frequent
        .map(|(word, _)| word)
        .filter(|word| word.chars().count() > 1);
    let letters = (' '..='~').filter(|c| !c.is_ascii_uppercase() && *c != ' ');
    let letters = letters.flat_map(|c| [c.to_string(), format!("##{c}")]);
    let special = ["[UNK]", "[CLS]", "[SEP]"].map(String::from);
    let pieces = special.into_iter().chain(letters).chain(frequent);
    WordPieces::new(pieces.map(String::into_boxed_str).collect(), true)
}

/// Parameters of that shape between −0.1 and 0.1, of four classes.
pub fn weights(config: EncoderConfig, pieces: &WordPieces) -> Weights {
    let mut weights = Weights::zeros(config, pieces.len(), 4);
    let mut state = 7u32;
    let mut fill = |numbers: &mut [f32], around: f32| {
        for number in numbers {
            // Knuth's generator, of which the upper bits are good.
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *number = around + (state >> 8) as f32 / (1 << 23) as f32 * 0.1 - 0.1;
        }
    };
    let mut linear = |linear: &mut Linear| {
        fill(&mut linear.weight, 0.0);
        fill(&mut linear.bias, 0.0);
    };
    for layer in &mut weights.layers {
        linear(&mut layer.query_key_value);
        linear(&mut layer.attended);
        linear(&mut layer.up);
        linear(&mut layer.down);
    }
    linear(&mut weights.head);
    let mut norm = |norm: &mut Norm| {
        fill(&mut norm.gain, 1.0);
        fill(&mut norm.bias, 0.0);
    };
    for layer in &mut weights.layers {
        norm(&mut layer.attention_norm);
        norm(&mut layer.output_norm);
    }
    norm(&mut weights.embedding_norm);
    fill(&mut weights.words, 0.0);
    fill(&mut weights.positions, 0.0);
    weights
}

/// A model of such parameters.
///
/// # Errors
/// What [`EncoderModel::quantise`] finds wrong with the shape.
pub fn model(config: EncoderConfig, pieces: &WordPieces) -> Result<EncoderModel<'static>> {
    let labels = Labels::of(["critical", "hedging", "none", "reaffirming"])?;
    let weights = weights(config, pieces);
    EncoderModel::quantise(&weights, pieces, labels, MatrixScaling::identity(4), "")
}

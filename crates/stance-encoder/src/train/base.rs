//! Reading a base model: a folder with `config.json`, `tokenizer.json` and `model.safetensors`.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use safetensors::{Dtype, SafeTensors};
use serde::Deserialize;
use stance_classifier::{Error, Result};

use crate::config::EncoderConfig;
use crate::weights::{Layer, Linear, Norm, Weights};
use crate::wordpiece::{Piece, WordPieces};

/// A BERT-like encoder as others publish it, with its word pieces. Its head has no class yet.
#[derive(Debug, Clone)]
pub struct Base {
    /// The parameters; the embedding of the first segment is added to the positions'.
    pub weights: Weights,
    /// The word pieces.
    pub pieces: WordPieces,
}

#[derive(Deserialize)]
struct Shape {
    num_hidden_layers: usize,
    hidden_size: usize,
    num_attention_heads: usize,
    intermediate_size: usize,
    max_position_embeddings: usize,
    layer_norm_eps: f32,
    hidden_act: String,
    #[serde(default)]
    position_embedding_type: Option<String>,
}

#[derive(Deserialize)]
struct Tokenizer {
    model: TokenizerModel,
    normalizer: Option<Normalizer>,
}

#[derive(Deserialize)]
struct TokenizerModel {
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    vocab: serde_json::Value,
    continuing_subword_prefix: Option<String>,
}

#[derive(Deserialize)]
struct Normalizer {
    #[serde(rename = "type")]
    kind: String,
    lowercase: Option<bool>,
}

/// An error of the base's file `name`.
fn wrong(directory: &Path, name: &str, why: impl std::fmt::Display) -> Error {
    Error::Data(format!("{}: {why}", directory.join(name).display()))
}

fn read(directory: &Path, name: &str) -> Result<Vec<u8>> {
    fs::read(directory.join(name)).map_err(|why| {
        wrong(
            directory,
            name,
            format!(
                "{why}; a base model is a folder with config.json, tokenizer.json and model.safetensors"
            ),
        )
    })
}

impl Base {
    /// Reads the folder of a base model whose architecture is BERT's, with GELU and absolute positions, its
    /// tokenizer WordPiece and its numbers `f32`.
    ///
    /// # Errors
    /// [`Error::Data`], naming the file and what is wrong with it: not there, not JSON, another
    /// architecture or tokenizer, a tensor that is missing or of another shape.
    pub fn read(directory: &Path) -> Result<Self> {
        let config = config(directory)?;
        let pieces = word_pieces(directory)?;
        let bytes = read(directory, MODEL)?;
        let tensors = Tensors {
            directory,
            all: SafeTensors::deserialize(&bytes).map_err(|why| wrong(directory, MODEL, why))?,
        };
        let weights = tensors.weights(config, pieces.len())?;
        Ok(Self { weights, pieces })
    }

    /// The base with at most `most` word pieces, or a few more where that is less than it cannot do without: the
    /// special ones, those that stand for names, and those of a single ASCII character, then the most frequent in `texts`, then the first of
    /// the rest. Words whose pieces are gone are read in smaller ones.
    ///
    /// # Errors
    /// As [`WordPieces::new`].
    pub fn pruned<'t>(self, texts: impl IntoIterator<Item = &'t str>, most: usize) -> Result<Self> {
        let all = self.pieces.pieces();
        let mut counts = vec![0u64; all.len()];
        let mut found: Vec<Piece> = Vec::new();
        for text in texts {
            self.pieces
                .tokenize(text, self.weights.config.positions, &mut found);
            for piece in &found {
                counts[piece.id as usize] += 1;
            }
        }
        let specials = [self.pieces.unknown(), self.pieces.cls(), self.pieces.sep()];
        let needed = |id: usize| {
            let piece = all[id].strip_prefix("##").unwrap_or(&all[id]);
            let special = specials.contains(&(id as u32)) || self.pieces.stands_in(id as u32);
            special || (piece.len() == 1 && piece.is_ascii())
        };
        let mut ids: Vec<usize> = (0..all.len()).collect();
        ids.sort_by_key(|&id| (!needed(id), std::cmp::Reverse(counts[id]), id));
        let least = ids.partition_point(|&id| needed(id));
        ids.truncate(most.max(least));
        ids.sort_unstable();
        let hidden = self.weights.config.hidden;
        let words = ids
            .iter()
            .flat_map(|&id| &self.weights.words[id * hidden..][..hidden])
            .copied()
            .collect();
        let pieces = ids.iter().map(|&id| all[id].clone()).collect();
        Ok(Self {
            pieces: self.pieces.with_vocabulary(pieces)?,
            weights: Weights {
                words,
                ..self.weights
            },
        })
    }
}

const CONFIG: &str = "config.json";
const TOKENIZER: &str = "tokenizer.json";
const MODEL: &str = "model.safetensors";

fn config(directory: &Path) -> Result<EncoderConfig> {
    let shape: Shape = serde_json::from_slice(&read(directory, CONFIG)?)
        .map_err(|why| wrong(directory, CONFIG, why))?;
    if shape.hidden_act != "gelu" {
        let why = format!(
            "the activation is `{}`; only `gelu` is known",
            shape.hidden_act
        );
        return Err(wrong(directory, CONFIG, why));
    }
    if let Some(kind) = shape.position_embedding_type
        && kind != "absolute"
    {
        let why = format!("positions are `{kind}`; only `absolute` is known");
        return Err(wrong(directory, CONFIG, why));
    }
    EncoderConfig {
        layers: shape.num_hidden_layers,
        hidden: shape.hidden_size,
        heads: shape.num_attention_heads,
        intermediate: shape.intermediate_size,
        positions: shape.max_position_embeddings,
        epsilon: shape.layer_norm_eps,
    }
    .check()
    .map_err(|why| wrong(directory, CONFIG, why))
}

fn word_pieces(directory: &Path) -> Result<WordPieces> {
    let wrong = |why: String| wrong(directory, TOKENIZER, why);
    let tokenizer: Tokenizer = serde_json::from_slice(&read(directory, TOKENIZER)?)
        .map_err(|why| wrong(why.to_string()))?;
    let kind = tokenizer.model.kind.as_deref().unwrap_or("WordPiece");
    if kind != "WordPiece" {
        return Err(wrong(format!(
            "a tokenizer of kind `{kind}`; only `WordPiece` is known"
        )));
    }
    if let Some(prefix) = tokenizer.model.continuing_subword_prefix
        && prefix != "##"
    {
        return Err(wrong(format!(
            "word pieces continue with `{prefix}`; only `##` is known"
        )));
    }
    let lowercase = match &tokenizer.normalizer {
        Some(normalizer) if normalizer.kind == "BertNormalizer" => {
            normalizer.lowercase.unwrap_or(true)
        }
        _ => {
            return Err(wrong(
                "the normalizer is not a `BertNormalizer`, the only one known".into(),
            ));
        }
    };
    let vocabulary: HashMap<Box<str>, usize> = serde_json::from_value(tokenizer.model.vocab)
        .map_err(|_| wrong("the vocabulary is not a map from pieces to numbers".into()))?;
    let mut pieces: Vec<Option<Box<str>>> = vec![None; vocabulary.len()];
    for (piece, id) in vocabulary {
        match pieces.get_mut(id) {
            Some(place @ None) => *place = Some(piece),
            _ => {
                return Err(wrong(format!(
                    "the number {id} of the piece `{piece}` is given twice or leaves a gap"
                )));
            }
        }
    }
    WordPieces::new(pieces.into_iter().flatten().collect(), lowercase)
        .map_err(|why| wrong(why.to_string()))
}

struct Tensors<'f> {
    directory: &'f Path,
    all: SafeTensors<'f>,
}

impl Tensors<'_> {
    /// A tensor by its name, with or without the prefix of the model it is part of.
    fn get(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>> {
        let wrong = |why: String| wrong(self.directory, MODEL, format!("tensor `{name}` {why}"));
        let tensor = self
            .all
            .tensor(name)
            .or_else(|_| self.all.tensor(&format!("bert.{name}")))
            .map_err(|_| wrong("is missing".into()))?;
        if tensor.dtype() != Dtype::F32 {
            return Err(wrong(format!(
                "is of type {:?}: convert the base to F32",
                tensor.dtype()
            )));
        }
        if tensor.shape() != shape {
            return Err(wrong(format!(
                "is of shape {:?}, not the {shape:?} that config.json and tokenizer.json ask for",
                tensor.shape()
            )));
        }
        let numbers: Vec<f32> = tensor
            .data()
            .as_chunks::<4>()
            .0
            .iter()
            .map(|bytes| f32::from_le_bytes(*bytes))
            .collect();
        if numbers.iter().any(|number| !number.is_finite()) {
            return Err(wrong("holds a number that is not finite".into()));
        }
        Ok(numbers)
    }

    fn linear(&self, name: &str, inputs: usize, outputs: usize) -> Result<Linear> {
        Ok(Linear {
            weight: self.get(&format!("{name}.weight"), &[outputs, inputs])?,
            bias: self.get(&format!("{name}.bias"), &[outputs])?,
        })
    }

    fn norm(&self, name: &str, width: usize) -> Result<Norm> {
        Ok(Norm {
            gain: self.get(&format!("{name}.weight"), &[width])?,
            bias: self.get(&format!("{name}.bias"), &[width])?,
        })
    }

    fn weights(&self, config: EncoderConfig, vocabulary: usize) -> Result<Weights> {
        /// Segments that BERT tells apart; a text alone is of the first.
        const SEGMENTS: usize = 2;
        let EncoderConfig {
            hidden,
            intermediate,
            ..
        } = config;
        let mut positions = self.get(
            "embeddings.position_embeddings.weight",
            &[config.positions, hidden],
        )?;
        let segments = self.get(
            "embeddings.token_type_embeddings.weight",
            &[SEGMENTS, hidden],
        )?;
        for position in positions.chunks_exact_mut(hidden) {
            super::matrix::add(position, &segments);
        }
        let mut layers = Vec::with_capacity(config.layers);
        for layer in 0..config.layers {
            let name = |part: &str| format!("encoder.layer.{layer}.{part}");
            let mut query_key_value = Linear {
                weight: Vec::new(),
                bias: Vec::new(),
            };
            for part in ["query", "key", "value"] {
                let part = self.linear(&name(&format!("attention.self.{part}")), hidden, hidden)?;
                query_key_value.weight.extend(part.weight);
                query_key_value.bias.extend(part.bias);
            }
            layers.push(Layer {
                query_key_value,
                attended: self.linear(&name("attention.output.dense"), hidden, hidden)?,
                attention_norm: self.norm(&name("attention.output.LayerNorm"), hidden)?,
                up: self.linear(&name("intermediate.dense"), hidden, intermediate)?,
                down: self.linear(&name("output.dense"), intermediate, hidden)?,
                output_norm: self.norm(&name("output.LayerNorm"), hidden)?,
            });
        }
        Ok(Weights {
            config,
            words: self.get("embeddings.word_embeddings.weight", &[vocabulary, hidden])?,
            positions,
            embedding_norm: self.norm("embeddings.LayerNorm", hidden)?,
            layers,
            head: Linear::zeros(hidden, 0),
        })
    }
}

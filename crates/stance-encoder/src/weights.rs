//! An encoder's parameters.

use crate::config::EncoderConfig;

/// `y = x·Wᵀ + b`.
#[derive(Debug, Clone, PartialEq)]
pub struct Linear {
    /// `outputs × inputs`, row-major.
    pub weight: Vec<f32>,
    /// One an output.
    pub bias: Vec<f32>,
}

impl Linear {
    /// All zero.
    pub fn zeros(inputs: usize, outputs: usize) -> Self {
        Self {
            weight: vec![0.0; inputs * outputs],
            bias: vec![0.0; outputs],
        }
    }

    /// Number of outputs.
    pub const fn outputs(&self) -> usize {
        self.bias.len()
    }

    /// Number of inputs.
    pub const fn inputs(&self) -> usize {
        self.weight.len() / self.bias.len()
    }
}

/// Layer normalisation: what its result is multiplied by, and what is added.
#[derive(Debug, Clone, PartialEq)]
pub struct Norm {
    /// Factor, one a column.
    pub gain: Vec<f32>,
    /// Term, one a column.
    pub bias: Vec<f32>,
}

impl Norm {
    /// All zero.
    pub fn zeros(width: usize) -> Self {
        Self {
            gain: vec![0.0; width],
            bias: vec![0.0; width],
        }
    }
}

/// One layer: attention, then a feed-forward network, each with its shortcut and normalised after it.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// Queries, keys and values: `hidden → 3·hidden`, in this order.
    pub query_key_value: Linear,
    /// From the heads' results back: `hidden → hidden`.
    pub attended: Linear,
    /// After the attention.
    pub attention_norm: Norm,
    /// `hidden → intermediate`, before the GELU.
    pub up: Linear,
    /// `intermediate → hidden`, after it.
    pub down: Linear,
    /// After the feed-forward network.
    pub output_norm: Norm,
}

/// All parameters of an encoder with a linear head.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// The shape.
    pub config: EncoderConfig,
    /// Embeddings of the word pieces: `vocabulary × hidden`.
    pub words: Vec<f32>,
    /// Embeddings of the positions, those of the (only) segment added: `positions × hidden`.
    pub positions: Vec<f32>,
    /// After the embeddings.
    pub embedding_norm: Norm,
    /// The layers, in order.
    pub layers: Vec<Layer>,
    /// From the mean of the last hidden states to a score for each class.
    pub head: Linear,
}

impl Weights {
    /// All zero: also the form of a gradient.
    pub fn zeros(config: EncoderConfig, vocabulary: usize, classes: usize) -> Self {
        let EncoderConfig {
            layers,
            hidden,
            intermediate,
            positions,
            ..
        } = config;
        let layer = Layer {
            query_key_value: Linear::zeros(hidden, 3 * hidden),
            attended: Linear::zeros(hidden, hidden),
            attention_norm: Norm::zeros(hidden),
            up: Linear::zeros(hidden, intermediate),
            down: Linear::zeros(intermediate, hidden),
            output_norm: Norm::zeros(hidden),
        };
        Self {
            config,
            words: vec![0.0; vocabulary * hidden],
            positions: vec![0.0; positions * hidden],
            embedding_norm: Norm::zeros(hidden),
            layers: vec![layer; layers],
            head: Linear::zeros(hidden, classes),
        }
    }

    /// Number of word pieces known.
    pub const fn vocabulary(&self) -> usize {
        self.words.len() / self.config.hidden
    }

    /// Number of classes.
    pub const fn classes(&self) -> usize {
        self.head.outputs()
    }
}

/// Where in the network a parameter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The embeddings and their normalisation.
    Embeddings,
    /// A layer, counted from the input.
    Layer(usize),
    /// The head.
    Head,
}

/// A tensor's place, and whether it multiplies (a matrix, which weight decay shrinks) or adds and scales
/// (a bias or a normalisation, which it leaves alone).
pub type Place = (Part, bool);

macro_rules! tensors {
    ($weights:expr, $as:ident, $iter:ident) => {{
        let weights = $weights;
        let mut all = vec![
            ((Part::Embeddings, true), weights.words.$as()),
            ((Part::Embeddings, true), weights.positions.$as()),
            ((Part::Embeddings, false), weights.embedding_norm.gain.$as()),
            ((Part::Embeddings, false), weights.embedding_norm.bias.$as()),
        ];
        for (index, layer) in weights.layers.$iter().enumerate() {
            let part = Part::Layer(index);
            all.extend([
                ((part, true), layer.query_key_value.weight.$as()),
                ((part, false), layer.query_key_value.bias.$as()),
                ((part, true), layer.attended.weight.$as()),
                ((part, false), layer.attended.bias.$as()),
                ((part, false), layer.attention_norm.gain.$as()),
                ((part, false), layer.attention_norm.bias.$as()),
                ((part, true), layer.up.weight.$as()),
                ((part, false), layer.up.bias.$as()),
                ((part, true), layer.down.weight.$as()),
                ((part, false), layer.down.bias.$as()),
                ((part, false), layer.output_norm.gain.$as()),
                ((part, false), layer.output_norm.bias.$as()),
            ]);
        }
        all.push(((Part::Head, true), weights.head.weight.$as()));
        all.push(((Part::Head, false), weights.head.bias.$as()));
        all
    }};
}

impl Weights {
    /// Every tensor with its place, in the order of the network.
    pub fn tensors(&self) -> Vec<(Place, &[f32])> {
        tensors!(self, as_slice, iter)
    }

    /// As [`Weights::tensors`], to be changed.
    pub fn tensors_mut(&mut self) -> Vec<(Place, &mut [f32])> {
        tensors!(self, as_mut_slice, iter_mut)
    }

    /// Keeps the first `layers` layers, or all where there are fewer.
    pub fn keep_layers(&mut self, layers: usize) {
        self.layers.truncate(layers);
        self.config.layers = self.layers.len();
    }

    /// Keeps the first `positions` positions, or all where there are fewer.
    pub fn keep_positions(&mut self, positions: usize) {
        self.config.positions = self.config.positions.min(positions);
        let kept = self.config.positions * self.config.hidden;
        self.positions.truncate(kept);
    }

    /// Number of parameters.
    pub fn parameters(&self) -> usize {
        self.tensors().iter().map(|(_, tensor)| tensor.len()).sum()
    }
}

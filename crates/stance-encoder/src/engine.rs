//! The forward pass in whole numbers.
//!
//! Matrix products are of whole numbers, exact in any order; everything else goes row by row or text by text. So a
//! text's scores are the same whatever stands beside it in a batch and however many threads there are.

mod attention;
pub(crate) mod quantised;
mod rows;

use std::fmt;
use std::ops::Range;

use rayon::prelude::*;
use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_simd::SimdOp;
use rten_tensor::NdTensorView;

use crate::config::EncoderConfig;
use attention::{Attention, Buffers};
use quantised::{Dense, Quantised};
use rows::{Activations, AddNormQuantise, Dequantise, GeluQuantise, Product, Quantise};

/// A layer's matrices as the processor's product wants them.
struct PackedLayer {
    query_key_value: Packed,
    attended: Packed,
    up: Packed,
    down: Packed,
}

struct Packed {
    matrix: PackedBMatrix<i8>,
    /// The sum of the weights of each output.
    totals: Vec<i32>,
}

impl Packed {
    fn new(gemm: &GemmExecutor<u8, i8, i32>, dense: &Dense<'_>) -> Self {
        let outputs = dense.bias.len();
        let values: Vec<i8> = dense.weight.values.iter().map(|&byte| byte as i8).collect();
        let inputs = values.len() / outputs;
        let totals = values.chunks_exact(inputs);
        let matrix = NdTensorView::from_data([outputs, inputs], &values[..]);
        Self {
            totals: totals
                .map(|row| row.iter().map(|&x| i32::from(x)).sum())
                .collect(),
            matrix: gemm.prepack_b(matrix.transposed()),
        }
    }
}

/// The matrices laid out for this processor.
pub(crate) struct Engine {
    layers: Vec<PackedLayer>,
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine")
            .field("layers", &self.layers.len())
            .finish_non_exhaustive()
    }
}

/// The matrix product of this processor. It cannot be sent from thread to thread, so each has its own.
struct Products {
    gemm: GemmExecutor<u8, i8, i32>,
    /// Whether a pair of products could overflow.
    in_halves: bool,
    half: Vec<u8>,
}

impl Default for Products {
    fn default() -> Self {
        let gemm = GemmExecutor::new();
        Self {
            in_halves: gemm.may_saturate(),
            gemm,
            half: Vec::new(),
        }
    }
}

/// Room for one batch, which serves again for the next.
#[derive(Default)]
pub(crate) struct Room {
    products: Products,
    hidden: Vec<f32>,
    query_key_value: Vec<f32>,
    mixed: Vec<f32>,
    /// The hidden states in whole numbers, and what goes into the second product of either half of a layer.
    input: Activations,
    middle: Activations,
    sums: Vec<i32>,
    attention: Buffers,
}

impl Engine {
    /// Lays out the matrices of `layers`: a copy, made once.
    pub fn new(quantised: &Quantised<'_>) -> Self {
        let layers = quantised
            .layers
            .par_iter()
            .map_init(GemmExecutor::new, |gemm, layer| PackedLayer {
                query_key_value: Packed::new(gemm, &layer.query_key_value),
                attended: Packed::new(gemm, &layer.attended),
                up: Packed::new(gemm, &layer.up),
                down: Packed::new(gemm, &layer.down),
            })
            .collect();
        Self { layers }
    }

    /// The last hidden states of texts that lie one after another, a row a piece: `ids` are the pieces of all, `texts`
    /// the range of each, none longer than the encoder's positions.
    pub fn run<'r>(
        &self,
        config: &EncoderConfig,
        quantised: &Quantised<'_>,
        ids: &[u32],
        texts: &[Range<usize>],
        room: &'r mut Room,
    ) -> &'r [f32] {
        let hidden = config.hidden;
        let epsilon = config.epsilon;
        room.hidden.clear();
        room.hidden.resize(ids.len() * hidden, 0.0);
        for text in texts {
            for (position, at) in text.clone().enumerate() {
                let row = &mut room.hidden[at * hidden..(at + 1) * hidden];
                quantised.words.add_row(ids[at] as usize, row);
                quantised.positions.add_row(position, row);
            }
        }
        AddNormQuantise {
            product: None,
            rows: &mut room.hidden,
            norm: &quantised.embedding_norm,
            epsilon,
            out: &mut room.input,
        }
        .dispatch();
        for (layer, packed) in quantised.layers.iter().zip(&self.layers) {
            let product = multiply(
                &mut room.products,
                &room.input,
                &packed.query_key_value,
                &layer.query_key_value,
                &mut room.sums,
            );
            Dequantise {
                product,
                out: &mut room.query_key_value,
            }
            .dispatch();
            Attention {
                query_key_value: &room.query_key_value,
                texts,
                heads: config.heads,
                hidden,
                out: &mut room.mixed,
                buffers: &mut room.attention,
            }
            .dispatch();
            Quantise {
                rows: &room.mixed,
                width: hidden,
                out: &mut room.middle,
            }
            .dispatch();
            let product = multiply(
                &mut room.products,
                &room.middle,
                &packed.attended,
                &layer.attended,
                &mut room.sums,
            );
            AddNormQuantise {
                product: Some(product),
                rows: &mut room.hidden,
                norm: &layer.attention_norm,
                epsilon,
                out: &mut room.input,
            }
            .dispatch();
            let product = multiply(
                &mut room.products,
                &room.input,
                &packed.up,
                &layer.up,
                &mut room.sums,
            );
            GeluQuantise {
                product,
                out: &mut room.middle,
            }
            .dispatch();
            let product = multiply(
                &mut room.products,
                &room.middle,
                &packed.down,
                &layer.down,
                &mut room.sums,
            );
            AddNormQuantise {
                product: Some(product),
                rows: &mut room.hidden,
                norm: &layer.output_norm,
                epsilon,
                out: &mut room.input,
            }
            .dispatch();
        }
        &room.hidden
    }
}

/// The product of activations and a layer's matrix, in whole numbers. [`Product`] subtracts the zeros:
/// `rten-gemm` 0.27 can do it, but takes those of the first rows for all the others.
///
/// Where a pair of products could overflow, the product is twice that of half the activations and that of what halving
/// leaves, 0 or 1: the same whole numbers, in twice the time.
fn multiply<'a>(
    products: &mut Products,
    input: &'a Activations,
    packed: &'a Packed,
    dense: &'a Dense<'_>,
    sums: &'a mut Vec<i32>,
) -> Product<'a> {
    let rows = input.scales.len();
    let size = rows * packed.matrix.cols();
    if sums.len() < size {
        sums.resize(size, 0);
    }
    let sums = &mut sums[..size];
    let values = &input.values[..rows * packed.matrix.rows()];
    let Products {
        gemm,
        in_halves,
        half,
    } = products;
    let mut product = |values: &[u8], beta: i32| {
        let options = GemmOptions {
            beta,
            ..GemmOptions::default()
        };
        let values = NdTensorView::from_data([rows, packed.matrix.rows()], values);
        gemm.gemm(
            sums,
            GemmInputA::Unpacked(values),
            GemmInputB::Packed(&packed.matrix),
            options,
        )
        .expect("the sizes are checked where a model is made");
    };
    if *in_halves {
        half.clear();
        half.extend(values.iter().map(|value| value >> 1));
        product(half, 0);
        product(half, 1);
        half.clear();
        half.extend(values.iter().map(|value| value & 1));
        product(half, 1);
    } else {
        product(values, 0);
    }
    Product {
        sums,
        zeros: &input.zeros,
        totals: &packed.totals,
        rows: &input.scales,
        columns: &dense.weight.scales,
        bias: &dense.bias,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::weights::Linear;

    /// The sums of the largest products that there are, and of others.
    fn sums(in_halves: bool) -> Vec<i32> {
        let (inputs, outputs) = (70, 33);
        let mut linear = Linear::zeros(inputs, outputs);
        let weights = linear.weight.iter_mut().enumerate();
        weights.for_each(|(n, weight)| {
            *weight = if n % 3 == 0 {
                1.0
            } else {
                (n % 7) as f32 / 7.0
            }
        });
        let dense = Dense::round(&linear);
        let values = dense.weight.values.iter().map(|&byte| byte as i8);
        let values: Vec<i8> = values.collect();
        let mut products = Products {
            in_halves,
            ..Products::default()
        };
        let packed = Packed::new(&products.gemm, &dense);
        let input = Activations {
            values: (0..3 * inputs).map(|n| 255 - (n % 4) as u8).collect(),
            zeros: vec![0; 3],
            scales: vec![1.0; 3],
        };
        let mut sums = Vec::new();
        multiply(&mut products, &input, &packed, &dense, &mut sums);
        for (row, sums) in input
            .values
            .chunks_exact(inputs)
            .zip(sums.chunks_exact(outputs))
        {
            for (weights, &sum) in values.chunks_exact(inputs).zip(sums) {
                let products = weights.iter().zip(row);
                let expected: i32 = products.map(|(&w, &x)| i32::from(w) * i32::from(x)).sum();
                assert_eq!(sum, expected);
            }
        }
        sums
    }

    #[test]
    fn a_product_in_halves_is_the_product() {
        assert_eq!(sums(true), sums(Products::default().in_halves));
    }
}

//! Products of matrices, and sums that a processor can do several of at a time.

use rten_gemm::{BiasVector, GemmExecutor, GemmInputA, GemmInputB, GemmOptions};
use rten_tensor::{Matrix, NdTensorView};

use crate::weights::Linear;

/// A row-major matrix over a slice.
pub(super) fn matrix(data: &[f32], columns: usize) -> Matrix<'_, f32> {
    NdTensorView::from_data([data.len() / columns, columns], data)
}

/// Multiplies matrices of `f32`.
#[derive(Default)]
pub(super) struct Multiplier(GemmExecutor<f32>);

impl Multiplier {
    /// `out = factor·a·b`.
    pub(super) fn product(
        &self,
        out: &mut [f32],
        a: Matrix<'_, f32>,
        b: Matrix<'_, f32>,
        factor: f32,
        bias: Option<&[f32]>,
    ) {
        let options = GemmOptions {
            alpha: factor,
            bias: bias.map(BiasVector::Row),
            ..GemmOptions::default()
        };
        self.0
            .gemm(
                out,
                GemmInputA::Unpacked(a),
                GemmInputB::Unpacked(b),
                options,
            )
            .expect("shapes follow from the encoder's, which were checked");
    }

    /// `x·Wᵀ + b`.
    pub(super) fn linear(&self, x: &[f32], layer: &Linear) -> Vec<f32> {
        let (inputs, outputs) = (layer.inputs(), layer.outputs());
        let mut out = vec![0.0; x.len() / inputs * outputs];
        let weight = matrix(&layer.weight, inputs);
        self.product(
            &mut out,
            matrix(x, inputs),
            weight.transposed(),
            1.0,
            Some(&layer.bias),
        );
        out
    }

    /// The gradients of [`Multiplier::linear`] from that of its result: the parameters' are written to
    /// `gradient`, that of `x` is returned.
    pub(super) fn linear_backward(
        &self,
        x: &[f32],
        upstream: &[f32],
        layer: &Linear,
        gradient: &mut Linear,
    ) -> Vec<f32> {
        let (inputs, outputs) = (layer.inputs(), layer.outputs());
        let upstream_matrix = matrix(upstream, outputs);
        self.product(
            &mut gradient.weight,
            upstream_matrix.transposed(),
            matrix(x, inputs),
            1.0,
            None,
        );
        gradient.bias.fill(0.0);
        for row in upstream.chunks_exact(outputs) {
            add(&mut gradient.bias, row);
        }
        let mut out = vec![0.0; x.len()];
        self.product(
            &mut out,
            upstream_matrix,
            matrix(&layer.weight, inputs),
            1.0,
            None,
        );
        out
    }
}

/// `to += from`.
pub(super) fn add(to: &mut [f32], from: &[f32]) {
    to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
}

/// `to *= by`, element by element.
pub(super) fn scale_by(to: &mut [f32], by: &[f32]) {
    to.iter_mut().zip(by).for_each(|(to, by)| *to *= by);
}

/// Number of partial sums, which a processor adds to at once.
const LANES: usize = 16;

/// `Σ term(a, b)` in a fixed order.
pub(super) fn sum_of(a: &[f32], b: &[f32], term: impl Fn(f32, f32) -> f32) -> f32 {
    let mut lanes = [0.0; LANES];
    let (a_chunks, a_rest) = a.as_chunks::<LANES>();
    let (b_chunks, b_rest) = b.as_chunks::<LANES>();
    for (a, b) in a_chunks.iter().zip(b_chunks) {
        for ((lane, &a), &b) in lanes.iter_mut().zip(a).zip(b) {
            *lane += term(a, b);
        }
    }
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(&a, &b)| term(a, b)).sum();
    lanes.iter().sum::<f32>() + rest
}

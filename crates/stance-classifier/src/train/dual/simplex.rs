//! Small problems that the solver meets at every row and pass.

/// The distribution `p` with `log p_k + q·p_k = target_k − λ`, λ such that it adds up to one: where the
/// dual is highest in one row's distribution. `q` is the row's curvature; at `q = 0` it is the softmax.
///
/// Newton's method on `log p` and λ together, from `start` or, where that has a zero, from the softmax.
pub(super) fn proximal_softmax<const K: usize>(
    target: &[f64; K],
    q: f64,
    start: &[f64; K],
    classes: usize,
) -> [f64; K] {
    const STEPS: usize = 30;
    let mut p = *start;
    if p[..classes].iter().any(|p| !(1e-300..1.0).contains(p)) {
        let mut shrunk = [f64::NEG_INFINITY; K];
        for class in 0..classes {
            shrunk[class] = target[class] / (1.0 + q);
        }
        p = softmax(&shrunk, classes);
        p[..classes].iter_mut().for_each(|p| *p = p.max(1e-300));
    }
    let mut residual = [0.0; K];
    for _ in 0..STEPS {
        let (mut numerator, mut denominator, mut total) = (0.0, 0.0, 0.0);
        for class in 0..classes {
            residual[class] = target[class] - libm::log(p[class]) - q * p[class];
            let slope = p[class] / (1.0 + q * p[class]);
            numerator += slope * residual[class];
            denominator += slope;
            total += p[class];
        }
        let lambda = (numerator + total - 1.0) / denominator;
        let mut largest: f64 = 0.0;
        for class in 0..classes {
            // An upward step in log p overshoots where q is large: the curve is convex.
            let step = ((residual[class] - lambda) / (1.0 + q * p[class])).clamp(-50.0, 2.0);
            largest = largest.max(step.abs());
            p[class] = (p[class] * libm::exp(step)).max(1e-300);
        }
        if largest < 1e-9 {
            break;
        }
    }
    let total: f64 = p[..classes].iter().sum();
    p[..classes].iter_mut().for_each(|p| *p /= total);
    p
}

pub(super) fn softmax<const K: usize>(logits: &[f64; K], classes: usize) -> [f64; K] {
    let highest = logits[..classes]
        .iter()
        .copied()
        .fold(f64::NEG_INFINITY, f64::max);
    let mut p = [0.0; K];
    let mut total = 0.0;
    for class in 0..classes {
        p[class] = libm::exp(logits[class] - highest);
        total += p[class];
    }
    p[..classes].iter_mut().for_each(|p| *p /= total);
    p
}

/// Solves `matrix · x = vector` for a small positive definite matrix, row-major, by Gaussian elimination.
pub(super) fn solve_symmetric(mut matrix: Vec<f64>, mut vector: Vec<f64>) -> Option<Vec<f64>> {
    let n = vector.len();
    for pivot in 0..n {
        let diagonal = matrix[pivot * n + pivot];
        if diagonal.is_nan() || diagonal.abs() <= 1e-300 {
            return None;
        }
        for row in pivot + 1..n {
            let factor = matrix[row * n + pivot] / diagonal;
            for column in pivot..n {
                matrix[row * n + column] -= factor * matrix[pivot * n + column];
            }
            vector[row] -= factor * vector[pivot];
        }
    }
    for row in (0..n).rev() {
        let known: f64 = (row + 1..n)
            .map(|column| matrix[row * n + column] * vector[column])
            .sum();
        vector[row] = (vector[row] - known) / matrix[row * n + row];
    }
    vector.iter().all(|x| x.is_finite()).then_some(vector)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_proximal_softmax_solves_its_equation() {
        let targets = [
            [0.0, 0.0, 0.0],
            [5.0, -3.0, 1.0],
            [400.0, 0.0, -400.0],
            [1e-9, 0.0, 2.0],
        ];
        for target in targets {
            for q in [0.0, 1e-3, 1.0, 50.0, 1e4] {
                for start in [[1.0, 0.0, 0.0], [0.3, 0.3, 0.4]] {
                    let p = proximal_softmax(&target, q, &start, 3);
                    assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-12);
                    let lambda: Vec<f64> = (0..3)
                        .filter(|&k| p[k] > 1e-200)
                        .map(|k| target[k] - libm::log(p[k]) - q * p[k])
                        .collect();
                    for other in &lambda {
                        let scale = 1.0 + lambda[0].abs();
                        assert!(
                            (other - lambda[0]).abs() < 1e-6 * scale,
                            "{target:?} {q}: {lambda:?}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn a_small_system_is_solved() {
        let x = solve_symmetric(vec![4.0, 1.0, 1.0, 3.0], vec![1.0, 2.0]).unwrap();
        assert!((x[0] - 1.0 / 11.0).abs() < 1e-12 && (x[1] - 7.0 / 11.0).abs() < 1e-12);
        assert!(solve_symmetric(vec![0.0], vec![1.0]).is_none());
    }
}

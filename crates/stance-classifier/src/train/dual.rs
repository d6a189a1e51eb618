//! Dual coordinate ascent for multinomial logistic regression.
//!
//! The primal is `P(W, b) = Σ_i s_i·CE(y_i, W x_i + b) + α/2·‖W‖²`, where `y_i` is a distribution over the
//! classes, all of it on one of them where the label is hard. The dual has another distribution `p_i` for
//! each row, with `W = 1/α · Σ_i s_i (y_i − p_i) x_iᵀ`, and at the optimum `p_i` is the softmax of row i's
//! scores. A soft label changes where `p_i` starts and nothing else, so it costs no more than a hard one.
//! Rows are visited in random order; at each, the dual is maximised over `p_i`
//! with all others held (Yu, Huang and Lin, "Dual coordinate descent methods for logistic regression and
//! maximum entropy models", Machine Learning 85, 2011; Shalev-Shwartz and Zhang, "Stochastic dual
//! coordinate ascent methods", JMLR 14, 2013). The intercept is not penalised, so it has no dual: after
//! each pass it takes a Newton step on the scores just seen.
//!
//! Only `W` and one distribution a row are kept: no gradient, no history, no transposed copy. It is one
//! thread from end to end, so the result cannot depend on the number of threads.

mod random;
mod simplex;

use linfa::Float;
use random::SplitMix;
use simplex::{proximal_softmax, softmax, solve_symmetric};

use super::records::SparseRecords;
use super::target::Target;

/// What is to be minimised.
pub(crate) struct Problem<'d, F> {
    pub records: &'d SparseRecords<F>,
    /// Class of each row, or its distribution over the classes.
    pub targets: &'d [Target],
    /// Weight of each row, `s_i`.
    pub weights: &'d [f64],
    pub classes: usize,
    pub alpha: f64,
    pub intercept: bool,
}

/// When to stop.
pub(crate) struct Stop {
    pub max_epochs: u32,
    /// Bound on the gradient's norm, relative to that at zero weights.
    pub tolerance: f64,
    pub seed: u64,
}

/// Where it stopped.
pub(crate) struct Solution<F> {
    /// Features × classes, row-major.
    pub weights: Vec<F>,
    pub intercept: Vec<f64>,
    pub epochs: u32,
    pub certificate: Certificate,
    pub converged: bool,
}

/// How far the solution is from the optimum.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Certificate {
    pub objective: f64,
    /// Objective less the dual's value: an upper bound on what is left to gain with this intercept.
    pub gap: f64,
    pub gradient: f64,
    pub relative_gradient: f64,
}

/// Solves with the number of classes known to the compiler where it is small.
pub(crate) fn solve<F: Float>(problem: &Problem<'_, F>, stop: &Stop) -> Solution<F> {
    match problem.classes {
        2 => Solver::<F, 2>::run(problem, stop),
        3 => Solver::<F, 3>::run(problem, stop),
        4 => Solver::<F, 4>::run(problem, stop),
        5..=8 => Solver::<F, 8>::run(problem, stop),
        9..=32 => Solver::<F, 32>::run(problem, stop),
        33..=128 => Solver::<F, 128>::run(problem, stop),
        _ => Solver::<F, 1024>::run(problem, stop),
    }
}

/// `K` is the width of a row of weights; classes past `problem.classes` stay at zero.
struct Solver<'p, 'd, F, const K: usize> {
    problem: &'p Problem<'d, F>,
    weights: Vec<[F; K]>,
    intercept: [f64; K],
    /// Dual distributions, one a row.
    duals: Vec<[f64; K]>,
    /// Scores of each row without the intercept, as last seen.
    seen: Vec<[f64; K]>,
    squared_norms: Vec<f64>,
}

impl<'p, 'd, F: Float, const K: usize> Solver<'p, 'd, F, K> {
    fn run(problem: &'p Problem<'d, F>, stop: &Stop) -> Solution<F> {
        let mut solver = Self::new(problem);
        let rows = problem.targets.len();
        let mut order: Vec<usize> = (0..rows).collect();
        let mut random = SplitMix(stop.seed);
        let at_zero = solver.gradient_at_zero().max(f64::MIN_POSITIVE);
        let mut certificate = Certificate::default();
        let (mut epochs, mut converged) = (0, false);
        while epochs < stop.max_epochs && !converged {
            random.shuffle(&mut order);
            let mut moved = 0.0;
            for &row in &order {
                moved += solver.visit(row);
            }
            if problem.intercept {
                solver.fit_intercept();
            }
            epochs += 1;
            let last = epochs == stop.max_epochs;
            // The certificate costs a pass over the data; movement tells when it is worth one.
            let total: f64 = problem.weights.iter().sum();
            if moved / total < 30.0 * stop.tolerance || last {
                certificate = solver.certify(at_zero);
                converged = certificate.relative_gradient <= stop.tolerance;
            }
        }
        let classes = problem.classes;
        Solution {
            weights: solver
                .weights
                .iter()
                .flat_map(|row| &row[..classes])
                .copied()
                .collect(),
            intercept: solver.intercept[..classes].to_vec(),
            epochs,
            certificate,
            converged,
        }
    }

    fn new(problem: &'p Problem<'d, F>) -> Self {
        let rows = problem.targets.len();
        // Where a row's dual is its target, the weights are zero.
        let spread = |target: &Target| {
            let mut dual = [0.0; K];
            target.each(|class, share| dual[class] = share);
            dual
        };
        let squared_norm = |row: usize| {
            problem
                .records
                .row(row)
                .1
                .iter()
                .map(|value| value.to_f64().unwrap_or(0.0).powi(2))
                .sum()
        };
        Self {
            problem,
            weights: vec![[F::zero(); K]; problem.records.features()],
            intercept: [0.0; K],
            duals: problem.targets.iter().map(spread).collect(),
            seen: vec![[0.0; K]; rows],
            squared_norms: (0..rows).map(squared_norm).collect(),
        }
    }

    /// Scores of a row without the intercept.
    #[inline]
    fn scores(&self, row: usize) -> [f64; K] {
        let (columns, values) = self.problem.records.row(row);
        let mut sums = [F::zero(); K];
        for (&column, &value) in columns.iter().zip(values) {
            for (sum, &weight) in sums.iter_mut().zip(&self.weights[column as usize]) {
                *sum += weight * value;
            }
        }
        sums.map(|sum| sum.to_f64().unwrap_or(0.0))
    }

    /// Maximises the dual over one row's distribution; returns how far it moved, weighted.
    fn visit(&mut self, row: usize) -> f64 {
        let weight = self.problem.weights[row];
        if weight == 0.0 {
            return 0.0;
        }
        let scores = self.scores(row);
        let old = self.duals[row];
        let curvature = weight * self.squared_norms[row] / self.problem.alpha;
        let classes = self.problem.classes;
        let mut target = [0.0; K];
        for class in 0..classes {
            target[class] = scores[class] + self.intercept[class] + curvature * old[class];
        }
        let new = proximal_softmax(&target, curvature, &old, classes);
        let mut change = [0.0; K];
        let mut moved = 0.0;
        for class in 0..classes {
            change[class] = old[class] - new[class];
            moved += change[class].abs();
        }
        let step = change.map(|c| F::cast(c * weight / self.problem.alpha));
        let (columns, values) = self.problem.records.row(row);
        for (&column, &value) in columns.iter().zip(values) {
            for (weight, &step) in self.weights[column as usize].iter_mut().zip(&step) {
                *weight += step * value;
            }
        }
        for class in 0..classes {
            self.seen[row][class] = scores[class] + curvature * change[class];
        }
        self.duals[row] = new;
        moved * weight
    }

    /// Newton's method on the intercept alone, the scores last seen held fixed.
    fn fit_intercept(&mut self) {
        const STEPS: usize = 3;
        let classes = self.problem.classes;
        for _ in 0..STEPS {
            let mut gradient = vec![0.0; classes];
            let mut hessian = vec![0.0; classes * classes];
            for row in 0..self.problem.targets.len() {
                let weight = self.problem.weights[row];
                let p = self.softmax_seen(&self.seen[row]);
                for i in 0..classes {
                    gradient[i] += weight * p[i];
                    hessian[i * classes + i] += weight * p[i];
                    for j in 0..classes {
                        hessian[i * classes + j] -= weight * p[i] * p[j];
                    }
                }
                self.problem.targets[row].each(|class, share| gradient[class] -= weight * share);
            }
            // Adding the same to every class changes nothing, so the Hessian is singular in that
            // direction; a ridge in it alone picks the step of mean zero.
            let ridge =
                (0..classes).map(|i| hessian[i * classes + i]).sum::<f64>() / classes as f64;
            hessian
                .iter_mut()
                .for_each(|entry| *entry += ridge.max(1e-12) / classes as f64);
            let Some(step) = solve_symmetric(hessian, gradient) else {
                return;
            };
            // Far from the optimum a full step can overshoot.
            let longest = step.iter().fold(0.0, |most: f64, s| most.max(s.abs()));
            let damped = if longest > 2.0 { 2.0 / longest } else { 1.0 };
            for (intercept, step) in self.intercept.iter_mut().zip(&step) {
                *intercept -= damped * step;
            }
            if longest < 1e-12 {
                return;
            }
        }
    }

    fn softmax_seen(&self, scores: &[f64; K]) -> [f64; K] {
        let mut logits = [f64::NEG_INFINITY; K];
        for class in 0..self.problem.classes {
            logits[class] = scores[class] + self.intercept[class];
        }
        softmax(&logits, self.problem.classes)
    }

    /// Norm of the primal's gradient at zero weights and zero intercept.
    fn gradient_at_zero(&self) -> f64 {
        let uniform = 1.0 / self.problem.classes as f64;
        let mut even = [0.0; K];
        even[..self.problem.classes].fill(uniform);
        let mut gradient = Gradient::new(self.problem);
        for row in 0..self.problem.targets.len() {
            let mut residual = even;
            self.problem.targets[row].each(|class, share| residual[class] -= share);
            gradient.add(row, &residual);
        }
        gradient.norm()
    }

    /// Fits the intercept to the scores of these weights, and says how far both are from the optimum.
    ///
    /// During a pass the scores last seen are those of weights since moved, and the intercept fitted to
    /// them lags; its gradient would then be the larger part of what is left.
    fn certify(&mut self, at_zero: f64) -> Certificate {
        let classes = self.problem.classes;
        for row in 0..self.problem.targets.len() {
            self.seen[row] = self.scores(row);
        }
        if self.problem.intercept {
            self.fit_intercept();
        }
        let mut gradient = Gradient::new(self.problem);
        let (mut loss, mut dual) = (0.0, 0.0);
        for row in 0..self.problem.targets.len() {
            let scores = self.seen[row];
            let weight = self.problem.weights[row];
            let target = &self.problem.targets[row];
            let p = self.softmax_seen(&scores);
            target.each(|class, share| {
                loss -= weight * share * libm::log(p[class].max(f64::MIN_POSITIVE));
            });
            let q = self.duals[row];
            for (&q, &b) in q[..classes].iter().zip(&self.intercept) {
                dual += weight * (q * b - if q > 0.0 { q * libm::log(q) } else { 0.0 });
            }
            target.each(|class, share| dual -= weight * share * self.intercept[class]);
            // α·W is the sum of (y − q)·x, so the loss's gradient and the penalty's meet in p − q.
            let mut residual = [0.0; K];
            for class in 0..classes {
                residual[class] = p[class] - q[class];
            }
            let mut plain = p;
            target.each(|class, share| plain[class] -= share);
            gradient.add_parts(row, &residual, &plain);
        }
        let penalty: f64 = self
            .weights
            .iter()
            .flatten()
            .map(|weight| weight.to_f64().unwrap_or(0.0).powi(2))
            .sum::<f64>()
            * self.problem.alpha
            / 2.0;
        let norm = gradient.norm();
        Certificate {
            objective: loss + penalty,
            gap: loss + penalty - (dual - penalty),
            gradient: norm,
            relative_gradient: norm / at_zero,
        }
    }
}

/// The gradient of the primal, as it is added up row by row.
struct Gradient<'p, 'd, F, const K: usize> {
    problem: &'p Problem<'d, F>,
    weights: Vec<[F; K]>,
    intercept: [f64; K],
}

impl<'p, 'd, F: Float, const K: usize> Gradient<'p, 'd, F, K> {
    fn new(problem: &'p Problem<'d, F>) -> Self {
        let weights = vec![[F::zero(); K]; problem.records.features()];
        Self {
            problem,
            weights,
            intercept: [0.0; K],
        }
    }

    fn add(&mut self, row: usize, residual: &[f64; K]) {
        self.add_parts(row, residual, residual);
    }

    fn add_parts(&mut self, row: usize, for_weights: &[f64; K], for_intercept: &[f64; K]) {
        let weight = self.problem.weights[row];
        if self.problem.intercept {
            for (sum, part) in self.intercept.iter_mut().zip(for_intercept) {
                *sum += weight * part;
            }
        }
        let residual = for_weights.map(|r| F::cast(r * weight));
        let (columns, values) = self.problem.records.row(row);
        for (&column, &value) in columns.iter().zip(values) {
            for (sum, &residual) in self.weights[column as usize].iter_mut().zip(&residual) {
                *sum += residual * value;
            }
        }
    }

    fn norm(&self) -> f64 {
        let weights: f64 = self
            .weights
            .iter()
            .flatten()
            .map(|g| g.to_f64().unwrap_or(0.0).powi(2))
            .sum();
        (weights + self.intercept.iter().map(|g| g * g).sum::<f64>()).sqrt()
    }
}

//! The sparse learner: against `linfa-logistic` on the same small problem, and on all statements.
//!
//! Why there is a learner of our own at all: `linfa-logistic` takes dense records only, so that its time
//! grows with the number of columns and not with the number of words in a row. Both minimise
//! `Σ_i CE(y_i, W x_i + b) + α/2·‖W‖²` from zero weights and stop where the gradient's Euclidean norm, the
//! intercept's part included, is at most a thousandth of what it is at zero weights. Ours is told so as a
//! share, `linfa-logistic` as the number that this share is of the same problem. (It also stops where the
//! objective no longer changes in the last digit, or where its line search fails, and does not say which;
//! hence the check that it came to the same objective.)

use std::borrow::Cow;
use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use linfa::DatasetBase;
use linfa::traits::Fit;
use linfa_logistic::{MultiFittedLogisticRegression, MultiLogisticRegression};
use ndarray::{Array1, Array2};
use stance_benches::{Statement, spread, statements};
use stance_classifier::Labels;
use stance_classifier::train::{
    Example, SparseLogisticRegression, SparseRecords, Target, Trained, Trainer, TrainingSet,
};
use stance_text::{Extractor, FeatureConfig, NgramRange, Occurrence, Tokens};

const ALPHA: f64 = 1.0;
const TOLERANCE: f64 = 1e-3;
/// Enough for both to end by their tolerance.
const MOST_PASSES: u32 = 1_000;

/// Single words, counted: some twenty entries a row of 1,024 columns. More columns would keep
/// `linfa-logistic` busy for minutes, and make our lead larger.
const SMALL_ROWS: usize = 1_000;
const SMALL_BITS: u8 = 10;

type Sparse = DatasetBase<SparseRecords<f64>, Array1<usize>>;
type Dense = DatasetBase<Array2<f64>, Array1<usize>>;

fn small_problem(statements: &[Statement], labels: &Labels) -> (Sparse, Dense) {
    let config = FeatureConfig {
        bits: SMALL_BITS,
        words: NgramRange::new(1, 1).ok(),
        chars: None,
        cues: false,
        anchors: false,
        ..FeatureConfig::default()
    };
    let mut sparse = SparseRecords::new(config.buckets()).expect("1,024 columns are allowed");
    let mut dense = Array2::zeros((SMALL_ROWS, config.buckets()));
    let extractor = Extractor::new(config).expect("the configuration is within its ranges");
    let mut tokens = Tokens::new();
    let rows = spread(statements, SMALL_ROWS);
    for (index, statement) in rows.iter().enumerate() {
        let mut row = Vec::new();
        extractor.extract(&statement.text, &mut tokens, &mut |found: Occurrence| {
            row.push((found.bucket, 1.0));
            dense[(index, found.bucket as usize)] += 1.0;
        });
        sparse
            .push(&mut row)
            .expect("buckets are below the number of columns");
    }
    let classes: Array1<usize> = rows.iter().map(|row| class(labels, row)).collect();
    (
        DatasetBase::new(sparse, classes.clone()),
        DatasetBase::new(dense, classes),
    )
}

fn class(labels: &Labels, statement: &Statement) -> usize {
    labels
        .index(&statement.label)
        .expect("the labels are those of the statements")
}

fn labels(statements: &[Statement]) -> Labels {
    Labels::of(statements.iter().map(|s| &s.label)).expect("the statements have four labels")
}

fn objective(fitted: &MultiFittedLogisticRegression<f64, usize>, dense: &Dense) -> f64 {
    let probabilities = fitted.predict_probabilities(&dense.records);
    let rows = probabilities.rows().into_iter().zip(&dense.targets);
    let loss: f64 = rows.map(|(p, &truth)| -p[truth].ln()).sum();
    loss + ALPHA / 2.0 * fitted.params().iter().map(|w| w * w).sum::<f64>()
}

fn against_linfa_logistic(c: &mut Criterion) {
    let statements = statements();
    let (sparse, dense) = small_problem(&statements, &labels(&statements));
    let ours = SparseLogisticRegression::params()
        .alpha(ALPHA)
        .gradient_tolerance(TOLERANCE)
        .max_epochs(MOST_PASSES);
    let report = ours
        .fit(&sparse)
        .expect("the problem has two classes and more")
        .report()
        .clone();
    assert!(report.converged(), "{report}");
    let at_zero = report.gradient_norm / report.relative_gradient_norm;
    let theirs = MultiLogisticRegression::default()
        .alpha(ALPHA)
        .gradient_tolerance(TOLERANCE * at_zero)
        .max_iterations(u64::from(MOST_PASSES));
    let found = objective(&theirs.fit(&dense).expect("the same problem"), &dense);
    assert!(
        (found / report.objective - 1.0).abs() < 1e-3,
        "linfa-logistic ends at the objective {found}, ours at {}",
        report.objective
    );

    let mut group = c.benchmark_group("learner on 1,000 rows of 1,024 columns");
    group.throughput(Throughput::Elements(SMALL_ROWS as u64));
    group.bench_function("ours", |b| b.iter(|| ours.fit(black_box(&sparse))));
    group.sample_size(10);
    group.bench_function("linfa-logistic", |b| {
        b.iter(|| theirs.fit(black_box(&dense)))
    });
    group.finish();
}

/// The shipped features, 2^18 columns: far beyond a dense matrix. No row is held out, so there is one fit
/// and no calibration; the fit takes nearly all the time, the features a few hundredths of it.
fn all_statements(c: &mut Criterion) {
    let statements = statements();
    let labels = labels(&statements);
    let example = |statement: &Statement| Example {
        text: Cow::Owned(statement.text.clone()),
        target: Target::Hard(class(&labels, statement)),
        weight: 1.0,
        fold: None,
    };
    let set = TrainingSet {
        examples: statements.iter().map(example).collect(),
        labels: labels.clone(),
    };
    let trainer = Trainer::default();
    let train = || -> Trained {
        let trained = trainer
            .train(&set, &|_| {})
            .expect("the statements can be learned from");
        assert!(trained.report.converged(), "{}", trained.report);
        trained
    };

    let mut group = c.benchmark_group("learner on all statements");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(30));
    group.throughput(Throughput::Elements(set.examples.len() as u64));
    group.bench_function("text to model", |b| b.iter(train));
    group.finish();
}

criterion_group! {
    name = benches;
    config = stance_benches::criterion(8);
    targets = against_linfa_logistic, all_statements
}
criterion_main!(benches);

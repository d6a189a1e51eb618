//! Model file → classifier: header, checksum, labels, configuration; the weights stay where they lie.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use stance_classifier::Classifier;

fn load(c: &mut Criterion) {
    let file = Classifier::pretrained()
        .model()
        .to_bytes()
        .expect("what was read from a file fits into one");
    let mut group = c.benchmark_group("load");
    group.throughput(Throughput::Bytes(file.len() as u64));
    group.bench_function("the embedded model", |b| {
        b.iter(|| Classifier::from_bytes(black_box(&file)));
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = stance_benches::criterion(2);
    targets = load
}
criterion_main!(benches);

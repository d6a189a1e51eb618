//! A run of the hot path for a counter of instructions; `benches/instructions` counts and compares.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program answers by printing"
)]

use std::hint::black_box;
use std::process::ExitCode;

use stance_benches::{spread, statements};
use stance_classifier::{Classifier, Scratch};
use stance_text::{Extractor, FeatureConfig, Occurrence, Tokens};

/// Enough that no one sentence matters, and few enough for a simulated processor.
const STATEMENTS: usize = 2_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [what, times] = arguments.as_slice() else {
        return usage();
    };
    let Ok(times) = times.parse::<usize>() else {
        return usage();
    };
    let all = statements();
    let texts = spread(&all, STATEMENTS);
    let each = |mut run: Box<dyn FnMut(&str)>| {
        for _ in 0..times {
            texts.iter().for_each(|statement| run(&statement.text));
        }
    };
    let classifier = Classifier::pretrained();
    let mut scratch = Scratch::new();
    let mut tokens = Tokens::new();
    match what.as_str() {
        "tokens" => each(Box::new(move |text| tokens.read(black_box(text)))),
        "words" => {
            let config = FeatureConfig {
                cues: false,
                anchors: false,
                mask_names: false,
                ..FeatureConfig::default()
            };
            let extractor = Extractor::new(config).expect("these features are in range");
            each(Box::new(move |text| {
                let mut sink = |occurrence: Occurrence| {
                    black_box(occurrence.bucket);
                };
                extractor.extract(black_box(text), &mut tokens, &mut sink);
            }));
        }
        "predict" => each(Box::new(move |text| {
            black_box(classifier.classify_with(black_box(text), &mut scratch));
        })),
        "explain" => each(Box::new(move |text| {
            black_box(classifier.explain_with(black_box(text), &mut scratch));
        })),
        _ => return usage(),
    }
    println!("{}", texts.len());
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    eprintln!("usage: instructions tokens|words|predict|explain TIMES");
    ExitCode::FAILURE
}

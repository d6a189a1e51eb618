//! The embedded model, and laws that hold for every text.
#![cfg(feature = "pretrained")]

use stance_classifier::{Classifier, Classify, Scratch, Stance};

const STATEMENTS: [&str; 12] = [
    "Our commitment to the alliance is ironclad.",
    "It is too early to say whether the treaty will hold.",
    "They are free riders, and we are done paying for them.",
    "The runway is 2,750 metres long and was built in 1952.",
    "“NATO isn’t obsolete,” he said; “it’s the bedrock of our security.”",
    "JAPAN, U.S. REAFFIRM TIES AMID LEADERSHIP CHANGE",
    "No ally, no treaty, no money.",
    "",
    " \t\n ",
    "?!… — “”",
    "\u{65e5}\u{7c73}\u{540c}\u{76df}\u{306f}\u{63fa}\u{308b}\u{304e}\u{306a}\u{3044}\u{3002}",
    "a\u{301}\u{301}\u{301} \u{200d}\u{feff} \u{1f91d} \u{202e}ylla",
];

#[test]
fn the_embedded_model_can_be_read_and_knows_the_four_stances() {
    let classifier = Classifier::pretrained();
    let labels: Vec<&str> = classifier.labels().iter().collect();
    assert_eq!(labels, Stance::ALL.map(Stance::as_str));
}

#[test]
fn plain_statements_get_their_plain_label() {
    let classifier = Classifier::pretrained();
    let expected = [
        Stance::Reaffirming,
        Stance::Hedging,
        Stance::Critical,
        Stance::None,
    ];
    for (text, stance) in STATEMENTS.iter().zip(expected) {
        assert_eq!(classifier.classify(text).stance(), Some(stance), "{text}");
    }
}

#[test]
fn the_terms_and_the_intercept_add_up_to_the_logits_of_the_prediction() {
    let classifier = Classifier::pretrained();
    for text in STATEMENTS {
        let explanation = classifier.explain(text);
        let prediction = explanation.prediction();
        assert_eq!(*prediction, classifier.classify(text), "{text}");
        // The softmax of the sum is the prediction.
        let logits = explanation.logits();
        let total: f64 = logits.iter().map(|logit| logit.exp()).sum();
        for (logit, p) in logits.iter().zip(prediction.probabilities()) {
            assert!((logit.exp() / total - p).abs() < 1e-9, "{text}");
        }
        // The evidence is the same sum, seen from the predicted class.
        let evidence: f64 = explanation
            .evidence()
            .iter()
            .map(|evidence| evidence.weight)
            .sum();
        let sum = evidence + explanation.intercept_margin();
        assert!((sum - explanation.margin()).abs() < 1e-9, "{text}");
    }
}

#[test]
fn evidence_selects_words_of_the_text_in_their_order() {
    let classifier = Classifier::pretrained();
    for text in STATEMENTS {
        let mut end = 0;
        for evidence in classifier.explain(text).evidence() {
            assert!(evidence.range.start >= end, "{text}");
            let words = text
                .get(evidence.range.clone())
                .expect("a span lies on characters");
            assert_eq!(words.trim(), words, "{text}");
            assert!(!words.is_empty());
            end = evidence.range.end;
        }
    }
}

#[test]
fn a_scratch_used_before_changes_nothing() {
    let classifier = Classifier::pretrained();
    let mut scratch = Scratch::new();
    for text in STATEMENTS.iter().chain(STATEMENTS.iter().rev()) {
        assert_eq!(
            classifier.classify_with(text, &mut scratch),
            classifier.classify(text)
        );
    }
    assert_eq!(
        classifier.classify_all(&STATEMENTS),
        STATEMENTS.map(|text| classifier.classify(text))
    );
}

#[test]
fn typography_changes_no_probability() {
    let classifier = Classifier::pretrained();
    let pairs = [
        (
            "\"We don't pay,\" she said.",
            "\u{201c}We don\u{2019}t pay,\u{201d} she said.",
        ),
        (
            "The pact -- so they say -- holds.",
            "The pact \u{2014} so they say \u{2014} holds.",
        ),
        (
            "The U.S. stands by Japan's side.",
            "The US stands by Japan\u{2019}s side.",
        ),
        (
            "our co\u{ad}operation with allies",
            "our cooperation with allies",
        ),
    ];
    for (one, other) in pairs {
        let probabilities = |text| classifier.classify(text).probabilities().to_vec();
        assert_eq!(probabilities(one), probabilities(other), "{one}");
    }
}

#[test]
fn a_changed_name_changes_no_probability() {
    let classifier = Classifier::pretrained();
    let texts = [
        [
            "Japan and South Korea",
            "Poland and the United Kingdom",
            "France and New Zealand",
        ],
        ["Tokyo", "Warsaw", "Wellington"],
        [
            "President Yoon Suk Yeol",
            "President Emmanuel Macron",
            "President Adaora Mbeki",
        ],
    ];
    for names in texts {
        let said =
            |name: &str| format!("{name} reaffirmed on Monday that the alliance will endure.");
        let first = classifier
            .classify(&said(names[0]))
            .probabilities()
            .to_vec();
        for name in &names[1..] {
            assert_eq!(
                classifier.classify(&said(name)).probabilities(),
                first,
                "{name}"
            );
        }
    }
}

//! Input that leaves a figure little to go by: it is defined, or said not to be.

use std::collections::BTreeSet;

use stance_eval::agreement::{Ratings, Scale, Weights};
use stance_eval::{Bootstrap, Error, Evaluation, Predictions};

use crate::support::{assert_says, labels};

#[test]
fn agreement_that_chance_alone_explains_is_not_defined() {
    let constant = Ratings::new(labels(2), [vec![1_usize, 1], vec![1, 1]]).unwrap();
    assert_says(
        constant.cohen_kappa(Weights::Unweighted),
        &["Cohen's κ", "one category"],
    );
    assert_says(constant.fleiss_kappa(), &["Fleiss' κ", "one category"]);
    assert_says(
        constant.krippendorff_alpha(Scale::Nominal),
        &["Krippendorff's α", "one category"],
    );
    assert_eq!(constant.observed_agreement(), Ok(1.0));
    let apart = Ratings::new(labels(2), [vec![Some(1), None], vec![None, Some(1)]]).unwrap();
    assert_says(apart.cohen_kappa(Weights::Linear), &["no unit has both"]);
    assert_says(
        apart.krippendorff_alpha(Scale::Nominal),
        &["no unit has two ratings"],
    );
    assert_says(apart.observed_agreement(), &["no unit has two ratings"]);
    assert_says(apart.fleiss_kappa(), &["equally many"]);
    let three = Ratings::new(labels(2), [vec![0_usize, 1], vec![1, 1], vec![0, 0]]).unwrap();
    assert_says(three.cohen_kappa(Weights::Quadratic), &["two raters"]);
    assert_eq!(three.unit(2), None);
}

#[test]
fn figures_of_one_class_alone_are_defined() {
    let same = Predictions::new(labels(3), vec![2; 5], vec![2_usize; 5]).unwrap();
    let confusion = same.confusion();
    assert_eq!((confusion.accuracy(), confusion.macro_f1()), (1.0, 1.0));
    assert_eq!((confusion.cohen_kappa(), confusion.matthews()), (None, 0.0));
    let majority = same.majority();
    assert_eq!(
        (majority.class, majority.accuracy, majority.macro_f1),
        (2, 1.0, 1.0)
    );
    let rows = [0.0, 0.0, 1.0].repeat(5);
    let same = same.with_probabilities(rows).unwrap();
    assert!(same.log_loss().unwrap() < 1e-15);
    assert!(matches!(same.macro_roc_auc(), Err(Error::Undefined { .. })));
    assert_eq!(same.macro_average_precision(), Ok(1.0));
    assert_eq!(same.risk_coverage().unwrap().aurc(), 0.0);

    let wrong = Predictions::new(labels(3), vec![2; 5], vec![1_usize; 5])
        .unwrap()
        .confusion();
    assert_eq!(
        (
            wrong.accuracy(),
            wrong.macro_f1(),
            wrong.balanced_accuracy()
        ),
        (0.0, 0.0, 0.0)
    );
    assert_eq!((wrong.cohen_kappa(), wrong.matthews()), (Some(0.0), 0.0));
    let silent = Predictions::new(labels(3), vec![2; 5], vec![None; 5])
        .unwrap()
        .confusion();
    assert_eq!(
        (silent.accuracy(), silent.macro_f1(), silent.coverage()),
        (0.0, 0.0, 0.0)
    );
    assert_eq!(silent.micro_average().precision, 0.0);
}

#[test]
fn the_summary_has_the_promised_keys_and_no_more_than_is_known() {
    let truth = vec![0, 1, 1, 0, 1];
    let predictions = Predictions::new(["no", "yes"], truth, vec![0_usize, 1, 0, 0, 1]).unwrap();
    let bootstrap = Bootstrap::seeded(1).resamples(100);
    let json = |predictions: &Predictions| {
        serde_json::to_value(Evaluation::of(predictions, &bootstrap).unwrap()).unwrap()
    };
    let bare = json(&predictions);
    for key in [
        "n",
        "accuracy",
        "macro_f1",
        "majority_accuracy",
        "majority_macro_f1",
    ] {
        assert!(bare[key].is_number(), "{key}");
    }
    for key in ["accuracy_ci", "macro_f1_ci"] {
        let ends: Vec<f64> = serde_json::from_value(bare[key].clone()).unwrap();
        assert!(ends.len() == 2 && ends[0] <= ends[1]);
    }
    let scores = bare["per_class"]["yes"].as_object().unwrap();
    let keys: BTreeSet<&str> = scores.keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        BTreeSet::from(["precision", "recall", "f1", "support"])
    );
    assert_eq!(bare["confusion"]["yes"]["no"], 1);
    assert_eq!(bare["majority_label"], "yes");
    for key in ["log_loss", "brier", "ece", "aurc", "clusters"] {
        assert!(bare.get(key).is_none(), "{key}");
    }
    let rows = [0.75, 0.25].repeat(5);
    let full = predictions
        .with_probabilities(rows)
        .unwrap()
        .with_clusters(&[1, 1, 2, 2, 3])
        .unwrap();
    let full = json(&full);
    for key in ["log_loss", "brier", "ece", "aurc"] {
        assert!(full[key].is_number(), "{key}");
    }
    assert_eq!(full["clusters"], 3);
}

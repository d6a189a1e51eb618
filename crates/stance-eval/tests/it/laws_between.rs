//! What must hold between two systems or several raters, whatever the data.

use stance_eval::agreement::{Ratings, Scale, Weights};
use stance_eval::compare::Paired;
use stance_eval::{Bootstrap, Predictions};

use crate::support::{METRICS, Random, assert_close, labels, many_predictions, pairs};

#[test]
fn a_system_never_differs_from_itself() {
    for predictions in many_predictions() {
        let paired = Paired::new(&predictions, &predictions).unwrap();
        assert_eq!(paired.mcnemar().p, 1.0);
        let bootstrap = Bootstrap::seeded(3).resamples(50).bca();
        for metric in METRICS {
            let found = paired.difference(metric, &bootstrap).unwrap();
            assert_eq!((found.difference, found.ci), (0.0, [0.0, 0.0]));
            assert_eq!((found.p_bootstrap, found.p_randomisation), (1.0, 1.0));
        }
    }
}

#[test]
fn exchanging_two_systems_mirrors_their_difference() {
    let mut random = Random(4);
    let (truth, a) = pairs(&mut random, 120, 3);
    let b: Vec<usize> = a
        .iter()
        .map(|&class| if random.below(6) == 0 { 0 } else { class })
        .collect();
    let a = Predictions::new(labels(3), truth.clone(), a).unwrap();
    let b = Predictions::new(labels(3), truth, b).unwrap();
    let bootstrap = Bootstrap::seeded(5).resamples(500);
    for metric in METRICS {
        let there = Paired::new(&a, &b)
            .unwrap()
            .difference(metric, &bootstrap)
            .unwrap();
        let back = Paired::new(&b, &a)
            .unwrap()
            .difference(metric, &bootstrap)
            .unwrap();
        assert_eq!(there.difference, -back.difference);
        assert_close("low", there.ci[0], -back.ci[1]);
        assert_close("high", there.ci[1], -back.ci[0]);
        assert_eq!(there.p_bootstrap, back.p_bootstrap);
        assert_eq!(there.p_randomisation, back.p_randomisation);
    }
}

#[test]
fn the_order_of_raters_and_of_units_does_not_matter_to_agreement() {
    let mut random = Random(9);
    let raters: Vec<Vec<Option<usize>>> = (0..4)
        .map(|_| {
            (0..30)
                .map(|_| (random.below(5) > 0).then(|| random.below(3)))
                .collect()
        })
        .collect();
    let order = random.permutation(30);
    let shuffled = (raters.iter().rev())
        .map(|ratings| order.iter().map(|&unit| ratings[unit]).collect::<Vec<_>>());
    let before = Ratings::new(labels(3), raters.clone()).unwrap();
    let after = Ratings::new(labels(3), shuffled).unwrap();
    for scale in [Scale::Nominal, Scale::Ordinal, Scale::Interval] {
        let alpha = |ratings: &Ratings| ratings.krippendorff_alpha(scale).unwrap();
        assert_close("alpha", alpha(&before), alpha(&after));
    }
    let observed = |ratings: &Ratings| ratings.observed_agreement().unwrap();
    assert_close("observed", observed(&before), observed(&after));
    assert_eq!(
        before.disagreements().count(),
        after.disagreements().count()
    );
}

#[test]
fn raters_who_agree_on_varied_units_have_every_coefficient_1() {
    let values = vec![0_usize, 1, 2, 1, 0, 0];
    let ratings = Ratings::new(labels(3), [values.clone(), values]).unwrap();
    for scale in [Scale::Nominal, Scale::Ordinal, Scale::Interval] {
        assert_eq!(ratings.krippendorff_alpha(scale).unwrap(), 1.0);
    }
    for weights in [Weights::Unweighted, Weights::Linear, Weights::Quadratic] {
        assert_eq!(ratings.cohen_kappa(weights).unwrap(), 1.0);
    }
    assert_eq!(ratings.fleiss_kappa().unwrap(), 1.0);
    assert_eq!(ratings.observed_agreement().unwrap(), 1.0);
    assert_eq!(ratings.disagreements().count(), 0);
}

//! Learning curves.

use stance_eval::learning::{doublings, stratified_order};
use stance_eval::{Bootstrap, Error, LearningCurve, Outlook, Predictions};

fn right_on_the_first(right: usize) -> Predictions {
    let truth: Vec<usize> = (0..200).map(|row| row % 2).collect();
    let predicted = (0..200).map(|row| if row < right { row % 2 } else { 1 - row % 2 });
    Predictions::new(["a", "b"], truth.clone(), predicted.collect::<Vec<_>>()).unwrap()
}

#[test]
fn every_beginning_of_the_order_holds_each_class_in_its_proportion() {
    let labels: Vec<usize> = (0..400).map(|row| usize::from(row % 10 == 0)).collect();
    let order = stratified_order(&labels, 3).unwrap();
    let mut sorted = order.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, (0..400).collect::<Vec<_>>());
    for size in 1..=400 {
        let rare = order[..size]
            .iter()
            .filter(|&&row| labels[row] == 1)
            .count();
        let expected = size as f64 / 10.0;
        assert!((rare as f64 - expected).abs() <= 1.0, "{rare} of {size}");
    }
}

#[test]
fn the_order_depends_on_the_seed_alone() {
    let labels: Vec<usize> = (0..50).map(|row| row % 3).collect();
    assert_eq!(stratified_order(&labels, 1), stratified_order(&labels, 1));
    assert_ne!(stratified_order(&labels, 1), stratified_order(&labels, 2));
    assert_eq!(stratified_order(&[], 1), Err(Error::Empty));
}

#[test]
fn sizes_double_up_to_all_rows() {
    assert_eq!(doublings(1600, 5), [100, 200, 400, 800, 1600]);
    assert_eq!(doublings(100, 5), [50, 100]);
    assert_eq!(doublings(7, 5), [7]);
    assert_eq!(doublings(1000, 1), [1000]);
}

#[test]
fn the_last_step_decides_on_the_outlook() {
    let (low, high) = (right_on_the_first(100), right_on_the_first(180));
    let bootstrap = Bootstrap::seeded(1);
    let outlook = |steps: &[(usize, &Predictions)]| {
        LearningCurve::of(steps, &bootstrap).map(|curve| curve.outlook)
    };
    assert_eq!(outlook(&[(10, &low), (20, &high)]), Ok(Outlook::Rising));
    assert_eq!(outlook(&[(10, &high), (20, &low)]), Ok(Outlook::Falling));
    assert_eq!(
        outlook(&[(5, &low), (10, &high), (20, &high)]),
        Ok(Outlook::Level)
    );
}

#[test]
fn a_curve_needs_two_rising_numbers_of_rows() {
    let predictions = right_on_the_first(150);
    let bootstrap = Bootstrap::seeded(1);
    let of = |steps: &[(usize, &Predictions)]| LearningCurve::of(steps, &bootstrap).unwrap_err();
    assert!(matches!(
        of(&[(10, &predictions)]),
        Error::Length { found: 1, .. }
    ));
    assert!(matches!(
        of(&[(10, &predictions), (10, &predictions)]),
        Error::Option { .. }
    ));
}

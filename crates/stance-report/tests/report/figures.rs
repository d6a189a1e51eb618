//! The figures of a report.

use crate::common::{Builder, error_model, two_years};
use stance_report::{Error, Layout, Options, Report, html};

#[test]
fn the_same_records_give_the_same_page() {
    let collection = two_years();
    let page = || {
        let report = Report::new(&collection, Some(&error_model()), &Options::default()).unwrap();
        html(&report, &Layout::default())
    };
    assert_eq!(page(), page());
}

#[test]
fn statements_are_counted_for_whom_the_holder_speaks_and_for_each_of_several() {
    let collection = two_years();
    let report = Report::new(&collection, None, &Options::default()).unwrap();
    let counts: Vec<_> = report
        .holders
        .iter()
        .map(|series| {
            (
                series.holder.as_deref().unwrap(),
                series.total.n,
                series.total.without,
            )
        })
        .collect();
    assert_eq!(counts, [("Arland", 73, 24), ("Belmar", 25, 0)]);
    let names: Vec<_> = report
        .alliances
        .iter()
        .map(|it| it.alliance.as_deref().unwrap())
        .collect();
    assert_eq!(names, ["Arland-Belmar", "Northern Pact"]);
    assert_eq!(report.alliances[0].total.n, 97);
    assert_eq!(report.overall.total.n, 105);
}

#[test]
fn wrong_records_are_told_by_their_number() {
    let mut builder = Builder::new();
    builder.document("a.txt", None);
    builder.statement("A", "A-B", "hedging", "x");
    let whole = builder.statements[0].clone();
    let told = |builder: &Builder| {
        Report::new(&builder.collection(), None, &Options::default()).unwrap_err()
    };
    builder.statements[0].document = 7;
    let expected = Error::Document {
        statement: 0,
        document: 7,
    };
    assert_eq!(told(&builder), expected);
    builder.statements[0] = whole;
    builder.statements[0].probabilities[1] = f64::NAN;
    assert_eq!(told(&builder), Error::Probabilities { statement: 0 });
    builder.statements[0].probabilities = vec![0.5, 0.5];
    assert_eq!(told(&builder), Error::Probabilities { statement: 0 });
    let mut collection = builder.collection();
    collection.labels = vec!["a".into(), "a".into()];
    let error = Report::new(&collection, None, &Options::default()).unwrap_err();
    assert_eq!(error, Error::Labels { label: "a".into() });
    let other = Builder::of(&["pro", "con"]).collection();
    let error = Report::new(&other, Some(&error_model()), &Options::default()).unwrap_err();
    assert_eq!(
        error,
        Error::ErrorModelLabel {
            label: "critical".into()
        }
    );
}

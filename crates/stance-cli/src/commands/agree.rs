//! `stance agree`.

mod text;
mod units;

use anyhow::bail;
use serde::Serialize;
use serde_json::{Map, Value};
use stance_classifier::Stance;
use stance_eval::agreement::{Coefficient, Ratings, Scale, Weights};
use stance_eval::{Bootstrap, Error};

use super::intervals::Intervals;
use crate::args::{AgreeArgs, TextOrJson};
use crate::output;
use units::{Unit, Units};

/// The stances as ranks; `none` takes no position, and has none among them.
const STANCES: [Stance; 3] = [Stance::Critical, Stance::Hedging, Stance::Reaffirming];

const COHEN: Coefficient = Coefficient::CohenKappa(Weights::Unweighted);

/// Disagreements that are listed for reading, unless told otherwise.
const LISTED: usize = 10;

/// Measures how far raters agree, and prints where they do not.
pub fn run(args: &AgreeArgs) -> anyhow::Result<()> {
    output::worked_out(&args.result, || Agreement::of(args), text::text)
}

/// How far raters agree.
#[derive(Debug, Clone, Serialize)]
struct Agreement {
    raters: Vec<Rater>,
    /// What was rated, by one rater at least.
    n: usize,
    matched_by: String,
    missing: usize,
    labels: Vec<String>,
    interval: Intervals,
    observed_agreement: Figure,
    /// Of two raters alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    cohen_kappa: Option<Figure>,
    fleiss_kappa: Figure,
    krippendorff_alpha_nominal: Figure,
    #[serde(skip_serializing_if = "Option::is_none")]
    krippendorff_alpha_ordinal: Option<Ordinal>,
    /// Cohen's κ of each two of more raters.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pairs: Vec<Pair>,
    /// How often the first rater's label met the second's, of two raters alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    counts: Option<Value>,
    disagreements_total: usize,
    disagreements: Vec<Disagreement>,
}

#[derive(Debug, Clone, Serialize)]
struct Rater {
    name: String,
    ratings: usize,
}

/// A coefficient and its interval, or why there is none.
#[derive(Debug, Clone, Serialize)]
struct Figure {
    value: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ci: Option<[f64; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'static str>,
}

#[derive(Debug, Clone, Serialize)]
struct Ordinal {
    #[serde(flatten)]
    figure: Figure,
    /// Lowest first.
    order: Vec<String>,
    /// The number of ratings of each label that is no rank.
    left_out: Map<String, Value>,
}

#[derive(Debug, Clone, Serialize)]
struct Pair {
    a: String,
    b: String,
    cohen_kappa: Figure,
}

#[derive(Debug, Clone, Serialize)]
struct Disagreement {
    id: String,
    /// In the order of the raters.
    labels: Vec<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

impl Agreement {
    fn of(args: &AgreeArgs) -> anyhow::Result<Self> {
        let units = Units::read(args)?;
        let interval = Intervals::of(&args.result);
        let bootstrap = interval.bootstrap();
        let order = order(args, &units.labels);
        let mut labels = units.labels.clone();
        // A rank that nobody gave is a label all the same.
        labels.extend(order.iter().flatten().cloned());
        labels.sort();
        labels.dedup();
        if labels.len() < 2 {
            bail!(
                "{}: every rating is `{}`: agreement beyond chance needs a second label",
                units.raters.join(", "),
                labels.first().map_or("", String::as_str)
            );
        }
        let ratings = units.ratings(&labels, 0..units.raters.len())?;
        let [observed, kappa, fleiss, alpha] = Figure::all(
            &ratings,
            [
                Coefficient::Observed,
                COHEN,
                Coefficient::FleissKappa,
                Coefficient::KrippendorffAlpha(Scale::Nominal),
            ],
            &bootstrap,
        );
        let ordinal = order.map(|order| Ordinal::of(&units, order, &bootstrap));
        let two = units.raters.len() == 2;
        let mut pairs = Vec::new();
        if !two {
            for (a, first) in units.raters.iter().enumerate() {
                for (b, second) in units.raters.iter().enumerate().skip(a + 1) {
                    let ratings = units.ratings(&labels, [a, b])?;
                    let [kappa] = Figure::all(&ratings, [COHEN], &bootstrap);
                    pairs.push(Pair {
                        a: first.clone(),
                        b: second.clone(),
                        cohen_kappa: kappa?,
                    });
                }
            }
        }
        let disagreed: Vec<&Unit> = (ratings.disagreements())
            .map(|index| &units.units[index])
            .collect();
        let listed = match (args.disagreements, args.result.format) {
            (Some(most), _) => most,
            (None, TextOrJson::Text) => LISTED,
            (None, TextOrJson::Json) => disagreed.len(),
        };
        Ok(Self {
            raters: units.summary(),
            n: units.units.len(),
            matched_by: units.matched_by.clone(),
            missing: units.missing(),
            interval,
            observed_agreement: observed?,
            cohen_kappa: two.then_some(kappa).transpose()?,
            fleiss_kappa: fleiss?,
            krippendorff_alpha_nominal: alpha?,
            krippendorff_alpha_ordinal: ordinal.transpose()?,
            pairs,
            counts: two.then(|| counts(&ratings)),
            labels,
            disagreements_total: disagreed.len(),
            disagreements: (disagreed.iter().take(listed))
                .map(|unit| Disagreement {
                    id: unit.id.clone(),
                    labels: unit.labels.clone(),
                    text: unit.text.clone(),
                })
                .collect(),
        })
    }
}

/// The labels that are ranks, if that is known.
fn order(args: &AgreeArgs, labels: &[String]) -> Option<Vec<String>> {
    match &args.order {
        Some(ranks) => Some(ranks.0.clone()),
        None => (labels.iter().all(|label| label.parse::<Stance>().is_ok()))
            .then(|| STANCES.map(|stance| stance.to_string()).into()),
    }
}

impl Figure {
    /// Several coefficients, from the same resamples.
    fn all<const N: usize>(
        ratings: &Ratings,
        coefficients: [Coefficient; N],
        bootstrap: &Bootstrap,
    ) -> [anyhow::Result<Self>; N] {
        let mut intervals = ratings.intervals(coefficients, bootstrap).into_iter();
        coefficients.map(|coefficient| match intervals.next() {
            Some(Ok(interval)) => Ok(Self {
                value: Some(interval.estimate),
                ci: Some(interval.bounds()),
                why: None,
            }),
            Some(Err(Error::Undefined { why, .. })) => Ok(Self {
                value: ratings.coefficient(coefficient).ok(),
                ci: None,
                why: Some(why),
            }),
            Some(Err(why)) => Err(why.into()),
            None => unreachable!("there are as many intervals as coefficients"),
        })
    }
}

impl Ordinal {
    fn of(units: &Units, order: Vec<String>, bootstrap: &Bootstrap) -> anyhow::Result<Self> {
        let mut left_out = Map::new();
        for label in &units.labels {
            if !order.contains(label) {
                left_out.insert(label.clone(), units.count(label).into());
            }
        }
        let ratings = units.ratings(&order, 0..units.raters.len())?;
        let [alpha] = Figure::all(
            &ratings,
            [Coefficient::KrippendorffAlpha(Scale::Ordinal)],
            bootstrap,
        );
        Ok(Self {
            figure: alpha?,
            order,
            left_out,
        })
    }
}

/// The first rater's labels against the second's, of what both rated.
fn counts(ratings: &Ratings) -> Value {
    let classes = ratings.labels().len();
    let mut table = vec![0_u64; classes * classes];
    for unit in 0..ratings.n() {
        if let Some(&[Some(first), Some(second)]) = ratings.unit(unit) {
            table[first * classes + second] += 1;
        }
    }
    let named = |counts: &[u64]| -> Value {
        let named = ratings.labels().iter().zip(counts);
        Value::Object(named.map(|(label, &n)| (label.clone(), n.into())).collect())
    };
    let rows = ratings.labels().iter().zip(table.chunks_exact(classes));
    Value::Object(
        rows.map(|(label, row)| (label.clone(), named(row)))
            .collect(),
    )
}

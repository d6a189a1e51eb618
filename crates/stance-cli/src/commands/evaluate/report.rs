//! All that was found, before it is told in any form.

use std::path::Path;

use serde::Serialize;
use stance_classifier::card::Card;
use stance_eval::{Bootstrap, Evaluation, LearningCurve, Predictions};

use super::baselines::{self, Baselines};
use super::details::Details;
use super::learning;
use super::measured::{Measured, Subject};
use super::mistakes::{self, Mistake};
use super::slices::{self, SlicesOf};
use super::trade::Trade;
use crate::args::{EvaluateArgs, IntervalKind, ReportFormat};
use crate::commands::behaviours::{self, BehaviourReport};
use crate::output::Notes;

/// Mistakes on a page where no number is asked for.
const ERRORS_ON_PAGE: usize = 25;

/// The bootstrap's seed where no other is given, so that a figure printed twice is the same.
const SEED: u64 = 1;

/// What was found. Serialised, its keys are those of [`Evaluation`] and the names of the other fields.
#[derive(Serialize)]
pub struct Report {
    #[serde(flatten)]
    pub evaluation: Evaluation,
    pub model: String,
    pub data: String,
    #[serde(flatten)]
    pub details: Details,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub slices: Vec<SlicesOf>,
    #[serde(flatten)]
    pub trade: Option<Trade>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baselines: Option<Baselines>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub learning_curve: Option<LearningCurve>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub behaviours: Option<BehaviourReport>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errors: Option<Vec<Mistake>>,
    /// What is drawn rather than told.
    #[serde(skip)]
    pub predictions: Predictions,
    #[serde(skip)]
    /// The cards of the models that answered; none where a recipe was measured.
    pub cards: Vec<Card>,
}

impl EvaluateArgs {
    /// The seed of everything random.
    pub fn seed(&self) -> u64 {
        self.recipe.seed.unwrap_or(SEED)
    }

    /// The intervals that are asked for.
    fn bootstrap(&self) -> Bootstrap {
        let bootstrap = Bootstrap::seeded(self.seed()).resamples(self.intervals.resamples as usize);
        match self.intervals.interval {
            IntervalKind::Percentile => bootstrap,
            IntervalKind::Bca => bootstrap.bca(),
        }
    }
}

impl Report {
    /// Finds out all that the options ask for.
    pub fn of(args: &EvaluateArgs, measured: &Measured, notes: &Notes) -> anyhow::Result<Self> {
        let depth = &args.depth;
        let bootstrap = args.bootstrap();
        let abstaining = args.abstain.abstain > 0.0;
        let predictions = if abstaining {
            measured
                .predictions
                .abstaining_below(args.abstain.abstain)?
        } else {
            measured.predictions.clone()
        };
        let errors = match (depth.errors, args.format) {
            (Some(most), _) => Some(most),
            (None, ReportFormat::Html) => Some(ERRORS_ON_PAGE),
            (None, _) => None,
        };
        let baselines = if depth.baselines {
            Some(baselines::measure(
                args,
                measured,
                &predictions,
                &bootstrap,
                notes,
            )?)
        } else {
            None
        };
        let learning_curve = match &measured.subject {
            Subject::Recipe(division) if args.cross_validation.learning_curve => Some(
                learning::curve(args, division, measured, &bootstrap, notes)?,
            ),
            _ => None,
        };
        let (behaviours, cards) = match &measured.subject {
            Subject::Model { engine, .. } => {
                let run = |folder: &Option<_>| {
                    let default = Path::new(behaviours::FOLDER);
                    behaviours::run(engine, folder.as_deref().unwrap_or(default))
                };
                let behaviours = depth.behaviours.as_ref().map(run).transpose()?;
                (behaviours, engine.cards()?)
            }
            Subject::Recipe(_) => (None, Vec::new()),
        };
        let mistakes = |most| mistakes::most_confident(args, measured, &predictions, most);
        let errors = errors.map(mistakes).transpose()?;
        Ok(Self {
            evaluation: Evaluation::of(&predictions, &bootstrap)?,
            model: measured.model.clone(),
            data: measured.data.clone(),
            details: Details::of(&predictions, &bootstrap)?,
            slices: slices::by_columns(&depth.slice, measured, &predictions)?,
            trade: measured.stages.as_ref().map(Trade::of).transpose()?,
            baselines,
            learning_curve,
            behaviours,
            errors,
            predictions,
            cards,
        })
    }
}

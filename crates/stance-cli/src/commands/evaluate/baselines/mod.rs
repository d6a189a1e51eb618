//! Simple systems beside the model: what it adds to them is what it is worth.

mod bayes;
mod chance;
mod given;
mod lexicon;
mod logistic;
mod words;

use rayon::prelude::*;
use serde::Serialize;
use stance_classifier::Labels;
use stance_eval::compare::{Difference, Paired};
use stance_eval::{Bootstrap, Metric, Predictions};

use super::measured::Measured;
use crate::args::EvaluateArgs;
use crate::output::Notes;

use given::Given;
use words::Words;

/// The baselines, and what they learned from.
#[derive(Debug, Serialize)]
pub struct Baselines {
    pub trained_on: String,
    /// Training rows that were left out since their text is among those measured.
    pub left_out: usize,
    pub systems: Vec<Baseline>,
}

/// How a simple system did on the rows that the model was measured on.
#[derive(Debug, Serialize)]
pub struct Baseline {
    pub name: &'static str,
    pub what: &'static str,
    pub accuracy: f64,
    pub accuracy_ci: [f64; 2],
    pub macro_f1: f64,
    pub macro_f1_ci: [f64; 2],
    /// What the model adds to it.
    pub model_adds: ModelAdds,
}

/// The model's figures less the baseline's, on the same rows.
#[derive(Debug, Serialize)]
pub struct ModelAdds {
    pub accuracy: Difference,
    pub macro_f1: Difference,
}

/// Texts with their classes, and texts to label.
pub struct Task<'t> {
    pub labels: &'t Labels,
    pub learned: Vec<(&'t str, usize)>,
    pub tested: Vec<&'t str>,
    pub seed: u64,
}

impl Task<'_> {
    /// How often each class occurs among the rows to learn from.
    fn counts(&self) -> Vec<usize> {
        let mut counts = vec![0; self.labels.len()];
        for &(_, class) in &self.learned {
            counts[class] += 1;
        }
        counts
    }
}

/// Measures every baseline on the rows that the model was measured on.
pub fn measure(
    args: &EvaluateArgs,
    measured: &Measured,
    predictions: &Predictions,
    bootstrap: &Bootstrap,
    notes: &Notes,
) -> anyhow::Result<Baselines> {
    let systems = [
        System::Majority,
        System::Random,
        System::Lexicon,
        System::Bayes,
        System::Logistic,
    ];
    let systems = systems.into_iter().filter(|system| {
        let fits = *system != System::Lexicon || lexicon::knows(&measured.labels);
        if !fits {
            notes
                .say("no cue-word baseline: it knows the stances alone, and the labels are others");
        }
        fits
    });
    let systems: Vec<System> = systems.collect();
    let given = Given::new(args, measured, notes)?;
    let tasks = given.tasks(args, measured)?;
    let bar = notes.bar((tasks.len() * systems.len()) as u64, "baselines");
    let answered: Vec<Vec<Vec<usize>>> = tasks
        .par_iter()
        .map(|(task, _)| {
            let words = Words::of(task);
            let answer = |system: &System| {
                bar.inc(1);
                system.answers(task, &words)
            };
            systems.iter().map(answer).collect()
        })
        .collect::<anyhow::Result<_>>()?;
    bar.finish_and_clear();
    let mut answers = vec![vec![0; predictions.n()]; systems.len()];
    for ((_, rows), of_task) in tasks.iter().zip(answered) {
        for (answers, of_system) in answers.iter_mut().zip(of_task) {
            for (&row, class) in rows.iter().zip(of_system) {
                answers[row] = class;
            }
        }
    }
    let measured_systems = systems
        .iter()
        .zip(answers)
        .map(|(system, answers)| system.measured(answers, predictions, bootstrap));
    Ok(Baselines {
        systems: measured_systems.collect::<anyhow::Result<_>>()?,
        left_out: given.left_out(measured),
        trained_on: given.name,
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum System {
    Majority,
    Random,
    Lexicon,
    Bayes,
    Logistic,
}

impl System {
    const fn name(self) -> &'static str {
        match self {
            Self::Majority => "majority label",
            Self::Random => "stratified random",
            Self::Lexicon => "cue words",
            Self::Bayes => "naive Bayes",
            Self::Logistic => "dense logistic",
        }
    }

    const fn what(self) -> &'static str {
        match self {
            Self::Majority => "always the most frequent label of the training rows",
            Self::Random => "labels drawn as often as the training rows have them",
            Self::Lexicon => "counts of some hundred words for and against, learned from nothing",
            Self::Bayes => "multinomial naive Bayes over words and pairs of words",
            Self::Logistic => {
                "linfa-logistic at its optimum over the 2,000 words and pairs that tell most, penalty 1"
            }
        }
    }

    fn answers(self, task: &Task<'_>, words: &Words) -> anyhow::Result<Vec<usize>> {
        match self {
            Self::Majority => Ok(chance::majority(task)),
            Self::Random => Ok(chance::random(task)),
            Self::Lexicon => Ok(lexicon::answers(task)),
            Self::Bayes => Ok(bayes::answers(task, words)),
            Self::Logistic => logistic::answers(task, words),
        }
    }

    fn measured(
        self,
        answers: Vec<usize>,
        model: &Predictions,
        bootstrap: &Bootstrap,
    ) -> anyhow::Result<Baseline> {
        let baseline = Predictions::new(model.labels(), model.truth().to_vec(), answers)?;
        let baseline = match model.clusters() {
            Some(clusters) => baseline.with_clusters(clusters)?,
            None => baseline,
        };
        let intervals = bootstrap.intervals(&baseline, &[Metric::Accuracy, Metric::MacroF1])?;
        let paired = Paired::new(model, &baseline)?;
        Ok(Baseline {
            name: self.name(),
            what: self.what(),
            accuracy: intervals[0].estimate,
            accuracy_ci: intervals[0].bounds(),
            macro_f1: intervals[1].estimate,
            macro_f1_ci: intervals[1].bounds(),
            model_adds: ModelAdds {
                accuracy: paired.difference(Metric::Accuracy, bootstrap)?,
                macro_f1: paired.difference(Metric::MacroF1, bootstrap)?,
            },
        })
    }
}

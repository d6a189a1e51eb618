//! What the baselines learn from: never a text that is measured.

use std::collections::HashSet;
use std::path::PathBuf;

use anyhow::bail;

use super::Task;
use crate::args::EvaluateArgs;
use crate::commands::evaluate::measured::{
    self, Measured, STATEMENTS, Subject, class_of, names, usual_columns,
};
use crate::input::labelled::{self, Labelled, Texts};
use crate::output::Notes;

/// What the baselines may learn from.
pub struct Given {
    pub name: String,
    /// None in cross-validation, where each fold learns from the others.
    rows: Option<Labelled>,
}

impl Given {
    pub fn new(args: &EvaluateArgs, measured: &Measured, notes: &Notes) -> anyhow::Result<Self> {
        let Subject::Model { data, .. } = &measured.subject else {
            return Ok(Self {
                name: "the rows of the other folds".to_owned(),
                rows: None,
            });
        };
        let default = [PathBuf::from(STATEMENTS)];
        let (paths, columns) = if args.depth.train.is_empty() {
            measured::in_the_repository(&default, "--train FILE")?;
            (default.as_slice(), &usual_columns())
        } else {
            (args.depth.train.as_slice(), &args.columns)
        };
        let rows = labelled::read(paths, columns, &Texts::new())?;
        let same = |file: &&labelled::LabelledFile| {
            data.files
                .iter()
                .any(|measured| measured.sha256 == file.sha256)
        };
        if let Some(file) = rows.files.iter().find(same) {
            bail!(
                "--baselines: {} is among the files that are measured: name others to learn from with --train, or use --cv",
                file.name
            );
        }
        let given = Self {
            name: names(paths),
            rows: Some(rows),
        };
        let left_out = given.left_out(measured);
        if left_out > 0 {
            notes.say(format_args!(
                "the baselines learn without {left_out} rows whose texts are among those measured"
            ));
        }
        Ok(given)
    }

    /// Number of rows to learn from whose text is also measured.
    pub fn left_out(&self, measured: &Measured) -> usize {
        let tested = texts(measured);
        let rows = self.rows.iter().flat_map(|rows| &rows.rows);
        rows.filter(|row| tested.contains(row.text.as_str()))
            .count()
    }

    /// What is to be learned and labelled, with the measured rows that each task labels.
    pub fn tasks<'t>(
        &'t self,
        args: &EvaluateArgs,
        measured: &'t Measured,
    ) -> anyhow::Result<Vec<(Task<'t>, Vec<usize>)>> {
        let labels = &measured.labels;
        let rows = measured.rows();
        let task = |learned, tested: &[usize]| Task {
            labels,
            learned,
            tested: tested.iter().map(|&row| rows[row].text.as_str()).collect(),
            seed: args.seed(),
        };
        match (&measured.subject, &self.rows) {
            (Subject::Recipe(division), _) => {
                let always = division.always().iter();
                let always: Vec<(&str, usize)> = always
                    .map(|row| Ok((row.text.as_str(), class_of(row, labels, "the data")?)))
                    .collect::<anyhow::Result<_>>()?;
                let truth = measured.predictions.truth();
                let folds = division.iter().map(|(learned, tested)| {
                    let of_fold = learned
                        .iter()
                        .map(|&row| (rows[row].text.as_str(), truth[row]));
                    (
                        task(always.iter().copied().chain(of_fold).collect(), &tested),
                        tested,
                    )
                });
                Ok(folds.collect())
            }
            (Subject::Model { .. }, given) => {
                let tested = texts(measured);
                let given = given.iter().flat_map(|given| &given.rows);
                let learned: Vec<(&str, usize)> = given
                    .filter(|row| !tested.contains(row.text.as_str()))
                    .map(|row| Ok((row.text.as_str(), class_of(row, labels, "the model")?)))
                    .collect::<anyhow::Result<_>>()?;
                if learned.is_empty() {
                    bail!("--baselines: no row is left to learn from: name files with --train");
                }
                let all: Vec<usize> = (0..rows.len()).collect();
                Ok(vec![(task(learned, &all), all)])
            }
        }
    }
}

fn texts(measured: &Measured) -> HashSet<&str> {
    measured
        .rows()
        .iter()
        .map(|row| row.text.as_str())
        .collect()
}

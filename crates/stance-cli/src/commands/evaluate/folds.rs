//! Cross-validation: which rows are held out together, and what models that have not seen them say.

use anyhow::bail;
use stance_classifier::Labels;
use stance_classifier::train::{held_predictions, leave_two_classes};
use stance_eval::folds::{self, Folds};

use super::measured::{Measured, Subject, fields, names};
use crate::args::{CvBy, EvaluateArgs};
use crate::commands::distil::{self, Distilled};
use crate::commands::recipe::{self, Recipe, Rows};
use crate::input::labelled::{self, Row, Texts};
use crate::output::Notes;

/// Folds where the option names no number.
const FOLDS: u16 = 5;

/// Labelled rows, and which of them are held out together.
pub struct Division {
    pub source: Vec<Row>,
    /// Where there are any, they alone are held out.
    pub target: Vec<Row>,
    /// Rows with soft labels, which are trained on always.
    pub distilled: Distilled,
    folds: Folds,
}

impl Division {
    /// The rows that are held out, each once.
    pub fn held(&self) -> &[Row] {
        if self.target.is_empty() {
            &self.source
        } else {
            &self.target
        }
    }

    /// All rows, held out or not.
    pub fn rows(&self) -> Rows<'_> {
        Rows {
            source: &self.source,
            target: &self.target,
            distilled: &self.distilled,
        }
    }

    /// The rows of `--data` where they are trained on always, since those of `--target` are held out.
    pub fn always(&self) -> &[Row] {
        if self.target.is_empty() {
            &[]
        } else {
            &self.source
        }
    }

    /// For each fold, the held rows that are trained on and those that are tested on.
    pub fn iter(&self) -> impl Iterator<Item = (Vec<usize>, Vec<usize>)> {
        self.folds.iter()
    }

    /// The fold of each held row.
    pub fn assignment(&self) -> Vec<u32> {
        let folds = self.folds.assignment().iter();
        folds.map(|&fold| fold as u32).collect()
    }
}

/// Cross-validates the recipe that the options ask for.
pub fn cross_validated(
    args: &EvaluateArgs,
    k: Option<u16>,
    notes: &Notes,
) -> anyhow::Result<Measured> {
    let options = &args.cross_validation;
    let wanted = fields(args);
    let (of_data, of_target) = if options.target.is_empty() {
        (wanted.as_slice(), [].as_slice())
    } else {
        ([].as_slice(), wanted.as_slice())
    };
    let source = labelled::read_with(&args.data, &args.columns, &Texts::new(), of_data)?;
    let texts = labelled::texts(&options.texts, &args.columns.text_column)?;
    let target = labelled::read_with(&options.target, &args.columns, &texts, of_target)?;
    let (source, target) = (source.rows, target.rows);
    let held = if target.is_empty() { &source } else { &target };
    let recipe = Recipe::new(&args.recipe);
    let labels = recipe::labels_of(&source, &target)?;
    let seed = args.seed();
    let (folds, by) = divide(held, &labels, options.cv_by, k, seed)?;
    let text_column = &args.columns.text_column;
    let distilled = distil::distil(
        &args.distil,
        text_column,
        &labels,
        [&source, &target],
        None,
        notes,
    )?;
    let by = match distilled.rows.len() {
        0 => by,
        rows => format!("{by}, learning from {rows} soft labels besides"),
    };
    let division = Division {
        source,
        target,
        distilled,
        folds,
    };
    let (source, target) = (&division.source, &division.target);
    let classes: Vec<usize> = source
        .iter()
        .map(|row| labels.index(&row.label).unwrap_or_default())
        .collect();
    if target.is_empty() && !leave_two_classes(&division.assignment(), &classes) {
        bail!(
            "{by}: where one of the folds is held out, the rows that are left have a single label: \
             use --cv-by row, or give more rows of each label"
        );
    }
    let set = recipe.assemble(labels.clone(), division.rows(), &division.assignment());
    let bar = notes.bar(division.folds.k() as u64 + 2, "reading texts");
    let predicted = recipe.trainer.cross_validate(&set, &recipe::follow(&bar))?;
    bar.finish_and_clear();
    let paths = if options.target.is_empty() {
        &args.data
    } else {
        &options.target
    };
    Ok(Measured {
        predictions: held_predictions(&labels, &predicted)?,
        labels,
        model: by,
        data: names(paths),
        subject: Subject::Recipe(division),
        stages: None,
    })
}

/// Deals rows out to folds, and says in words how.
fn divide(
    rows: &[Row],
    labels: &Labels,
    by: Option<CvBy>,
    k: Option<u16>,
    seed: u64,
) -> anyhow::Result<(Folds, String)> {
    let groups: Vec<&str> = rows.iter().map(|row| row.group.as_str()).collect();
    let classes: Vec<usize> = rows
        .iter()
        .map(|row| labels.index(&row.label).unwrap_or_default())
        .collect();
    let mut distinct = groups.clone();
    distinct.sort_unstable();
    distinct.dedup();
    let by = by.unwrap_or(match distinct.len() {
        // One group has no other to be held out from, so its rows are.
        1 => CvBy::Row,
        _ => CvBy::Group,
    });
    let folds = usize::from(k.unwrap_or(FOLDS));
    let named = || {
        const NAMED: usize = 10;
        let more = if distinct.len() > NAMED { ", …" } else { "" };
        format!("{}{more}", distinct[..distinct.len().min(NAMED)].join(", "))
    };
    match by {
        CvBy::Group | CvBy::EachGroup if distinct.len() == 1 => bail!(
            "--cv-by: there is one group alone ({}): name a column of groups with --group-column, or use --cv-by row",
            named()
        ),
        CvBy::Group if distinct.len() < folds => bail!(
            "{folds} folds of {} groups ({}): ask for at most {0} folds",
            distinct.len(),
            named()
        ),
        CvBy::Row if rows.len() < folds => {
            bail!(
                "{folds} folds of {} rows: ask for fewer with --cv",
                rows.len()
            )
        }
        CvBy::EachGroup if k.is_some() => bail!(
            "--cv-by each-group makes a fold of each of the {} groups: leave out the number behind --cv",
            distinct.len()
        ),
        CvBy::Group => Ok((
            folds::grouped(&groups, Some(&classes), folds)?,
            format!("{folds}-fold cross-validation by whole groups"),
        )),
        CvBy::Row => Ok((
            folds::stratified(&classes, folds, seed)?,
            format!("{folds}-fold cross-validation by rows"),
        )),
        CvBy::EachGroup => Ok((
            folds::leave_one_group_out(&groups)?,
            format!(
                "cross-validation, each of {} groups left out in turn",
                distinct.len()
            ),
        )),
    }
}

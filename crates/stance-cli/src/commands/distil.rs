//! Learning from a teacher: texts without labels become rows with soft ones (Hinton, Vinyals and Dean,
//! "Distilling the knowledge in a neural network", 2015).

use std::collections::{BTreeMap, HashSet};

use anyhow::bail;
use stance_classifier::Labels;
use stance_classifier::card::{Distillation, Teacher as OnCard};
use stance_classifier::train::Target;

use crate::args::DistilArgs;
use crate::input::labelled::{LabelledFile, Row, hexadecimal};
use crate::input::soft_labels::SoftLabels;
use crate::input::source;
use crate::input::teacher::Teacher;
use crate::input::unlabelled::{self, Text};
use crate::output::destination::Destination;
use crate::output::{Notes, counted};

/// How much a text counts where no option says so, against a row of `--data`.
const WEIGHT: f32 = 1.0;

/// Rows with soft labels; none where there is no teacher.
#[derive(Debug, Default)]
pub struct Distilled {
    pub rows: Vec<SoftRow>,
    /// How much each counts.
    pub weight: f32,
    /// What the card says of it.
    pub told: Option<Distillation>,
}

/// A text and what the teacher says of it.
#[derive(Debug)]
pub struct SoftRow {
    pub text: String,
    pub target: Target,
}

/// Reads the texts of `--unlabelled` and has them labelled, or looks up how they were. Texts that are among
/// those `labelled` are left out. What a teacher says is also written to `out`.
pub fn distil(
    args: &DistilArgs,
    text_column: &str,
    labels: &Labels,
    labelled: [&[Row]; 2],
    out: Option<Destination>,
    notes: &Notes,
) -> anyhow::Result<Distilled> {
    if args.unlabelled.is_empty() {
        return Ok(Distilled::default());
    }
    let (teacher, said, unlabelled) = match (&args.teacher[..], &args.soft_labels) {
        ([first, ..], _) => {
            let teacher = Teacher::open(&args.teacher)?;
            check_labels(first, teacher.labels(), labels)?;
            let unlabelled = unlabelled::read(&args.unlabelled, text_column)?;
            let bar = notes.bar(unlabelled.texts.len() as u64, "the teacher labels");
            let said = teacher.label(&unlabelled.texts, |texts| bar.inc(texts));
            bar.finish_and_clear();
            let card = OnCard::Model {
                name: teacher.name,
                sha256: teacher.sha256,
            };
            (card, said, unlabelled)
        }
        ([], Some(path)) => {
            let (said, file) = SoftLabels::read(path, labels)?;
            let unlabelled = unlabelled::read(&args.unlabelled, text_column)?;
            (OnCard::SoftLabels(file.on_card()), said, unlabelled)
        }
        ([], None) => bail!("--unlabelled: name a --teacher, or a file of --soft-labels"),
    };
    if let Some(mut out) = out {
        // Put in its place before the learning: what a slow teacher said is not lost if that fails.
        said.write(labels, &mut out)?;
        out.finish()?;
    }
    let known: HashSet<&str> = labelled
        .iter()
        .flat_map(|rows| rows.iter().map(|row| row.text.as_str()))
        .collect();
    let all = unlabelled.texts.len();
    let texts: Vec<Text> = unlabelled
        .texts
        .into_iter()
        .filter(|text| !known.contains(text.text.as_str()))
        .collect();
    let already = all - texts.len();
    if texts.is_empty() {
        bail!(
            "{}: all texts are among the labelled ones: nothing is left for the teacher to label",
            source::name(&args.unlabelled[0])
        );
    }
    let rows = look_up(texts, &said, args)?;
    let mut by_label = BTreeMap::new();
    for row in &rows {
        let label = labels.get(row.target.class()).unwrap_or_default();
        *by_label.entry(label.to_owned()).or_insert(0) += 1;
    }
    let counts: Vec<String> = by_label
        .iter()
        .map(|(label, rows)| format!("{label} {rows}"))
        .collect();
    notes.say(format_args!(
        "{} without a label, likeliest by the teacher: {}; left out: {already} that are labelled, {} repeated",
        counted(rows.len(), "text"),
        counts.join(", "),
        unlabelled.repeated
    ));
    Ok(Distilled {
        rows,
        weight: args.unlabelled_weight.unwrap_or(WEIGHT),
        told: Some(Distillation {
            teacher,
            unlabelled: unlabelled.files.iter().map(LabelledFile::on_card).collect(),
            rows: by_label,
        }),
    })
}

fn check_labels(teacher: &str, its: &Labels, labels: &Labels) -> anyhow::Result<()> {
    if its == labels {
        return Ok(());
    }
    let listed = |labels: &Labels| labels.iter().collect::<Vec<_>>().join(", ");
    bail!(
        "--teacher {teacher}: its labels are {}, and those of the data {}: they must be the same",
        listed(its),
        listed(labels)
    )
}

/// The texts with what is said of them, which must be something.
fn look_up(texts: Vec<Text>, said: &SoftLabels, args: &DistilArgs) -> anyhow::Result<Vec<SoftRow>> {
    /// Texts that a message names.
    const NAMED: usize = 5;
    let missing: Vec<&Text> = texts
        .iter()
        .filter(|text| said.get(&text.sha1).is_none())
        .collect();
    if !missing.is_empty() {
        let named: Vec<String> = missing
            .iter()
            .take(NAMED)
            .map(|text| format!("{} (SHA-1 {})", text.place, hexadecimal(&text.sha1)))
            .collect();
        bail!(
            "{}: no soft label for {}: {}{}; have a --teacher label the texts anew",
            args.soft_labels
                .as_deref()
                .map(source::name)
                .unwrap_or_default(),
            counted(missing.len(), "text"),
            named.join(", "),
            if missing.len() > NAMED { ", …" } else { "" }
        );
    }
    let rows = texts.into_iter().filter_map(|text| {
        Some(SoftRow {
            target: Target::Soft(said.get(&text.sha1)?),
            text: text.text,
        })
    });
    Ok(rows.collect())
}

//! A model's card in Markdown.

use std::fmt::Write;

use stance_classifier::Stance;
use stance_classifier::card::{DataFile, Distillation, Scores, Teacher};

use super::model::About;

/// The card, to be published with the model (after Mitchell et al., "Model Cards for Model Reporting",
/// FAT* 2019). Nothing is said that the file does not know.
pub fn markdown(about: &About<'_>) -> Result<String, std::fmt::Error> {
    let mut out = String::new();
    let card = &about.card;
    let labels: Vec<&str> = about.labels.iter().collect();
    writeln!(out, "# Model card: {}\n", cell(&card.name))?;
    let listed: Vec<String> = labels.iter().map(|label| code(label)).collect();
    writeln!(out, "| | |\n| --- | --- |")?;
    writeln!(out, "| Made by | {} |", cell(&card.made_by))?;
    writeln!(out, "| Kind | {} |", about.what)?;
    writeln!(out, "| Labels | {} |", listed.join(", "))?;
    writeln!(
        out,
        "| Size | {} bytes; {} |",
        about.bytes,
        about.shape_in_words()
    )?;
    writeln!(out, "| Calibration | {} |", cell(&card.calibration))?;
    use_and_limits(&mut out, &labels)?;
    if let Some(scores) = &card.held_out {
        writeln!(out, "\n## Held-out scores\n")?;
        writeln!(
            out,
            "Of {} rows ({}), each labelled by a model that had not learned from it.\n",
            scores.n,
            cell(&scores.of)
        )?;
        writeln!(
            out,
            "| Accuracy | Macro-F1 | Log loss | ECE (10 bins) |\n| --- | --- | --- | --- |"
        )?;
        writeln!(
            out,
            "| {:.4} | {:.4} | {:.4} | {:.4} |",
            scores.accuracy, scores.macro_f1, scores.log_loss, scores.ece
        )?;
        confusion(&mut out, scores)?;
    }
    if !card.rows.is_empty() {
        writeln!(out, "\n## Training rows\n\n| Label | Rows |\n| --- | --- |")?;
        for (label, rows) in &card.rows {
            writeln!(out, "| {} | {rows} |", code(label))?;
        }
    }
    if !card.data.is_empty() {
        writeln!(out, "\n## Training files\n")?;
        files(&mut out, &card.data)?;
    }
    if let Some(distilled) = &card.distilled {
        teaching(&mut out, distilled)?;
    }
    if !card.recipe.is_empty() {
        writeln!(out, "\n## Recipe\n\n| Option | Value |\n| --- | --- |")?;
        for (option, value) in &card.recipe {
            writeln!(
                out,
                "| {} | {} |",
                code(&format!("--{option}")),
                cell(value)
            )?;
        }
    }
    Ok(out)
}

/// Which label rows of each label were given.
fn confusion(out: &mut String, scores: &Scores) -> std::fmt::Result {
    let Some(given) = scores.confusion.values().next() else {
        return Ok(());
    };
    let columns: Vec<String> = given.keys().map(|label| code(label)).collect();
    writeln!(out, "\nTrue labels by row, given ones by column:\n")?;
    writeln!(out, "| | {} |", columns.join(" | "))?;
    writeln!(out, "| --- |{}", " ---: |".repeat(columns.len()))?;
    for (label, given) in &scores.confusion {
        let counts: Vec<String> = given.values().map(u64::to_string).collect();
        writeln!(out, "| {} | {} |", code(label), counts.join(" | "))?;
    }
    Ok(())
}

/// What was learned from a teacher.
fn teaching(out: &mut String, distilled: &Distillation) -> std::fmt::Result {
    let rows: usize = distilled.rows.values().sum();
    let teacher = match &distilled.teacher {
        Teacher::Model { name, sha256 } => {
            format!("the model {} (SHA-256 {})", code(name), code(sha256))
        }
        Teacher::SoftLabels(file) => format!(
            "what {} has of {} texts (SHA-256 {})",
            code(&file.file),
            file.rows,
            code(&file.sha256)
        ),
    };
    writeln!(
        out,
        "\n## Teacher\n\n\
         {rows} texts without a label were learned from besides, with probabilities by {teacher}.\n"
    )?;
    writeln!(out, "| Likeliest label | Texts |\n| --- | --- |")?;
    for (label, rows) in &distilled.rows {
        writeln!(out, "| {} | {rows} |", code(label))?;
    }
    writeln!(out)?;
    files(out, &distilled.unlabelled)
}

fn files(out: &mut String, files: &[DataFile]) -> std::fmt::Result {
    writeln!(out, "| File | Rows | SHA-256 |\n| --- | --- | --- |")?;
    for file in files {
        writeln!(
            out,
            "| {} | {} | {} |",
            code(&file.file),
            file.rows,
            code(&file.sha256)
        )?;
    }
    Ok(())
}

/// What the model is for; known only where its labels are the stances.
fn use_and_limits(out: &mut String, labels: &[&str]) -> std::fmt::Result {
    if labels != Stance::ALL.map(Stance::as_str) {
        return Ok(());
    }
    writeln!(
        out,
        "\n## Use\n\n\
         Labels single English statements by the stance that they take toward an alliance; `none` where they \
         take no position. Probabilities are calibrated, and a threshold on them (`--abstain`) leaves what is \
         unsure to a reader.\n\n\
         ## Limits\n\n\
         - It reads one statement at a time: what the sentence before said is not known to it.\n\
         - It says what a text says, not whether that is true, nor what its author thinks.\n\
         - Irony, and stances that rest on knowledge of the world, are beyond it.\n\
         - Measure it on text of your own kind before relying on it: `stance evaluate --data FILE`."
    )
}

/// A value that cannot break the table that it stands in.
fn cell(value: &str) -> String {
    let mut cell = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '|' | '\\' | '`' | '*' | '_' | '<' | '>' | '[' | ']' | '#' => cell.extend(['\\', c]),
            c if c.is_control() => cell.push(' '),
            c => cell.push(c),
        }
    }
    cell
}

/// A value set as code.
fn code(value: &str) -> String {
    if value.contains(['`', '|', '\n']) {
        cell(value)
    } else {
        format!("`{value}`")
    }
}

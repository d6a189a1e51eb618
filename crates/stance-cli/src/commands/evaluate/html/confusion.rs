//! The confusion matrix as a picture, and the figures by label.

use std::fmt::Write;

use super::{colour, short};
use crate::commands::evaluate::report::Report;
use crate::output::chart::Chart;
use crate::output::highlight;
use crate::output::page::{escaped, number};

/// More labels than this do not fit into a picture.
const MOST_LABELS: usize = 16;
/// Pairs that are listed where there is no picture.
const PAIRS: usize = 15;
/// The filling of a cell that has all rows of its label, faint enough to read on.
const STRONGEST: f64 = 0.55;

pub fn section(report: &Report) -> anyhow::Result<String> {
    let mut out = String::from("<div class=\"plots\">\n<figure>\n");
    if report.evaluation.per_class.iter().len() <= MOST_LABELS {
        out.push_str(&picture(report));
        out.push_str(
            "<figcaption>Rows are the true labels, columns what the model said. Each row adds up to 100 %; \
             the diagonal is right.</figcaption>\n",
        );
    } else {
        pairs(&mut out, report)?;
    }
    out.push_str("</figure>\n<figure>\n");
    scores(&mut out, report)?;
    out.push_str("</figure>\n</div>\n");
    out.push_str(
        "<p class=\"note\">Precision: of what was given the label, how much has it. Recall: of what has the label, \
         how much was given it. F1: their harmonic mean. The macro average counts each label alike, however rare.</p>\n",
    );
    Ok(out)
}

fn picture(report: &Report) -> String {
    let evaluation = &report.evaluation;
    let labels: Vec<&str> = evaluation
        .per_class
        .iter()
        .map(|(label, _)| label)
        .collect();
    let abstained = evaluation.abstained > 0;
    let columns = labels.len() + usize::from(abstained);
    let (left, top, width) = (86.0, 26.0, 400.0);
    let cell = (width - left) / columns as f64;
    let tall = cell.clamp(26.0, 64.0);
    let size = (width, top + tall * labels.len() as f64 + 2.0);
    let mut chart = Chart::new(
        size,
        [0.0; 4],
        (0.0, 1.0),
        (0.0, 1.0),
        "Confusion matrix: for each true label, how often each label was predicted",
    );
    let fits = ((cell / 6.2) as usize).max(3);
    for (column, label) in labels
        .iter()
        .copied()
        .chain(abstained.then_some("no answer"))
        .enumerate()
    {
        let middle = left + cell * (column as f64 + 0.5);
        let class = if column < labels.len() {
            format!("named {}", colour(label, column))
        } else {
            String::new()
        };
        chart.text((middle, top - 10.0), &short(label, fits), &class, "middle");
    }
    for (truth, (label, row)) in evaluation.confusion.iter().enumerate() {
        let support = evaluation
            .per_class
            .get(label)
            .map_or(0, |scores| scores.support);
        let y = top + tall * truth as f64;
        let named = format!("named {}", colour(label, truth));
        chart.text(
            (left - 8.0, y + tall / 2.0 - 1.0),
            &short(label, 13),
            &named,
            "end",
        );
        chart.text(
            (left - 8.0, y + tall / 2.0 + 13.0),
            &format!("{support} rows"),
            "",
            "end",
        );
        let answered: u64 = row.iter().map(|(_, count)| *count).sum();
        let counts = row.iter().map(|(_, count)| *count);
        let counts = counts.chain(abstained.then_some(support - answered));
        for (predicted, count) in counts.enumerate() {
            let share = if support == 0 {
                0.0
            } else {
                count as f64 / support as f64
            };
            let x = left + cell * predicted as f64;
            let (from, to) = ((x + 1.5, y + 1.5), (x + cell - 1.5, y + tall - 1.5));
            chart.rectangle(from, to, "empty", None);
            let class = if predicted == truth {
                "accent"
            } else {
                "wrong"
            };
            chart.rectangle(from, to, class, Some(share * STRONGEST));
            let middle = x + cell / 2.0;
            if tall >= 40.0 {
                chart.text(
                    (middle, y + tall / 2.0),
                    &count.to_string(),
                    "value",
                    "middle",
                );
                let share = format!("{:.0} %", share * 100.0);
                chart.text((middle, y + tall / 2.0 + 15.0), &share, "share", "middle");
            } else {
                chart.text(
                    (middle, y + tall / 2.0 + 4.0),
                    &count.to_string(),
                    "ink",
                    "middle",
                );
            }
        }
    }
    chart.markup()
}

/// The most frequent confusions, where there are too many labels for a picture.
fn pairs(out: &mut String, report: &Report) -> std::fmt::Result {
    let mut wrong: Vec<(u64, &str, &str)> = Vec::new();
    for (truth, row) in report.evaluation.confusion.iter() {
        let others = row
            .iter()
            .filter(|(predicted, count)| *predicted != truth && **count > 0);
        wrong.extend(others.map(|(predicted, &count)| (count, truth, predicted)));
    }
    wrong.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)).then(a.2.cmp(b.2)));
    out.push_str(
        "<div class=\"scroll\"><table><tr><th>true label</th><th class=\"text\">taken for</th><th>rows</th></tr>\n",
    );
    for (count, truth, predicted) in wrong.into_iter().take(PAIRS) {
        writeln!(
            out,
            "<tr><td>{}</td><td class=\"text\">{}</td><td>{count}</td></tr>",
            escaped(truth),
            escaped(predicted)
        )?;
    }
    out.push_str("</table></div>\n");
    Ok(())
}

/// Precision, recall and F1 by label, and their averages.
fn scores(out: &mut String, report: &Report) -> std::fmt::Result {
    out.push_str(
        "<div class=\"scroll\"><table>\n<tr><th>label</th><th>precision</th><th>recall</th><th>F1</th><th>rows</th></tr>\n",
    );
    for (class, (label, scores)) in report.evaluation.per_class.iter().enumerate() {
        writeln!(
            out,
            "<tr><td><span class=\"label {}\">{}</span></td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            colour(label, class),
            escaped(&highlight::one_line(label)),
            number(scores.precision),
            number(scores.recall),
            number(scores.f1),
            scores.support
        )?;
    }
    let averages = &report.details.averages;
    for (name, average) in [
        ("macro average", averages.macro_),
        ("micro average", averages.micro),
        ("weighted average", averages.weighted),
    ] {
        writeln!(
            out,
            "<tr class=\"few\"><td>{name}</td><td>{}</td><td>{}</td><td>{}</td><td></td></tr>",
            number(average.precision),
            number(average.recall),
            number(average.f1)
        )?;
    }
    out.push_str("</table></div>\n");
    if let Some(view) = &report.details.stance_only {
        let evaluation = &view.evaluation;
        writeln!(
            out,
            "<p class=\"note\"><strong>The stances alone:</strong> of the {} statements that take one, {} are \
             labelled right (interval {}), macro-F1 {}. Where <em>none</em> is ruled out and the likeliest stance \
             given, {} are.</p>",
            evaluation.n,
            number(evaluation.accuracy),
            super::between(evaluation.accuracy_ci),
            number(evaluation.macro_f1),
            number(view.decided.accuracy)
        )?;
    }
    Ok(())
}

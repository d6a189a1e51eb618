//! The figures that `--full` adds.

use std::fmt::{Result, Write};

use stance_eval::Averages;

use super::bold;
use crate::commands::evaluate::details::{Details, Ranking, RiskCoverage, StanceOnly};
use crate::commands::evaluate::report::Report;

pub fn all(out: &mut String, report: &Report) -> Result {
    let details = &report.details;
    averages(out, report)?;
    calibration(out, report)?;
    ranking(out, &details.ranking)?;
    risk_coverage(out, &details.risk_coverage)?;
    match &details.stance_only {
        Some(view) => stance_only(out, view),
        None => Ok(()),
    }
}

fn averages(out: &mut String, report: &Report) -> Result {
    let Details { averages, .. } = &report.details;
    let bold = bold();
    writeln!(out, "\n{bold}averages{bold:#}  precision  recall     F1")?;
    let rows: [(&str, &Averages); 3] = [
        ("macro", &averages.macro_),
        ("micro", &averages.micro),
        ("weighted", &averages.weighted),
    ];
    for (
        name,
        Averages {
            precision,
            recall,
            f1,
            ..
        },
    ) in rows
    {
        writeln!(out, "{name:<8}  {precision:>9.3}  {recall:>6.3}  {f1:>5.3}")?;
    }
    let evaluation = &report.evaluation;
    writeln!(out, "\n{bold}agreement with the truth{bold:#}")?;
    writeln!(
        out,
        "balanced accuracy    {:.3}",
        evaluation.balanced_accuracy
    )?;
    match evaluation.cohen_kappa {
        Some(kappa) => writeln!(out, "Cohen's κ            {kappa:.3}")?,
        None => writeln!(
            out,
            "Cohen's κ            not defined: truth and predictions are of one label"
        )?,
    }
    writeln!(out, "Matthews correlation {:.3}", evaluation.matthews)
}

fn calibration(out: &mut String, report: &Report) -> Result {
    let bold = bold();
    writeln!(out, "\n{bold}calibration{bold:#}")?;
    if let Some(brier) = report.evaluation.brier {
        writeln!(out, "Brier score          {brier:.3}   sum over labels")?;
    }
    writeln!(
        out,
        "classwise ECE        {:.3}",
        report.details.classwise_ece
    )?;
    writeln!(out, "\nconfidence       rows   mean  right")?;
    for bin in &report.details.reliability {
        writeln!(
            out,
            "{:.1} to {:.1}     {:>8}  {:.3}  {:.3}",
            bin.low, bin.high, bin.n, bin.confidence, bin.accuracy
        )?;
    }
    Ok(())
}

fn ranking(out: &mut String, ranking: &Ranking) -> Result {
    let bold = bold();
    let labels = ranking.per_class.keys().map(|label| label.chars().count());
    let width = labels.max().unwrap_or(0).max("ranking".len());
    writeln!(
        out,
        "\n{bold}{:<width$}{bold:#}  area under ROC  average precision",
        "ranking"
    )?;
    let area = |area: Option<f64>| area.map_or_else(|| "–".to_owned(), |area| format!("{area:.3}"));
    let rows = ranking.per_class.iter();
    let rows = rows.map(|(label, areas)| (label.as_str(), areas.roc_auc, areas.average_precision));
    let mean = (
        "mean",
        ranking.macro_roc_auc,
        ranking.macro_average_precision,
    );
    for (label, roc, precision) in rows.chain([mean]) {
        writeln!(
            out,
            "{label:<width$}  {:>14}  {:>17}",
            area(roc),
            area(precision)
        )?;
    }
    Ok(())
}

fn risk_coverage(out: &mut String, curve: &RiskCoverage) -> Result {
    let bold = bold();
    writeln!(
        out,
        "\n{bold}answering only where the model is sure{bold:#}"
    )?;
    writeln!(
        out,
        "accuracy on the surest 80 %  {:.3}",
        curve.accuracy_at_80
    )?;
    writeln!(
        out,
        "accuracy on the surest 90 %  {:.3}",
        curve.accuracy_at_90
    )?;
    writeln!(
        out,
        "AURC                         {:.3}   area under the risk–coverage curve",
        curve.aurc
    )
}

fn stance_only(out: &mut String, view: &StanceOnly) -> Result {
    let bold = bold();
    let evaluation = &view.evaluation;
    let [low, high] = evaluation.accuracy_ci;
    writeln!(
        out,
        "\n{bold}the stances alone{bold:#}: {} statements that take one",
        evaluation.n
    )?;
    writeln!(
        out,
        "accuracy   {:.3}   95 % interval {low:.3} to {high:.3}; `none` counts as a mistake",
        evaluation.accuracy
    )?;
    let [low, high] = evaluation.macro_f1_ci;
    writeln!(
        out,
        "macro-F1   {:.3}   95 % interval {low:.3} to {high:.3}",
        evaluation.macro_f1
    )?;
    writeln!(
        out,
        "decided    {:.3}   accuracy where `none` is ruled out (macro-F1 {:.3})",
        view.decided.accuracy, view.decided.macro_f1
    )
}

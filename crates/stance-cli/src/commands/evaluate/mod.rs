//! `stance evaluate`: what is measured, what is found, and how it is told.

mod baselines;
mod details;
mod folds;
mod html;
mod learning;
mod measured;
mod mistakes;
mod report;
mod slices;
mod text;

use std::io::Write;

use crate::args::{EvaluateArgs, ReportFormat};
use crate::output::Notes;
use crate::output::destination::Destination;

use report::Report;

/// Measures a model, or a recipe by cross-validation, and tells how good it is.
pub fn run(args: &EvaluateArgs, notes: &Notes) -> anyhow::Result<()> {
    let mut out = Destination::open(args.out.as_deref())?;
    let measured = measured::measure(args, notes)?;
    let report = Report::of(args, &measured, notes)?;
    let told = match args.format {
        ReportFormat::Text => text::text(&report, args.depth.full)?,
        ReportFormat::Json => format!("{:#}\n", serde_json::to_value(&report)?),
        ReportFormat::Html => html::page(&report)?,
    };
    out.write_all(told.as_bytes())?;
    out.finish()
}

//! `stance evaluate`: what is measured, what is found, and how it is told.

mod attribution;
mod baselines;
mod details;
mod folds;
mod html;
mod learning;
mod measured;
mod mistakes;
mod report;
mod slices;
mod stages;
mod text;
mod trade;

use crate::args::{EvaluateArgs, ReportFormat};
use crate::output::destination::Destination;
use crate::output::{self, Notes};

use report::Report;

/// Measures a model, or a recipe by cross-validation, and tells how good it is.
pub fn run(args: &EvaluateArgs, notes: &Notes) -> anyhow::Result<()> {
    if args.attribution {
        return attribution::run(args);
    }
    let out = Destination::open(args.out.as_deref())?;
    let measured = measured::measure(args, notes)?;
    let report = Report::of(args, &measured, notes)?;
    let told = match args.format {
        ReportFormat::Text => text::text(&report, args.depth.full)?,
        ReportFormat::Json => output::json(&report)?,
        ReportFormat::Html => html::page(&report)?,
    };
    output::write(told.as_bytes(), out)
}

//! `stance explain`.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, bail};
use serde_json::{Value, json};
use stance_classifier::{Classify, Evidence, Explanation};

use crate::args::ExplainArgs;
use crate::input::source;
use crate::output::destination::Destination;
use crate::output::{self, highlight, statements};

/// Most spans that are listed for reading.
const LISTED: usize = 8;

/// Prints a label, its probabilities and the words that decided.
pub fn run(args: &ExplainArgs) -> anyhow::Result<()> {
    let text = if args.text == "-" {
        let bytes = source::bytes(Path::new("-"))?;
        let decoded = stance_text::decode(&bytes, None).context("<stdin>")?;
        decoded.text().trim().to_owned()
    } else {
        args.text.trim().to_owned()
    };
    if text.is_empty() {
        bail!("the text is empty: give a statement");
    }
    let classifier = args.model.open()?;
    let explanation = classifier.explain(&text);
    let evidence = explanation.evidence();
    let result = told(&text, &explanation);
    let reading = || {
        let mut out = String::new();
        // Writing to a string does not fail.
        let _ = write_reading(&text, &explanation, &evidence, &mut out);
        out
    };
    output::text_or_json(args.format, &result, reading, Destination::open(None)?)
}

/// The explanation of a text for programs.
pub fn told(text: &str, explanation: &Explanation<'_>) -> Value {
    let prediction = explanation.prediction();
    json!({
        "text": text,
        "label": prediction.label(),
        "probabilities": statements::probabilities(prediction),
        "margin": explanation.margin(),
        "intercept": explanation.intercept_margin(),
        "evidence": statements::evidence(&explanation.evidence(), |range| range),
    })
}

fn write_reading(
    text: &str,
    explanation: &Explanation<'_>,
    evidence: &[Evidence],
    out: &mut String,
) -> std::fmt::Result {
    let prediction = explanation.prediction();
    writeln!(out, "{}\n", highlight::text(text, explanation))?;
    let mut order: Vec<usize> = (0..prediction.labels().len()).collect();
    order.sort_by(|&a, &b| prediction.probabilities()[b].total_cmp(&prediction.probabilities()[a]));
    for class in order {
        let label = prediction.labels().get(class).unwrap_or_default();
        let p = prediction.probabilities()[class];
        let style = highlight::style(label, class);
        let bar = "█".repeat((p * 40.0).round() as usize);
        writeln!(
            out,
            "  {style}{label:<12}{style:#} {p:>6.3}  {style}{bar}{style:#}"
        )?;
    }
    writeln!(out, "\nfor and against `{}`:", prediction.label())?;
    let mut strongest: Vec<&Evidence> = evidence.iter().collect();
    strongest.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    for span in strongest.iter().take(LISTED) {
        let words = highlight::one_line(text.get(span.range.clone()).unwrap_or_default());
        writeln!(out, "  {:>+7.2}  {words}", span.weight)?;
    }
    let rest: f64 = strongest.iter().skip(LISTED).map(|span| span.weight).sum();
    writeln!(out, "  {rest:>+7.2}  (all other words)")?;
    writeln!(
        out,
        "  {:>+7.2}  (before any word)",
        explanation.intercept_margin()
    )?;
    writeln!(
        out,
        "  {:>+7.2}  margin over the other labels",
        explanation.margin()
    )
}

//! A text with the words that decided lit up.

use std::fmt::Write;

use anstyle::{AnsiColor, Effects, Style};
use stance_classifier::Explanation;

/// The colour of a label; labels that are not stances have one by their index.
pub fn style(label: &str, class: usize) -> Style {
    const OTHERS: [AnsiColor; 6] = [
        AnsiColor::Blue,
        AnsiColor::Magenta,
        AnsiColor::Cyan,
        AnsiColor::Green,
        AnsiColor::Yellow,
        AnsiColor::Red,
    ];
    match label {
        "reaffirming" => AnsiColor::Green.on_default(),
        "hedging" => AnsiColor::Yellow.on_default(),
        "critical" => AnsiColor::Red.on_default(),
        "none" => Style::new().effects(Effects::DIMMED),
        _ => OTHERS[class % OTHERS.len()].on_default(),
    }
}

/// The text in one line, words that speak for the label in its colour, strong ones in bold.
pub fn text(text: &str, explanation: &Explanation<'_>) -> String {
    let prediction = explanation.prediction();
    let class = prediction.class();
    let strongest = explanation
        .terms()
        .iter()
        .fold(0.0, |most: f64, term| most.max(term.toward(class)));
    let colour = style(prediction.label(), class);
    let mut out = String::with_capacity(text.len() * 2);
    let mut at = 0;
    for term in explanation.terms() {
        let (range, weight) = (term.range(), term.toward(class));
        out.push_str(&one_line(text.get(at..range.start).unwrap_or_default()));
        let word = one_line(text.get(range.clone()).unwrap_or_default());
        let _ = if weight >= 0.5 * strongest && weight > 0.0 {
            let bold = colour.effects(Effects::BOLD | Effects::UNDERLINE);
            write!(out, "{bold}{word}{bold:#}")
        } else if weight >= 0.2 * strongest && weight > 0.0 {
            write!(out, "{colour}{word}{colour:#}")
        } else {
            write!(out, "{word}")
        };
        at = range.end;
    }
    out.push_str(&one_line(text.get(at..).unwrap_or_default()));
    out
}

/// Line breaks and control characters as spaces, so that no text can steer the terminal.
pub fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

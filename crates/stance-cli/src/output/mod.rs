//! From results to files and the terminal.

#[cfg(feature = "arrow")]
mod columns;
pub mod destination;
pub mod highlight;
#[cfg(feature = "store")]
pub mod queried;
pub mod rows;
pub mod sink;
pub mod statements;

pub use stance_report::{chart, page};

use std::io::{IsTerminal, Write};

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

use crate::args::{ResultArgs, TextOrJson};
use destination::Destination;

/// Prints a whole result on standard output.
pub fn print(result: &[u8]) -> anyhow::Result<()> {
    write(result, Destination::open(None)?)
}

/// Writes a result for reading, or as JSON for programs.
pub fn text_or_json(
    format: TextOrJson,
    result: &impl Serialize,
    text: impl FnOnce() -> String,
    out: Destination,
) -> anyhow::Result<()> {
    let told = match format {
        TextOrJson::Text => text(),
        TextOrJson::Json => json(result)?,
    };
    write(told.as_bytes(), out)
}

/// Works a result out and writes it where and how `args` say. What cannot be written is known before the work.
pub fn worked_out<R: Serialize>(
    args: &ResultArgs,
    work: impl FnOnce() -> anyhow::Result<R>,
    text: impl FnOnce(&R) -> String,
) -> anyhow::Result<()> {
    let out = Destination::open(args.out.as_deref())?;
    let result = work()?;
    text_or_json(args.format, &result, || text(&result), out)
}

/// JSON as it is written everywhere: indented, and a line's end behind it.
pub fn json(result: &impl Serialize) -> anyhow::Result<String> {
    // By way of a value, which has its keys in order.
    Ok(format!("{:#}\n", serde_json::to_value(result)?))
}

/// Writes a whole result and puts it in its place.
pub fn write(result: &[u8], mut out: Destination) -> anyhow::Result<()> {
    out.write_all(result)?;
    out.finish()
}

/// A number of things: `1 row`, `2 rows`.
pub fn counted(number: usize, what: &str) -> String {
    match number {
        1 => format!("1 {what}"),
        _ => format!("{number} {what}s"),
    }
}

/// Prints an error and its causes on standard error.
pub fn error(error: &anyhow::Error) {
    let red = AnsiColor::Red.on_default().bold();
    anstream::eprintln!("{red}error{red:#}: {error:#}");
}

/// What is said on standard error beside the result: notes, and bars where there is a terminal.
pub struct Notes {
    quiet: bool,
}

impl Notes {
    /// Nothing is said when `quiet`.
    pub const fn new(quiet: bool) -> Self {
        Self { quiet }
    }

    /// A line for whoever watches.
    pub fn say(&self, note: impl std::fmt::Display) {
        if !self.quiet {
            anstream::eprintln!("{note}");
        }
    }

    /// Something is amiss, and work goes on.
    pub fn warn(&self, warning: impl std::fmt::Display) {
        if !self.quiet {
            let yellow: Style = AnsiColor::Yellow.on_default().bold();
            anstream::eprintln!("{yellow}warning{yellow:#}: {warning}");
        }
    }

    /// A bar of `length` steps, seen only on a terminal.
    pub fn bar(&self, length: u64, what: &'static str) -> ProgressBar {
        self.drawn(length, what, "{msg} {wide_bar} {pos}/{len} {eta}")
    }

    /// A bar of so many bytes, with the speed and the time left.
    pub fn bytes(&self, length: u64, what: &'static str) -> ProgressBar {
        let template = "{msg} {wide_bar} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left";
        self.drawn(length, what, template)
    }

    fn drawn(&self, length: u64, what: &'static str, template: &str) -> ProgressBar {
        let bar = ProgressBar::with_draw_target(Some(length), self.target());
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(what);
        bar
    }

    fn target(&self) -> ProgressDrawTarget {
        if self.quiet || !std::io::stderr().is_terminal() {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr()
        }
    }
}

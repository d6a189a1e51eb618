//! From results to files and the terminal.

pub mod chart;
pub mod destination;
pub mod highlight;
pub mod page;
pub mod statements;

use std::io::{IsTerminal, Write};

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Prints a whole result on standard output.
pub fn print(result: &[u8]) -> anyhow::Result<()> {
    let mut out = destination::Destination::open(None)?;
    out.write_all(result)?;
    out.finish()
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
        let bar = ProgressBar::with_draw_target(Some(length), self.target());
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}") {
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

//! The `stance` command.

mod args;
mod commands;
mod engine;
mod input;
mod output;
mod pipeline;

use std::io;
use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command, ModelCommand};

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(&cli) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads our output has read enough.
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output::error(&error);
            ExitCode::FAILURE
        }
    }
}

fn run(cli: &Cli) -> anyhow::Result<()> {
    if let Some(jobs) = cli.jobs {
        rayon::ThreadPoolBuilder::new()
            .num_threads(usize::from(jobs))
            .build_global()?;
    }
    let notes = output::Notes::new(cli.quiet);
    match &cli.command {
        Command::Classify(args) => commands::classify::run(args, &notes),
        Command::Report(args) => commands::report::run(args, &notes),
        Command::Explain(args) => commands::explain::run(args),
        Command::Train(args) => commands::train::run(args, &notes),
        Command::Evaluate(args) => commands::evaluate::run(args, &notes),
        Command::Compare(args) => commands::compare::run(args),
        Command::Agree(args) => commands::agree::run(args),
        Command::Watch(args) => commands::watch::run(args, &notes),
        Command::Query(args) => commands::query::run(args),
        #[cfg(feature = "serve")]
        Command::Serve(args) => commands::serve::run(args, &notes),
        Command::Model(ModelCommand::Info { model, format }) => {
            commands::model::info(model, *format)
        }
        Command::Completions { shell } => commands::manual::completions(*shell),
        Command::Man => commands::manual::man(),
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>();
        io.is_some_and(|io| io.kind() == io::ErrorKind::BrokenPipe)
    })
}

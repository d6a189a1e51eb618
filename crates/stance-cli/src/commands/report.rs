//! `stance report`.

mod gather;
#[cfg(feature = "store")]
mod stored;

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use rayon::prelude::*;
use stance_attribution::{Lexicon, List};
use stance_classifier::card::Scores;
#[cfg(feature = "serve")]
use stance_pages::Page;
use stance_report::data::Table;
use stance_report::{
    Collection, CountedOn, Document, ErrorModel, Evidence, Layout, Options, Report, Step,
};

use crate::args::{PeriodArg, ReadingArgs, ReportArgs};
use crate::engine::Engine;
use crate::input::dates::Dates;
use crate::input::source;
use crate::output::destination::Destination;
use crate::output::{self, Notes, counted};
use crate::pipeline::Pipeline;

/// What a report is drawn from.
struct Material {
    collection: Collection,
    errors: Option<ErrorModel>,
    /// What the page says of the model.
    model: String,
    /// Files and records that could not be read.
    failed: usize,
}

/// Draws what pages say, or what a store has of them.
pub fn run(args: &ReportArgs, notes: &Notes) -> anyhow::Result<()> {
    // Opened first, so that a place that cannot be written costs no reading.
    let out = Destination::open(Some(&args.out))?;
    let material = match &args.db {
        None => read(args, notes)?,
        #[cfg(feature = "store")]
        Some(db) => stored::read(args, db, notes)?,
        #[cfg(not(feature = "store"))]
        Some(_) => return Err(super::watch::not_built()),
    };
    let options = Options {
        step: args.by.map(Into::into),
        ..Options::default()
    };
    let report = Report::new(&material.collection, material.errors.as_ref(), &options)?;
    let layout = layout(material.model, args.title.as_deref());
    let page = stance_report::html(&report, &layout);
    if let Some(folder) = &args.data {
        data(&report, folder)?;
    }
    output::write(page.as_bytes(), out)?;
    match material.failed {
        0 => Ok(()),
        failed => bail!(
            "{} could not be read to the end; the report is of the others",
            counted(failed, "file")
        ),
    }
}

/// Reads and labels pages.
fn read(args: &ReportArgs, notes: &Notes) -> anyhow::Result<Material> {
    let engine = args.model.open()?;
    let errors = error_model(args, Some(&engine))?;
    let (lexicon, dates) = (args.reading.lexicon()?, args.reading.dates()?);
    let pipeline = Pipeline::new(&engine, &lexicon, &dates);
    let gathered = gather::gather(&args.files, &pipeline, args.data.is_none(), notes)?;
    if gathered.collection.documents.is_empty() {
        bail!("none of the files could be read: there is nothing to report");
    }
    gathered.say(notes);
    let mut collection = gathered.collection;
    keep_days(&mut collection, args)?;
    explain(&mut collection, &pipeline, notes);
    Ok(Material {
        collection,
        model: told(&names(&engine)?, errors.as_ref()),
        errors,
        failed: gathered.failed,
    })
}

/// Leaves out what is not of the days asked for.
fn keep_days(collection: &mut Collection, args: &ReportArgs) -> anyhow::Result<()> {
    if args.from.is_none() && args.to.is_none() {
        return Ok(());
    }
    let kept = |document: &Document| {
        document.date.is_some_and(|date| {
            args.from.is_none_or(|from| from <= date) && args.to.is_none_or(|to| date <= to)
        })
    };
    let kept: Vec<bool> = collection.documents.iter().map(kept).collect();
    collection.retain(&kept);
    if collection.documents.is_empty() {
        bail!("no document is of the days from --from to --to: there is nothing to report");
    }
    Ok(())
}

/// How often the model errs: as the command line says, or as its card does.
fn error_model(args: &ReportArgs, engine: Option<&Engine>) -> anyhow::Result<Option<ErrorModel>> {
    if args.uncorrected {
        return Ok(None);
    }
    if let Some(path) = &args.errors {
        let read = serde_json::from_reader(source::open(path)?);
        let errors: ErrorModel = read.with_context(|| {
            format!(
                "{}: not what `stance evaluate --format json` writes",
                source::name(path)
            )
        })?;
        return Ok(Some(errors));
    }
    engine.map_or(Ok(None), errors_on_card)
}

/// How often the model errs, as its card has it.
fn errors_on_card(engine: &Engine) -> anyhow::Result<Option<ErrorModel>> {
    // Of a cascade that of the second model, which answers most: the first answers only where it is sure, and is
    // seldom wrong there.
    let card = engine.cards()?.pop().unwrap_or_default();
    let Scores {
        confusion, sure, ..
    } = card.held_out.unwrap_or_default();
    let sure = sure.map(|sure| stance_report::Sure {
        from: sure.from,
        confusion: sure.confusion,
    });
    Ok((!confusion.is_empty()).then_some(ErrorModel {
        confusion,
        sure,
        counted_on: CountedOn::OtherText,
    }))
}

/// The page of pages that have been read, as the command draws it where it is told nothing but the title.
#[cfg(feature = "serve")]
pub fn drawn(
    pages: Vec<Page>,
    engine: &Engine,
    lexicon: &Lexicon,
    title: Option<&str>,
) -> anyhow::Result<String> {
    let errors = errors_on_card(engine)?;
    let dates = Dates::default();
    let pipeline = Pipeline::new(engine, lexicon, &dates);
    let mut collection = gather::of_pages(pages, &pipeline);
    explain(&mut collection, &pipeline, &Notes::new(true));
    let report = Report::new(&collection, errors.as_ref(), &Options::default())?;
    let layout = layout(told(&names(engine)?, errors.as_ref()), title);
    Ok(stance_report::html(&report, &layout))
}

/// How the page is laid out, with what it says of the model.
fn layout(model: String, title: Option<&str>) -> Layout {
    let layout = Layout {
        notes: vec![model],
        ..Layout::default()
    };
    match title {
        Some(title) => Layout {
            title: title.to_owned(),
            ..layout
        },
        None => layout,
    }
}

/// Finds the words that decided the statements that are likely to be shown.
fn explain(collection: &mut Collection, pipeline: &Pipeline<'_>, notes: &Notes) {
    /// Statements of each label that are asked about, the surest first: by a model that is quick, and by one that is not.
    const ASKED: [usize; 2] = [10_000, 60];
    let asked = ASKED[usize::from(!pipeline.explains_quickly())];
    let statements = &collection.statements;
    let neutral = Options::default().neutral;
    let mut by_class: Vec<Vec<(usize, f64)>> = vec![Vec::new(); collection.labels.len()];
    for (at, statement) in statements.iter().enumerate() {
        let class = statement.class();
        // A store may have it already.
        if collection.labels.get(class) != neutral.as_ref() && statement.evidence.is_empty() {
            by_class[class].push((at, statement.probabilities[class]));
        }
    }
    let mut shown: Vec<usize> = Vec::new();
    for mut of_class in by_class {
        if of_class.len() > asked {
            of_class.sort_by(|(_, a), (_, b)| b.total_cmp(a));
            of_class.truncate(asked);
        }
        shown.extend(of_class.into_iter().map(|(at, _)| at));
    }
    let bar = notes.bar(shown.len() as u64, "explaining");
    let found: Vec<(usize, Vec<Evidence>)> = shown
        .into_par_iter()
        .map(|at| {
            let found = pipeline.evidence(statements.at(at).text);
            bar.inc(1);
            (at, found)
        })
        .collect();
    bar.finish_and_clear();
    for (at, evidence) in found {
        collection.statements.set_evidence(at, &evidence);
    }
}

/// What the models that answer are called.
fn names(engine: &Engine) -> anyhow::Result<String> {
    let names: Vec<String> = engine.cards()?.into_iter().map(|card| card.name).collect();
    Ok(names.join(" and "))
}

/// What the page says of the model.
fn told(name: &str, errors: Option<&ErrorModel>) -> String {
    match errors {
        Some(errors) => format!(
            "Labelled by the model {name}, whose errors were counted on {} held-out sentences.",
            errors.sentences()
        ),
        None => format!("Labelled by the model {name}; the shares are as counted."),
    }
}

/// Writes what the page is drawn from, each table twice: as .csv and as .jsonl.
fn data(report: &Report<'_>, folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    for table in Table::ALL {
        let open = |extension: &str| {
            let path = folder.join(table.name()).with_extension(extension);
            Destination::open_for_data(Some(&path))
        };
        let mut out = open("csv")?;
        stance_report::data::csv(report, table, &mut out)?;
        out.finish()?;
        let mut out = open("jsonl")?;
        stance_report::data::jsonl(report, table, &mut out)?;
        out.finish()?;
    }
    Ok(())
}

impl ReadingArgs {
    /// The lists of names within the program, and those given.
    pub fn lexicon(&self) -> anyhow::Result<Lexicon> {
        let mut lexicon = Lexicon::default();
        let Some(folder) = &self.lists else {
            return Ok(lexicon);
        };
        let mut found = 0;
        for list in List::ALL {
            let path = folder.join(list.file());
            if !path.exists() {
                continue;
            }
            let name = source::name(&path);
            let text = fs::read_to_string(&path).with_context(|| name.clone())?;
            lexicon.extend_from_csv(list, &text).with_context(|| name)?;
            found += 1;
        }
        if found == 0 {
            let names = List::ALL.map(List::file).join(", ");
            bail!("{}: none of {names} is there", folder.display());
        }
        Ok(lexicon)
    }

    /// The dates given.
    pub fn dates(&self) -> anyhow::Result<Dates> {
        self.dates
            .as_deref()
            .map_or(Ok(Dates::default()), Dates::read)
    }
}

impl From<PeriodArg> for Step {
    fn from(period: PeriodArg) -> Self {
        match period {
            PeriodArg::Day => Self::Day,
            PeriodArg::Week => Self::Week,
            PeriodArg::Month => Self::Month,
            PeriodArg::Quarter => Self::Quarter,
            PeriodArg::Year => Self::Year,
        }
    }
}

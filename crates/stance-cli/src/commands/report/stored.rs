//! A report of what `stance watch` has read.

use std::path::Path;

use anyhow::{Context, bail};
use stance_pages::{Duplicates, Fingerprint};
use stance_report::Collection;
use stance_store::{Filter, Reader};

use super::{Material, error_model, explain, keep_days, told};
use crate::args::ReportArgs;
use crate::engine::Engine;
use crate::output::{Notes, counted};
use crate::pipeline::Pipeline;

/// The records of a store.
pub fn read(args: &ReportArgs, db: &Path, notes: &Notes) -> anyhow::Result<Material> {
    let named = || db.display().to_string();
    let reader = Reader::open(db).with_context(named)?;
    let models = reader.models().with_context(named)?;
    let mut collection = reader.collection(&Filter::default()).with_context(named)?;
    if collection.documents.is_empty() {
        bail!(
            "{}: no document is in it yet: run `stance watch`",
            db.display()
        );
    }
    let dates = args.reading.dates()?;
    for document in &mut collection.documents {
        document.date = dates.of(&document.name).or(document.date);
    }
    let copies = leave_out_copies(&mut collection);
    notes.say(format_args!(
        "{}, {}; {copies} near-identical left out",
        counted(collection.documents.len(), "document"),
        counted(collection.statements.len(), "statement"),
    ));
    keep_days(&mut collection, args)?;
    let stored = models.into_iter().find(|stored| stored.documents > 0);
    let stored =
        stored.with_context(|| format!("{}: no model has labelled in it", db.display()))?;
    // The model is asked for the words that decided, and for its errors, if it is still what it was.
    let engine = Engine::open(&stored.model.name, None).ok();
    let same = |engine: &Engine| {
        engine
            .checksum()
            .is_ok_and(|it| it == stored.model.checksum)
    };
    let engine = engine.filter(same);
    match &engine {
        Some(engine) => {
            let lexicon = args.reading.lexicon()?;
            let pipeline = Pipeline::new(engine, &lexicon, &dates);
            explain(&mut collection, &pipeline, notes);
        }
        None => notes.warn(format_args!(
            "the model `{}` that labelled it is not at hand: the words that decided are not shown, and counts are \
             corrected only with --errors",
            stored.model.name
        )),
    }
    let errors = error_model(args, engine.as_ref())?;
    Ok(Material {
        collection,
        model: told(&stored.model.name, errors.as_ref()),
        errors,
        failed: 0,
    })
}

/// Leaves out documents that say what one before them says, and names them there; how many there were.
fn leave_out_copies(collection: &mut Collection) -> usize {
    let mut bodies: Vec<Vec<&str>> = vec![Vec::new(); collection.documents.len()];
    let mut before = None;
    for statement in collection.statements.iter() {
        // What is about two alliances is there twice.
        let place = Some((statement.document, statement.span));
        if place != before {
            bodies[statement.document].push(statement.text);
        }
        before = place;
    }
    let mut duplicates = Duplicates::default();
    let originals: Vec<Option<usize>> = bodies
        .into_iter()
        .map(|body| duplicates.add_fingerprint(Fingerprint::of_sentences(body)))
        .collect();
    for (at, original) in originals.iter().enumerate() {
        if let Some(original) = *original {
            let name = collection.documents[at].name.clone();
            collection.documents[original].copies.push(name);
        }
    }
    let kept: Vec<bool> = originals.iter().map(Option::is_none).collect();
    collection.retain(&kept);
    kept.iter().filter(|kept| !**kept).count()
}

//! Looking into a folder again and again.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, anyhow, bail};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use stance_store::{
    Added, Error, Looks, Model, ModelId, Scan, Seen, Settling, Stamp, Store, Unread,
};

use super::batch::{Outcome, Reading, Stored};
use crate::args::WatchArgs;
use crate::engine::Engine;
use crate::input::pages;
use crate::output::{self, Notes, counted};
use crate::pipeline::Pipeline;

/// How soon a signal is heeded between two looks.
const HEED: Duration = Duration::from_millis(100);

/// Reads what is new in a folder, once or until it is told to end.
pub fn run(args: &WatchArgs, notes: &Notes) -> anyhow::Result<()> {
    let stop = stop_by_signal()?;
    let given = || args.folder.display().to_string();
    // By one name, whichever way it is given the next time.
    let folder = fs::canonicalize(&args.folder).with_context(given)?;
    let scanned = scan(&folder).with_context(given)?;
    let engine = args.model.open()?;
    let (lexicon, dates) = (args.reading.lexicon()?, args.reading.dates()?);
    let pipeline = Pipeline::new(&engine, &lexicon, &dates);
    let named = || args.db.display().to_string();
    let mut store = Store::create(&args.db).with_context(named)?;
    let model = model(args, &engine, &pipeline, &mut store).with_context(named)?;
    let settling = match args.once {
        true => Settling::AtOnce,
        false => Settling::TwoLooks,
    };
    let known = match args.reread {
        true => Vec::new(),
        false => store.files().with_context(named)?,
    };
    let mut watch = Watch {
        once: args.once,
        db: &args.db,
        folder,
        notes,
        reading: Reading {
            pipeline: &pipeline,
            model,
            reread: args.reread,
            again: HashSet::new(),
        },
        store,
        looks: Looks::new(settling, known),
        told: HashSet::new(),
        count: Count::default(),
    };
    if args.once {
        let left = watch.look(&scanned, &stop)?;
        return watch.finish(left);
    }
    notes.say(format_args!("watching {}", watch.folder.display()));
    let mut scanned = Some(scanned);
    while !stop.load(Ordering::Relaxed) {
        match scanned.take().map_or_else(|| scan(&watch.folder), Ok) {
            Ok(scanned) => {
                watch.told.remove(&watch.folder);
                watch.look(&scanned, &stop)?;
            }
            // A drive that is away may come back.
            Err(why) => watch.complain(watch.folder.clone(), why.into()),
        }
        wait(args.interval, &stop);
    }
    notes.say(watch.count.summary());
    Ok(())
}

/// The files of a folder as they are now.
fn scan(folder: &Path) -> io::Result<Scan> {
    let found = pages::in_folder(folder)?;
    let unread = found.unread.into_iter();
    let mut scan = Scan {
        files: Vec::new(),
        unread: unread.map(|(path, why)| Unread { path, why }).collect(),
    };
    for (path, metadata) in found.files {
        match path.into_os_string().into_string() {
            Ok(path) => scan.files.push(Seen {
                path,
                stamp: Stamp::from(&metadata),
            }),
            // A path is text in the store.
            Err(path) => scan.unread.push(Unread {
                path: path.into(),
                why: "its name is not UTF-8: give it another".to_owned(),
            }),
        }
    }
    scan.files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(scan)
}

/// What Ctrl-C and SIGTERM set; the second time they end the program at once.
fn stop_by_signal() -> anyhow::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&stop))?;
        flag::register(signal, Arc::clone(&stop))?;
    }
    Ok(stop)
}

fn wait(interval: Duration, stop: &AtomicBool) {
    let mut left = interval;
    while !left.is_zero() && !stop.load(Ordering::Relaxed) {
        let step = HEED.min(left);
        std::thread::sleep(step);
        left -= step;
    }
}

/// The model as the store has it; statements of two models are not put together unawares.
fn model(
    args: &WatchArgs,
    engine: &Engine,
    pipeline: &Pipeline<'_>,
    store: &mut Store,
) -> anyhow::Result<ModelId> {
    let checksum = engine.checksum()?;
    let others = store.models()?;
    let mut others = others
        .iter()
        .filter(|stored| stored.documents > 0 && stored.model.checksum != checksum);
    if let Some(other) = others.next().filter(|_| !args.reread) {
        bail!(
            "{} in it were labelled by another model (`{}`): go on with that one, read all files again \
             with --reread, or begin another file",
            counted(usize::try_from(other.documents)?, "document"),
            other.model.name
        );
    }
    Ok(store.model(&Model {
        name: args.model.model.clone(),
        checksum,
        labels: pipeline.labels(),
    })?)
}

struct Watch<'w> {
    once: bool,
    db: &'w Path,
    folder: PathBuf,
    notes: &'w Notes,
    reading: Reading<'w>,
    store: Store,
    looks: Looks,
    /// What was complained of, and has not changed since.
    told: HashSet<PathBuf>,
    count: Count,
}

/// What was done.
#[derive(Default)]
struct Count {
    stored: usize,
    copies: usize,
    same: usize,
    statements: usize,
    /// Files that could not be read.
    failed: usize,
    /// Records that could not be read, of files that are stored without them.
    records: usize,
}

impl Count {
    fn summary(&self) -> String {
        let mut summary = format!(
            "{} read with {}; {}, {} unchanged; {} could not be read",
            counted(self.stored, "file"),
            counted(self.statements, "statement"),
            match self.copies {
                1 => "1 copy".to_owned(),
                copies => format!("{copies} copies"),
            },
            self.same,
            self.failed,
        );
        if self.records > 0 {
            summary.push_str(&format!(", nor could {}", counted(self.records, "record")));
        }
        summary
    }
}

impl Watch<'_> {
    /// Reads what is ready; gives how many files are left because a signal came.
    fn look(&mut self, scanned: &Scan, stop: &AtomicBool) -> anyhow::Result<usize> {
        for unread in &scanned.unread {
            self.complain(unread.path.clone(), anyhow!("{}", unread.why));
        }
        let look = self.looks.look(&self.folder, scanned);
        for path in &look.vanished {
            let note = format_args!("gone      {path}: its documents stay");
            self.notes.say(note);
        }
        let mut rest = look.ready.as_slice();
        while !rest.is_empty() && !stop.load(Ordering::Relaxed) {
            match self.reading.store(rest, &mut self.store) {
                Ok(outcomes) => {
                    let (now, later) = rest.split_at(outcomes.len());
                    for (seen, outcome) in now.iter().zip(outcomes) {
                        self.settle(seen, outcome);
                    }
                    rest = later;
                }
                // Whoever reads for long will be done at some time.
                Err(why @ Error::Locked) if !self.once => {
                    self.complain(self.db.to_owned(), why.into());
                    return Ok(rest.len());
                }
                Err(why) => return Err(why).with_context(|| self.db.display().to_string()),
            }
            self.told.remove(self.db);
        }
        Ok(rest.len())
    }

    fn settle(&mut self, seen: &Seen, outcome: Outcome) {
        let path = PathBuf::from(&seen.path);
        match outcome {
            Outcome::Stored(stored) => {
                self.told.remove(&path);
                self.looks.done(seen);
                self.tell(seen, &stored);
            }
            // The next look sees what has become of it.
            Outcome::Moved(_) if !self.once => {}
            Outcome::Moved(why) => self.complain(path, why.into()),
            Outcome::Unreadable(why) => self.complain(path, why),
            Outcome::Refused(why) => {
                self.looks.refuse(seen);
                self.told.remove(&path);
                self.complain(path, why);
            }
        }
    }

    /// Says what is there of a file, and what of it is not.
    fn tell(&mut self, seen: &Seen, stored: &Stored) {
        let (what, count) = match stored.added {
            Added::New => ("new      ", &mut self.count.stored),
            Added::Changed => ("changed  ", &mut self.count.stored),
            Added::Copy => ("copy     ", &mut self.count.copies),
            Added::Same => ("unchanged", &mut self.count.same),
        };
        *count += 1;
        self.count.statements += stored.statements;
        self.count.records += stored.failed.len();
        let statements = counted(stored.statements, "statement");
        let detail = match stored.documents {
            0 => String::new(),
            1 => format!(": {statements}"),
            documents => format!(": {statements} in {}", counted(documents, "document")),
        };
        self.notes.say(format_args!("{what} {}{detail}", seen.path));
        for why in &stored.failed {
            output::error(&anyhow!("{why}"));
        }
    }

    /// Says once what is the matter with a file, and goes on.
    fn complain(&mut self, path: PathBuf, why: anyhow::Error) {
        if self.told.contains(&path) {
            return;
        }
        self.count.failed += 1;
        let name = path.display().to_string();
        // Errors that know the line name the file themselves.
        let named = format!("{why:#}").starts_with(&name);
        output::error(&if named { why } else { why.context(name) });
        self.told.insert(path);
    }

    /// The end of a single look.
    fn finish(&self, left: usize) -> anyhow::Result<()> {
        self.notes.say(self.count.summary());
        match (left, self.count.failed, self.count.records) {
            (0, 0, 0) => Ok(()),
            (0, 0, records) => bail!(
                "{} could not be read; the others of their files are stored",
                counted(records, "record")
            ),
            (0, failed, _) => bail!("{} could not be read", counted(failed, "file")),
            _ => bail!(
                "ended by a signal with {} left: run it again for the rest",
                counted(left, "file")
            ),
        }
    }
}

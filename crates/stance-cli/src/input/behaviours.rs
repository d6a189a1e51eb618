//! Behaviour tests: small cases that say what a model must be able to do.
//!
//! In the manner of Ribeiro et al., "Beyond Accuracy: Behavioral Testing of NLP Models with CheckList"
//! (ACL 2020). `datasets/behaviours/README.md` describes the files.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{anyhow, bail};
use csv::StringRecord;
use serde::Serialize;

use super::source;
use super::table::{self, Table};

/// What joins the labels of which any will do.
const OR: char = '|';

/// What a test asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Minimum functionality: the label is the expected one.
    Mft,
    /// Invariance: a change that does not matter leaves the label of the base as it is.
    Inv,
    /// Direction: a change moves the probability of a class up or down.
    Dir,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Mft, Self::Inv, Self::Dir];

    /// As files write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mft => "mft",
            Self::Inv => "inv",
            Self::Dir => "dir",
        }
    }

    /// Whether a case is a base and its variants, not one row.
    const fn has_bases(self) -> bool {
        !matches!(self, Self::Mft)
    }
}

/// Where a probability must move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    Up,
    Down,
}

/// The cases of one file, all of one kind.
#[derive(Debug, Clone)]
pub struct Capability {
    pub name: String,
    pub kind: Kind,
    pub cases: Vec<Case>,
}

/// A row on its own, or a base and its variants.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its number in the file; empty where a case is one row.
    pub name: String,
    /// The base comes first.
    pub rows: Vec<Row>,
}

/// A text and what is asked of it.
#[derive(Debug, Clone)]
pub struct Row {
    pub id: String,
    pub text: String,
    /// The expected labels, of which any will do; for a direction the class whose probability moves.
    pub labels: Vec<String>,
    pub direction: Option<Direction>,
    /// `file:line`, for messages.
    pub place: String,
}

/// Reads a behaviour file, or those of a folder in the order of their names.
pub fn read(path: &Path) -> anyhow::Result<Vec<Capability>> {
    let mut capabilities: Vec<Capability> = Vec::new();
    let mut ids = HashMap::new();
    for file in source::tables(&[path.to_owned()])? {
        let capability = read_file(&file)?;
        for row in capability.cases.iter().flat_map(|case| &case.rows) {
            if let Some(first) = ids.insert(row.id.clone(), row.place.clone()) {
                bail!(
                    "{}: the id `{}` is that of {first} too: give each row its own",
                    row.place,
                    row.id
                );
            }
        }
        capabilities.push(capability);
    }
    Ok(capabilities)
}

fn read_file(path: &Path) -> anyhow::Result<Capability> {
    let name = source::name(path);
    let mut table = Table::new(name.clone(), source::open(path)?)?;
    let columns = Columns::of(&table)?;
    let mut capability: Option<Capability> = None;
    let mut record = StringRecord::new();
    while table.read(&mut record)? {
        let place = format!("{name}:{}", table::line(&record));
        let kind = columns.kind(&record, &place)?;
        let named = &record[columns.capability];
        let capability = capability.get_or_insert_with(|| Capability {
            name: named.to_owned(),
            kind,
            cases: Vec::new(),
        });
        if capability.kind != kind || capability.name != named {
            bail!(
                "{place}: `{named}`, {}, in a file of `{}`, {}: a file holds one capability and one kind of test",
                kind.as_str(),
                capability.name,
                capability.kind.as_str()
            );
        }
        let row = columns.row(&record, place)?;
        add(&mut capability.cases, kind, &record[columns.case], row)?;
    }
    let capability = capability.ok_or_else(|| anyhow!("{name}: no record behind the header"))?;
    for case in capability
        .cases
        .iter()
        .filter(|_| capability.kind.has_bases())
    {
        if let [row] = case.rows.as_slice() {
            bail!(
                "{}: case {} of this row alone: a case of `{}` is a base and at least one variant",
                row.place,
                case.name,
                capability.kind.as_str()
            );
        }
    }
    Ok(capability)
}

/// Puts a row into its case, and checks that it says what its kind of test needs.
fn add(cases: &mut Vec<Case>, kind: Kind, case: &str, row: Row) -> anyhow::Result<()> {
    let place = &row.place;
    if kind.has_bases() && case.is_empty() {
        bail!(
            "{place}: `case` is empty: rows of `{}` need the number of their case",
            kind.as_str()
        );
    }
    if !kind.has_bases() && !case.is_empty() {
        bail!("{place}: `case` is `{case}`: a case of `mft` is one row, and has no number");
    }
    let known = cases.iter().position(|known| known.name == case);
    let known = known.filter(|_| kind.has_bases());
    if known.is_some_and(|known| known + 1 < cases.len()) {
        bail!(
            "{place}: case {case} again: put the rows of a case together, or give this one another number"
        );
    }
    let is_base = known.is_none();
    match kind {
        Kind::Mft | Kind::Inv if row.direction.is_some() => {
            bail!("{place}: a `direction` is for `dir` alone: leave it empty");
        }
        Kind::Mft | Kind::Inv if row.labels.is_empty() => {
            bail!("{place}: `label` is empty: give the expected one");
        }
        Kind::Dir if is_base && (row.direction.is_some() || !row.labels.is_empty()) => {
            bail!(
                "{place}: the first row of a case of `dir` is its base: leave `label` and `direction` empty"
            );
        }
        Kind::Dir if !is_base && (row.direction.is_none() || row.labels.len() != 1) => {
            bail!(
                "{place}: a row of `dir` needs one `label` and the `direction`, up or down, that its probability takes"
            );
        }
        _ => {}
    }
    match known {
        None => cases.push(Case {
            name: case.to_owned(),
            rows: vec![row],
        }),
        Some(known) => {
            let rows = &mut cases[known].rows;
            if kind == Kind::Inv && rows[0].labels != row.labels {
                bail!(
                    "{place}: expected label `{}`, but `{}` in the base: what changes the label is no `inv`",
                    row.labels.join("|"),
                    rows[0].labels.join("|")
                );
            }
            rows.push(row);
        }
    }
    Ok(())
}

/// Where a behaviour file has what.
struct Columns {
    id: usize,
    capability: usize,
    test: usize,
    case: usize,
    text: usize,
    label: usize,
    direction: usize,
}

impl Columns {
    fn of<R: std::io::Read>(table: &Table<R>) -> anyhow::Result<Self> {
        let column = |name: &str| {
            table.find(name).ok_or_else(|| {
                anyhow!(
                    "{}:1: no column `{name}`; a behaviour file has id,capability,test,case,text,label,direction",
                    table.name()
                )
            })
        };
        Ok(Self {
            id: column("id")?,
            capability: column("capability")?,
            test: column("test")?,
            case: column("case")?,
            text: column("text")?,
            label: column("label")?,
            direction: column("direction")?,
        })
    }

    fn kind(&self, record: &StringRecord, place: &str) -> anyhow::Result<Kind> {
        let written = &record[self.test];
        let kind = Kind::ALL.into_iter().find(|kind| kind.as_str() == written);
        kind.ok_or_else(|| {
            anyhow!("{place}: unknown test `{written}`; there are mft (minimum functionality), inv (invariance) and dir (direction)")
        })
    }

    fn row(&self, record: &StringRecord, place: String) -> anyhow::Result<Row> {
        for (name, column) in [
            ("id", self.id),
            ("capability", self.capability),
            ("text", self.text),
        ] {
            if record[column].trim().is_empty() {
                bail!("{place}: `{name}` is empty");
            }
        }
        let direction = match &record[self.direction] {
            "" => None,
            "up" => Some(Direction::Up),
            "down" => Some(Direction::Down),
            other => bail!("{place}: unknown direction `{other}`; there are up and down"),
        };
        let labels: Vec<String> = match &record[self.label] {
            "" => Vec::new(),
            labels => labels.split(OR).map(str::to_owned).collect(),
        };
        Ok(Row {
            id: record[self.id].to_owned(),
            text: record[self.text].to_owned(),
            labels,
            direction,
            place,
        })
    }
}

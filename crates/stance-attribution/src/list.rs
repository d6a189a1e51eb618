//! The kinds of lists, and reading them.

use csv::{ReaderBuilder, StringRecord};

use crate::{Error, Result};

/// A kind of list. The files of the same names in the crate's folder `data` show the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum List {
    /// States with their capitals, demonyms and buildings.
    States,
    /// Pacts, pairs and groups of states.
    Alliances,
    /// Titles of persons.
    Offices,
    /// Verbs and phrases that attribute words to a speaker.
    SpeechVerbs,
    /// Persons with their offices.
    OfficeHolders,
    /// Open groups of states, such as the Gulf states.
    Groups,
    /// Institutions and groups of persons that hold views, and the words that go before them.
    Actors,
    /// Words by which one takes a stance without a word being said: `wary`, `refusal`, `unease`.
    Stances,
}

impl List {
    /// All lists, in the order in which they are read: later ones name rows of earlier ones.
    pub const ALL: [Self; 8] = [
        Self::States,
        Self::Groups,
        Self::Alliances,
        Self::Offices,
        Self::Actors,
        Self::SpeechVerbs,
        Self::OfficeHolders,
        Self::Stances,
    ];

    /// The name of the list's file.
    pub const fn file(self) -> &'static str {
        match self {
            Self::States => "states.csv",
            Self::Alliances => "alliances.csv",
            Self::Offices => "offices.csv",
            Self::SpeechVerbs => "speech_verbs.csv",
            Self::OfficeHolders => "office_holders.csv",
            Self::Groups => "groups.csv",
            Self::Actors => "actors.csv",
            Self::Stances => "stances.csv",
        }
    }

    pub(crate) const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::States => &[
                "iso2",
                "name",
                "other_names",
                "capitals",
                "demonyms",
                "peoples",
                "metonyms",
                "ambiguous",
            ],
            Self::Alliances => &["name", "other_names", "members", "status", "ambiguous"],
            Self::Offices => &["title", "plural", "kind", "states", "ambiguous"],
            Self::SpeechVerbs => &["verb", "forms", "attribution", "ambiguous"],
            Self::OfficeHolders => &[
                "person",
                "role",
                "state",
                "from",
                "to",
                "other_names",
                "ambiguous",
            ],
            Self::Groups => &["name", "other_names", "adjectives", "ambiguous"],
            Self::Actors => &["noun", "plural", "kind"],
            Self::Stances => &["word", "forms", "kind"],
        }
    }

    pub(crate) const fn embedded(self) -> &'static str {
        match self {
            Self::States => include_str!("../data/states.csv"),
            Self::Alliances => include_str!("../data/alliances.csv"),
            Self::Offices => include_str!("../data/offices.csv"),
            Self::SpeechVerbs => include_str!("../data/speech_verbs.csv"),
            Self::OfficeHolders => include_str!("../data/office_holders.csv"),
            Self::Groups => include_str!("../data/groups.csv"),
            Self::Actors => include_str!("../data/actors.csv"),
            Self::Stances => include_str!("../data/stances.csv"),
        }
    }

    pub(crate) fn error(self, line: u64, what: impl Into<String>) -> Error {
        Error {
            list: self,
            line,
            what: what.into(),
        }
    }

    /// The rows of a list: the line of each, and its fields in the order of [`Self::columns`].
    pub(crate) fn rows(self, text: &str) -> Result<Vec<Row>> {
        let mut reader = ReaderBuilder::new().from_reader(text.as_bytes());
        let place = |why: &csv::Error| why.position().map_or(1, csv::Position::line);
        let header = reader
            .headers()
            .map_err(|why| self.error(place(&why), why.to_string()))?
            .clone();
        let columns: Vec<usize> = (self.columns().iter())
            .map(|column| {
                header
                    .iter()
                    .position(|name| name == *column)
                    .ok_or_else(|| {
                        let all = self.columns().join(",");
                        self.error(1, format!("no column `{column}`; the header must be {all}"))
                    })
            })
            .collect::<Result<_>>()?;
        let mut rows = Vec::new();
        let mut record = StringRecord::new();
        while reader
            .read_record(&mut record)
            .map_err(|why| self.error(place(&why), why.to_string()))?
        {
            let line = record.position().map_or(0, csv::Position::line);
            let fields = columns.iter().map(|&at| record[at].trim().to_owned());
            let row = Row {
                line,
                fields: fields.collect(),
            };
            let key = if self == Self::States { 1 } else { 0 };
            if row.fields[key].is_empty() {
                let column = self.columns()[key];
                return Err(self.error(line, format!("the column `{column}` is empty; fill it")));
            }
            rows.push(row);
        }
        Ok(rows)
    }
}

/// A row of a list.
pub(crate) struct Row {
    pub line: u64,
    pub fields: Vec<String>,
}

impl Row {
    /// The values of a field that holds several.
    pub fn several(&self, column: usize) -> impl Iterator<Item = &str> {
        let values = self.fields[column].split(';').map(str::trim);
        values.filter(|value| !value.is_empty())
    }

    /// Whether a form is marked as ambiguous in the given column.
    pub fn ambiguous(&self, column: usize, form: &str) -> bool {
        self.several(column).any(|marked| marked == form)
    }
}

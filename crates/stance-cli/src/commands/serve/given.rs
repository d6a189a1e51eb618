//! From the bytes of a body, or of a file, to what is to be labelled.

use std::fmt::Display;
use std::ops::Range;

use anyhow::{anyhow, bail};
use csv::StringRecord;
use serde_json::{Map, Value, json};
use stance_attribution::Lexicon;
use stance_pages::{Input, PageOptions};
use stance_text::{Format, Statement, StatementOptions};

use super::ask::{Ask, Kind, Offsets};
use super::failure::Failure;
use crate::input::source::LONGEST;
use crate::input::table::Table;
use crate::output::statements::{Fields, Origin};
use crate::pipeline::attributions;

/// The most statements of one request that is no stream.
pub const MOST: usize = 100_000;

/// What is to be labelled.
pub enum Given {
    /// The statements of a page.
    Page {
        document: String,
        statements: Vec<Statement>,
    },
    /// Texts with what else is known of them.
    Objects {
        text: String,
        objects: Vec<Map<String, Value>>,
    },
    /// The records of a table.
    Table {
        header: StringRecord,
        column: usize,
        records: Vec<StringRecord>,
    },
}

impl Given {
    /// Reads a body or a file of that kind.
    pub fn read(kind: &Kind, bytes: &[u8], ask: &Ask, lexicon: &Lexicon) -> Result<Self, Failure> {
        let given = match kind {
            Kind::Text(charset) => {
                Page::new(bytes, Format::Plain, charset.as_deref()).given(ask, lexicon)
            }
            Kind::Html(charset) => {
                Page::new(bytes, Format::Html, charset.as_deref()).given(ask, lexicon)
            }
            Kind::Json => json(bytes),
            Kind::Lines => lines(bytes, &ask.text_column),
            Kind::Csv => table(bytes, ask),
        };
        let given = given.map_err(|why| Failure::unreadable(&why))?;
        if given.len() > MOST {
            return Err(too_many(given.len()));
        }
        let longest = (0..given.len()).find(|&at| given.text(at).len() > LONGEST);
        if let Some(at) = longest {
            return Err(Failure::too_large(format!(
                "statement {} has more than {} MiB: not a statement",
                at + 1,
                LONGEST >> 20
            )));
        }
        Ok(given)
    }

    /// How many statements there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Page { statements, .. } => statements.len(),
            Self::Objects { objects, .. } => objects.len(),
            Self::Table { records, .. } => records.len(),
        }
    }

    /// The text of one.
    pub fn text(&self, at: usize) -> &str {
        match self {
            Self::Page { statements, .. } => &statements[at].text,
            Self::Objects { text, objects } => {
                let text = objects[at].get(text);
                text.and_then(Value::as_str).unwrap_or_default()
            }
            Self::Table {
                column, records, ..
            } => &records[at][*column],
        }
    }

    /// Where one is from.
    pub fn origin(&self, at: usize) -> Origin<'_> {
        match self {
            Self::Page {
                document,
                statements,
            } => Origin::Page {
                document,
                range: statements[at].source.clone(),
                statement: Some(&statements[at]),
            },
            Self::Objects { objects, .. } => Origin::Object(&objects[at]),
            Self::Table { records, .. } => Origin::Record(&records[at]),
        }
    }

    /// What all of them bring along.
    pub fn fields(&self) -> Fields<'_> {
        match self {
            Self::Page { .. } => Fields::Page,
            Self::Objects { .. } => Fields::Objects,
            Self::Table { header, .. } => Fields::Records(header),
        }
    }
}

fn too_many(statements: usize) -> Failure {
    Failure::too_large(format!(
        "{statements} statements are more than the {MOST} of one request: send less at once, or JSON lines as \
         a stream (application/x-ndjson)"
    ))
}

/// A text or a page of HTML, before it is read.
struct Page<'b> {
    bytes: &'b [u8],
    format: Format,
    charset: Option<&'b str>,
}

impl<'b> Page<'b> {
    const fn new(bytes: &'b [u8], format: Format, charset: Option<&'b str>) -> Self {
        Self {
            bytes,
            format,
            charset,
        }
    }

    /// Its statements.
    fn given(&self, ask: &Ask, lexicon: &Lexicon) -> anyhow::Result<Given> {
        if self.bytes.is_empty() {
            bail!("the body is empty: it must hold a text");
        }
        heed(self.charset, self.bytes)?;
        if ask.attribution {
            return self.attributed(ask, lexicon);
        }
        let options = StatementOptions::default()
            .format(Some(self.format))
            .encoding(self.charset)
            .furniture(ask.furniture);
        let statements = stance_text::statements_with(self.bytes, options)?.statements;
        let document = ask.document.clone();
        let object = |it: &Statement| object_of(&document, &it.source, &it.text);
        Ok(match ask.offsets {
            Offsets::Text => objects(statements.iter().map(object).collect()),
            Offsets::Input => Given::Page {
                document,
                statements,
            },
        })
    }

    /// Its statements with who holds them and toward what, by all that the page says.
    fn attributed(&self, ask: &Ask, lexicon: &Lexicon) -> anyhow::Result<Given> {
        let input = match self.format {
            Format::Html => Input::Html,
            _ => Input::Plain,
        };
        let options = PageOptions::default()
            .input(Some(input))
            .encoding(self.charset.map(str::to_owned))
            .furniture(ask.furniture);
        let mut given = Vec::new();
        for page in stance_pages::read(&ask.document, self.bytes, &options)? {
            let found = attributions(lexicon, &page);
            for (statement, found) in page.statements.iter().zip(found) {
                let mut object = object_of(&page.name, &statement.source, statement.text());
                let holder = found.holder.map(|holder| holder.canonical);
                let alliances = found.alliances.into_iter();
                let alliances: Vec<String> = alliances.map(|alliance| alliance.canonical).collect();
                object.insert("holder".to_owned(), json!(holder));
                object.insert("party".to_owned(), json!(found.party));
                object.insert("alliances".to_owned(), json!(alliances));
                given.push(object);
            }
        }
        Ok(objects(given))
    }
}

/// Refuses bytes that are not in UTF-8 though they claim to be; where nothing is claimed, the encoding is found out.
pub fn heed(charset: Option<&str>, bytes: &[u8]) -> anyhow::Result<()> {
    if matches!(charset, Some("utf-8" | "utf8")) && std::str::from_utf8(bytes).is_err() {
        bail!(
            "the body is not valid in the encoding that it claims, UTF-8: name the right one, or none, and it is \
             found out"
        );
    }
    Ok(())
}

/// Statements as objects, whose members are passed through, so that evidence stays where it is in the text.
fn objects(objects: Vec<Map<String, Value>>) -> Given {
    Given::Objects {
        text: "text".to_owned(),
        objects,
    }
}

fn object_of(document: &str, source: &Range<usize>, text: &str) -> Map<String, Value> {
    Map::from_iter([
        ("document".to_owned(), json!(document)),
        ("start".to_owned(), json!(source.start)),
        ("end".to_owned(), json!(source.end)),
        ("text".to_owned(), json!(text)),
    ])
}

/// One text with whatever stands beside it, or a list of texts.
fn json(bytes: &[u8]) -> anyhow::Result<Given> {
    const WANTED: &str = "send {\"text\": \"…\"} or {\"texts\": [\"…\", …]}";
    let value: Value = serde_json::from_slice(bytes).map_err(|why| not_json(&why.to_string()))?;
    let Value::Object(mut object) = value else {
        bail!("{}, not an object: {WANTED}", kind_of(&value));
    };
    let objects = match (object.remove("texts"), object.get("text")) {
        (Some(_), _) if !object.is_empty() => {
            bail!("beside `texts` there may be nothing: {WANTED}");
        }
        (Some(Value::Array(texts)), _) => {
            let text = |(at, text)| match text {
                Value::String(_) => Ok(Map::from_iter([("text".to_owned(), text)])),
                other => Err(not_a_string(format!("texts[{at}]"), &other)),
            };
            texts
                .into_iter()
                .enumerate()
                .map(text)
                .collect::<Result<_, _>>()?
        }
        (Some(other), _) => bail!("`texts` is {}, not an array: {WANTED}", kind_of(&other)),
        (None, Some(Value::String(_))) => vec![object],
        (None, Some(other)) => return Err(not_a_string("text", other)),
        (None, None) => bail!("neither `text` nor `texts`: {WANTED}"),
    };
    Ok(Given::Objects {
        text: "text".to_owned(),
        objects,
    })
}

/// All objects of a file of lines.
fn lines(bytes: &[u8], text: &str) -> anyhow::Result<Given> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut objects = Vec::new();
    for (at, line) in bytes.split(|&byte| byte == b'\n').enumerate() {
        if !line.trim_ascii().is_empty() {
            let object = object(line, text).map_err(|why| anyhow!("line {}: {why}", at + 1))?;
            objects.push(object);
        }
    }
    Ok(Given::Objects {
        text: text.to_owned(),
        objects,
    })
}

/// The object of a line, which has a text under that name.
pub fn object(line: &[u8], text: &str) -> anyhow::Result<Map<String, Value>> {
    let value: Value = serde_json::from_slice(line).map_err(|why| {
        // To the parser the line is the first of a text.
        not_json(&why.to_string().replace("at line 1 column", "at column"))
    })?;
    let Value::Object(object) = value else {
        bail!(
            "{}, not an object: each line must be one, like {{\"text\": \"…\"}}",
            kind_of(&value)
        );
    };
    match object.get(text) {
        Some(Value::String(_)) => Ok(object),
        Some(other) => Err(not_a_string(text, other)),
        None => bail!("no member `{text}`: name the right one with text_column"),
    }
}

fn table(bytes: &[u8], ask: &Ask) -> anyhow::Result<Given> {
    let mut table = Table::new(ask.document.clone(), bytes)?;
    let column = table.column(&ask.text_column, "text_column")?;
    let header = table.header().clone();
    let mut records = Vec::new();
    let mut record = StringRecord::new();
    while table.read(&mut record)? {
        records.push(record.clone());
    }
    Ok(Given::Table {
        header,
        column,
        records,
    })
}

fn not_json(why: &str) -> anyhow::Error {
    // The parser does not say what a reader of its message wants to know.
    let hint = if why.contains("hex escape") {
        ": a surrogate stands for a character only as one of a pair"
    } else {
        ""
    };
    anyhow!("not JSON: {why}{hint}")
}

fn not_a_string(name: impl Display, value: &Value) -> anyhow::Error {
    anyhow!("`{name}` is {}, not a string", kind_of(value))
}

/// What a JSON value is, as a message has it.
const fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

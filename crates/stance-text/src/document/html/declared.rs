//! What a page says of itself in its markup: collected while its text is read, and not interpreted.

/// How many entries of a kind are kept; pages have dozens, hostile ones any number.
const ENTRIES: usize = 256;

/// How many bytes of JSON-LD are kept.
const JSON: usize = 1 << 20;

/// What a page of HTML declares of itself, word by word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Declared {
    /// The text of `<title>`.
    pub title: Option<String>,
    /// The text of the first `<h1>` that is shown.
    pub headline: Option<String>,
    /// `<meta>`: its `property`, `name` or `itemprop` in small letters, and its `content`.
    pub metas: Vec<(String, String)>,
    /// The address in `<link rel="canonical">`.
    pub canonical: Option<String>,
    /// The `datetime` of each `<time>`.
    pub times: Vec<String>,
    /// The contents of each `<script type="application/ld+json">`.
    pub json_ld: Vec<String>,
}

/// The attributes of one start tag, as they stand there.
#[derive(Clone, Debug, Default)]
pub(super) struct Pairs(Vec<(Vec<u8>, Vec<u8>)>);

impl Pairs {
    /// Whether the attributes of an element say something of the page.
    pub(super) fn are_kept(name: &[u8]) -> bool {
        matches!(name, b"meta" | b"link" | b"time" | b"script")
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    pub(super) fn push(&mut self, name: &[u8], value: &[u8]) {
        if self.0.len() < 16 {
            self.0.push((name.to_vec(), value.to_vec()));
        }
    }

    fn get(&self, name: &[u8]) -> Option<String> {
        let (_, value) = self.0.iter().find(|(known, _)| known == name)?;
        // A long value may have been cut within a character.
        let text: String = value.utf8_chunks().map(|chunk| chunk.valid()).collect();
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }
}

/// Puts [`Declared`] together from tags and text.
#[derive(Debug, Default)]
pub(super) struct Collector {
    pub(super) declared: Declared,
    /// The JSON-LD that is being read.
    json: Option<String>,
    /// Bytes of it that may still be kept.
    room: usize,
}

impl Collector {
    pub(super) fn new() -> Self {
        Self {
            room: JSON,
            ..Self::default()
        }
    }

    pub(super) fn start_tag(&mut self, name: &[u8], pairs: &Pairs) {
        match name {
            b"meta" => self.meta(pairs),
            b"link" => {
                let rel = pairs.get(b"rel").unwrap_or_default();
                if rel.eq_ignore_ascii_case("canonical") && self.declared.canonical.is_none() {
                    self.declared.canonical = pairs.get(b"href");
                }
            }
            b"time" if self.declared.times.len() < ENTRIES => {
                self.declared.times.extend(pairs.get(b"datetime"));
            }
            b"script" => {
                let kind = pairs.get(b"type").unwrap_or_default();
                if kind.to_ascii_lowercase().starts_with("application/ld+json") {
                    self.json = Some(String::new());
                }
            }
            _ => {}
        }
    }

    fn meta(&mut self, pairs: &Pairs) {
        let key = [&b"property"[..], b"name", b"itemprop"]
            .iter()
            .find_map(|key| pairs.get(key));
        if let (Some(key), Some(content)) = (key, pairs.get(b"content"))
            && self.declared.metas.len() < ENTRIES
        {
            self.declared
                .metas
                .push((key.to_ascii_lowercase(), content));
        }
    }

    pub(super) fn end_tag(&mut self, name: &[u8]) {
        if name == b"script"
            && let Some(json) = self.json.take()
            && !json.is_empty()
        {
            self.declared.json_ld.push(json);
        }
    }

    /// Takes text that belongs to no block.
    pub(super) fn text(&mut self, text: &str) {
        if let Some(json) = &mut self.json {
            match self.room.checked_sub(text.len()) {
                Some(room) => {
                    self.room = room;
                    json.push_str(text);
                }
                // What is cut off is no JSON any more.
                None => {
                    self.room = 0;
                    self.json = None;
                }
            }
        }
    }
}

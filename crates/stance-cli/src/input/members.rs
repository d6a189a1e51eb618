//! Two members of a JSON object, without the others.

use std::fmt;

use anyhow::{anyhow, bail};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

/// Reads the text and the label of objects, a line each.
#[derive(Debug)]
pub struct Members {
    text_name: String,
    label_name: String,
    text: Option<Value>,
    label: Option<Value>,
}

impl Members {
    pub fn new(text_name: &str, label_name: &str) -> Self {
        Self {
            text_name: text_name.to_owned(),
            label_name: label_name.to_owned(),
            text: None,
            label: None,
        }
    }

    /// Reads an object, which must have a text and a label.
    pub fn read(&mut self, line: &[u8]) -> anyhow::Result<()> {
        (self.text, self.label) = (None, None);
        let mut json = serde_json::Deserializer::from_slice(line);
        let read = Pick(self).deserialize(&mut json).and_then(|()| json.end());
        read.map_err(|why| {
            if why.is_data() {
                return anyhow!("not an object: each line must be one, like {{\"text\": \"…\", \"label\": \"…\"}}");
            }
            // To the parser the line is the first of a text.
            anyhow!("not JSON: {why}", why = why.to_string().replace("at line 1 column", "at column"))
        })?;
        // A label may be a number; from here on it is the digits.
        if let Some(Value::Number(number)) = &self.label {
            self.label = Some(Value::String(number.to_string()));
        }
        for (name, value, option) in [
            (&self.text_name, &self.text, "--text-column"),
            (&self.label_name, &self.label, "--label-column"),
        ] {
            match value {
                Some(Value::String(_)) => {}
                Some(_) => bail!("`{name}` is not a string"),
                None => bail!("no member `{name}`: name the right one with {option}"),
            }
        }
        Ok(())
    }

    /// Text and label of the object read last.
    pub fn fields(&self) -> (&str, &str) {
        (as_str(&self.text), as_str(&self.label))
    }
}

fn as_str(value: &Option<Value>) -> &str {
    value.as_ref().and_then(Value::as_str).unwrap_or_default()
}

struct Pick<'m>(&'m mut Members);

impl<'de> DeserializeSeed<'de> for Pick<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Pick<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            if name == self.0.text_name {
                self.0.text = Some(map.next_value()?);
            } else if name == self.0.label_name {
                self.0.label = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

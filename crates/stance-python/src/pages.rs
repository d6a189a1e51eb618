//! From pages to the statements in them.

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use stance_text::{Format, StatementOptions};

use crate::failure::{OrValueError, value};
use crate::texts;

/// The sentences, headlines and captions of a page, in their order: what `classify` takes.
///
/// `page` is a str, or bytes, whose encoding is then found out. `format` is "text" or "html"; None looks at
/// what it is. Menus, dates, credits and other furniture are left out unless `furniture` is true.
///
/// Raises TypeError where `page` is neither str nor bytes, ValueError where the bytes are no text.
///
/// >>> import stance_classifier as stance
/// >>> stance.statements("<p>Dr. Ito said the allies met. They agreed.</p>")
/// ['Dr. Ito said the allies met.', 'They agreed.']
#[pyfunction]
#[pyo3(signature = (page, *, format=None, furniture=false))]
pub fn statements(
    py: Python<'_>,
    page: &Bound<'_, PyAny>,
    format: Option<&str>,
    furniture: bool,
) -> PyResult<Vec<String>> {
    let format = match format {
        None => None,
        Some("text") => Some(Format::Plain),
        Some("html") => Some(Format::Html),
        Some(other) => {
            return Err(value(format!(
                "format is {other:?}: it must be \"text\", \"html\" or None"
            )));
        }
    };
    let options = StatementOptions::default()
        .format(format)
        .furniture(furniture);
    let found = if let Ok(bytes) = page.cast::<PyBytes>() {
        let bytes = bytes.as_bytes();
        py.detach(|| stance_text::statements_with(bytes, options))
    } else {
        let text = texts::string(page, || "page".to_owned())?;
        // A string is no longer in any encoding, whatever the page says of itself.
        let options = options.encoding(Some("utf-8"));
        py.detach(|| stance_text::statements_with(text.as_bytes(), options))
    };
    let found = found.or_value_error()?;
    Ok(found
        .statements
        .into_iter()
        .map(|statement| statement.text)
        .collect())
}

//! What a file is, by the options or by its name.

use std::path::Path;

use stance_text::Format;

use crate::args::{ClassifyArgs, InputFormat};
use crate::input::columnar::Kind;
use crate::input::source;

/// What a file is.
pub(super) fn input_format(args: &ClassifyArgs, path: &Path) -> InputFormat {
    args.input_format.unwrap_or_else(|| {
        match Kind::of(path) {
            Some(Kind::Parquet) => return InputFormat::Parquet,
            Some(Kind::Arrow) => return InputFormat::Arrow,
            None => {}
        }
        let extension = source::uncompressed(path)
            .extension()
            .unwrap_or_default()
            .to_ascii_lowercase();
        match extension.to_str() {
            Some("csv") => InputFormat::Csv,
            Some("jsonl" | "ndjson") => InputFormat::Jsonl,
            Some("html" | "htm" | "xhtml") => InputFormat::Html,
            _ => InputFormat::Text,
        }
    })
}

/// How a page is to be read; none where the file is not a page.
pub(super) fn page_format(args: &ClassifyArgs, path: &Path) -> Option<Option<Format>> {
    match input_format(args, path) {
        InputFormat::Html => Some(Some(Format::Html)),
        // A name without an ending says nothing of what is inside.
        InputFormat::Text if args.input_format.is_none() => {
            Some(Format::of_path(source::uncompressed(path)))
        }
        InputFormat::Text => Some(Some(Format::Plain)),
        InputFormat::Csv
        | InputFormat::Jsonl
        | InputFormat::Lines
        | InputFormat::Parquet
        | InputFormat::Arrow => None,
    }
}

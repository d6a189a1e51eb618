//! Messages: a release or an article that was sent by mail.

use mailparse::{MailHeaderMap, ParsedMail};
use stance_text::Format;

use crate::assemble::{Known, assemble};
use crate::error::{Error, ErrorKind};
use crate::page::{DateSource, Page};
use crate::{date, metadata};

/// How deep parts are looked for within parts.
const DEPTH: usize = 16;

/// Whether a file begins with the line before a mailbox's first message.
pub(crate) fn begins_mailbox(bytes: &[u8]) -> bool {
    let Some(rest) = bytes.strip_prefix(b"From ") else {
        return false;
    };
    let end = rest
        .iter()
        .position(|&byte| byte == b'\n')
        .unwrap_or(rest.len());
    rest.get(end + 1..).is_some_and(begins_message)
}

/// Whether a file begins with the headers of a message: names and colons, one of a date or a sender and one more.
pub(crate) fn begins_message(bytes: &[u8]) -> bool {
    const KNOWN: [&[u8]; 9] = [
        b"from",
        b"date",
        b"subject",
        b"received",
        b"message-id",
        b"mime-version",
        b"return-path",
        b"delivered-to",
        b"content-type",
    ];
    let (mut known, mut strict) = (0, false);
    for line in bytes.split(|&byte| byte == b'\n').take(60) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            break;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        let Some(colon) = line.iter().position(|&byte| byte == b':') else {
            return false;
        };
        let name = &line[..colon];
        if name.is_empty() || name.len() > 60 || !name.iter().all(|byte| byte.is_ascii_graphic()) {
            return false;
        }
        let name = name.to_ascii_lowercase();
        known += usize::from(KNOWN.contains(&name.as_slice()));
        strict |= name == b"message-id"
            || name == b"mime-version"
            || name == b"received"
            || name == b"content-type";
    }
    // `From:` and `Date:` alone may head a memorandum, which has its subject too.
    known >= 3 || (known >= 2 && strict)
}

/// The page of a message.
pub(crate) fn page(name: String, bytes: &[u8]) -> Result<Page, Error> {
    let message = match mailparse::parse_mail(bytes) {
        Ok(message) => message,
        Err(error) => return Err(Error::new(name, ErrorKind::Mail(error.to_string()))),
    };
    let header = |name: &str| {
        let value = message.headers.get_first_value(name)?;
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        (!value.is_empty()).then_some(value)
    };
    let (body, format) = match body(&message, DEPTH) {
        Some(part) => {
            let html = part.ctype.mimetype.eq_ignore_ascii_case("text/html");
            let format = if html { Format::Html } else { Format::Plain };
            match part.get_body() {
                Ok(body) => (body, format),
                Err(error) => return Err(Error::new(name, ErrorKind::Mail(error.to_string()))),
            }
        }
        // Pictures alone: a page with no statement.
        None => (String::new(), Format::Plain),
    };
    let day = header("Date").and_then(|value| day(&value));
    let known = Known {
        format: Some(format),
        title: header("Subject").map(|subject| bare(&subject)),
        sender: header("From").and_then(|from| sender(&from)),
        url: header("Archived-At")
            .or_else(|| header("Content-Location"))
            .map(|url| url.trim_matches(['<', '>']).to_owned())
            .filter(|url| url.starts_with("http")),
        date: day.map(|date| (date, DateSource::Header)),
        ..Known::default()
    };
    assemble(name.clone(), body.as_bytes(), known)
        .map_err(|error| Error::new(name, ErrorKind::Text(error)))
}

/// The day by the sender's clock.
fn day(value: &str) -> Option<jiff::civil::Date> {
    let strict = jiff::fmt::rfc2822::parse(value)
        .ok()
        .map(|zoned| zoned.date());
    let checked =
        strict.and_then(|date| date::checked(date.year(), date.month().into(), date.day().into()));
    checked.or_else(|| date::stated(value))
}

/// The part that is read: HTML, whose furniture is marked, before text, whose lines are broken; no attachment.
fn body<'m, 'a>(part: &'m ParsedMail<'a>, depth: usize) -> Option<&'m ParsedMail<'a>> {
    if part.get_content_disposition().disposition == mailparse::DispositionType::Attachment {
        return None;
    }
    let kind = part.ctype.mimetype.to_ascii_lowercase();
    if part.subparts.is_empty() {
        return matches!(kind.as_str(), "text/plain" | "text/html").then_some(part);
    }
    let depth = depth.checked_sub(1)?;
    let parts: Vec<_> = part
        .subparts
        .iter()
        .filter_map(|part| body(part, depth))
        .collect();
    let html = parts
        .iter()
        .find(|part| part.ctype.mimetype.eq_ignore_ascii_case("text/html"));
    let preferred = html.filter(|_| kind == "multipart/alternative");
    preferred.or_else(|| parts.first()).copied()
}

/// A subject without the marks of answers and forwards.
fn bare(subject: &str) -> String {
    let mut rest = subject.trim();
    loop {
        let lower = rest.to_ascii_lowercase();
        let mark = ["re:", "fw:", "fwd:"]
            .iter()
            .find(|mark| lower.starts_with(**mark));
        match mark.and_then(|mark| rest.get(mark.len()..)) {
            Some(after) => rest = after.trim(),
            None => return metadata::plain(rest),
        }
    }
}

/// The name of the sender, or the host of the address.
fn sender(from: &str) -> Option<String> {
    let list = mailparse::addrparse(from).ok()?;
    let single = match list.first()? {
        mailparse::MailAddr::Single(single) => single,
        mailparse::MailAddr::Group(group) => return Some(group.group_name.clone()),
    };
    let name = single
        .display_name
        .as_deref()
        .map(str::trim)
        .filter(|name| !name.is_empty());
    let host = || {
        single
            .addr
            .rsplit_once('@')
            .map(|(_, host)| host.to_owned())
    };
    name.map(str::to_owned).or_else(host)
}

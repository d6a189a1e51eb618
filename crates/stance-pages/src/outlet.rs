//! Who published a page, where its markup does not say so.

use stance_text::Line;

use crate::page::Page;
use crate::published;

/// The agency of the dateline, `SEOUL (Kyodo) —`, or the host that stands in a line of its own near the top.
pub(crate) fn in_text(lines: &[Line], page: &Page) -> Option<String> {
    let statements = page.statements.iter().take(8);
    let credit = statements
        .filter_map(|statement| published::dateline(statement.text()))
        .find_map(in_parentheses);
    credit.or_else(|| {
        lines
            .iter()
            .take(20)
            .find_map(|line| host_alone(&line.text))
    })
}

/// A name in parentheses: `(Reuters)`, not `(9 Nov)`.
fn in_parentheses(text: &str) -> Option<String> {
    let (_, rest) = text.split_once('(')?;
    let (name, _) = rest.split_once(')')?;
    let name = name.trim();
    let named =
        name.starts_with(char::is_uppercase) && !name.contains(|c: char| c.is_ascii_digit());
    (named && name.len() <= 40).then(|| name.to_owned())
}

/// `english.example.org` alone in a line.
fn host_alone(line: &str) -> Option<String> {
    let host = line.trim();
    let known = host.contains('.')
        && host.len() <= 80
        && host
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte));
    let (name, top) = host.rsplit_once('.')?;
    let named = name.contains(|c: char| c.is_ascii_alphabetic()) && (2..=6).contains(&top.len());
    (known && named && top.bytes().all(|byte| byte.is_ascii_lowercase())).then(|| bare(host))
}

/// The host of an address: `news.example.org` of `https://www.news.example.org:8080/a`.
pub(crate) fn host(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?;
    let host = host.split(':').next()?;
    let known = host.contains('.') && host.len() <= 253;
    known.then(|| bare(&host.to_ascii_lowercase()))
}

fn bare(host: &str) -> String {
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_read_from_addresses_and_lines() {
        assert_eq!(
            host("https://www.Example.org:80/a").as_deref(),
            Some("example.org")
        );
        assert_eq!(host("/a/b.html"), None);
        assert_eq!(
            host_alone("english.example.net").as_deref(),
            Some("english.example.net")
        );
        for line in ["U.S.", "Mr. Sato", "3.14", "They met.", "ok"] {
            assert_eq!(host_alone(line), None, "{line}");
        }
    }
}

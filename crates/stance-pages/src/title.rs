//! What a page is called, and the name of its site where the title ends in it.

use stance_text::{BlockKind, Line};

use crate::metadata::{Metadata, plain};
use crate::page::Page;

/// A title, and what was taken off it.
#[derive(Debug, Default)]
pub(crate) struct Titled {
    pub(crate) title: Option<String>,
    pub(crate) site: Option<String>,
}

/// Between a headline and the name of its site.
const MARKS: [&str; 8] = [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", "｜"];

/// The shortest line that is taken for the headline in a longer title, in bytes.
const HEADLINE: usize = 12;

/// The title of a page: by its record, its markup, its first heading, its first line.
pub(crate) fn title(
    known: Option<String>,
    metadata: &Metadata,
    lines: &[Line],
    page: &Page,
) -> Titled {
    let site = metadata.site.as_deref().or(metadata.publisher.as_deref());
    let split = metadata.title.as_deref().map(|title| {
        let title = plain(title);
        let headline = metadata
            .headline
            .as_deref()
            .or_else(|| shown(&title, lines));
        part(&title, headline, site)
    });
    let suffix = split.as_ref().and_then(|split| split.site.clone());
    let declared = known.or_else(|| metadata.headline.clone()).map(|title| {
        let site = site.or(suffix.as_deref());
        let cut = site.and_then(|site| without(&title, site));
        cut.unwrap_or(title)
    });
    let from_markup = declared
        .or_else(|| split.and_then(|split| split.title))
        .or_else(|| metadata.heading.as_deref().map(plain));
    if from_markup.is_some() {
        return Titled {
            title: from_markup,
            site: suffix,
        };
    }
    in_text(lines, page)
}

/// The part of `<title>` that the page shows as a line: before the name of the site, or behind it.
fn shown<'t>(title: &'t str, lines: &[Line]) -> Option<&'t str> {
    let is_line = |part: &&str| {
        let mut shown = lines.iter().filter(|line| line.kind != BlockKind::Title);
        part.len() >= HEADLINE && shown.any(|line| line.text == **part)
    };
    let before = MARKS
        .iter()
        .filter_map(|mark| Some(title.split_once(mark)?.0));
    let behind = MARKS
        .iter()
        .chain(&[": "])
        .filter_map(|mark| Some(title.rsplit_once(mark)?.1));
    // A site may show its own name as well, which mostly comes last.
    before.chain(behind).find(is_line)
}

/// Parts `<title>` at the last mark: off goes what is known to be the site, or a short name behind a headline.
fn part(title: &str, headline: Option<&str>, site: Option<&str>) -> Titled {
    let whole = || Titled {
        title: Some(title.to_owned()).filter(|title| !title.is_empty()),
        site: None,
    };
    if headline == Some(title) {
        return whole();
    }
    for mark in MARKS.into_iter().chain([": "]) {
        // The name of the site comes first where the headline is known to stand behind it.
        if let Some((before, after)) = title.split_once(mark)
            && headline.is_some_and(|headline| headline == after.trim())
        {
            return Titled {
                title: Some(after.trim().to_owned()),
                site: Some(before.trim().to_owned()),
            };
        }
        // The headline first, whatever comes after it: `Headline | World | Example News`.
        if let Some(headline) = headline
            && let Some(rest) = title.strip_prefix(headline)
            && let Some(rest) = rest.strip_prefix(mark)
        {
            let site = rest.rsplit(mark).next().unwrap_or(rest);
            return Titled {
                title: Some(headline.to_owned()),
                site: Some(site.trim().to_owned()),
            };
        }
    }
    if let Some(cut) = site.and_then(|site| without(title, site)) {
        return Titled {
            title: Some(cut),
            site: None,
        };
    }
    let last = MARKS
        .iter()
        .filter_map(|mark| Some((title.rfind(mark)?, mark.len())))
        .max();
    if let Some((at, mark)) = last
        && let (Some(before), Some(after)) = (title.get(..at), title.get(at + mark..))
        && before.split_whitespace().count() >= 3
        && is_name(after)
    {
        return Titled {
            title: Some(before.trim().to_owned()),
            site: Some(after.trim().to_owned()),
        };
    }
    whole()
}

/// A title without the site's name behind or before it.
fn without(title: &str, site: &str) -> Option<String> {
    MARKS.iter().find_map(|mark| {
        let behind = title
            .rsplit_once(mark)
            .filter(|(_, after)| after.trim().eq_ignore_ascii_case(site));
        let before = || {
            title
                .split_once(mark)
                .filter(|(before, _)| before.trim().eq_ignore_ascii_case(site))
        };
        let rest = behind
            .map(|(rest, _)| rest)
            .or_else(|| before().map(|(_, rest)| rest))?;
        Some(rest.trim().to_owned()).filter(|rest| !rest.is_empty())
    })
}

/// A few words with capitals, as sites are called.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (1..=5).contains(&words.len())
        && words.iter().all(|word| {
            word.starts_with(|c: char| c.is_alphanumeric() && !c.is_lowercase())
                || matches!(
                    *word,
                    "of" | "the" | "and" | "for" | "in" | "on" | "de" | "&"
                )
                || word.contains('.')
        })
}

/// The title in a text without markup: a line that stands again with the name of its site, the first headline.
fn in_text(lines: &[Line], page: &Page) -> Titled {
    let top = lines.iter().take(20);
    for line in top.clone() {
        for mark in MARKS {
            let Some((before, after)) = line.text.rsplit_once(mark) else {
                continue;
            };
            let again = lines.iter().any(|other| other.text == before);
            if again && is_name(after) && before.split_whitespace().count() >= 3 {
                return Titled {
                    title: Some(before.to_owned()),
                    site: Some(after.to_owned()),
                };
            }
        }
    }
    let mut headlines = page
        .statements
        .iter()
        .take(8)
        .filter(|statement| matches!(statement.kind, BlockKind::Title | BlockKind::Heading))
        .map(|statement| statement.text());
    let first = headlines.next();
    let in_capitals = |text: &&str| !text.contains(char::is_lowercase);
    if let Some(letterhead) = first.filter(in_capitals)
        && let Some(title) =
            headlines.find(|text| !in_capitals(text) && text.split_whitespace().count() >= 5)
    {
        let lower = letterhead.to_lowercase();
        let body = BODIES.iter().any(|body| lower.contains(body));
        return Titled {
            title: Some(title.to_owned()),
            site: body.then(|| letterhead.to_owned()),
        };
    }
    Titled {
        title: first.map(str::to_owned),
        site: None,
    }
}

/// Words in the letterheads of those who give out statements.
const BODIES: &[&str] = &[
    "chancellery",
    "commission",
    "council",
    "department",
    "embassy",
    "government",
    "ministry",
    "mission",
    "office",
    "secretariat",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn parted(title: &str, headline: Option<&str>) -> (Option<String>, Option<String>) {
        let parts = part(title, headline, None);
        (parts.title, parts.site)
    }

    #[test]
    fn the_name_of_the_site_is_taken_off_a_title() {
        let split = |title: &str, site: &str| (Some(title.to_owned()), Some(site.to_owned()));
        assert_eq!(
            parted("Allies renew a pact | Example News", None),
            split("Allies renew a pact", "Example News")
        );
        assert_eq!(
            parted("Example News | Allies renew", Some("Allies renew")),
            split("Allies renew", "Example News")
        );
        assert_eq!(
            parted("Allies renew | World | Example News", Some("Allies renew")),
            split("Allies renew", "Example News")
        );
    }

    #[test]
    fn a_title_that_is_no_more_than_a_headline_stays_whole() {
        for title in [
            "Allies meet – at last",
            "Two ministers - one pact",
            "A pact",
        ] {
            assert_eq!(parted(title, None).0.as_deref(), Some(title));
        }
        let headline = "Allies meet - Second Day";
        assert_eq!(parted(headline, Some(headline)).1, None);
    }
}

//! Whether a sentence ends at a mark.

use super::Sentences;
use super::after::{After, WORD};
use super::cluster::{Cluster, Mark};
use super::words::{self, Abbreviation};
use crate::chars;

/// How far a bracket's end is looked for, in bytes.
const BRACKET: usize = 400;

/// The longest credit in brackets that a caption may end with, in bytes.
const CREDIT: usize = 60;

impl Sentences<'_> {
    /// Where the current sentence ends if it ends at this run of marks and more text follows.
    pub(super) fn boundary(&mut self, cluster: &Cluster) -> Option<usize> {
        let after = After::read(self.text, cluster.end, self.end)?;
        if !self.holds_word(cluster.start) {
            return None;
        }
        if after.blank_line {
            return Some(cluster.end);
        }
        if !after.spaced {
            return self.without_space(cluster, &after);
        }
        if let Some(end) = self.detached_quote(cluster, &after) {
            return self.boundary_after(cluster, end);
        }
        self.ends(cluster, &after).then_some(cluster.end)
    }

    /// The same for a run that a quotation mark after a space still belongs to.
    fn boundary_after(&mut self, cluster: &Cluster, end: usize) -> Option<usize> {
        let after = After::read(self.text, end, self.end)?;
        self.at = end;
        self.quote_open = false;
        let cluster = Cluster {
            end,
            closes_quote: true,
            ..*cluster
        };
        (after.blank_line || self.ends(&cluster, &after)).then_some(end)
    }

    /// `said. " He`: the end of a closing quotation mark that stands alone after a space.
    fn detached_quote(&self, cluster: &Cluster, after: &After<'_>) -> Option<usize> {
        let closes = matches!(after.first, '”' | '»' | '›')
            || (after.first == '"' && self.quote_open && !cluster.closes_quote);
        let end = after.at + after.first.len_utf8();
        let alone = self
            .text
            .get(end..self.end)?
            .chars()
            .next()
            .is_some_and(char::is_whitespace);
        (closes && alone).then_some(end)
    }

    /// Marks with a space after them.
    fn ends(&mut self, cluster: &Cluster, after: &After<'_>) -> bool {
        if goes_on(cluster, after) || self.within_brackets(cluster) || self.is_last_credit(after) {
            return false;
        }
        match cluster.mark {
            Mark::Wide => true,
            // `— right? —` goes on.
            Mark::Strong if after.dashed => cluster.closes_quote,
            Mark::Strong => {
                !(self.is_aside(cluster) || cluster.closes_quote && after.is_attribution())
            }
            Mark::Ellipsis => self.ellipsis_ends(cluster, after),
            Mark::Stop => self.stop_ends(cluster, after),
        }
    }

    /// Marks with no space after them: an end in scripts that write none, and where one was lost.
    fn without_space(&mut self, cluster: &Cluster, after: &After<'_>) -> Option<usize> {
        let next = after.first;
        match cluster.mark {
            Mark::Wide => {
                // 「…。」と述べた: the quotation's sentence ends, the one around it does not.
                let quoted = cluster.end > cluster.marks_end
                    && matches!(next, 'ぁ'..='ん' | '、' | '，' | ',');
                let decimal = next.is_numeric()
                    && self
                        .text
                        .get(cluster.start..)
                        .is_some_and(|t| t.starts_with('．'));
                (!quoted && !decimal).then_some(cluster.end)
            }
            Mark::Strong | Mark::Stop => self.lost_space(cluster, after),
            Mark::Ellipsis => None,
        }
    }

    /// `of the alliance.The talks`, `of the alliance.12 The talks`.
    fn lost_space(&mut self, cluster: &Cluster, after: &After<'_>) -> Option<usize> {
        let before = self.word_before(cluster.start);
        if before.len() < 3 || !before.bytes().all(|b| b.is_ascii_lowercase()) {
            return None;
        }
        if words::abbreviation(before).is_some() {
            return None;
        }
        if after.first.is_ascii_digit() && cluster.end == cluster.marks_end {
            // A reference mark that was raised above the line.
            let end = after.at + after.word.len();
            let number = after.word.len() <= 3 && after.word.bytes().all(|b| b.is_ascii_digit());
            let next = After::read(self.text, end, self.end)?;
            return (number && next.spaced && next.letter.is_uppercase()).then_some(end);
        }
        let mut letters = after.word.chars();
        let name = letters.next().is_some_and(char::is_uppercase)
            && letters.next().is_some_and(char::is_lowercase);
        let domain = matches!(after.word, "Com" | "Org" | "Net" | "Gov" | "Edu" | "Info");
        let opens = after.first == after.letter || chars::is_quote(after.first);
        (name && !domain && opens && after.word.len() > 1 && !after.word.contains('.'))
            .then_some(cluster.end)
    }

    /// A bracket that is closed further on, after which the sentence goes on: no end inside it.
    fn within_brackets(&mut self, cluster: &Cluster) -> bool {
        if self.parens == 0 {
            return false;
        }
        let close = self.next_close(cluster.end);
        if close >= self.end || close - cluster.end > BRACKET {
            return false;
        }
        match After::read(self.text, close + 1, self.end) {
            Some(after) => {
                after.letter.is_lowercase()
                    || matches!(
                        after.first,
                        ',' | ';' | ':' | '.' | '?' | '!' | ')' | '”' | '"'
                    )
            }
            None => true,
        }
    }

    /// A few words in brackets or after a dash at the very end of the block, with no full stop of
    /// their own: the agency of a caption, a source, the name of who is quoted.
    fn is_last_credit(&self, after: &After<'_>) -> bool {
        if self.end - after.at > CREDIT {
            return false;
        }
        let rest = self.text.get(after.at..self.end).unwrap_or_default();
        let inside = match after.first {
            '–' | '—' | '―' => rest.strip_prefix(after.first),
            _ => rest
                .strip_prefix(['(', '['])
                .and_then(|rest| rest.strip_suffix([')', ']'])),
        };
        inside.is_some_and(|inside| !inside.contains(['.', '!', '?', '(', '[']))
    }

    /// `(?)`, `(!)`: a mark in brackets of its own.
    fn is_aside(&self, cluster: &Cluster) -> bool {
        self.text
            .get(..cluster.start)
            .is_some_and(|text| text.ends_with(['(', '[']))
            && cluster.end > cluster.marks_end
    }

    fn ellipsis_ends(&self, cluster: &Cluster, after: &After<'_>) -> bool {
        let spaced = self
            .text
            .get(..cluster.start)
            .is_some_and(|text| text.ends_with(char::is_whitespace));
        // A full stop and then an ellipsis, or the end of a quotation.
        let dots = self
            .text
            .get(cluster.start..cluster.marks_end)
            .map_or(0, |marks| marks.matches('.').count());
        if dots > 3 || cluster.closes_quote {
            return true;
        }
        if spaced {
            after.begins_sentence()
        } else {
            after.letter.is_alphabetic()
        }
    }

    fn stop_ends(&self, cluster: &Cluster, after: &After<'_>) -> bool {
        let word = self.word_before(cluster.start);
        if self.is_enumerator(cluster.start) {
            return false;
        }
        if cluster.end > cluster.marks_end
            && !word.contains('.')
            && words::abbreviation(word).is_none()
        {
            return true;
        }
        let mut chars = word.chars();
        let single = matches!((chars.next(), chars.next()), (Some(c), None) if c.is_uppercase());
        if single {
            let before = self.word_before(cluster.start - word.len());
            return !after.dashed
                && (words::takes_letter(before) || (after.begins_sentence() && !after.quoted));
        }
        let last = word.rsplit('-').next().unwrap_or(word);
        match words::abbreviation(word).or_else(|| words::abbreviation(last)) {
            _ if after.dashed && (word.contains('.') || words::abbreviation(word).is_some()) => {
                false
            }
            Some(class) => self.abbreviation_ends(class, cluster, word, after),
            None if is_acronym(word) => after.begins_sentence(),
            None => true,
        }
    }

    fn abbreviation_ends(
        &self,
        class: Abbreviation,
        cluster: &Cluster,
        word: &str,
        after: &After<'_>,
    ) -> bool {
        let number = after.is_number();
        match class {
            Abbreviation::Title | Abbreviation::Linking => false,
            Abbreviation::Numbering => {
                !(number || words::is_roman(after.word) && after.word != "I")
            }
            Abbreviation::NumberingOrTitle => !number && after.begins_sentence(),
            Abbreviation::Month | Abbreviation::Suffix => !number && after.begins_sentence(),
            Abbreviation::Closing => true,
            Abbreviation::Hour => {
                after.begins_sentence() || !words::follows_hour(after.word, after.rest)
            }
            Abbreviation::State => {
                let place = self
                    .text
                    .get(..cluster.start - word.len())
                    .unwrap_or_default();
                !place.ends_with(", ") || after.begins_sentence()
            }
        }
    }

    /// `1.`, `a.`, `IV.` with nothing else before them in the sentence: the number of a list.
    fn is_enumerator(&self, stop: usize) -> bool {
        let Some(before) = self
            .text
            .get(self.start..stop)
            .filter(|before| before.len() <= 12)
        else {
            return false;
        };
        let word = before.trim_start_matches(chars::is_opener);
        let number = word.len() <= 8
            && word
                .split('.')
                .all(|part| part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit()));
        let letter = word.len() == 1 && word != "I";
        !word.is_empty() && (number || letter || (words::is_roman(word) && word.len() > 1))
    }

    /// The word that ends at `end`, with the full stops, hyphens and apostrophes inside it; spaces
    /// before `end` are passed over.
    fn word_before(&self, end: usize) -> &str {
        let text = self
            .text
            .get(self.start..end)
            .unwrap_or_default()
            .trim_end_matches(' ');
        let mut length = 0;
        for c in text.chars().rev() {
            if length >= WORD || !(c.is_alphanumeric() || matches!(c, '.' | '-' | '\'' | '’' | '&'))
            {
                break;
            }
            length += c.len_utf8();
        }
        let word = &text[text.len() - length..];
        // Two hyphens are a dash.
        let word = word.rsplit_once("--").map_or(word, |(_, word)| word);
        word.trim_start_matches(|c: char| !c.is_alphanumeric())
    }
}

/// `U.S`, `Ph.D`, `D.C`, `Japan-U.S`: one letter after the last full stop inside.
fn is_acronym(word: &str) -> bool {
    let Some((before, last)) = word.rsplit_once('.') else {
        return false;
    };
    let before = before
        .rsplit(['-', '–', '—', '/'])
        .next()
        .unwrap_or_default();
    last.chars().count() == 1
        && before
            .split('.')
            .all(|part| (1..=2).contains(&part.chars().count()))
}

/// What no mark ends a sentence before: a small letter, a comma.
fn goes_on(cluster: &Cluster, after: &After<'_>) -> bool {
    if after.letter.is_lowercase() {
        // iPhone, eBay: a small letter that begins a name.
        let mut letters = after.word.chars().skip(1);
        let name = letters.next().is_some_and(char::is_uppercase)
            && letters.next().is_some_and(char::is_lowercase);
        // `b. The second point`: the next letter of a list.
        let item = after.word.len() == 1 && after.rest.starts_with(". ");
        return !((name || item) && cluster.mark != Mark::Ellipsis);
    }
    matches!(
        after.first,
        ',' | ';' | ':' | '=' | '%' | '&' | '/' | ')' | ']' | '、' | '，'
    )
}

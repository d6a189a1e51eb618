//! The closed word classes that decide whether a full stop ends a sentence.

use super::lists;

/// What kind of word is written with a full stop of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// `Mr.`, `Sen.`: a name follows, whatever it is.
    Title,
    /// `vs.`, `e.g.`: the sentence goes on.
    Linking,
    /// `No.`, `Art.`, `p.`: a number follows, or else the word is a plain one.
    Numbering,
    /// `Sec.`, `Fig.`: a number or a name follows.
    NumberingOrTitle,
    /// `Nov.`: a day follows, or else a new sentence that begins as sentences begin.
    Month,
    /// `Inc.`, `Jr.`, `St.`: the sentence goes on, unless the next word begins a sentence.
    Suffix,
    /// `etc.`: a capital begins a new sentence.
    Closing,
    /// `a.m.`: a weekday or a time zone may follow.
    Hour,
    /// `Tex.`, `Va.`: a suffix where a place and a comma stand before it, else a plain word.
    State,
}

/// How the first letter of an abbreviation is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Letters {
    Any,
    Capital,
    Small,
}

/// The class of a word that stands before a full stop, given without that full stop.
pub(super) fn abbreviation(word: &str) -> Option<Abbreviation> {
    let mut buffer = [0; 12];
    let lower = lowercase(word, &mut buffer)?;
    let found = lists::ABBREVIATIONS
        .binary_search_by_key(&lower, |&(word, _, _)| word)
        .ok()?;
    let &(_, class, letters) = lists::ABBREVIATIONS.get(found)?;
    let capital = word.starts_with(|c: char| c.is_ascii_uppercase());
    let written = match letters {
        Letters::Any => true,
        Letters::Capital => capital,
        Letters::Small => !capital,
    };
    written.then_some(class)
}

/// Whether a word is one that sentences begin with and names do not.
pub(super) fn begins_sentences(word: &str) -> bool {
    if word.contains('’') {
        return is_in(lists::BEGINNINGS, &word.replace('’', "'"));
    }
    is_in(lists::BEGINNINGS, word)
}

/// A verb that tells who spoke, after a quotation that ends in a question or an exclamation mark.
pub(super) fn attributes(word: &str) -> bool {
    is_in(lists::SPEECH, word)
}

/// A word that may follow a verb of speech at the end of an attribution.
pub(super) fn follows_attribution(word: &str) -> bool {
    is_in(lists::AFTER_SPEECH, word) || is_weekday(word)
}

/// A word that belongs to an hour before it: `5 p.m. Monday`, `9 a.m. EST`, `8 p.m. Tokyo time`.
pub(super) fn follows_hour(word: &str, rest: &str) -> bool {
    let zone = (2..=4).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase());
    let time = || {
        let mut next = rest.split_whitespace().take(2);
        next.any(|word| {
            word.trim_end_matches(['.', ','])
                .eq_ignore_ascii_case("time")
        })
    };
    let named = matches!(word, "Eastern" | "Central" | "Pacific" | "Greenwich");
    named || zone || is_weekday(word) || is_month(word) || time()
}

fn is_weekday(word: &str) -> bool {
    is_in(lists::WEEKDAYS, word)
}

fn is_month(word: &str) -> bool {
    is_in(lists::MONTHS, word) || abbreviation(word) == Some(Abbreviation::Month)
}

/// A word after which a single capital letter is a number or a name of its own, not an initial:
/// `World War I.`, `Plan B.`
pub(super) fn takes_letter(word: &str) -> bool {
    is_in(lists::LETTERED, word)
}

/// A Roman numeral of up to eight letters.
pub(super) fn is_roman(word: &str) -> bool {
    (1..=8).contains(&word.len())
        && (word.bytes().all(|b| b"IVXLC".contains(&b))
            || word.bytes().all(|b| b"ivxlc".contains(&b)))
}

fn is_in(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

/// `word` in small letters, if it is ASCII and fits; `’` is read as `'`.
fn lowercase<'b>(word: &str, buffer: &'b mut [u8; 12]) -> Option<&'b str> {
    let mut len = 0;
    for c in word.chars() {
        let byte = if c == '’' {
            b'\''
        } else {
            u8::try_from(c).ok().filter(u8::is_ascii)?
        };
        *buffer.get_mut(len)? = byte.to_ascii_lowercase();
        len += 1;
    }
    std::str::from_utf8(buffer.get(..len)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        assert!(lists::ABBREVIATIONS.is_sorted_by_key(|&(word, _, _)| word));
        let lists = [
            lists::BEGINNINGS,
            lists::SPEECH,
            lists::AFTER_SPEECH,
            lists::LETTERED,
            lists::WEEKDAYS,
            lists::MONTHS,
        ];
        for list in lists {
            assert!(list.is_sorted(), "{list:?}");
        }
    }

    #[test]
    fn a_title_is_one_only_with_a_capital() {
        assert_eq!(abbreviation("Sen"), Some(Abbreviation::Title));
        assert_eq!(abbreviation("MS"), Some(Abbreviation::Title));
        assert_eq!(abbreviation("gen"), None);
        assert_eq!(abbreviation("alliance"), None);
        assert_eq!(abbreviation("Verbündete"), None);
    }

    #[test]
    fn roman_numerals_have_one_case() {
        assert!(is_roman("IV") && is_roman("xii") && !is_roman("Iv") && !is_roman(""));
    }
}

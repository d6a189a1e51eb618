//! The marks at which a sentence may end.

use crate::chars;

/// What a run of sentence-ending marks says by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// One full stop: an end, or part of an abbreviation.
    Stop,
    /// Dots: an end, a pause, or something left out.
    Ellipsis,
    /// A question or exclamation mark, or a full stop of a script that uses it for nothing else.
    Strong,
    /// A full-width mark, after which no space is needed.
    Wide,
}

/// A run of marks with what closes after them: `.`, `?!"`, `...”)`, `.[12]`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cluster {
    pub(super) mark: Mark,
    pub(super) start: usize,
    /// Where the closing quotation marks and brackets begin.
    pub(super) marks_end: usize,
    /// Where the run ends.
    pub(super) end: usize,
    /// Whether a quotation is closed in the run.
    pub(super) closes_quote: bool,
    /// How many straight double quotation marks the run holds.
    pub(super) straight_quotes: usize,
    /// How many round brackets it closes.
    pub(super) closes_parens: usize,
}

pub(super) fn mark_of(c: char) -> Option<Mark> {
    match c {
        '.' => Some(Mark::Stop),
        '…' => Some(Mark::Ellipsis),
        '!' | '?' | '‼' | '⁇' | '⁈' | '⁉' | '‽' | '؟' | '۔' | '।' | '॥' | '։' | '።' | '፧' | '။' => {
            Some(Mark::Strong)
        }
        '。' | '｡' | '．' | '！' | '？' => Some(Mark::Wide),
        _ => None,
    }
}

/// Reads the run that begins at `start`, where a mark stands. `quote_open` says whether a straight
/// double quotation mark is open there.
pub(super) fn read(text: &str, start: usize, quote_open: bool) -> Option<Cluster> {
    let mut chars = text.get(start..)?.char_indices().peekable();
    let (_, first) = chars.next()?;
    let mut mark = mark_of(first)?;
    let mut count = 1;
    let mut marks_end = start + first.len_utf8();
    while let Some(&(at, c)) = chars.peek() {
        if let Some(next) = mark_of(c) {
            mark = merge(mark, next);
        } else if c == ' ' && first == '.' && followed_by_lone_stop(text, start + at + 1, count > 1)
        {
            // `. . .` is an ellipsis too.
        } else {
            break;
        }
        count += 1;
        marks_end = start + at + c.len_utf8();
        chars.next();
    }
    let mut cluster = Cluster {
        mark,
        start,
        marks_end,
        end: marks_end,
        closes_quote: false,
        straight_quotes: 0,
        closes_parens: 0,
    };
    close(text, &mut cluster, quote_open);
    Some(cluster)
}

fn merge(first: Mark, second: Mark) -> Mark {
    match (first, second) {
        (Mark::Wide, _) | (_, Mark::Wide) => Mark::Wide,
        (Mark::Strong, _) | (_, Mark::Strong) => Mark::Strong,
        _ => Mark::Ellipsis,
    }
}

/// A full stop with spaces on both sides goes on an ellipsis; a first one needs two to follow.
fn followed_by_lone_stop(text: &str, at: usize, begun: bool) -> bool {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    rest.starts_with(b". .") || (begun && rest.starts_with(b"."))
}

/// Takes closing marks into the run.
fn close(text: &str, cluster: &mut Cluster, quote_open: bool) {
    let mut open = quote_open;
    while let Some(c) = text.get(cluster.end..).and_then(|rest| rest.chars().next()) {
        let after = cluster.end + c.len_utf8();
        if c == '[' {
            let Some(end) = note_end(text, after) else {
                return;
            };
            cluster.end = end;
            continue;
        }
        // „German quotations“ close with the mark that opens English ones.
        let german = c == '“'
            && text
                .get(after..)
                .is_none_or(|rest| !rest.starts_with(char::is_alphanumeric));
        if !german && !chars::is_closer(c) && !chars::is_invisible(c) {
            return;
        }
        if c == '"' || c == '\'' || c == '_' || c == '*' {
            // Before a word the mark may open the next quotation: `said."We` has lost a space.
            let next = text.get(after..).and_then(|rest| rest.chars().next());
            if next.is_some_and(char::is_alphanumeric) && !(c == '"' && open) {
                return;
            }
        }
        if c == '"' {
            open = !open;
            cluster.straight_quotes += 1;
        }
        cluster.closes_parens += usize::from(c == ')');
        cluster.closes_quote |= chars::is_quote(c);
        cluster.end = after;
    }
}

/// The end of a reference mark `12]` or `note 3]`.
fn note_end(text: &str, at: usize) -> Option<usize> {
    let rest = text.as_bytes().get(at..)?;
    let rest = &rest[..rest.len().min(12)];
    let close = rest.iter().position(|&b| b == b']')?;
    let inside = &rest[..close];
    let digits = inside.iter().filter(|b| b.is_ascii_digit()).count();
    let plain = inside
        .iter()
        .all(|b| b.is_ascii_alphanumeric() || b" ,-".contains(b));
    (digits > 0 && digits <= 6 && plain).then_some(at + close + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str) -> (Mark, &str) {
        let cluster = read(text, 0, false).expect("a mark");
        (cluster.mark, &text[..cluster.end])
    }

    #[test]
    fn a_run_holds_its_marks_and_what_closes_after_them() {
        assert_eq!(run(". The"), (Mark::Stop, "."));
        assert_eq!(run(".”) The"), (Mark::Stop, ".”)"));
        assert_eq!(run("?!\" he"), (Mark::Strong, "?!\""));
        assert_eq!(run("... we"), (Mark::Ellipsis, "..."));
        assert_eq!(run(". . . we"), (Mark::Ellipsis, ". . ."));
        assert_eq!(run(".[12][13] The"), (Mark::Stop, ".[12][13]"));
        assert_eq!(run(". [his] The"), (Mark::Stop, "."));
        assert_eq!(run("。」と"), (Mark::Wide, "。」"));
    }

    #[test]
    fn a_straight_quote_before_a_word_closes_only_an_open_quotation() {
        assert_eq!(run(".\"We"), (Mark::Stop, "."));
        let cluster = read(".\"We", 0, true).expect("a mark");
        assert_eq!(cluster.end, 2);
    }
}

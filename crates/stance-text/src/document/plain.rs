//! Blocks of a plain text.

use super::lines::{self, Line, Marker};
use super::{Block, BlockKind};
use crate::chars;
use crate::span::TextBuilder;

/// The widest line that a text may be wrapped at, in characters. Mail wraps at 72 to 78, older
/// texts at 60 to 80, printed pages up to this.
const WIDEST: u32 = 120;

/// The narrowest; lines of menus and verse are narrower.
const NARROWEST: u32 = 30;

/// The longest heading, in characters.
const HEADING: usize = 160;

pub(super) fn blocks(text: &str) -> Vec<Block<'_>> {
    let lines = lines::lines(text);
    let width = wrap_width(text, &lines);
    let mut blocks = Vec::new();
    let mut rest = lines.as_slice();
    while let Some(first) = rest.first() {
        let joined = width.map_or(1, |width| paragraph(text, rest, width));
        let (paragraph, next) = rest.split_at(joined);
        rest = next;
        let mut builder = TextBuilder::new(text);
        for (line, before) in paragraph
            .iter()
            .zip(std::iter::once(None).chain(paragraph.iter().map(Some)))
        {
            if let Some(before) = before {
                join(text, &mut builder, before, line);
            }
            builder.copy(line.body.clone());
        }
        let (text, map) = builder.finish();
        let kind = kind(first, &text);
        blocks.push(Block::new(kind, text, map));
    }
    blocks
}

/// Calls the first headline before any paragraph the title.
pub(super) fn name_title(blocks: &mut [Block<'_>]) {
    let first = blocks
        .iter_mut()
        .find(|block| block.kind != BlockKind::Furniture);
    if let Some(block) = first.filter(|block| block.kind == BlockKind::Heading) {
        block.kind = BlockKind::Title;
    }
}

/// Puts a space where a line was broken; a word parted at its hyphen needs none.
fn join(text: &str, builder: &mut TextBuilder<'_>, before: &Line, line: &Line) {
    let mut end = text
        .get(before.body.clone())
        .unwrap_or_default()
        .chars()
        .rev();
    let hyphen = end.next() == Some('-') && end.next().is_some_and(char::is_alphabetic);
    if !(hyphen && begins_small(text, line)) {
        builder.replace(before.body.end..line.body.start, " ");
    }
}

/// How many of the lines make one paragraph.
fn paragraph(text: &str, lines: &[Line], width: u32) -> usize {
    let pairs = lines.iter().zip(lines.iter().skip(1));
    1 + pairs
        .take_while(|(line, next)| is_wrapped(text, line, next, width))
        .count()
}

/// Whether `next` goes on the paragraph of `line`: the first word of `next` had no room on it, or
/// the sentence plainly goes on.
fn is_wrapped(text: &str, line: &Line, next: &Line, width: u32) -> bool {
    if next.after_gap
        || next.marker != Marker::None
        || next.quoted != line.quoted
        || line.width > width + 8
    {
        return false;
    }
    if line.marker == Marker::Heading {
        return false;
    }
    if goes_on(text, line, next) {
        return line.width * 2 >= width;
    }
    // A deeper indentation begins a paragraph, unless the first line hung a bullet.
    if next.indent >= line.indent + 2 && line.marker == Marker::None {
        return false;
    }
    let word = text
        .get(next.body.clone())
        .unwrap_or_default()
        .split(char::is_whitespace)
        .next()
        .unwrap_or_default();
    let word = u32::try_from(word.chars().count()).unwrap_or(u32::MAX);
    line.width.saturating_add(1).saturating_add(word) > width
}

/// Whether a sentence runs on from one line to the next for all to see.
fn goes_on(text: &str, line: &Line, next: &Line) -> bool {
    let ended = text
        .get(line.body.clone())
        .and_then(|body| body.trim_end_matches(chars::is_closer).chars().next_back())
        .is_some_and(|c| matches!(c, '.' | '!' | '?' | ':' | '…'));
    !ended && begins_small(text, next)
}

fn begins_small(text: &str, line: &Line) -> bool {
    text.get(line.body.clone())
        .is_some_and(|body| body.starts_with(char::is_lowercase))
}

/// The width at which a text is wrapped by hand, if it is.
///
/// Sentences that run on over the ends of similar lines show it. In pages where a line is a
/// paragraph they hardly ever do.
fn wrap_width(text: &str, lines: &[Line]) -> Option<u32> {
    let pairs = || {
        lines
            .iter()
            .zip(lines.iter().skip(1))
            .filter(|(_, next)| !next.after_gap)
    };
    let running: Vec<u32> = pairs()
        .filter(|(line, next)| {
            (NARROWEST..=WIDEST).contains(&line.width)
                && next.marker == Marker::None
                && goes_on(text, line, next)
        })
        .map(|(line, _)| line.width)
        .collect();
    let width = running.iter().copied().max()?;
    let similar = running
        .iter()
        .filter(|&&other| other * 10 >= width * 7)
        .count();
    // Two such lines, or one where the text has hardly more.
    let enough = running.len() >= 2 || lines.len() <= 4;
    // Lines far wider than the wrap are paragraphs of their own: a page, with a wrapped part at most.
    let wide = lines.iter().filter(|line| line.width > width + 8).count();
    (enough && similar * 2 >= running.len() && wide <= lines.len() / 4).then_some(width)
}

fn kind(first: &Line, text: &str) -> BlockKind {
    if first.marker == Marker::Heading {
        return BlockKind::Heading;
    }
    if first.quoted > 0 {
        return BlockKind::Quote;
    }
    if first.marker == Marker::Item {
        return BlockKind::ListItem;
    }
    if is_caption(text) {
        return BlockKind::Caption;
    }
    let ended = text
        .trim_end_matches(chars::is_closer)
        .ends_with(['.', '!', '?', '…', '。', '！', '？', ':', ';', ',']);
    if ended || text.len() > HEADING {
        BlockKind::Paragraph
    } else {
        BlockKind::Heading
    }
}

/// A paragraph that ends in the credit of a picture: `(Kyodo)`, `Photo by …`.
fn is_caption(text: &str) -> bool {
    let credited = text.rsplit_once(". (").is_some_and(|(_, credit)| {
        credit.strip_suffix(')').is_some_and(|credit| {
            credit.len() <= 40
                && credit.starts_with(char::is_uppercase)
                && !credit.contains(['.', '(', ')'])
        })
    });
    credited || super::credit::ends_in_photo_credit(text)
}

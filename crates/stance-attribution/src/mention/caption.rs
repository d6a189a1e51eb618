//! What stands behind a name in a caption.

use crate::tagged::{Tag, Tagged};

/// The end of a name with the place of its bearer in a picture: `Aiko Ono (L)`, `Ono (2nd from R)`.
pub(super) fn bracketed(tagged: &Tagged<'_>, last: usize) -> usize {
    // `Ferdinand Marcos Jr.`
    let younger = last + 1 < tagged.len() && matches!(tagged.word(last + 1), "jr" | "sr");
    let last = if younger && tagged.is(last + 2, Tag::Stop) {
        last + 2
    } else {
        last + usize::from(younger)
    };
    let mark = |at: usize, mark: &str| tagged.is(at, Tag::Mark) && tagged.raw(at) == mark;
    if !mark(last + 1, "(") {
        return last;
    }
    let place = |at: &usize| {
        matches!(
            tagged.word(*at),
            "l" | "r"
                | "c"
                | "left"
                | "right"
                | "center"
                | "centre"
                | "middle"
                | "far"
                | "from"
                | "front"
                | "back"
                | "second"
                | "third"
                | "2nd"
                | "3rd"
                | "4th"
                | "top"
                | "bottom"
                | ","
        )
    };
    let inside = (last + 2..tagged.len().min(last + 7))
        .take_while(place)
        .count();
    let close = last + 2 + inside;
    if inside > 0 && mark(close, ")") {
        close
    } else {
        last
    }
}

//! Direct quotations, across sentences and paragraphs.

use std::ops::Range;

/// Words between quotation marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// The words without the outermost marks, in bytes of the document.
    pub range: Range<usize>,
    /// Who is quoted, where the document says it.
    pub speaker: Option<crate::Mention>,
}

/// The outermost quotations of a text, in order.
///
/// Curly, straight and angular double marks count. What is not closed ends with its paragraph: where
/// a quotation goes on in the next one, a new mark opens it there.
pub(crate) fn ranges(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open: Option<usize> = None;
    // Marks inside the quotation that wait for their own closing ones.
    let mut inner = 0_usize;
    let mut previous = '\n';
    for (at, c) in text.char_indices() {
        if c == '\n' {
            if let Some(start) = open.take() {
                // Left open: it goes on only if the next paragraph begins with a mark.
                found.push(start..at);
            }
            inner = 0;
            previous = c;
            continue;
        }
        let after_space = previous.is_whitespace()
            || matches!(previous, '(' | '—' | '–' | '-' | '[' | '‘' | '“' | '\'');
        match (c, open) {
            ('“' | '«' | '„', None) => open = Some(at + c.len_utf8()),
            ('"', None) if after_space => open = Some(at + 1),
            ('“' | '«' | '„', Some(_)) => inner += 1,
            ('”' | '»', Some(start)) => {
                if inner > 0 {
                    inner -= 1;
                } else {
                    found.push(start..at);
                    open = None;
                }
            }
            ('"', Some(start)) if !after_space => {
                found.push(start..at);
                open = None;
            }
            _ => {}
        }
        previous = c;
    }
    found.extend(open.map(|start| start..text.len()));
    found
}

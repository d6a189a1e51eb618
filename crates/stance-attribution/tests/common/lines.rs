//! Pages of which each line is a statement.

use std::ops::Range;

/// In which bytes of a page its lines are.
pub fn lines(page: &str) -> Vec<Range<usize>> {
    let mut from = 0;
    let lines = page.split_inclusive('\n').map(|line| {
        let start = from;
        from += line.len();
        start..start + line.trim_end().len()
    });
    lines.collect()
}

//! Where a person's name ends.

use super::meaning::{Meaning, listed};
use crate::token::{Case, Token, TokenKind};

/// How many tokens at the start are a person's name of up to `longest` words, initials not counted,
/// where a title stands before them.
pub(super) fn at_start(tokens: &[Token], longest: usize) -> usize {
    let (mut length, mut words) = (0, 0);
    while let Some(token) = tokens.get(length).filter(|_| words < longest) {
        if length > 0 && token.is_full_stop() && tokens[length - 1].normal_len() == 1 {
            length += 1;
            continue;
        }
        let known = listed(&tokens[length..]).map(|(_, meaning)| meaning);
        let other = matches!(
            known,
            Some(
                Meaning::State
                    | Meaning::Demonym
                    | Meaning::Capital
                    | Meaning::Pact
                    | Meaning::Title
            )
        );
        if token.kind != TokenKind::Word || token.case == Case::Lower || other {
            break;
        }
        length += 1;
        words += usize::from(token.normal_len() > 1);
    }
    length
}

/// How many tokens a family name takes behind a first name, initials included.
pub(super) fn family_name_after(tokens: &[Token], headline: bool) -> Option<usize> {
    let initial = |token: &Token| {
        token.kind == TokenKind::Word && token.normal_len() == 1 || token.is_full_stop()
    };
    let initials = match tokens.first() {
        Some(first) if first.kind == TokenKind::Word => tokens
            .iter()
            .take(4)
            .take_while(|token| initial(token))
            .count(),
        _ => 0,
    };
    let rest = &tokens[initials..];
    let next = rest.first()?;
    match listed(rest) {
        Some((n, Meaning::Person | Meaning::AmbiguousPerson | Meaning::FirstName)) => {
            Some(initials + n)
        }
        Some(_) => None,
        None => (!headline && next.kind == TokenKind::Word && next.case == Case::Title)
            .then_some(initials + 1),
    }
}

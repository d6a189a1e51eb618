//! What a report says and how it looks. One binary, so that it is linked once.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)] // The functions that tests share are tests too.

mod browser;
mod changes;
mod common;
mod coverage;
mod figures;
mod hostile;
mod kinds;
mod page;

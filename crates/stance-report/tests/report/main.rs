//! What a report says and how it looks. One binary, so that it is linked once.

mod browser;
mod changes;
mod common;
mod coverage;
mod figures;
mod hostile;
mod page;

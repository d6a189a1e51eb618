//! What the crate promises, as one test binary.
//!
//! `oracle` compares with values that other packages computed (`tests/oracle`), `literature` with
//! worked examples that were published, `laws` with itself.
#![allow(clippy::unwrap_used)] // a test that cannot read its data has failed

mod input;
mod laws;
mod laws_between;
mod learning;
mod literature;
mod meagre;
mod oracle;
mod oracle_inference;
mod resampling;
mod support;

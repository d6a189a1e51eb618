//! The `stance` command.
fn main() {}

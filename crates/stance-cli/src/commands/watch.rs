//! `stance watch`.

#[cfg(feature = "store")]
mod batch;
#[cfg(feature = "store")]
mod folder;

#[cfg(feature = "store")]
pub use folder::run;

/// Says that this program cannot.
#[cfg(not(feature = "store"))]
pub fn run(_: &crate::args::WatchArgs, _: &crate::output::Notes) -> anyhow::Result<()> {
    Err(not_built())
}

/// Why this program has no store, and what to do.
#[cfg(not(feature = "store"))]
pub fn not_built() -> anyhow::Error {
    anyhow::anyhow!(
        "this program was built without the feature `store`; \
         `cargo build --release -p stance-cli --features store`, with a C compiler, makes one that has it"
    )
}

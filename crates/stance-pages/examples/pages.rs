//! Reads files and tells what was found of each page, and how fast.
//!
//! ```console
//! $ cargo run --release -p stance-pages --example pages -- datasets/examples/*.html
//! ```

use std::env;
use std::error::Error;
use std::fs;
use std::io::Write;
use std::time::Instant;

use stance_pages::{Duplicates, PageOptions, read};

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = std::io::stdout().lock();
    let (mut bytes, mut seconds) = (0, 0.0);
    let mut duplicates = Duplicates::default();
    let mut names = Vec::new();
    for path in env::args().skip(1) {
        let content = fs::read(&path)?;
        let start = Instant::now();
        let pages = read(&path, &content, &PageOptions::default());
        let copies: Vec<_> = pages
            .iter()
            .flatten()
            .map(|page| duplicates.add(page))
            .collect();
        seconds += start.elapsed().as_secs_f64();
        bytes += content.len();
        match pages {
            Err(error) => writeln!(out, "{error}")?,
            Ok(pages) => {
                for (page, copy) in pages.iter().zip(copies) {
                    let unknown = "–";
                    writeln!(
                        out,
                        "{}\n  title   {}\n  outlet  {}\n  date    {} {}\n  statements {}",
                        page.name,
                        page.title.as_deref().unwrap_or(unknown),
                        page.outlet.as_deref().unwrap_or(unknown),
                        page.date
                            .map_or(unknown.to_owned(), |date| date.to_string()),
                        page.date_from
                            .map_or(String::new(), |source| format!("({source:?})")),
                        page.statements.len(),
                    )?;
                    if let Some(copy) = copy {
                        writeln!(out, "  copy of {}", names[copy])?;
                    }
                    names.push(page.name.clone());
                }
            }
        }
    }
    writeln!(
        out,
        "{:.1} MB in {seconds:.2} s: {:.0} MB/s on one core",
        bytes as f64 / 1e6,
        bytes as f64 / 1e6 / seconds
    )?;
    Ok(())
}

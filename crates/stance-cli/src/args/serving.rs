//! The options of the server.

use std::path::PathBuf;

use clap::Args;

use super::CascadeArg;
use super::streaming::size;
use super::values::above_zero;

/// The models that are served where none is named.
const MODELS: &[&str] = if cfg!(feature = "accurate") {
    &["fast", "accurate", "auto"]
} else {
    &["fast"]
};

#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Where to listen; port 0 takes a free one. The address is printed on standard output
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8500")]
    pub listen: String,

    /// Another name that the server is called by, as behind a proxy
    ///
    /// A request that names another host in its header `Host` is refused, so that no page of the web can reach
    /// the server by a name of its own. `localhost` and addresses in digits are always let in.
    #[arg(long, value_name = "NAME")]
    pub host: Vec<String>,

    /// Models that may be asked for, the first of them where none is: `fast`, `accurate`, `auto`, files, `A+B`
    #[arg(long, short, value_name = "MODEL", num_args = 1.., default_values = MODELS)]
    pub model: Vec<String>,

    #[command(flatten)]
    pub cascade: CascadeArg,

    /// Let the page label the files of this folder (.txt, .html, .csv, .jsonl) and of the folders in it
    #[arg(long, value_name = "DIR")]
    pub folder: Option<PathBuf>,

    /// The largest body of a request, such as 512K or 16M; of JSON lines as a stream, the longest line
    #[arg(long, value_name = "SIZE", default_value = "16M", value_parser = size)]
    pub max_body: u64,

    /// The most requests a second from one address, and as many at once [default: no limit]
    #[arg(long, value_name = "N", value_parser = above_zero::<f64>, allow_negative_numbers = true)]
    pub rate: Option<f64>,

    /// The most requests that are worked at or wait; any more are told to come again
    #[arg(long, value_name = "N", default_value = "512", value_parser = clap::value_parser!(u16).range(1..))]
    pub queue: u16,

    /// Seconds that a client may take over a request's head, its body, or to read on; and that requests in
    /// flight are given when the server is stopped
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = clap::value_parser!(u16).range(1..))]
    pub timeout: u16,
}

//! How fast the encoder reads: `peer-encoder BASE DATA.csv REPEATS`, where BASE is a folder with the `config.json` and
//! `tokenizer.json` of a BERT-like model.
//!
//! One thread, from text in memory to scores, by an encoder of that shape and that vocabulary whose parameters are
//! arbitrary: its speed does not depend on them. Prints one JSON object, as all peers do.

use std::hint::black_box;
use std::io::Write;
use std::path::Path;
use std::{env, fs};

use serde_json::Value;
use stance_benches::encoder::model;
use stance_benches::peers::best_of;
use stance_benches::read;
use stance_encoder::{EncoderConfig, WordPieces};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [base, data, repeats] = arguments.as_slice() else {
        return Err("usage: peer-encoder BASE DATA.csv REPEATS".into());
    };
    let json = |name: &str| -> Result<Value, Box<dyn std::error::Error>> {
        let path = Path::new(base).join(name);
        let text = fs::read_to_string(&path).map_err(|why| format!("{}: {why}", path.display()))?;
        Ok(serde_json::from_str(&text).map_err(|why| format!("{}: {why}", path.display()))?)
    };
    let (config, tokenizer) = (json("config.json")?, json("tokenizer.json")?);
    let size = |name: &str| {
        config[name]
            .as_u64()
            .map(|size| size as usize)
            .ok_or(format!("config.json: no `{name}`"))
    };
    let config = EncoderConfig {
        layers: size("num_hidden_layers")?,
        hidden: size("hidden_size")?,
        heads: size("num_attention_heads")?,
        intermediate: size("intermediate_size")?,
        positions: size("max_position_embeddings")?,
        epsilon: 1e-12,
    };
    let vocabulary = tokenizer["model"]["vocab"]
        .as_object()
        .ok_or("tokenizer.json: no vocabulary")?;
    let mut pieces: Vec<(u64, Box<str>)> = vocabulary
        .iter()
        .map(|(piece, id)| (id.as_u64().unwrap_or(u64::MAX), piece.as_str().into()))
        .collect();
    pieces.sort();
    let pieces = WordPieces::new(pieces.into_iter().map(|(_, piece)| piece).collect(), true)?;
    let model = model(config, &pieces)?;
    let rows = read(Path::new(data))?;
    let texts: Vec<&str> = rows.iter().map(|row| row.text.as_str()).collect();
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
    let repeats = repeats.parse()?;
    // Timed on the thread that does the work: processor time is that of one thread.
    let (_, taken) = one.install(|| best_of(repeats, || black_box(model.scores(&texts)).len()));
    let report = serde_json::json!({
        "predict_wall": taken.wall.as_secs_f64(),
        "predict_cpu": taken.cpu.map(|cpu| cpu.as_secs_f64()),
        "sentences": rows.len(),
        "accuracy": Value::Null,
    });
    writeln!(std::io::stdout(), "{report}")?;
    Ok(())
}

//! A base model so small that a test can train it.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use super::{Files, stance};

/// Shape of the base.
const LAYERS: usize = 2;
const HIDDEN: usize = 16;
const MIDDLE: usize = 32;
const POSITIONS: usize = 40;

/// What is in the base's folder.
pub struct Base {
    pub config: Value,
    pub tokenizer: Value,
    /// Name, shape and numbers of each tensor.
    pub tensors: Vec<(String, Vec<usize>, Vec<f32>)>,
}

impl Base {
    /// An encoder of small reproducible numbers whose word pieces are letters and the words given.
    pub fn new(words: &[&str]) -> Self {
        let mut pieces: Vec<String> = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
            .map(str::to_owned)
            .into();
        for letter in 'a'..='z' {
            pieces.push(letter.to_string());
            pieces.push(format!("##{letter}"));
        }
        pieces.extend(words.iter().map(|&word| word.to_owned()));
        let mut state = 1u64;
        let mut tensor = |name: &str, shape: &[usize]| {
            let about = if name.ends_with("LayerNorm.weight") {
                1.0
            } else {
                0.0
            };
            let numbers = (0..shape.iter().product::<usize>()).map(|_| {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                about + 0.2 * ((state >> 40) as f32 / (1 << 23) as f32 - 1.0)
            });
            (
                name.to_owned(),
                shape.to_vec(),
                numbers.collect::<Vec<f32>>(),
            )
        };
        let mut tensors = vec![
            tensor("embeddings.word_embeddings.weight", &[pieces.len(), HIDDEN]),
            tensor(
                "embeddings.position_embeddings.weight",
                &[POSITIONS, HIDDEN],
            ),
            tensor("embeddings.token_type_embeddings.weight", &[2, HIDDEN]),
            tensor("embeddings.LayerNorm.weight", &[HIDDEN]),
            tensor("embeddings.LayerNorm.bias", &[HIDDEN]),
        ];
        for layer in 0..LAYERS {
            for (part, inputs, outputs) in [
                ("attention.self.query", HIDDEN, HIDDEN),
                ("attention.self.key", HIDDEN, HIDDEN),
                ("attention.self.value", HIDDEN, HIDDEN),
                ("attention.output.dense", HIDDEN, HIDDEN),
                ("intermediate.dense", HIDDEN, MIDDLE),
                ("output.dense", MIDDLE, HIDDEN),
            ] {
                let name = format!("encoder.layer.{layer}.{part}");
                tensors.push(tensor(&format!("{name}.weight"), &[outputs, inputs]));
                tensors.push(tensor(&format!("{name}.bias"), &[outputs]));
            }
            for part in ["attention.output.LayerNorm", "output.LayerNorm"] {
                let name = format!("encoder.layer.{layer}.{part}");
                tensors.push(tensor(&format!("{name}.weight"), &[HIDDEN]));
                tensors.push(tensor(&format!("{name}.bias"), &[HIDDEN]));
            }
        }
        let vocabulary: serde_json::Map<String, Value> = pieces
            .into_iter()
            .enumerate()
            .map(|(id, piece)| (piece, json!(id)))
            .collect();
        Self {
            config: json!({
                "num_hidden_layers": LAYERS, "hidden_size": HIDDEN, "num_attention_heads": 2,
                "intermediate_size": MIDDLE, "max_position_embeddings": POSITIONS,
                "layer_norm_eps": 1e-12, "hidden_act": "gelu",
            }),
            tokenizer: json!({
                "normalizer": {"type": "BertNormalizer", "lowercase": true},
                "model": {"type": "WordPiece", "vocab": vocabulary, "continuing_subword_prefix": "##"},
            }),
            tensors,
        }
    }

    /// The folder with the base's files.
    pub fn write(&self, files: &Files, folder: &str) -> PathBuf {
        std::fs::create_dir_all(files.path(folder)).expect("a folder");
        files.write(&format!("{folder}/config.json"), self.config.to_string());
        files.write(
            &format!("{folder}/tokenizer.json"),
            self.tokenizer.to_string(),
        );
        files.write(&format!("{folder}/model.safetensors"), self.safetensors());
        files.path(folder)
    }

    /// The tensors in the format `safetensors`: the length of a header, the header in JSON, the numbers.
    fn safetensors(&self) -> Vec<u8> {
        let mut header = serde_json::Map::new();
        let mut numbers: Vec<u8> = Vec::new();
        for (name, shape, tensor) in &self.tensors {
            let first = numbers.len();
            numbers.extend(tensor.iter().flat_map(|number| number.to_le_bytes()));
            header.insert(
                name.clone(),
                json!({"dtype": "F32", "shape": shape, "data_offsets": [first, numbers.len()]}),
            );
        }
        let header = Value::from(header).to_string();
        let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
        bytes.extend(header.bytes());
        bytes.extend(numbers);
        bytes
    }
}

/// Labelled texts in which one word decides.
pub fn table(rows: usize) -> String {
    let mut table = String::from("text,label,source\n");
    for row in 0..rows {
        let (word, label) = [("pledge", "yes"), ("doubt", "no")][row % 2];
        let others = ["the", "ally", "pact", "and", "we"];
        let (one, other) = (others[row % 5], others[(row / 5) % 5]);
        table += &format!("{one} {word} {other},{label},s{}\n", row % 7);
    }
    table
}

/// The words of [`table`].
pub const WORDS: [&str; 7] = ["pledge", "doubt", "the", "ally", "pact", "and", "we"];

/// `stance train --engine encoder` of `data` from `base`.
pub fn fine_tune(base: &Path, data: &Path, out: &Path) -> Command {
    let mut command = stance("train");
    command
        .args(["--engine", "encoder", "--epochs", "12", "--batch", "8"])
        .args(["--rate", "0.01", "--folds", "4", "--base"])
        .arg(base)
        .arg("--data")
        .arg(data)
        .arg("--out")
        .arg(out);
    command
}

//! Opening a model by its name or path.

use std::path::Path;

use anyhow::{Context, bail};
use stance_classifier::Classifier;

use super::source;

/// The model of that name or path.
pub fn open(model: &str) -> anyhow::Result<Classifier<'static>> {
    match model {
        "fast" => Ok(Classifier::pretrained()),
        "accurate" | "auto" => bail!("--model {model}: this version has the model `fast` alone"),
        path => {
            let path = Path::new(path);
            if !path.exists() {
                bail!(
                    "{}: no such model file; `fast` is the one within the program",
                    path.display()
                );
            }
            let bytes = source::bytes(path)?;
            let model =
                Classifier::from_bytes(&bytes).with_context(|| path.display().to_string())?;
            Ok(model.into_owned())
        }
    }
}

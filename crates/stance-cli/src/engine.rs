//! The models behind one interface, and the names that the command line has for them.

use std::path::Path;

use anyhow::{Context, bail};
use stance_classifier::card::Card;
use stance_classifier::{
    CASCADE_THRESHOLD, Cascade, Classifier, Classify, Explanation, Labels, Prediction, Scratch,
};
#[cfg(feature = "accurate")]
use stance_encoder::EncoderModel;
#[cfg(feature = "store")]
use stance_store::Checksum;

use crate::input::source;

/// What is said where there is a threshold and nothing to apply it to.
pub const NO_CASCADE: &str = "--cascade-threshold is for a cascade: `auto`, or two models with a `+` \
     between them, like `fast+my.stance`";

/// What stands between the names of a cascade's two models.
const THEN: char = '+';

/// A model of any kind.
pub enum Engine {
    Linear(Box<Classifier<'static>>),
    #[cfg(feature = "accurate")]
    Encoder(Box<EncoderModel<'static>>),
    /// The first answers where it is sure, the second elsewhere.
    Cascade(Box<Cascade<Engine, Engine>>),
}

impl Engine {
    /// The model of that name or path: `fast`, `accurate`, `auto`, a file, or two of these with a `+`
    /// between them for a cascade, which alone heeds the `threshold`.
    pub fn open(model: &str, threshold: Option<f64>) -> anyhow::Result<Self> {
        let Some((first, second)) = cascade_of(model) else {
            return Self::one(model);
        };
        let (first, second) = (Self::one(first)?, Self::one(second)?);
        let cascade = Cascade::new(first, second, threshold.unwrap_or(CASCADE_THRESHOLD));
        let cascade = cascade.with_context(|| model.to_owned())?;
        Ok(Self::Cascade(Box::new(cascade)))
    }

    /// A model that is no cascade.
    fn one(model: &str) -> anyhow::Result<Self> {
        match model {
            "fast" => Ok(Classifier::pretrained().into()),
            "accurate" => accurate(),
            path => {
                let path = Path::new(path);
                if !path.exists() {
                    bail!(
                        "{}: no such model file; `fast`, `accurate` and `auto` are within the program",
                        path.display()
                    );
                }
                let bytes = source::bytes(path)?;
                Self::read(&bytes).with_context(|| path.display().to_string())
            }
        }
    }

    /// A model from the bytes of its file, of whatever kind.
    #[cfg(feature = "accurate")]
    fn read(bytes: &[u8]) -> anyhow::Result<Self> {
        if stance_encoder::is_encoder(bytes) {
            let encoder = EncoderModel::from_bytes(bytes)?.into_owned();
            return Ok(Self::Encoder(Box::new(encoder)));
        }
        Ok(Classifier::from_bytes(bytes)?.into_owned().into())
    }

    /// A model from the bytes of its file, unless it is an encoder.
    #[cfg(not(feature = "accurate"))]
    fn read(bytes: &[u8]) -> anyhow::Result<Self> {
        use stance_classifier::Error;
        match Classifier::from_bytes(bytes) {
            Ok(classifier) => Ok(classifier.into_owned().into()),
            Err(Error::EncoderModel) => bail!("an encoder's file: {NOT_BUILT}"),
            Err(why) => Err(why.into()),
        }
    }

    /// The two models and what is between them, where there are two.
    pub fn as_cascade(&self) -> Option<&Cascade<Self, Self>> {
        match self {
            Self::Cascade(cascade) => Some(cascade),
            _ => None,
        }
    }

    /// The cards of the models that may answer.
    pub fn cards(&self) -> anyhow::Result<Vec<Card>> {
        Ok(match self {
            Self::Linear(classifier) => vec![classifier.model().card()?],
            #[cfg(feature = "accurate")]
            Self::Encoder(encoder) => match encoder.card_json() {
                "" => vec![Card::default()],
                json => vec![Card::from_json(json)?],
            },
            Self::Cascade(cascade) => {
                let mut cards = cascade.fast().cards()?;
                cards.extend(cascade.accurate().cards()?);
                cards
            }
        })
    }

    /// Of what it is: engines of one checksum give every text the same probabilities, whatever they are called.
    #[cfg(feature = "store")]
    pub fn checksum(&self) -> anyhow::Result<Checksum> {
        Ok(match self {
            Self::Linear(classifier) => Checksum::of(&classifier.model().to_bytes()?),
            #[cfg(feature = "accurate")]
            Self::Encoder(encoder) => Checksum::of(&encoder.to_bytes()?),
            Self::Cascade(cascade) => {
                let (first, second) = (cascade.fast().checksum()?, cascade.accurate().checksum()?);
                Checksum::of(format!("{first} {second} {}", cascade.threshold()).as_bytes())
            }
        })
    }

    /// How many of `texts` are a piece of work for one thread: enough that a piece costs more than handing
    /// it out, and that texts of one length meet in it; few enough that no thread is without work.
    pub fn piece(&self, texts: usize) -> usize {
        let at_most = match self {
            Self::Linear(_) => return 256,
            #[cfg(feature = "accurate")]
            Self::Encoder(_) => 32,
            // Of which the second model gets a part.
            Self::Cascade(_) => 64,
        };
        let share = texts.div_ceil(rayon::current_num_threads());
        share.clamp(1, at_most)
    }

    /// How many records of a stream are labelled together: as many as are worth a thread's while, and no
    /// more than take a few seconds, since whoever reads the output waits for them.
    pub fn batch(&self) -> usize {
        match self {
            Self::Linear(_) => 8192,
            #[cfg(feature = "accurate")]
            Self::Encoder(_) => 1024,
            Self::Cascade(_) => 2048,
        }
    }

    /// Labels texts in their order, says which words made it so if that is asked for, and hands each
    /// answer on with the index of its text.
    ///
    /// Explanations are made one at a time: those of long texts are large.
    pub fn answer(
        &self,
        texts: &[&str],
        explain: bool,
        scratch: &mut Scratch,
        mut take: impl FnMut(usize, &Prediction<'_>, Option<&Explanation<'_>>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        match self {
            Self::Linear(linear) => {
                for (at, text) in texts.iter().enumerate() {
                    if explain {
                        let told = linear.explain_with(text, scratch);
                        take(at, told.prediction(), Some(&told))?;
                    } else {
                        take(at, &linear.classify_with(text, scratch), None)?;
                    }
                }
            }
            _ if explain => {
                for (at, text) in texts.iter().enumerate() {
                    let told = self.explain(text);
                    take(at, told.prediction(), Some(&told))?;
                }
            }
            _ => {
                for (at, prediction) in self.classify_all(texts).iter().enumerate() {
                    take(at, prediction, None)?;
                }
            }
        }
        Ok(())
    }
}

impl From<Classifier<'static>> for Engine {
    fn from(classifier: Classifier<'static>) -> Self {
        Self::Linear(Box::new(classifier))
    }
}

impl Classify for Engine {
    fn labels(&self) -> &Labels {
        match self {
            Self::Linear(classifier) => classifier.labels(),
            #[cfg(feature = "accurate")]
            Self::Encoder(encoder) => encoder.labels(),
            Self::Cascade(cascade) => cascade.labels(),
        }
    }

    fn classify(&self, text: &str) -> Prediction<'_> {
        match self {
            Self::Linear(classifier) => classifier.classify(text),
            #[cfg(feature = "accurate")]
            Self::Encoder(encoder) => encoder.classify(text),
            Self::Cascade(cascade) => cascade.classify(text),
        }
    }

    fn explain(&self, text: &str) -> Explanation<'_> {
        match self {
            Self::Linear(classifier) => classifier.explain(text),
            #[cfg(feature = "accurate")]
            Self::Encoder(encoder) => encoder.explain(text),
            Self::Cascade(cascade) => cascade.explain(text),
        }
    }

    fn classify_all(&self, texts: &[&str]) -> Vec<Prediction<'_>> {
        match self {
            Self::Linear(classifier) => classifier.classify_all(texts),
            #[cfg(feature = "accurate")]
            Self::Encoder(encoder) => encoder.classify_all(texts),
            Self::Cascade(cascade) => cascade.classify_all(texts),
        }
    }
}

/// The names of the two models of a cascade; none where one model is named, or a file that is there.
fn cascade_of(model: &str) -> Option<(&str, &str)> {
    if model == "auto" {
        return Some(("fast", "accurate"));
    }
    if Path::new(model).exists() {
        return None;
    }
    let is_there = |name: &str| matches!(name, "fast" | "accurate") || Path::new(name).exists();
    let parts = || {
        model
            .match_indices(THEN)
            .map(|(at, then)| (&model[..at], &model[at + then.len()..]))
            .filter(|(first, second)| !first.is_empty() && !second.is_empty())
    };
    // A path may have the sign in it too. Where no parting fits, opening one of the parts says what is amiss.
    parts()
        .find(|(first, second)| is_there(first) && is_there(second))
        .or_else(|| parts().next())
}

/// The accurate model within the program.
#[cfg(feature = "accurate")]
fn accurate() -> anyhow::Result<Engine> {
    Ok(Engine::Encoder(Box::new(EncoderModel::pretrained())))
}

/// Why there is no accurate model in a program built without it.
#[cfg(not(feature = "accurate"))]
fn accurate() -> anyhow::Result<Engine> {
    bail!("accurate: {NOT_BUILT}")
}

#[cfg(not(feature = "accurate"))]
const NOT_BUILT: &str = "this program was built without the feature `accurate`; \
     `cargo build --release -p stance-cli --features accurate` makes one that has it";

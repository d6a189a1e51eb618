//! Two classifiers as one: the first answers where it is sure, the second elsewhere.

use crate::classifier::Classify;
use crate::error::{Error, Result};
use crate::explain::Explanation;
use crate::label::Labels;
use crate::prediction::Prediction;

/// Where the answer of a cascade's first model stands, unless it is said otherwise.
///
/// From out-of-fold answers of `fast`'s recipe on 8,223 real sentences (`stance evaluate --cv 5 --full --data
/// datasets/statements --target datasets/real/labels.csv --texts FILE`): with a probability of 0.7 to 0.8 it
/// was right in 0.727 of the cases, with 0.8 to 0.9 in 0.839, above that in 0.947. So 0.8 is the least tenth
/// from which it is right more often than the 0.78 that is asked of `accurate` on real text. It then answers
/// 0.314 of the sentences itself, 0.896 of them rightly. On the 516 real sentences held out of `accurate`, with
/// `fast` learned from all the others, the cascade then has 0.750 right and `accurate` alone 0.744; at 0.5 it has
/// 0.760 and sends on 0.233 of them in place of 0.667, but the first one's answers are then no surer than the
/// second one's. `stance evaluate --model auto` prints what other thresholds give.
pub const CASCADE_THRESHOLD: f64 = 0.8;

/// A cheap classifier and a dear one behind it, for what the cheap one is not sure of.
///
/// A text gets the first one's answer where that is at least as probable as the threshold, and the
/// second one's elsewhere (Viola and Jones, CVPR 2001, have the idea and the name). It is worth as much as
/// the first one's probabilities are: the threshold is for one whose calibration holds on texts like these.
///
/// ```
/// # #[cfg(feature = "pretrained")] {
/// use stance_classifier::{Cascade, Classifier, Classify};
///
/// # fn other_model() -> Classifier<'static> { Classifier::pretrained() }
/// let cascade = Cascade::new(Classifier::pretrained(), other_model(), 0.8)?;
/// let prediction = cascade.classify("It is too early to say whether the treaty will hold.");
/// assert_eq!(prediction.label(), "hedging");
/// # }
/// # Ok::<(), stance_classifier::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Cascade<F, A> {
    fast: F,
    accurate: A,
    threshold: f64,
}

impl<F: Classify, A: Classify> Cascade<F, A> {
    /// A cascade in which `fast` answers where the [confidence](Prediction::confidence) of its answer is at
    /// least `threshold`, and `accurate` elsewhere.
    ///
    /// At 0 `fast` answers everything; at 1 `accurate` does, but for texts of which `fast` is wholly
    /// certain.
    ///
    /// # Errors
    /// [`Error::Setting`] when `threshold` is not in `[0, 1]`, [`Error::Labels`] when the two do not have
    /// the same labels.
    pub fn new(fast: F, accurate: A, threshold: f64) -> Result<Self> {
        if !(0.0..=1.0).contains(&threshold) {
            return Err(Error::Setting(format!(
                "the threshold of a cascade is {threshold}: it must be a probability, 0 to 1"
            )));
        }
        if fast.labels() != accurate.labels() {
            return Err(Error::Labels(format!(
                "the first model of the cascade has {}, the second {}: both must have the same",
                listed(fast.labels()),
                listed(accurate.labels())
            )));
        }
        Ok(Self {
            fast,
            accurate,
            threshold,
        })
    }

    /// The classifier that is asked first.
    pub const fn fast(&self) -> &F {
        &self.fast
    }

    /// The classifier that is asked where the first is not sure.
    pub const fn accurate(&self) -> &A {
        &self.accurate
    }

    /// The least probability with which the first one's answer stands, in `[0, 1]`.
    pub const fn threshold(&self) -> f64 {
        self.threshold
    }

    /// Whether an answer of the first one stands.
    pub fn stands(&self, answer: &Prediction<'_>) -> bool {
        answer.confidence() >= self.threshold
    }
}

impl<F: Classify, A: Classify> Classify for Cascade<F, A> {
    fn labels(&self) -> &Labels {
        self.fast.labels()
    }

    fn classify(&self, text: &str) -> Prediction<'_> {
        let answer = self.fast.classify(text);
        if self.stands(&answer) {
            answer
        } else {
            self.accurate.classify(text)
        }
    }

    /// Explains by whichever of the two gave the answer.
    fn explain(&self, text: &str) -> Explanation<'_> {
        if self.stands(&self.fast.classify(text)) {
            self.fast.explain(text)
        } else {
            self.accurate.explain(text)
        }
    }

    /// Labels many texts, in their order; those that the first one is not sure of go to the second
    /// together.
    fn classify_all(&self, texts: &[&str]) -> Vec<Prediction<'_>> {
        let mut answers = self.fast.classify_all(texts);
        let unsure: Vec<usize> = (0..answers.len())
            .filter(|&at| !self.stands(&answers[at]))
            .collect();
        if unsure.is_empty() {
            return answers;
        }
        let sent_on: Vec<&str> = unsure.iter().map(|&at| texts[at]).collect();
        for (at, answer) in unsure.into_iter().zip(self.accurate.classify_all(&sent_on)) {
            answers[at] = answer;
        }
        answers
    }
}

fn listed(labels: &Labels) -> String {
    let names: Vec<&str> = labels.iter().collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use stance_text::FeatureConfig;

    use super::*;
    use crate::calibration::MatrixScaling;
    use crate::classifier::Classifier;
    use crate::model::LinearModel;

    const TEXTS: [&str; 6] = [
        "They stand by their allies.",
        "",
        "It is too early to say, the minister said, whether the treaty will hold.",
        "No.",
        "Союзники едины. 同盟は揺るがない。",
        "We will watch closely and decide later.",
    ];

    /// A model whose weights are drawn by a rule, so that texts differ in how sure it is of them.
    fn model(labels: [&str; 2], weight_of: impl Fn(usize) -> u8) -> Classifier<'static> {
        let features = FeatureConfig {
            bits: 8,
            ..FeatureConfig::default()
        };
        let weights: Vec<u8> = (0..features.buckets() * 2).map(weight_of).collect();
        let made = LinearModel::new(
            Labels::of(labels).unwrap(),
            features,
            weights.into(),
            0.01,
            vec![0.0, 0.0],
            MatrixScaling::identity(2),
            "".into(),
        );
        Classifier::new(made.unwrap())
    }

    fn fast() -> Classifier<'static> {
        model(["no", "yes"], |n| (n * n * 37 % 251) as u8)
    }

    fn accurate() -> Classifier<'static> {
        model(["no", "yes"], |n| (n * 91 % 239) as u8)
    }

    /// A threshold that `fast` reaches on some of the texts and misses on others.
    fn median() -> f64 {
        let fast = fast();
        let mut sure = TEXTS.map(|text| fast.classify(text).confidence());
        sure.sort_by(f64::total_cmp);
        assert!(
            sure[0] < sure[3] && sure[3] <= sure[5],
            "the texts tell nothing apart: {sure:?}"
        );
        sure[3]
    }

    #[test]
    fn the_first_answers_where_it_is_sure_and_the_second_elsewhere() {
        let (fast, accurate) = (fast(), accurate());
        let threshold = median();
        let cascade = Cascade::new(&fast, &accurate, threshold).unwrap();
        let mut by_the_second = 0;
        for text in TEXTS {
            let first = fast.classify(text);
            let wanted = if first.confidence() >= threshold {
                first
            } else {
                by_the_second += 1;
                accurate.classify(text)
            };
            assert_eq!(cascade.classify(text), wanted, "{text}");
        }
        assert!((1..TEXTS.len()).contains(&by_the_second));
    }

    #[test]
    fn many_texts_at_once_get_the_answers_that_they_get_one_by_one() {
        for threshold in [0.0, median(), 1.0] {
            let cascade = Cascade::new(fast(), accurate(), threshold).unwrap();
            let together = cascade.classify_all(&TEXTS);
            let alone: Vec<_> = TEXTS.iter().map(|text| cascade.classify(text)).collect();
            assert_eq!(together, alone);
        }
        let cascade = Cascade::new(fast(), accurate(), 0.5).unwrap();
        assert!(cascade.classify_all(&[]).is_empty());
    }

    #[test]
    fn an_answer_is_explained_by_the_model_that_gave_it() {
        let (fast, accurate) = (fast(), accurate());
        let cascade = Cascade::new(&fast, &accurate, median()).unwrap();
        for text in TEXTS {
            let by = if cascade.stands(&fast.classify(text)) {
                &fast
            } else {
                &accurate
            };
            assert_eq!(cascade.explain(text), by.explain(text), "{text}");
            assert_eq!(*cascade.explain(text).prediction(), cascade.classify(text));
        }
    }

    #[test]
    fn at_nought_the_first_answers_all_and_at_one_the_second_does() {
        let (fast, accurate) = (fast(), accurate());
        let at = |threshold| Cascade::new(&fast, &accurate, threshold).unwrap();
        assert_eq!(at(0.0).classify_all(&TEXTS), fast.classify_all(&TEXTS));
        assert_eq!(at(1.0).classify_all(&TEXTS), accurate.classify_all(&TEXTS));
    }

    /// Writes down what it is asked.
    struct Overheard(Classifier<'static>, Mutex<Vec<Vec<String>>>);

    impl Classify for Overheard {
        fn labels(&self) -> &Labels {
            self.0.labels()
        }

        fn classify(&self, text: &str) -> Prediction<'_> {
            self.0.classify(text)
        }

        fn explain(&self, text: &str) -> Explanation<'_> {
            self.0.explain(text)
        }

        fn classify_all(&self, texts: &[&str]) -> Vec<Prediction<'_>> {
            let heard = texts.iter().map(|text| (*text).to_owned()).collect();
            self.1.lock().unwrap().push(heard);
            self.0.classify_all(texts)
        }
    }

    #[test]
    fn what_the_first_is_not_sure_of_and_nothing_else_is_sent_on_in_one_batch() {
        let threshold = median();
        let fast = fast();
        let second = Overheard(accurate(), Mutex::new(Vec::new()));
        let cascade = Cascade::new(&fast, &second, threshold).unwrap();
        cascade.classify_all(&TEXTS);
        let unsure = TEXTS.into_iter();
        let unsure: Vec<&str> = unsure
            .filter(|text| fast.classify(text).confidence() < threshold)
            .collect();
        assert_eq!(*second.1.lock().unwrap(), [unsure]);
        // Nothing is asked for nothing.
        Cascade::new(&fast, &second, 0.0)
            .unwrap()
            .classify_all(&TEXTS);
        assert_eq!(second.1.lock().unwrap().len(), 1);
    }

    #[test]
    fn models_of_other_labels_and_thresholds_out_of_range_are_refused() {
        let other = model(["no", "perhaps"], |_| 0);
        let why = Cascade::new(fast(), other, 0.5).unwrap_err().to_string();
        assert!(
            why.contains("no, yes") && why.contains("no, perhaps"),
            "{why}"
        );
        for threshold in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
            let why = Cascade::new(fast(), accurate(), threshold).unwrap_err();
            assert!(matches!(why, Error::Setting(_)), "{why}");
        }
    }
}

//! Images: real, small PNG files of one pattern each, the same for the same request.
//!
//! What is withheld is decided by words of the prompt: `swordfish` is refused before anything is made; of `knife` every
//! image is withheld; of `beer` every second one.

mod amazon;
mod png;
mod stability;

use serde_json::Value;

use crate::errors::ServiceError;
use crate::model;

/// Makes images.
pub(super) fn answer(model_id: &str, body: &Value) -> Result<Value, ServiceError> {
    let name = model::without_profile(model_id);
    if name.starts_with("stability.") { stability::answer(name, body) } else { amazon::answer(name, body) }
}

/// What becomes of the images of a prompt.
#[derive(PartialEq, Eq)]
enum Moderation {
    None,
    Prompt,
    All,
    Some,
}

impl Moderation {
    fn of(prompt: &str) -> Self {
        let prompt = prompt.to_lowercase();
        let words = [("swordfish", Self::Prompt), ("knife", Self::All), ("beer", Self::Some)];
        words.into_iter().find(|(word, _)| prompt.contains(word)).map_or(Self::None, |(_, found)| found)
    }

    /// Whether the image of that number is withheld.
    fn withholds(&self, number: u64) -> bool {
        match self {
            Self::None => false,
            Self::Prompt | Self::All => true,
            Self::Some => number % 2 == 1,
        }
    }
}

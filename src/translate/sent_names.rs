//! Names that had to be changed for Bedrock: a reply has them as they were sent, and the caller knows others.

use super::index::Index;
use crate::search::split_first;

/// Names as they were sent and as the caller knows them: `tool`, `tool.property` and `/document`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SentNames {
    pairs: Vec<(String, String)>,
    /// Where each is, and the first of the properties of each tool.
    index: Index,
}

impl From<Vec<(String, String)>> for SentNames {
    fn from(pairs: Vec<(String, String)>) -> Self {
        let mut index = Index::default();
        for (place, (sent, _)) in pairs.iter().enumerate() {
            if let Some((tool, _)) = split_first(sent, ".") {
                index.set([tool, "."].concat().as_bytes(), place);
            }
            index.set(sent.as_bytes(), place);
        }
        Self { pairs, index }
    }
}

impl SentNames {
    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &(String, String)> {
        self.pairs.iter()
    }

    /// Whether the properties of a tool had to be changed; `group` is `tool.`.
    pub fn has_group(&self, group: &str) -> bool {
        self.index.find(group.as_bytes()).is_some()
    }

    /// The caller's name for a sent one, if it had to be changed. `group` is empty, `tool.` or `/`.
    pub fn name(&self, group: &str, sent: &str) -> Option<&str> {
        let place = self.index.find([group, sent].concat().as_bytes())?;
        self.pairs.get(place).map(|(_, name)| name.as_str())
    }
}

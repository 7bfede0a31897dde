//! Names of properties and documents that had to be changed for Bedrock.

use crate::translate::index::Index;

/// These names, as they are sent and as the caller knows them: see [`crate::translate::Chat::names`].
#[derive(Default)]
pub(super) struct Names {
    pub(super) pairs: Vec<(String, String)>,
    by_sent: Index,
    /// By the tool and the name that the caller knows.
    properties: Index,
}

impl Names {
    /// Whether a name is sent, with its group before it.
    pub(super) fn has(&self, sent: &str) -> bool {
        self.by_sent.find(sent.as_bytes()).is_some()
    }

    /// Adds a name, as it is sent with its group before it.
    pub(super) fn add(&mut self, sent: String, known: String) {
        self.by_sent.set(sent.as_bytes(), self.pairs.len());
        self.pairs.push((sent, known));
    }

    /// Adds the name of a property of a tool.
    pub(super) fn add_property(&mut self, tool: &str, sent: &str, known: String) {
        self.properties.set(key(tool, &known).as_bytes(), self.pairs.len());
        self.add(key(tool, sent), known);
    }

    /// The name under which a property of a tool is sent, if it is another one.
    pub(super) fn sent_property(&self, tool: &str, known: &str) -> Option<&str> {
        let (sent, _) = self.pairs.get(self.properties.find(key(tool, known).as_bytes())?)?;
        sent.strip_prefix(tool)?.strip_prefix('.')
    }
}

/// No tool's name has a full stop as it is sent.
fn key(tool: &str, name: &str) -> String {
    [tool, ".", name].concat()
}

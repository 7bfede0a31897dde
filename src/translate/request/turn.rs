//! One role's messages in a row, in the order that Bedrock wants.

use crate::json::Text;
use crate::json::Writer;
use crate::models::Capability;
use crate::models::Model;
use crate::search::split_first;

/// A turn under way: its blocks in three groups, each in the order of the messages.
#[derive(Default)]
pub(super) struct Turn {
    pub(super) is_user: bool,
    /// The answers to tool calls of a user's turn; the reasoning of the assistant's.
    pub(super) first: Writer,
    /// Everything else.
    pub(super) middle: Blocks,
    /// The assistant's tool calls.
    pub(super) last: Writer,
}

/// Text, media and documents.
#[derive(Default)]
pub(super) struct Blocks {
    pub(super) out: Writer,
    has_text: bool,
    /// Whether a cache point can stand behind the last of them.
    pub(super) can_be_cached: bool,
    pub(super) has_document: bool,
    /// Whether there are documents that Claude takes in no turn with the results of tools.
    pub(super) has_apart: bool,
}

/// Stands behind each document that Claude takes in no turn with the results of tools. No JSON has it.
pub(super) const APART: &str = "\u{2}";

impl Turn {
    pub(super) fn of_user() -> Self {
        Self { is_user: true, ..Self::default() }
    }

    /// Whether there is nothing to send. Reasoning alone is nothing: Bedrock wants a reply after it.
    pub(super) fn is_empty(&self) -> bool {
        let has_first = self.is_user && !self.first.is_empty();
        !has_first && self.middle.out.is_empty() && self.last.is_empty()
    }

    pub(super) fn append(&mut self, other: &Self) {
        for (out, more) in
            [(&mut self.first, &other.first), (&mut self.middle.out, &other.middle.out), (&mut self.last, &other.last)]
        {
            if !more.is_empty() {
                out.raw(more.as_str());
            }
        }
        self.middle.has_text |= other.middle.has_text;
        self.middle.has_document |= other.middle.has_document;
        self.middle.has_apart |= other.middle.has_apart;
    }

    /// Whether the model takes no such turn: text beside the results of tools, or beside calls of them.
    pub(super) fn is_mixed(&self, model: &Model<'_>) -> bool {
        let is_refused = match self.is_user {
            true => model.lacks(Capability::ContentBesideToolResult),
            false => model.lacks(Capability::TextBesideToolUse),
        };
        is_refused && self.has_tools() && !self.middle.out.is_empty()
    }

    /// Whether tools are called, or their results given.
    pub(super) fn has_tools(&self) -> bool {
        !if self.is_user { &self.first } else { &self.last }.is_empty()
    }

    /// The documents that have to go into a turn of their own, taken out of this one.
    pub(super) fn take_apart(&mut self) -> Option<Self> {
        if !self.middle.has_apart {
            return None;
        }
        let has_results = self.has_tools();
        let mut apart = Self::of_user();
        let text = std::mem::take(&mut self.middle.out).finish();
        let mut rest = text.as_str();
        while let Some((before, behind)) = split_first(rest, APART) {
            let (kept, document) = match has_results {
                true => split_document(before),
                false => (before, ""),
            };
            for (out, text) in [(&mut self.middle.out, kept), (&mut apart.middle.out, document)] {
                if !text.is_empty() {
                    out.raw(text);
                }
            }
            rest = behind.strip_prefix(',').unwrap_or(behind);
        }
        if !rest.is_empty() {
            self.middle.out.raw(rest);
        }
        apart.middle.has_document = true;
        self.middle.has_document &= !self.middle.out.is_empty();
        has_results.then_some(apart)
    }

    /// Writes a turn; one that `is_mixed` as two, with a short one of the other role between them.
    pub(super) fn write(mut self, is_mixed: bool, body: &mut Writer) {
        self.middle.complete();
        let is_user = self.is_user;
        open(is_user, body);
        let cut = if is_user { 1 } else { 2 };
        for (position, blocks) in [&self.first, &self.middle.out, &self.last].into_iter().enumerate() {
            if is_mixed && position == cut {
                body.close_all("]}");
                write_filler(!is_user, body);
                open(is_user, body);
            }
            if !blocks.is_empty() {
                body.raw(blocks.as_str());
            }
        }
        body.close_all("]}");
    }
}

/// A turn that says nothing, where roles have to alternate.
pub(super) fn write_filler(is_user: bool, body: &mut Writer) {
    open(is_user, body);
    body.raw(r#"{"text":"."}]}"#);
}

fn open(is_user: bool, body: &mut Writer) {
    body.open('{').key("role").string(if is_user { "user" } else { "assistant" }).key("content").open('[');
}

/// The text before the document at the end, and that document.
fn split_document(text: &str) -> (&str, &str) {
    let start = text.as_bytes().windows(DOCUMENT.len()).rposition(|window| window == DOCUMENT.as_bytes());
    let (before, document) = text.split_at_checked(start.unwrap_or_default()).unwrap_or_default();
    (before.strip_suffix(',').unwrap_or(before), document)
}

const DOCUMENT: &str = r#"{"document":{"#;

impl Blocks {
    /// Adds text. Bedrock refuses blank text, and it says nothing.
    pub(super) fn text(&mut self, text: Text<'_>) {
        if !text.is_blank() {
            self.out.open('{').key("text").text(text).close('}');
            self.said();
        }
    }

    /// Adds text of our own.
    pub(super) fn string(&mut self, text: &str) {
        self.out.open('{').key("text").string(text).close('}');
        self.said();
    }

    /// Counts the text that was added.
    fn said(&mut self) {
        self.has_text = true;
        self.can_be_cached = true;
    }

    /// A document must not be alone.
    fn complete(&mut self) {
        if self.has_document && !self.has_text {
            self.string(".");
        }
    }
}

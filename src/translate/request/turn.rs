//! What one role says in a row, in the order that Bedrock wants.

use crate::json::Text;
use crate::json::Writer;

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
    pub(super) has_document: bool,
}

impl Turn {
    pub(super) fn of_user() -> Self {
        Self { is_user: true, ..Self::default() }
    }

    /// Whether there is nothing to send. Reasoning alone is nothing: Bedrock wants a reply after it.
    pub(super) fn is_empty(&self) -> bool {
        let has_first = self.is_user && !self.first.is_empty();
        !has_first && self.middle.out.is_empty() && self.last.is_empty()
    }

    pub(super) fn append(&mut self, other: Self) {
        for (out, more) in
            [(&mut self.first, other.first), (&mut self.middle.out, other.middle.out), (&mut self.last, other.last)]
        {
            if !more.is_empty() {
                out.raw(&more.finish());
            }
        }
        self.middle.has_text |= other.middle.has_text;
        self.middle.has_document |= other.middle.has_document;
    }

    pub(super) fn write(mut self, body: &mut Writer) {
        self.middle.complete();
        body.open('{').key("role").string(if self.is_user { "user" } else { "assistant" });
        body.key("content").open('[');
        for blocks in [self.first, self.middle.out, self.last] {
            if !blocks.is_empty() {
                body.raw(&blocks.finish());
            }
        }
        body.close(']').close('}');
    }
}

impl Blocks {
    /// Adds text; blank text is refused by Bedrock and says nothing.
    pub(super) fn text(&mut self, text: Text<'_>) -> bool {
        let says_something = !text.is_blank();
        if says_something {
            self.has_text = true;
            self.out.open('{').key("text").text(text).close('}');
        }
        says_something
    }

    /// Adds text of our own.
    pub(super) fn string(&mut self, text: &str) {
        self.has_text = true;
        self.out.open('{').key("text").string(text).close('}');
    }

    /// A document must not be alone.
    fn complete(&mut self) {
        if self.has_document && !self.has_text {
            self.string(".");
        }
    }
}

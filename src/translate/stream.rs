//! A stream: the events of ConverseStream become OpenAI's chunks, as rows.
//!
//! The rows are those of [`crate::eventstream::Batch`], three numbers each and one text for all, and so is the way of
//! most of them: a piece of text is copied once, and only its row is looked at here. They mean
//!
//! | kind                   | index                | the text from the last `end` to `end`                              |
//! |------------------------|----------------------|--------------------------------------------------------------------|
//! | [`RowKind::Text`]      | 0                    | `choices[0].delta.content`                                         |
//! | [`RowKind::Reasoning`] | 0                    | `choices[0].delta.reasoning_content`                               |
//! | [`RowKind::ToolInput`] | ordinal of the call  | `choices[0].delta.tool_calls[0].function.arguments`                |
//! | [`RowKind::Json`]      | 0, or 1: not yielded | members of the chunk as JSON; `stream.usage` knows what is withheld |
//!
//! Members that all chunks share, `id`, `created` and `model`, are added in `pkg-template/engine/chunks.js`, the other
//! end of this table.
//!
//! What can be said only once all is known is said once, in a chunk before the one with `finish_reason`: annotations,
//! and `thinking_blocks`, whole and ready to be sent back. Whoever adds up pieces gets the same from it as `openai`'s
//! own accumulator, which keeps the last value of what it does not know.

mod events;

use super::Chat;
use super::StructuredOutput;
use super::code_fence::CodeFence;
use super::reply::Thought;
use super::thinking_tags::ThinkingTags;
use crate::bedrock::event::Added;
use crate::bedrock::event::Batch;
use crate::bedrock::event::RowKind;
use crate::bedrock::event::utf16_length;
use crate::error::Error;
use crate::eventstream::Frame;
use crate::json;
use crate::json::Text;
use crate::json::Writer;

/// What is known of the reply so far.
#[derive(Debug, Default)]
pub struct Chunks {
    chat: Chat,
    started: bool,
    /// Of the content, in UTF-16 units.
    length: u32,
    texts: Vec<TextBlock>,
    tools: Vec<Tool>,
    thoughts: Vec<Thought>,
    /// Each with its block, in place of its start and end.
    citations: Vec<(u32, String)>,
    /// Text that is the reply only if the JSON tool is not called.
    held: String,
    /// Around a reply in JSON that was asked for by words.
    fence: CodeFence,
    tags: ThinkingTags,
    reasoning_tokens: Option<u32>,
    /// The last usage, as JSON in OpenAI's shape.
    usage: String,
}

/// A block of text: where in the content it lies, in UTF-16 units.
#[derive(Debug)]
struct TextBlock {
    block: u32,
    start: u32,
    end: u32,
}

/// A block that uses a tool.
#[derive(Debug)]
struct Tool {
    block: u32,
    target: ToolInput,
    has_input: bool,
    /// The tool's name and what came of its input, if names in it have to be changed: they are read once it is whole.
    held: Option<(String, String)>,
}

/// Where the input of a tool goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ToolInput {
    /// It is the arguments of this call.
    Call(u32),
    /// It is the reply in JSON.
    Content,
    /// A second reply would spoil the first.
    Nowhere,
}

/// What a piece of a block becomes.
enum Outcome {
    Row(RowKind, u32),
    /// Thoughts, and text of the content, in place of the piece.
    Content(String, String),
    /// Nothing now.
    Kept,
    /// OpenAI has no words for it.
    Unknown,
}

impl Chunks {
    /// For the reply to this chat.
    pub fn new(chat: Chat) -> Self {
        Self { tags: ThinkingTags::new(chat.thinks_aloud), chat, ..Self::default() }
    }

    /// Adds the chunks of one frame, and returns the name of its event.
    ///
    /// # Errors
    /// Those of [`Batch::add`]; a protocol error, when an event is not JSON, or calls that were told of are malformed.
    pub fn add<'a>(&mut self, frame: Frame<'a>, batch: &mut Batch) -> Result<&'a str, Error> {
        match batch.add_known(frame)? {
            Added::Row(kind, block) => {
                self.row(kind, block, batch);
                Ok("contentBlockDelta")
            }
            Added::Payload(name, payload) => {
                let payload = if payload.is_empty() { "{}" } else { payload };
                let event = json::parse(payload)
                    .ok_or_else(|| Error::protocol(format!("The stream has a {name} event that is not JSON.")))?;
                self.event(name, &event, batch)?;
                Ok(name)
            }
        }
    }

    /// Makes a chunk's row of an event's.
    fn row(&mut self, kind: RowKind, block: u32, batch: &mut Batch) {
        if !self.started {
            let text = batch.last_text().to_owned();
            batch.drop_last();
            self.start(batch);
            batch.push(kind, block, &text);
        }
        let text = batch.last_text();
        match self.place(kind, block, text, false) {
            Outcome::Row(kind, index) => batch.change_last(kind, index),
            Outcome::Content(thoughts, text) => {
                batch.drop_last();
                events::push_content(&thoughts, &text, batch);
            }
            Outcome::Kept => batch.drop_last(),
            Outcome::Unknown => {
                let mut event = Writer::default();
                event.open('{').key("contentBlockIndex").number(block).key("delta").open('{').key("toolUse");
                event.open('{').key("input").string(text).close('}').close('}').close('}');
                batch.drop_last();
                events::push_unknown("contentBlockDelta", event.as_str(), batch);
            }
        }
    }

    /// Decides about a piece of a block, and keeps of it what will be needed.
    fn place(&mut self, kind: RowKind, block: u32, text: &str, is_escaped: bool) -> Outcome {
        match kind {
            _ if text.is_empty() && kind != RowKind::Chunk => Outcome::Kept,
            RowKind::Text => self.say(block, text, is_escaped),
            RowKind::Reasoning => {
                let mut piece = String::new();
                append(text, is_escaped, &mut piece);
                self.think(block, &piece, "");
                Outcome::Row(kind, 0)
            }
            RowKind::ToolInput => {
                let Some(tool) = self.tools.iter_mut().rev().find(|tool| tool.block == block) else {
                    return Outcome::Unknown;
                };
                tool.has_input = true;
                let Some((_, held)) = &mut tool.held else { return tool.target.place() };
                held.push_str(&if is_escaped { Text::written(text).unescaped() } else { text.into() });
                Outcome::Kept
            }
            RowKind::Chunk | RowKind::Json => Outcome::Kept,
        }
    }

    fn say(&mut self, block: u32, text: &str, is_escaped: bool) -> Outcome {
        let plain = if is_escaped { Text::written(text).unescaped() } else { text.into() };
        let is_as_it_is =
            matches!(self.chat.structured_output, StructuredOutput::None | StructuredOutput::OutputConfig);
        if is_as_it_is && !self.tags.may_think() {
            self.grow(block, utf16_length(&plain));
            return Outcome::Row(RowKind::Text, 0);
        }
        let (thoughts, said) = self.tags.push(&plain);
        self.grow(block, utf16_length(&said));
        Outcome::Content(thoughts, self.answer(said))
    }

    /// What of the model's text is content by now.
    fn answer(&mut self, text: String) -> String {
        match self.chat.structured_output {
            StructuredOutput::Tool => {
                self.held.push_str(&text);
                String::new()
            }
            StructuredOutput::Prompt => self.fence.push(&text),
            StructuredOutput::None | StructuredOutput::OutputConfig => text,
        }
    }

    /// Lengthens the content by a piece of this block.
    fn grow(&mut self, block: u32, length: u32) {
        let start = self.length;
        self.length = start.saturating_add(length);
        match self.texts.iter_mut().rev().find(|text| text.block == block) {
            Some(text) => text.end = self.length,
            None => self.texts.push(TextBlock { block, start, end: self.length }),
        }
    }

    /// Adds to what is known of a block of reasoning.
    fn think(&mut self, block: u32, text: &str, signature: &str) {
        if !self.thoughts.iter().any(|thought| thought.block == block) {
            self.thoughts.push(Thought { block, ..Thought::default() });
        }
        if let Some(thought) = self.thoughts.iter_mut().rev().find(|thought| thought.block == block) {
            thought.text.push_str(text);
            thought.signature.push_str(signature);
        }
    }
}

impl ToolInput {
    fn place(self) -> Outcome {
        match self {
            Self::Call(ordinal) => Outcome::Row(RowKind::ToolInput, ordinal),
            Self::Content => Outcome::Row(RowKind::Text, 0),
            Self::Nowhere => Outcome::Kept,
        }
    }
}

fn append(text: &str, is_escaped: bool, escaped: &mut String) {
    if is_escaped { escaped.push_str(text) } else { json::escape(text, escaped) }
}

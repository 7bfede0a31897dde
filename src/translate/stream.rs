//! A stream: the events of ConverseStream become OpenAI's chunks, as rows.
//!
//! The rows are those of [`crate::eventstream::Batch`], three numbers each and one text for all, and most of them pass
//! the same way: a piece of text is copied once, and this module looks only at its row. They mean
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
//! Facts that need the whole reply come once, in a chunk before the one with `finish_reason`: annotations, and
//! `thinking_blocks`, whole and ready to be sent back. A caller who adds up pieces gets the same from it as `openai`'s
//! own accumulator, which keeps the last value of each unknown member.

mod chunk;
mod events;
mod response;
mod whole;

use super::Chat;
use super::StructuredOutput;
use super::code_fence::CodeFence;
use super::index::Index;
use super::reply::Thought;
use super::responses::Events;
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

/// The known facts of the reply so far.
#[derive(Debug, Default)]
pub struct Chunks {
    chat: Chat,
    started: bool,
    /// Of the content, in UTF-16 units.
    length: u32,
    texts: Vec<TextBlock>,
    tools: Vec<Tool>,
    thoughts: Vec<Thought>,
    /// Which of each belongs to a block.
    text_places: Places,
    tool_places: Places,
    thought_places: Places,
    /// How many of the tools are calls, and whether one is the reply in JSON.
    call_count: u32,
    has_json: bool,
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
    /// The writer of a response; of a chat, there is none.
    response: Option<Box<Events>>,
    /// Whether that is of a chat after all, whose reply came whole.
    is_completion: bool,
    /// The thought that the text begins with in tags, for a response.
    tagged: Option<usize>,
}

/// Places by the number of a block. Many pieces of a block come in a row.
#[derive(Debug, Default)]
pub(super) struct Places {
    index: Index,
    last: Option<(u32, usize)>,
}

/// A block of text: where in the content it lies, in UTF-16 units.
#[derive(Debug)]
struct TextBlock {
    start: u32,
    end: u32,
}

/// A block that uses a tool.
#[derive(Debug)]
struct Tool {
    target: ToolInput,
    has_input: bool,
    /// The tool's name and its input so far, if names in it have to be changed: they are read once it is whole.
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

/// The outcome of a piece of a block.
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
        let mut chunks = Self::default();
        chunks.begin(chat);
        chunks
    }

    /// In its place: a struct that takes most members from another one is built twice.
    fn begin(&mut self, mut chat: Chat) {
        if let Some(face) = chat.face.take() {
            self.response.get_or_insert_default().face = face;
        }
        self.tags = ThinkingTags::new(chat.thinks_aloud);
        self.chat = chat;
    }

    /// Adds the chunks of one frame, and returns the name of its event.
    ///
    /// # Errors
    /// Those of [`Batch::add`]; a protocol error, when an event is not JSON, or calls that the caller has seen are
    /// malformed.
    pub fn add<'a>(&mut self, frame: Frame<'a>, batch: &mut Batch) -> Result<&'a str, Error> {
        match batch.add_known(frame)? {
            Added::Row(kind, block) => {
                self.row(kind, block, batch);
                Ok("contentBlockDelta")
            }
            Added::Payload(name, payload) => {
                let payload = if payload.is_empty() { "{}" } else { payload };
                let event = json::parse(payload).ok_or_else(|| {
                    let why = "event that is not JSON, or nested more than 512 deep.";
                    Error::protocol(format!("The stream has a {name} {why}"))
                })?;
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
        let before = self.length;
        let text = batch.last_text();
        match self.place(kind, block, text, false) {
            Outcome::Row(kind, index) if self.response.is_some() => self.say_last(kind, index, before, batch),
            Outcome::Row(kind, index) => batch.change_last(kind, index),
            Outcome::Content(thoughts, text) => {
                batch.drop_last();
                self.push_content(&thoughts, &text, before, batch);
            }
            Outcome::Kept => batch.drop_last(),
            Outcome::Unknown => {
                let mut event = Writer::default();
                event.open('{').key("contentBlockIndex").number(block).key("delta").open('{').key("toolUse");
                event.open('{').key("input").string(text).close('}').close('}').close('}');
                batch.drop_last();
                self.push_unknown("contentBlockDelta", event.as_str(), batch);
            }
        }
    }

    /// Decides about a piece of a block, and keeps the part of it that will be needed.
    fn place(&mut self, kind: RowKind, block: u32, text: &str, is_escaped: bool) -> Outcome {
        match kind {
            _ if text.is_empty() && kind != RowKind::Chunk => Outcome::Kept,
            RowKind::Text => self.say(block, text, is_escaped),
            RowKind::Reasoning => {
                let mut piece = String::new();
                append(text, is_escaped, &mut piece);
                let thought = self.think(block, &piece, "");
                Outcome::Row(kind, if self.response.is_some() { thought as u32 } else { 0 })
            }
            RowKind::ToolInput => {
                let Some(tool) = self.tool_places.find(block).and_then(|at| self.tools.get_mut(at)) else {
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

    /// The part of the model's text that is content by now.
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
        match self.text_places.find(block).and_then(|at| self.texts.get_mut(at)) {
            Some(text) => text.end = self.length,
            None => {
                self.text_places.set(block, self.texts.len());
                self.texts.push(TextBlock { start, end: self.length });
            }
        }
    }

    /// Adds to the known facts of a block of reasoning, and gives its place.
    fn think(&mut self, block: u32, text: &str, signature: &str) -> usize {
        let at = self.thought_places.find(block).unwrap_or_else(|| self.add_thought(block, ""));
        if let Some(thought) = self.thoughts.get_mut(at) {
            thought.text.push_str(text);
            thought.signature.push_str(signature);
        }
        at
    }

    /// Begins a thought, and gives its place.
    fn add_thought(&mut self, block: u32, redacted: &str) -> usize {
        let at = self.thoughts.len();
        self.thought_places.set(block, at);
        self.thoughts.push(Thought { redacted: redacted.to_owned(), ..Thought::default() });
        at
    }
}

impl Places {
    pub(super) fn find(&mut self, block: u32) -> Option<usize> {
        if self.last.is_none_or(|(last, _)| last != block) {
            self.last = Some((block, self.index.find(&block.to_be_bytes())?));
        }
        self.last.map(|(_, place)| place)
    }

    pub(super) fn set(&mut self, block: u32, place: usize) {
        self.index.set(&block.to_be_bytes(), place);
        self.last = Some((block, place));
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

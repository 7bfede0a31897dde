//! What a model of a certain family makes of a reply: thoughts signed, hidden or taken out, citations, searches.

use serde_json::Value;
use serde_json::json;

use super::citations;
use super::system_tools;
use super::triggers;
use crate::family::Family;
use crate::family::Thinks;
use crate::reply::Block;
use crate::reply::Conversation;
use crate::reply::Random;
use crate::reply::Reply;
use crate::reply::StopReason;
use crate::thoughts;

/// An answer, whole or streamed.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) pieces: Vec<Piece>,
    pub(crate) stop_reason: StopReason,
    pub(crate) stop_sequence: Option<String>,
    /// Converse's `usage`.
    pub(crate) usage: Value,
    /// A whole reply counts what was read from the cache, also where there is none.
    pub(super) counts_cache: bool,
    /// And what was written.
    pub(super) counts_writes: bool,
    pub(crate) thinking_tokens: u64,
    pub(crate) latency_ms: u64,
    pub(crate) seed: u64,
    /// What a guardrail found, if the request wants to know.
    pub(crate) trace: Option<Value>,
    pub(super) interleaved: bool,
    /// The stream has a block without text before the first thought.
    pub(super) opens_empty: bool,
    /// The first fragment of a call's input is empty.
    pub(super) opens_calls_empty: bool,
}

/// A content block.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Piece {
    Text(String),
    Thought {
        text: String,
        signature: Option<String>,
    },
    Redacted(String),
    ToolUse {
        id: String,
        name: String,
        input: Value,
        /// Has a `type`, which says that the caller runs it.
        typed: bool,
    },
    /// Text, with what it rests on. Nova has the text in the block before.
    Cited {
        text: String,
        citations: Vec<Value>,
    },
    /// A call whose input breaks off, which only a stream shows.
    HalfToolUse {
        id: String,
        name: String,
        input: String,
    },
    ServerToolUse {
        id: String,
        name: &'static str,
        input: Value,
    },
    ServerToolResult {
        id: String,
        kind: &'static str,
        json: Value,
    },
}

impl Message {
    pub(crate) fn new(family: &Family, request: &Value, conversation: &Conversation, reply: Reply) -> Message {
        let mut random = Random::new(reply.seed);
        let text = &conversation.last_text;
        let thinking_tokens =
            reply.blocks.iter().filter(|block| matches!(block, Block::Reasoning { .. })).map(Block::tokens).sum();
        let typed = family.types_calls || family.is_nova() && system_tools::has_any(request);
        let mut pieces: Vec<Piece> =
            reply.blocks.into_iter().map(|block| piece(family, request, text, block, typed, &mut random)).collect();
        let documents = if family.is_claude() { citations::documents(request) } else { Vec::new() };
        if !documents.is_empty() {
            pieces = pieces.into_iter().flat_map(|piece| citations::cite(piece, &documents)).collect();
        }
        if family.is_nova() {
            pieces = system_tools::run(request, pieces, text, &mut random);
        }
        let mut message = Message {
            pieces,
            stop_reason: reply.stop_reason,
            stop_sequence: reply.stop_sequence,
            usage: super::usage(reply.usage),
            counts_cache: family.is_claude() && family.caches(),
            counts_writes: !family.late_replies,
            thinking_tokens,
            latency_ms: reply.latency_ms,
            seed: reply.seed,
            trace: None,
            interleaved: triggers::has(text, triggers::INTERLEAVE),
            opens_empty: family.is_gpt_oss(),
            opens_calls_empty: family.is_claude(),
        };
        if let Some(reason) = triggers::stop_reason(text) {
            message.break_off(reason);
        }
        message
    }

    /// Everything but the text of the answer is gone, and half of that; of a malformed call half of its input is left.
    fn break_off(&mut self, reason: StopReason) {
        self.stop_reason = reason;
        self.stop_sequence = None;
        let call = self.pieces.iter().find_map(|piece| match piece {
            Piece::ToolUse { id, name, input, .. } => Some((id.clone(), name.clone(), half(&input.to_string()))),
            _ => None,
        });
        self.pieces.retain(|piece| !matches!(piece, Piece::ToolUse { .. }));
        if let Some(Piece::Text(text)) = self.pieces.last_mut() {
            *text = half(text);
        }
        if let Some((id, name, input)) = call.filter(|_| reason == StopReason::MalformedToolUse) {
            self.pieces.push(Piece::HalfToolUse { id, name, input });
        }
        if self.pieces.is_empty() {
            self.pieces.push(Piece::Text(String::new()));
        }
    }

    /// The answer's text, as a guardrail reads it.
    pub(crate) fn text(&self) -> String {
        let texts = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Text(text) | Piece::Cited { text, .. } => Some(text.as_str()),
            _ => None,
        });
        texts.collect()
    }
}

fn half(text: &str) -> String {
    text.chars().take(text.chars().count().div_ceil(2)).collect()
}

fn piece(family: &Family, request: &Value, asked: &str, block: Block, typed: bool, random: &mut Random) -> Piece {
    match block {
        Block::Text(text) => Piece::Text(text),
        Block::ToolUse { id, name, input } => Piece::ToolUse { id, name, input, typed },
        Block::Reasoning { text, signature } => match family.thinks {
            Thinks::Claude | Thinks::AlwaysClaude if triggers::has(asked, triggers::REDACT) => {
                Piece::Redacted(thoughts::redact(random))
            }
            Thinks::Claude | Thinks::AlwaysClaude if hides(family, request) => {
                Piece::Thought { text: String::new(), signature: Some(thoughts::sign("", random)) }
            }
            Thinks::Claude | Thinks::AlwaysClaude => Piece::Thought { text, signature: Some(signature) },
            Thinks::Nova => Piece::Thought { text: "[REDACTED]".to_owned(), signature: None },
            _ => Piece::Thought { text, signature: None },
        },
    }
}

fn hides(family: &Family, request: &Value) -> bool {
    let display = request.pointer("/additionalModelRequestFields/thinking/display").and_then(Value::as_str);
    display.map_or(family.hides_thoughts, |display| display == "omitted")
}

impl Piece {
    pub(super) fn content_block(&self) -> Option<Value> {
        Some(match self {
            Piece::Text(text) => json!({ "text": text }),
            Piece::Thought { text, signature } => {
                let mut thought = json!({ "text": text });
                if let Some(signature) = signature {
                    thought["signature"] = json!(signature);
                }
                json!({ "reasoningContent": { "reasoningText": thought } })
            }
            Piece::Redacted(data) => json!({ "reasoningContent": { "redactedContent": data } }),
            Piece::ToolUse { id, name, input, typed } => {
                let mut call = json!({ "toolUseId": id, "name": name, "input": input });
                if *typed {
                    call["type"] = json!(CALL_TYPE);
                }
                json!({ "toolUse": call })
            }
            // Nobody has published what a whole reply has in its place; here there is nothing.
            Piece::HalfToolUse { .. } => return None,
            Piece::Cited { text, citations } if text.is_empty() => {
                json!({ "citationsContent": { "citations": citations } })
            }
            Piece::Cited { text, citations } => {
                json!({ "citationsContent": { "content": [{ "text": text }], "citations": citations } })
            }
            Piece::ServerToolUse { id, name, input } => {
                json!({ "toolUse": { "toolUseId": id, "name": name, "input": input, "type": "server_tool_use" } })
            }
            Piece::ServerToolResult { id, kind, json } => {
                let content = json!([{ "json": json }]);
                json!({ "toolResult": { "toolUseId": id, "content": content, "status": "success", "type": kind } })
            }
        })
    }
}

pub(super) const CALL_TYPE: &str = "tool_use";

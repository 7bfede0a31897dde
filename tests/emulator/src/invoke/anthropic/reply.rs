//! A message as the body of InvokeModel's answer and as the chunks of its stream.

use serde_json::Value;
use serde_json::json;

use super::Messages;
use super::Search;
use crate::converse::Message;
use crate::converse::Piece;
use crate::family::Family;
use crate::reply::Random;
use crate::reply::StopReason;
use crate::reply::deltas;
use crate::reply::hash;

/// No letter in it is taken for a digit.
const BASE58: &[u8] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const BASE36: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";

/// An answer to a request, whole or streamed.
pub(crate) struct Written<'a> {
    pub(super) family: Family,
    pub(super) model_id: &'a str,
    pub(super) messages: &'a Messages,
    pub(super) message: Message,
}

impl<'a> Written<'a> {
    pub(crate) fn new(model_id: &'a str, messages: &'a Messages, mut message: Message) -> Written<'a> {
        if let Some(search) = &messages.search {
            message.pieces = searched(search, message.pieces, message.seed);
        }
        Written { family: Family::of(model_id), model_id, messages, message }
    }

    pub(crate) fn message(&self) -> &Message {
        &self.message
    }

    pub(crate) fn output(&self) -> Value {
        let mut body = json!({
            "model": model_name(self.model_id),
            "id": message_id(&self.family, &self.message),
            "type": "message",
            "role": "assistant",
            "content": self.message.pieces.iter().map(block).collect::<Vec<_>>(),
        });
        extend(&mut body, stop(&self.family, Some(&self.message)));
        if let Some(edits) = &self.messages.edits {
            body["context_management"] = edits.clone();
        }
        body["usage"] = usage(self, Counts::Whole);
        body
    }

    /// Anthropic's server-sent events, one a chunk. No recording of Bedrock has a `ping`.
    pub(crate) fn chunks(&self) -> Vec<Value> {
        let mut random = Random::new(self.message.seed);
        let mut start = json!({
            "id": message_id(&self.family, &self.message), "type": "message", "role": "assistant",
            "model": model_name(self.model_id), "content": [],
        });
        extend(&mut start, stop(&self.family, None));
        start["usage"] = usage(self, Counts::Start);
        let mut chunks = vec![json!({ "type": "message_start", "message": start })];
        for (index, piece) in self.message.pieces.iter().enumerate() {
            let (start, deltas) = block_chunks(piece, &mut random);
            chunks.push(json!({ "type": "content_block_start", "index": index, "content_block": start }));
            let deltas = deltas.into_iter();
            chunks.extend(deltas.map(|delta| json!({ "type": "content_block_delta", "index": index, "delta": delta })));
            chunks.push(json!({ "type": "content_block_stop", "index": index }));
        }
        let delta = stop(&self.family, Some(&self.message));
        let mut end = json!({ "type": "message_delta", "delta": delta, "usage": usage(self, Counts::End) });
        if let Some(edits) = &self.messages.edits {
            end["context_management"] = edits.clone();
        }
        chunks.push(end);
        chunks.push(json!({ "type": "message_stop" }));
        chunks
    }
}

/// A tool that is not loaded is found before it is called. Recorded behind GitHub Copilot (Sonnet 4.6, 2026-07).
fn searched(search: &Search, mut pieces: Vec<Piece>, seed: u64) -> Vec<Piece> {
    let deferred = |piece: &Piece| match piece {
        Piece::ToolUse { name, .. } if search.deferred.contains(name) => Some(name.clone()),
        _ => None,
    };
    let Some(first) = pieces.iter().position(|piece| deferred(piece).is_some()) else { return pieces };
    let names: Vec<String> = pieces.iter().filter_map(deferred).collect();
    let id = format!("srvtoolu_bdrk_01{}", spelled(seed, BASE58, 22));
    let query = if search.name.ends_with("regex") { "pattern" } else { "query" };
    let references: Vec<Value> =
        names.iter().map(|name| json!({ "type": "tool_reference", "tool_name": name })).collect();
    let found = json!({ "type": "tool_search_tool_search_result", "tool_references": references });
    let searched = [
        Piece::ServerToolUse { id: id.clone(), name: search.name, input: json!({ query: names.join("|") }) },
        Piece::ServerToolResult { id, kind: "tool_search_tool_result", json: found },
    ];
    pieces.splice(first..first, searched);
    pieces
}

/// Recorded of Sonnet 4.6 behind GitHub Copilot (2026-07): `stop_details` is in all three places.
fn stop(family: &Family, message: Option<&Message>) -> Value {
    let reason = message.map(|message| match message.stop_reason {
        StopReason::ContentFiltered => "refusal",
        StopReason::MalformedModelOutput => StopReason::EndTurn.as_str(),
        StopReason::MalformedToolUse => StopReason::MaxTokens.as_str(),
        reason => reason.as_str(),
    });
    let mut stop =
        json!({ "stop_reason": reason, "stop_sequence": message.and_then(|message| message.stop_sequence.clone()) });
    if family.explains_stops || family.late_replies {
        stop["stop_details"] = Value::Null;
    }
    stop
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Counts {
    Whole,
    Start,
    End,
}

/// Recorded: Claude 2 and 3 count two things, and their streams end with the output only; Haiku 4.5 counts the cache as
/// well, Opus 4.8 more. Sonnet 4.6 behind GitHub Copilot repeats the input at the end of a stream, and counts thoughts
/// where there could be some. That the others stream as it does is a guess.
fn usage(written: &Written<'_>, counts: Counts) -> Value {
    let Written { family, message, messages, .. } = written;
    let number = |name: &str| message.usage[name].as_u64().unwrap_or_default();
    let output_tokens = if counts == Counts::Start { 1 } else { number("outputTokens") };
    let repeats = family.explains_stops || family.late_replies;
    if counts == Counts::End && !repeats {
        return json!({ "output_tokens": output_tokens });
    }
    let mut usage = json!({ "input_tokens": number("inputTokens") });
    if family.caches() {
        let details = message.usage["cacheDetails"].as_array();
        let kept = |ttl: &str| {
            let detail = details.into_iter().flatten().find(|detail| detail["ttl"] == ttl);
            detail.and_then(|detail| detail["inputTokens"].as_u64()).unwrap_or_default()
        };
        usage["cache_creation_input_tokens"] = json!(number("cacheWriteInputTokens"));
        usage["cache_read_input_tokens"] = json!(number("cacheReadInputTokens"));
        if counts != Counts::End {
            let creation = json!({ "ephemeral_5m_input_tokens": kept("5m"), "ephemeral_1h_input_tokens": kept("1h") });
            usage["cache_creation"] = creation;
        }
    }
    usage["output_tokens"] = json!(output_tokens);
    // Recorded behind GitHub Copilot (Sonnet 4.6, 2026-07): one step is all there was.
    if messages.compacts && counts != Counts::Start {
        let mut step = usage.clone();
        step["type"] = json!("message");
        usage["iterations"] = json!([step]);
    }
    if counts != Counts::Start && (family.late_replies || family.explains_stops && messages.thinks) {
        usage["output_tokens_details"] = json!({ "thinking_tokens": message.thinking_tokens });
    }
    if family.late_replies && counts != Counts::End {
        usage["service_tier"] = json!("standard");
    }
    if messages.search.is_some() && counts != Counts::Start {
        usage["server_tool_use"] = json!({ "web_search_requests": 0 });
    }
    usage
}

fn block(piece: &Piece) -> Value {
    match piece {
        Piece::Text(text) => json!({ "type": "text", "text": text }),
        Piece::Thought { text, signature } => {
            json!({ "type": "thinking", "thinking": text, "signature": signature.as_deref().unwrap_or_default() })
        }
        Piece::Redacted(data) => json!({ "type": "redacted_thinking", "data": data }),
        Piece::ToolUse { id, name, input, .. } => {
            json!({ "type": "tool_use", "id": call_id(id), "name": name, "input": input })
        }
        Piece::HalfToolUse { id, name, .. } => {
            json!({ "type": "tool_use", "id": call_id(id), "name": name, "input": {} })
        }
        Piece::Cited { text, citations } => {
            json!({ "type": "text", "text": text, "citations": citations.iter().map(citation).collect::<Vec<_>>() })
        }
        Piece::ServerToolUse { id, name, input } => {
            json!({ "type": "server_tool_use", "id": id, "name": name, "input": input })
        }
        Piece::ServerToolResult { id, kind, json } => json!({ "type": kind, "tool_use_id": id, "content": json }),
    }
}

/// A block's beginning, and what comes after it.
fn block_chunks(piece: &Piece, random: &mut Random) -> (Value, Vec<Value>) {
    let texts = |text: &str, random: &mut Random| {
        deltas(text, random).into_iter().map(|text| json!({ "type": "text_delta", "text": text })).collect::<Vec<_>>()
    };
    let mut json_deltas = |id: &str, kind: &str, name: &str, input: &str| {
        let fragments = [String::new()].into_iter().chain(deltas(input, random));
        let deltas = fragments.map(|part| json!({ "type": "input_json_delta", "partial_json": part }));
        (json!({ "type": kind, "id": id, "name": name, "input": {} }), deltas.collect())
    };
    match piece {
        Piece::Text(text) => (json!({ "type": "text", "text": "" }), texts(text, random)),
        Piece::Cited { text, citations } => {
            let mut deltas = texts(text, random);
            let citation = |found| json!({ "type": "citations_delta", "citation": citation(found) });
            deltas.extend(citations.iter().map(citation));
            (json!({ "type": "text", "text": "", "citations": [] }), deltas)
        }
        Piece::Thought { text, signature } => {
            let thoughts = deltas(text, random).into_iter();
            let thoughts = thoughts.map(|text| json!({ "type": "thinking_delta", "thinking": text }));
            let signature = json!({ "type": "signature_delta", "signature": signature.as_deref().unwrap_or_default() });
            (json!({ "type": "thinking", "thinking": "", "signature": "" }), thoughts.chain([signature]).collect())
        }
        Piece::ToolUse { id, name, input, .. } => {
            let input = if input.as_object().is_some_and(serde_json::Map::is_empty) {
                String::new()
            } else {
                input.to_string()
            };
            json_deltas(&call_id(id), "tool_use", name, &input)
        }
        Piece::HalfToolUse { id, name, input } => json_deltas(&call_id(id), "tool_use", name, input),
        Piece::ServerToolUse { id, name, input } => json_deltas(id, "server_tool_use", name, &input.to_string()),
        Piece::Redacted(_) | Piece::ServerToolResult { .. } => (block(piece), Vec::new()),
    }
}

/// Converse's citation in Anthropic's words. Recorded: pages and results of searches.
fn citation(found: &Value) -> Value {
    let location = found["location"].as_object().and_then(|location| location.iter().next());
    let Some((kind, at)) = location else { return json!({}) };
    let (kind, start, end) = match kind.as_str() {
        "documentPage" => ("page_location", "start_page_number", "end_page_number"),
        "documentChunk" => ("content_block_location", "start_block_index", "end_block_index"),
        "searchResultLocation" => ("search_result_location", "start_block_index", "end_block_index"),
        _ => ("char_location", "start_char_index", "end_char_index"),
    };
    let text = found.pointer("/sourceContent/0/text");
    let mut citation = json!({ "type": kind, "cited_text": text, start: at["start"], end: at["end"] });
    if kind == "search_result_location" {
        citation["search_result_index"] = at["searchResultIndex"].clone();
        citation["source"] = found["source"].clone();
        citation["title"] = found["title"].clone();
    } else {
        citation["document_index"] = at["documentIndex"].clone();
        citation["document_title"] = found["title"].clone();
    }
    citation
}

/// `claude-haiku-4-5-20251001`, without maker, profile and version.
fn model_name(model_id: &str) -> &str {
    let name = model_id.rsplit("anthropic.").next().unwrap_or(model_id);
    name.split("-v1").next().unwrap_or(name)
}

/// Recorded: 24 characters, and 52 from Opus 4.8.
fn message_id(family: &Family, message: &Message) -> String {
    if family.late_replies {
        format!("msg_bdrk_{}", spelled(message.seed, BASE36, 52))
    } else {
        format!("msg_bdrk_01{}", spelled(message.seed, BASE58, 22))
    }
}

/// Calls have other names in InvokeModel than in Converse.
fn call_id(id: &str) -> String {
    format!("toolu_bdrk_01{}", spelled(hash(id.as_bytes()), BASE58, 22))
}

fn spelled(seed: u64, alphabet: &[u8], length: usize) -> String {
    let mut random = Random::new(seed);
    let mut letter = || alphabet.get(random.below(alphabet.len())).copied().map_or('1', char::from);
    (0..length).map(|_| letter()).collect()
}

fn extend(body: &mut Value, members: Value) {
    if let (Some(body), Value::Object(members)) = (body.as_object_mut(), members) {
        body.extend(members);
    }
}

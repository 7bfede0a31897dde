//! What the model says. There is no model: a reply is put together from the texts of `data/`, by rules (`question`
//! has what was asked for) and a random number seeded with the conversation, so that the same request always gets the
//! same answer, streamed or not.

mod data;
mod forms;
mod names;
mod question;
mod random;
mod schema;
mod sentences;
mod text;
mod tokens;
mod tools;
mod values;

use serde_json::Value;

use crate::thoughts;
use question::Question;

pub(crate) use random::Random;
pub(crate) use random::hash;
pub(crate) use sentences::sentences;
pub(crate) use tokens::count;
pub(crate) use tokens::deltas;
pub(crate) use tokens::split;

/// A request of any operation and family, reduced to what a reply depends on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Conversation {
    pub(crate) seed: u64,
    /// The text of the last user turn.
    pub(crate) last_text: String,
    /// The texts of the user's turns before, the latest last.
    pub(crate) earlier_texts: Vec<String>,
    /// The images, documents and other files of the last user turn, in words.
    pub(crate) received: Vec<String>,
    /// The results in the last user turn.
    pub(crate) tool_results: Vec<ToolResult>,
    pub(crate) tools: Vec<Tool>,
    pub(crate) tool_choice: ToolChoice,
    /// No more than one call a turn.
    pub(crate) single_call: bool,
    /// Every tool is called, whatever was asked.
    pub(crate) every_tool: bool,
    /// Nothing is said before a call.
    pub(crate) calls_silently: bool,
    /// Thoughts are part of the text.
    pub(crate) thinks_in_text: bool,
    pub(crate) max_tokens: Option<u64>,
    pub(crate) stop_sequences: Vec<String>,
    pub(crate) thinking: bool,
    /// The JSON schema the text must follow.
    pub(crate) text_schema: Option<Value>,
    pub(crate) input_tokens: u64,
    pub(crate) sentences_min: usize,
    /// All turns as plain text, for an upstream server.
    pub(crate) turns: Vec<Turn>,
}

#[derive(Debug, Clone)]
pub(crate) struct Turn {
    pub(crate) role: &'static str,
    pub(crate) text: String,
}

#[derive(Debug, Clone)]
pub(crate) struct ToolResult {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) failed: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Tool {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) schema: Value,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum ToolChoice {
    #[default]
    Auto,
    Any,
    Tool(String),
    None,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reply {
    pub(crate) blocks: Vec<Block>,
    pub(crate) stop_reason: StopReason,
    pub(crate) stop_sequence: Option<String>,
    pub(crate) usage: Usage,
    pub(crate) latency_ms: u64,
    pub(crate) seed: u64,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Block {
    Reasoning { text: String, signature: String },
    Text(String),
    ToolUse { id: String, name: String, input: Value },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StopReason {
    EndTurn,
    ToolUse,
    MaxTokens,
    StopSequence,
    ContentFiltered,
    GuardrailIntervened,
    MalformedModelOutput,
    MalformedToolUse,
    ModelContextWindowExceeded,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Usage {
    pub(crate) input_tokens: u64,
    pub(crate) output_tokens: u64,
}

impl Usage {
    pub(crate) fn total_tokens(self) -> u64 {
        self.input_tokens.saturating_add(self.output_tokens)
    }
}

impl StopReason {
    /// Converse's word for it, which Anthropic's bodies share.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            StopReason::EndTurn => "end_turn",
            StopReason::ToolUse => "tool_use",
            StopReason::MaxTokens => "max_tokens",
            StopReason::StopSequence => "stop_sequence",
            StopReason::ContentFiltered => "content_filtered",
            StopReason::GuardrailIntervened => "guardrail_intervened",
            StopReason::MalformedModelOutput => "malformed_model_output",
            StopReason::MalformedToolUse => "malformed_tool_use",
            StopReason::ModelContextWindowExceeded => "model_context_window_exceeded",
        }
    }
}

/// Makes the reply to a conversation.
pub(crate) fn compose(conversation: &Conversation) -> Reply {
    let mut random = Random::new(conversation.seed);
    let mut blocks = Vec::new();
    if conversation.thinking {
        let text = text::reasoning(conversation, &mut random);
        let signature = thoughts::sign(&text, &mut random);
        blocks.push(Block::Reasoning { text, signature });
    }
    let calls = tools::calls(conversation, &mut random);
    if calls.is_empty() {
        let thought =
            if conversation.thinks_in_text { text::thinking(conversation, &mut random) } else { String::new() };
        blocks.push(Block::Text(thought + &answer(conversation, &mut random)));
    } else if conversation.tool_choice == ToolChoice::Auto && !conversation.calls_silently {
        let names: Vec<&str> = calls.iter().filter_map(Block::tool_name).collect();
        blocks.push(Block::Text(if conversation.thinks_in_text {
            text::thinking(conversation, &mut random)
        } else {
            text::before_tools(conversation, &names, &mut random)
        }));
    }
    let ends_with_tools = !calls.is_empty();
    blocks.extend(calls);
    let stop_reason = if ends_with_tools { StopReason::ToolUse } else { StopReason::EndTurn };
    limit(blocks, stop_reason, conversation, &mut random)
}

/// A reply written by somebody else, such as an upstream server, within the conversation's limits.
pub(crate) fn from_blocks(blocks: Vec<Block>, conversation: &Conversation) -> Reply {
    let uses_tools = blocks.iter().any(|block| matches!(block, Block::ToolUse { .. }));
    let stop_reason = if uses_tools { StopReason::ToolUse } else { StopReason::EndTurn };
    limit(blocks, stop_reason, conversation, &mut Random::new(conversation.seed))
}

fn answer(conversation: &Conversation, random: &mut Random) -> String {
    match &conversation.text_schema {
        Some(schema) => schema::answer(schema, &Question::of(conversation), random).to_string(),
        None => text::answer(conversation, random),
    }
}

/// Stop sequences first, then the token budget, as a model that writes from left to right meets them.
fn limit(blocks: Vec<Block>, end: StopReason, conversation: &Conversation, random: &mut Random) -> Reply {
    let mut stop_reason = end;
    let mut stop_sequence = None;
    let mut kept = Vec::new();
    let mut budget = conversation.max_tokens.unwrap_or(u64::MAX);
    for mut block in blocks {
        if let Block::Text(text) = &mut block
            && let Some((at, sequence)) = first_stop(text, &conversation.stop_sequences)
        {
            text.truncate(at);
            stop_reason = StopReason::StopSequence;
            stop_sequence = Some(sequence);
        }
        let cost = block.tokens();
        if cost > budget {
            stop_reason = StopReason::MaxTokens;
            stop_sequence = None;
            kept.extend(block.cut(budget, random));
            break;
        }
        budget = budget.saturating_sub(cost);
        kept.push(block);
        if stop_sequence.is_some() {
            break;
        }
    }
    let output_tokens = kept.iter().map(Block::tokens).sum::<u64>().max(1);
    Reply {
        blocks: kept,
        stop_reason,
        stop_sequence,
        usage: Usage { input_tokens: conversation.input_tokens, output_tokens },
        latency_ms: 300_u64.saturating_add(output_tokens.saturating_mul(9)).saturating_add(random.below(50) as u64),
        seed: conversation.seed,
    }
}

fn first_stop(text: &str, sequences: &[String]) -> Option<(usize, String)> {
    let found = sequences.iter().filter(|sequence| !sequence.is_empty());
    found.filter_map(|sequence| Some((text.find(sequence.as_str())?, sequence.clone()))).min()
}

impl Block {
    pub(crate) fn tokens(&self) -> u64 {
        match self {
            Block::Reasoning { text, .. } | Block::Text(text) => count(text),
            Block::ToolUse { name, input, .. } => count(name).saturating_add(count(&input.to_string())),
        }
    }

    fn tool_name(&self) -> Option<&str> {
        if let Block::ToolUse { name, .. } = self { Some(name) } else { None }
    }

    /// What fits into `budget` tokens. A tool call does not come in halves.
    fn cut(self, budget: u64, random: &mut Random) -> Option<Block> {
        let keep = |text: &str| -> String {
            split(text).into_iter().take(usize::try_from(budget).unwrap_or(usize::MAX)).collect()
        };
        match self {
            Block::Text(text) => Some(Block::Text(keep(&text))),
            Block::Reasoning { text, .. } => {
                let text = keep(&text);
                let signature = thoughts::sign(&text, random);
                Some(Block::Reasoning { text, signature })
            }
            Block::ToolUse { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests;

//! OpenAI's request to Bedrock's: JSON of `chat.completions.create` in, JSON of Converse out, and losses on the way as
//! warnings.
//!
//! Bedrock has rules that OpenAI does not have. The translation keeps them for the caller where that loses nothing:
//! roles that alternate, no blank text, answers to tool calls together and first. It refuses the rest with the name of
//! the parameter, before that costs a round trip.
//!
//! <https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html>

mod base64;
mod bedrock_members;
mod cache;
mod content;
mod conversation;
mod format;
mod grammar;
mod media;
mod names;
mod nova_schema;
mod params;
mod reasoning;
mod replay;
mod sampling;
mod schema;
mod schema_top;
mod tool_calls;
mod tool_choice;
mod tool_input;
mod tool_names;
mod tools;
mod turn;

use super::Chat;
use super::StructuredOutput;
use super::Warning;
use super::blob;
use super::chat;
use super::index::Index;
use super::reply;
use super::thinking_tags;
use super::warnings;
use super::warnings::Place;
use super::warnings::UnsupportedParams;
use super::warnings::Warnings;
use super::warnings::Words;
use crate::error::Error;
use crate::json::Value;
use crate::json::Writer;
use crate::models::Capability;
use crate::models::Model;

pub use self::media::addresses;

use self::format::Format;
use self::names::Names;
use self::tool_calls::ToolCalls;
use self::tool_names::ToolNames;
use self::turn::Turn;

/// How to translate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TranslationOptions {
    /// The treatment of parameters that have no effect on Bedrock.
    pub unsupported_params: UnsupportedParams,
    /// The files at addresses that the request names, as data URLs: see [`addresses`].
    pub downloads: Vec<(String, String)>,
    /// The names of the request's parts in messages.
    pub words: Words,
}

impl TranslationOptions {
    /// Reads the option `unsupportedParams`: `warn`, `error` or `ignore`.
    ///
    /// # Errors
    /// [`Kind::Input`](crate::error::Kind::Input) for anything else.
    pub fn parse(unsupported_params: Option<&str>) -> Result<Self, Error> {
        let unsupported_params = match unsupported_params {
            None | Some("warn") => UnsupportedParams::Warn,
            Some("error") => UnsupportedParams::Error,
            Some("ignore") => UnsupportedParams::Ignore,
            Some(_) => {
                return Err(Error::input(
                    "unsupportedParams is not one of \"warn\", \"error\" and \"ignore\". Pass one.",
                ));
            }
        };
        Ok(Self { unsupported_params, ..Self::default() })
    }
}

/// A request for Converse or ConverseStream, and the facts by which its reply is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Converse {
    /// The body, in JSON.
    pub body: String,
    /// Whether the caller wants a stream.
    pub streams: bool,
    /// Whether it is for Converse: no stream is wanted, or the model has no tools in streams.
    pub is_whole: bool,
    /// For the translation of the reply.
    pub chat: Chat,
    /// Warnings about parts without effect, or with another effect than was asked for.
    pub warnings: Vec<Warning>,
}

/// Translates OpenAI's request for the model that its `model` stands for.
///
/// # Errors
///
/// [`Kind::Input`](crate::error::Kind::Input), with the name of the parameter, if Bedrock cannot do as asked, or would
/// refuse the request.
pub fn request(request: &Value<'_>, model: &Model<'_>, options: &TranslationOptions) -> Result<Converse, Error> {
    let mut draft = Draft::new(request, model, options);
    params::check(&mut draft);
    let mut format = Format::of(&mut draft);
    draft.tool_names = ToolNames::of(&mut draft, format.output);
    let thinking = reasoning::write_reasoning(&mut draft);
    sampling::write_sampling(&mut draft, thinking);
    let tool_config = tools::tool_config(&mut draft, &mut format, thinking);
    let has_tools = !tool_config.is_empty();
    let is_whole = draft.is_whole(has_tools);
    conversation::add_turns(&mut draft);
    format.write_prompt(&mut draft);
    draft.place_system();
    conversation::complete(&mut draft);
    let mut body = Writer::default();
    body.open('{');
    draft.write_members(&mut body, &tool_config);
    conversation::write_messages(&mut draft, &mut body);
    format.write_output_config(&mut draft, &mut body);
    bedrock_members::write_bedrock_members(&mut draft, thinking, &mut body);
    body.close('}');
    let body = cache::settle(&mut draft, body.finish_for_service());
    draft.into_converse(body, is_whole, has_tools, format.output)
}

/// A translation under way: the input that all its parts read, and their output so far.
struct Draft<'a> {
    request: &'a Value<'a>,
    model: &'a Model<'a>,
    downloads: &'a [(String, String)],
    /// Where each address is among them.
    addresses: Index,
    warnings: Warnings,
    tool_names: ToolNames,
    tool_calls: ToolCalls,
    /// Of properties and documents: see [`Chat::names`].
    names: Names,
    /// The number that was given last to a document, by the name that it has without one.
    document_numbers: Index,
    streams: bool,
    has_cache_points: bool,
    system: Writer,
    turns: Vec<Turn>,
    /// Members of `inferenceConfig`.
    inference: Writer,
    /// Members of `additionalModelRequestFields`.
    additional: Writer,
}

impl<'a> Draft<'a> {
    fn new(request: &'a Value<'a>, model: &'a Model<'a>, options: &'a TranslationOptions) -> Self {
        let mut addresses = Index::default();
        for (place, (address, _)) in options.downloads.iter().enumerate() {
            addresses.set(address.as_bytes(), place);
        }
        Self {
            request,
            model,
            downloads: &options.downloads,
            addresses,
            warnings: Warnings::new(options.unsupported_params, options.words.clone()),
            tool_names: ToolNames::default(),
            tool_calls: ToolCalls::default(),
            names: Names::default(),
            document_numbers: Index::default(),
            streams: request.get("stream").bool() == Some(true),
            has_cache_points: false,
            system: Writer::default(),
            turns: Vec::new(),
            inference: Writer::default(),
            additional: Writer::default(),
        }
    }

    /// A parameter of the request.
    fn param(&self, name: &str) -> &'a Value<'a> {
        self.request.get(name)
    }

    /// The messages of the request.
    fn messages(&self) -> &'a [Value<'a>] {
        self.param("messages").items()
    }

    /// Where to write a member of `additionalModelRequestFields`, unless the caller has written it: then that counts.
    fn additional(&mut self, name: &str) -> Option<&mut Writer> {
        let is_free = bedrock_members::param(self, "additionalModelRequestFields").get(name).is_null();
        is_free.then(|| self.additional.key(name))
    }

    /// Notes that the request is refused. The first refusal counts; the translation goes on, and its output is dropped.
    fn refuse(&mut self, sentence: &str, words: &[&str]) {
        self.warnings.refuse(sentence, words);
    }

    /// The same, for a part. The sentence goes on behind the part's name: `.role …`.
    fn refuse_at(&mut self, at: Place, sentence: &str, words: &[&str]) {
        self.refuse(&[&*self.warnings.name(at), sentence].concat(), words);
    }

    /// Adds a message. Bedrock's roles alternate, so one role's messages in a row are one turn.
    fn push(&mut self, turn: Turn) {
        match self.turns.last_mut() {
            _ if turn.is_empty() => {}
            Some(last) if last.is_user == turn.is_user => last.append(&turn),
            _ => self.turns.push(turn),
        }
    }

    /// Whether the reply comes in one piece. Warns of that where a stream is wanted.
    fn is_whole(&mut self, has_tools: bool) -> bool {
        let is_whole = !self.streams || has_tools && self.model.lacks(Capability::StreamedTools);
        if is_whole && self.streams {
            self.warnings.changed("`stream`: the model has no tools in streams, so the reply comes in one piece.", &[]);
        }
        is_whole
    }

    /// Makes instructions to a model without a system prompt the first words of the user.
    fn place_system(&mut self) {
        if self.system.is_empty() || !self.model.lacks(Capability::SystemPrompt) {
            return;
        }
        self.warnings.changed("The model has no system prompt; the user's first message begins with it.", &[]);
        let mut instructions = Turn::of_user();
        instructions.middle.out = std::mem::take(&mut self.system);
        match self.turns.first_mut() {
            Some(first) if first.is_user => {
                let rest = std::mem::replace(first, instructions);
                first.append(&rest);
            }
            _ => self.turns.insert(0, instructions),
        }
    }

    fn write_members(&self, body: &mut Writer, tool_config: &str) {
        for (name, brackets, members) in [
            // In the order in which Bedrock caches.
            ("toolConfig", ('{', '}'), tool_config),
            ("system", ('[', ']'), self.system.as_str()),
            ("inferenceConfig", ('{', '}'), self.inference.as_str()),
        ] {
            if !members.is_empty() {
                body.key(name).open(brackets.0).raw(members).close(brackets.1);
            }
        }
    }

    fn into_converse(
        self,
        body: String,
        is_whole: bool,
        has_tools: bool,
        structured_output: StructuredOutput,
    ) -> Result<Converse, Error> {
        let warnings = self.warnings.finish()?;
        let flag = |value: &Value<'_>| value.bool() == Some(true);
        let model = self.request.get("model").said().into_owned();
        let includes_usage = flag(self.request.get("stream_options").get("include_usage"));
        let mut names = self.tool_names.into_pairs();
        names.extend(self.names.pairs);
        names.retain(|(sent, name)| sent.strip_prefix('/').unwrap_or(sent) != name);
        let chat = Chat {
            model,
            includes_usage,
            names: names.into(),
            structured_output,
            counts_gross: chat::counts_gross(self.model, is_whole),
            thinks_aloud: thinking_tags::thinks_aloud(self.model, has_tools),
            face: None,
        };
        Ok(Converse { body, streams: self.streams, is_whole, chat, warnings })
    }
}

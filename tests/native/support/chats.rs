//! Chats with one model after another, and where their requests went.

use bedrock_wasm::error::Error;
use bedrock_wasm::openai::Answer;
use bedrock_wasm::openai::OpenAi;
use bedrock_wasm::openai::Options;

use super::world::Sent;
use super::world::World;
use super::world::now;

pub(crate) const SONNET: &str = "anthropic.claude-sonnet-5";

pub(crate) fn request(model: &str) -> String {
    format!(r#"{{"model":"{model}","messages":[{{"role":"user","content":"Hi"}}]}}"#)
}

pub(crate) fn chat(openai: &OpenAi, world: &World, model: &str) -> Result<Answer, Error> {
    now(openai.chat(world, &request(model), &Options::default()))
}

/// Where each request went: host and model.
pub(crate) fn targets(world: &World) -> Vec<String> {
    let of = |sent: Sent| {
        let url = sent.url.replace("https://bedrock-runtime.", "").replace(".amazonaws.com/model", "");
        url.rsplit_once('/').unwrap().0.replace("%3A", ":")
    };
    world.sent().into_iter().map(of).collect()
}

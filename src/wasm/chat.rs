//! Chats in OpenAI's vocabulary, and responses.

use wasm_bindgen::prelude::wasm_bindgen;

use super::engine::openai;
use super::io::Port;
use super::io::World;
use super::openai::json;
use super::openai::options;
use super::openai::request_text;
use super::run;
use super::text;

/// Begins a `chat.completions.create`, or a `responses.create` if `responds`. The request is JSON in UTF-8. Gives the
/// number of the call.
#[wasm_bindgen]
pub fn chat(client: usize, world: World, call: &str, request: Vec<u8>, responds: bool) -> usize {
    let (shared, call) = (openai(client), text::call(call));
    run::begin(|extras| async move {
        let io = Port::new(world, call.listens);
        let openai = shared?.told(&io);
        let mut answer = openai.complete(&io, &request_text(request), responds, &options(call)).await?;
        extras.borrow_mut().secrets.append(&mut answer.secrets);
        Ok(json(&answer))
    })
}

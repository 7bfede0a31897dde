//! Models and chats by number, so that a byte or two choose one.

use bedrock_wasm::models;
use bedrock_wasm::translate::Chat;
use bedrock_wasm::translate::StructuredOutput;

/// A model of the catalogue, with the prefix of an inference profile or without, or one that is not in it.
pub fn model_id(choices: [u8; 2]) -> String {
    let [low, high] = choices;
    let number = usize::from(u16::from_le_bytes([low, high % 8]));
    let ids: Vec<&str> = models::ids().collect();
    match ids.get(number % (ids.len() + 2)) {
        Some(id) if high & 0x80 == 0 => (*id).to_owned(),
        Some(id) => format!("us.{id}"),
        None => "acme.rocket-v1:0".to_owned(),
    }
}

/// The number of a model, for seeds.
pub fn model_choices(model_id: &str) -> [u8; 2] {
    let bare = models::Model::of(model_id).id;
    let number = models::ids().position(|id| id == bare).unwrap_or(models::ids().count());
    let [low, high] = u16::try_from(number).unwrap_or_default().to_le_bytes();
    [low, high | if model_id.starts_with("us.") { 0x80 } else { 0 }]
}

/// What the request of a chat was.
pub fn chat(choice: u8) -> Chat {
    let ways =
        [StructuredOutput::None, StructuredOutput::OutputConfig, StructuredOutput::Tool, StructuredOutput::Prompt];
    let names = if choice & 0x10 == 0 {
        Vec::new()
    } else {
        vec![("a_b".to_owned(), "a.b \"c\"".to_owned()), ("a_b.x_y".to_owned(), "x.y".to_owned())]
    };
    Chat {
        model: "bedrock/\"claude\"-é".to_owned(),
        includes_usage: choice & 0x20 == 0,
        names: names.into(),
        structured_output: ways[usize::from(choice) % 4],
        counts_gross: choice & 0x40 != 0,
        thinks_aloud: choice & 0x04 != 0,
        face: None,
    }
}

/// The seconds and the id of all replies.
pub const CREATED_S: u32 = 1_790_000_000;
pub const ID: &str = "7d2b0a4e";

//! The native tests, one binary: a module a subject. `cargo test --test native SUBJECT` runs one of them.
//!
//! A new subject is a file beside this one and a line below.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "tests"
)]

mod support;

mod attempts;
mod bedrock_requests;
mod chat_chunks;
mod chat_completion;
mod chat_goldens;
mod chat_parity;
mod chat_white_space;
mod conversations;
mod credential_services;
mod endpoint;
mod error_classes;
mod events;
mod events_errors;
mod events_payloads;
mod eventstream;
mod eventstream_edges;
mod eventstream_hostile;
mod growth;
mod json;
mod media_formats;
mod operations;
mod port_attempts;
mod port_batches;
mod port_calls;
mod port_clock;
mod port_drops;
mod port_hooks;
mod port_keys;
mod port_limits;
mod port_models;
mod port_openai;
mod port_profiles;
mod port_random;
mod port_refusals;
mod port_responses;
mod prepare;
mod reasoning_edges;
mod reported;
mod reported_caches;
mod reported_calls;
mod reported_formats;
mod reported_frames;
mod reported_histories;
mod reported_models;
mod reported_names;
mod reported_places;
mod reported_replies;
mod reported_schemas;
mod reported_texts;
mod reported_thoughts;
mod reported_turns;
mod request_edges;
mod responses_events;
mod responses_reply;
mod responses_request;
mod retry_edges;
mod schema_edges;
mod secrets;
mod service_errors;
mod short_term_keys;
mod sign_differential;
mod sign_edges;
mod sign_events;
mod signing_suite;
mod tidy;
mod tidy_fixtures;
mod tidy_modules;
mod tool_edges;
mod translate_embeddings;
mod translate_images;
mod translate_models;
mod translate_request;

//! AWS's vocabulary: the operations, the events of streams and the errors of Bedrock.

pub mod error;
pub mod event;
mod json;
pub mod operation;
mod operations;
pub mod xml;

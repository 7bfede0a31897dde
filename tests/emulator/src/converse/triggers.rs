//! Words in the user's last text that make a model do what it rarely does.

use crate::reply::StopReason;

/// Anthropic's documented test of redacted thoughts.
pub(crate) const REDACT: &str =
    "ANTHROPIC_MAGIC_STRING_TRIGGER_REDACTED_THINKING_46C9A13E193C177646C7398A98432ECCCE4C1253D5E2D82641AC0E52CC2876CB";
/// Every tool is called at once.
pub(super) const EVERY_TOOL: &str = "emulator:every-tool";
/// The deltas of several calls come mixed.
pub(super) const INTERLEAVE: &str = "emulator:interleave";
/// The answer ends so: `emulator:stop=content_filtered`.
const STOP: &str = "emulator:stop=";

pub(super) fn has(text: &str, trigger: &str) -> bool {
    text.contains(trigger)
}

pub(super) fn stop_reason(text: &str) -> Option<StopReason> {
    let (_, rest) = text.split_once(STOP)?;
    let name: String = rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
    let reasons = [
        StopReason::ContentFiltered,
        StopReason::MalformedModelOutput,
        StopReason::MalformedToolUse,
        StopReason::ModelContextWindowExceeded,
    ];
    reasons.into_iter().find(|reason| reason.as_str() == name)
}

//! What sets versions of Claude apart from each other, as far as requests go; and what models of other makers refuse.
//!
//! From the capability table of LiteLLM 1.109.1 (MIT), whose authors tried it on Bedrock. A newer Claude than all these
//! is taken for one of the newest: what they refuse is harmless to leave out.

use crate::models::Ability;
use crate::models::Family;
use crate::models::Model;

/// What is special about a model. `CLAUDE` says what the letters are.
#[derive(Clone, Copy)]
pub(super) struct Quirks(&'static str);

impl Quirks {
    pub(super) fn of(model: &Model<'_>) -> Self {
        let name = model.id.strip_prefix("anthropic.claude-");
        let row = name.and_then(|name| CLAUDE.iter().find(|(start, _)| name.starts_with(start)));
        match (row, model.family()) {
            (Some((_, letters)), _) => Self(letters),
            (None, Family::Gpt) => Self("s"),
            _ => Self(""),
        }
    }

    /// Decides itself how long to think, by an effort: there are no budgets.
    pub(super) fn thinks_adaptively(self) -> bool {
        self.has('a')
    }

    /// Cannot be told not to think.
    pub(super) fn always_thinks(self) -> bool {
        self.has('o')
    }

    /// Refuses `temperature`, `top_p` and `top_k`.
    pub(super) fn refuses_sampling(self) -> bool {
        self.has('s')
    }

    /// Takes `temperature` or `top_p`, not both.
    pub(super) fn takes_one_of_temperature_and_top_p(self) -> bool {
        self.has('1')
    }

    /// Cannot be made to use a tool.
    pub(super) fn refuses_tool_choice(self) -> bool {
        self.has('f')
    }

    /// Refuses to go on with a message of the assistant.
    pub(super) fn refuses_prefill(self) -> bool {
        self.has('p')
    }

    /// Refuses the effort `max`.
    pub(super) fn refuses_max_effort(self) -> bool {
        self.has('e')
    }

    /// Holds itself to the schema of a tool when asked to: Claude alone, and not all of them.
    pub(super) fn takes_strict_tools(self, model: &Model<'_>) -> bool {
        model.family() == Family::Claude && model.can(Ability::StructuredOutput) == Some(true) && !self.has('x')
    }

    /// Answers by a JSON schema, without a tool.
    pub(super) fn takes_schemas(self, model: &Model<'_>) -> bool {
        model.can(Ability::StructuredOutput) == Some(true) && !self.has('j')
    }

    fn has(self, letter: char) -> bool {
        self.0.contains(letter)
    }
}

/// What the name begins with after `anthropic.claude-`, the first that fits; and a letter for each quirk: `a`daptive
/// thinking, `o` always thinks, `s`ampling refused, `1` of temperature and top_p, `f`orced tool use refused, `p`refill
/// refused, `x` strict tools refused, `e`ffort `max` refused, `j`SON schemas refused.
const CLAUDE: [(&str, &str); 22] = [
    ("3", ""),
    ("v", ""),
    ("instant", ""),
    ("opus-4-1", "1"),
    ("opus-4-5", "1"),
    ("sonnet-4-5", "1"),
    ("haiku-4-5", "1"),
    ("opus-4-6", "a1p"),
    ("sonnet-4-6", "a1p"),
    ("opus-4-7", "aspxej"),
    ("opus-4-8", "aspxe"),
    ("opus-4", ""),
    ("sonnet-4", "x"),
    ("opus-5-5", "aosfpxj"),
    ("opus-5", "aspxj"),
    ("sonnet-5-5", "aosfpxe"),
    ("sonnet-5", "aspxe"),
    ("haiku-5", "aspxe"),
    ("fable-5", "aosfpej"),
    ("mythos-preview", "o"),
    ("mythos-5", "aospe"),
    ("", "aospe"),
];

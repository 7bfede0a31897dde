// How long a reply in Anthropic's Messages may be. They have no limit of the model's own.

/** Some models write no more than the second one. */
const MAX_TOKENS = { claude: 4096, other: 2048 };

export const isClaude = (model: string) => /claude/i.test(model);

/** The limit where none is set. */
export const limitOf = (model: string) => MAX_TOKENS[isClaude(model) ? "claude" : "other"];

// AWS's on-demand prices, as far as a source could be named. A model that is not here has no known price: none is guessed.

/** Where the prices come from, and when that source was checked against AWS's price list. */
export const PRICE_SOURCE = {
  date: "2026-10-05",
  region: "us-east-1",
  /** AWS's own table, which AWS checked against its price list and pricing page on that date. */
  table:
    "https://github.com/aws/agent-toolkit-for-aws/blob/121e03dba4dd7241562cd40908892e95622d1cf0/plugins/aws-startup-advisor/skills/llm-to-bedrock/scripts/bedrock_pricing.py",
  page: "https://aws.amazon.com/bedrock/pricing/",
};

/** US dollars for a million tokens, of calls from {@link PRICE_SOURCE}'s region. */
export interface Price {
  input: number;
  output: number;
}

const HAIKU_4_5 = "anthropic.claude-haiku-4-5-20251001-v1:0";

/**
 * By the id that is called. Claude costs a tenth more through a profile of a geography than through the global one. Nova's
 * profiles cost what the model costs in the region that is called: the pricing page says so of cross-region inference.
 */
const PRICES: Record<string, Price> = {
  "amazon.nova-micro-v1:0": { input: 0.035, output: 0.14 },
  "us.amazon.nova-micro-v1:0": { input: 0.035, output: 0.14 },
  "amazon.nova-lite-v1:0": { input: 0.06, output: 0.24 },
  "us.amazon.nova-lite-v1:0": { input: 0.06, output: 0.24 },
  "amazon.nova-pro-v1:0": { input: 0.8, output: 3.2 },
  "us.amazon.nova-pro-v1:0": { input: 0.8, output: 3.2 },
  [`us.${HAIKU_4_5}`]: { input: 1.1, output: 5.5 },
  [`global.${HAIKU_4_5}`]: { input: 1, output: 5 },
  "us.anthropic.claude-sonnet-5": { input: 2.2, output: 11 },
  "global.anthropic.claude-sonnet-5": { input: 2, output: 10 },
  "us.anthropic.claude-sonnet-4-6": { input: 3.3, output: 16.5 },
  "global.anthropic.claude-sonnet-4-6": { input: 3, output: 15 },
  "us.anthropic.claude-opus-4-8": { input: 5.5, output: 27.5 },
  "global.anthropic.claude-opus-4-8": { input: 5, output: 25 },
};

/** The price of a model's tokens in a region; undefined if no source tells it. */
export function priceOf(modelId: string, region: string): Price | undefined {
  return region === PRICE_SOURCE.region && Object.hasOwn(PRICES, modelId) ? PRICES[modelId] : undefined;
}

/** US dollars. */
export function costOf(price: Price, inputTokens: number, outputTokens: number): number {
  return (inputTokens * price.input + outputTokens * price.output) / 1_000_000;
}

// The vocabularies that a chat may be sent in, but the first one, which all other tests speak.
import { chooseVocabulary, openSettings } from "./chat.mjs";
import { inBrowsers } from "./playground.mjs";

/**
 * By its name in the settings: what each form of the code has, the limit of a reply where none is set, the operation by which
 * Claude is asked, what Claude's second request has of the first thoughts, and what errors are called: of a request that is
 * refused, and of a stream that breaks.
 */
export const VOCABULARIES = {
  "OpenAI Responses": {
    forms: {
      "Bedrock’s shape": "bedrock.converseStream(",
      "OpenAI’s shape": "await bedrock.responses.create(",
      "openai SDK": "await client.responses.create(",
      "AWS SDK": "new ConverseStreamCommand(",
    },
    limit: "The model's own",
    operation: "ConverseStream",
    thoughtOf: ({ reasoningContent }) => reasoningContent.reasoningText,
    denied: "AccessDeniedException",
    broken: /ModelStreamErrorException/i,
  },
  "Anthropic Messages": {
    forms: {
      "Bedrock’s shape": "bedrock.converseStream(",
      "Anthropic SDK": "await anthropic.messages.create(",
      "AWS SDK": "new ConverseStreamCommand(",
    },
    limit: "2048",
    operation: "InvokeModelWithResponseStream",
    thoughtOf: ({ thinking, signature }) => ({ text: thinking, signature }),
    denied: "permission_error",
    broken: /^APIError[\s\S]*The model failed\.[\s\S]*api_error/,
  },
  "Bedrock Converse": {
    forms: { "Bedrock’s shape": "await bedrock.converseStream(", "AWS SDK": "new ConverseStreamCommand(" },
    limit: "The model's own",
    operation: "ConverseStream",
    thoughtOf: ({ reasoningContent }) => reasoningContent.reasoningText,
    denied: "AccessDeniedException",
    broken: /ModelStreamErrorException/i,
  },
};

/**
 * A test as {@link inBrowsers} has them, with a vocabulary chosen. `choose(page)` chooses more of the settings, which are open
 * then and closed when `run` begins.
 */
export function inVocabulary(name, title, rest, run, choose = () => {}) {
  inBrowsers(`${name}: ${title}`, rest, async (given) => {
    const { page } = given;
    await page.find("combobox", "Model");
    await openSettings(page);
    await chooseVocabulary(page, name);
    await choose(page);
    await page.click("button", "Settings");
    await run(given);
  });
}

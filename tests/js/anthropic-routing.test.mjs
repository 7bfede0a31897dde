// Which model a request of Anthropic's goes to: claude-models.js decides for Claude what the core decides for all models, and
// must decide the same: by every name, from every region, with every profile, whatever Bedrock says.
import assert from "node:assert/strict";
import fs from "node:fs";
import { describe, test } from "node:test";
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/anthropic";

const CATALOGUE = fs
  .readFileSync(new URL("../../src/models/catalogue.txt", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("anthropic.claude-"))
  .map((line) => line.split(" "));
const IDS = CATALOGUE.map(([id]) => id);

const PREFIXES = ["us", "us-gov", "eu", "apac", "jp", "au", "in", "ca", "global", "mars"];
const REGIONS = [
  ...["us-east-1", "us-west-2", "us-gov-west-1", "eu-west-1", "eu-central-2", "ca-central-1", "sa-east-1", "me-south-1"],
  ...["ap-northeast-1", "ap-northeast-3", "ap-southeast-2", "ap-southeast-4", "ap-south-1", "ap-south-2", "ap-east-1"],
];
const PROFILES = ["auto", "never", "eu", "us-gov", "global"];

const ACCOUNT = "arn:aws:bedrock:us-east-1:123456789012";
const APPLICATION = `${ACCOUNT}:application-inference-profile/otnfa2ysixqd`;
const ALIASES = {
  fast: "claude-haiku-4-5",
  exact: "us.anthropic.claude-sonnet-5",
  bare: "anthropic.claude-opus-5",
  "anthropic.claude-sonnet-5": "anthropic.claude-haiku-5-5",
  "own/eu": "bedrock/eu-west-1/claude-sonnet-5",
  shadow: "opus",
  opus: "anthropic.claude-opus-4-8",
};

const withoutVersion = (id) => id.replace("anthropic.", "").replace(/-v?\d+:\d+$|-v\d+$/, "");
const dated = IDS.map(withoutVersion);
const short = dated.map((name) => name.replace(/-\d{8}$/, ""));

/** Every way to name one of Anthropic's models. */
const NAMES = [
  ...new Set([
    ...IDS,
    ...dated,
    ...short,
    ...short.flatMap((name) => [`${name}-latest`, `${name}-0`]),
    ...["claude-2", "claude-2.1", "claude-instant", "claude-opus-4-0", "claude-sonnet-4-6"],
    ...IDS.slice(-6).flatMap((id) => PREFIXES.map((prefix) => `${prefix}.${id}`)),
    ...["foundation-model", "inference-profile"].map((kind) => `${ACCOUNT}:${kind}/us.anthropic.claude-sonnet-5`),
    `arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-5`,
    `arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:inference-profile/us-gov.anthropic.claude-opus-5`,
    ...Object.keys(ALIASES),
    ...["anthropic.claude-not-yet-known", "eu.anthropic.claude-not-yet-known", "anthropic.claude-opus-9-v1:0"],
  ]),
].flatMap((name, index) => [name, [`bedrock/${name}`, `bedrock/eu-west-1/${name}`, `ap-northeast-1/${name}`][index % 3]]);

/** Names that none of Anthropic's models has. */
const OTHERS = [
  ...["nova-lite", "us.amazon.nova-pro-v1:0", "meta.llama3-3-70b-instruct-v1:0", "openai.gpt-oss-120b-1:0", "mistral-large"],
  ...["claude", "claude-", "claude-sonnet", "claude-sonnet-99", "claude-sonnet-5-latest-latest", "sonnet-4-6", "anthropic"],
  ...["constructor", "__proto__", "toString", "valueOf", "hasOwnProperty", "bedrock/constructor", "eu-west-1/__proto__"],
  ...["eu-west-1/", "bedrock/", "bedrock/bedrock/nova-lite", "a/b", "..", "x.y.z", "EU-WEST-1/nova-lite", "u-1/nova-lite"],
];

const NOT_ON_DEMAND =
  "Invocation of model ID x with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.";
const INVALID = "The provided model identifier is invalid.";
const OVERLOADED = "Too many requests, please wait before trying again.";

const refusal = (message, status = 400, type = "ValidationException") =>
  new Response(JSON.stringify({ message }), { status, headers: { "x-amzn-errortype": type } });
const reply = () =>
  Response.json({
    output: { message: { role: "assistant", content: [{ text: "x" }] } },
    stopReason: "end_turn",
    usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
  });

/** What Bedrock says to the n-th attempt of a request: always the same, one after the other, or once it works. */
const ANSWERS = {
  "never on demand": () => refusal(NOT_ON_DEMAND),
  "no such model": () => refusal(INVALID),
  "a profile that is needed, and is not there": (attempt) => refusal(attempt === 0 ? NOT_ON_DEMAND : INVALID),
  "works at the second": (attempt) => (attempt === 1 ? reply() : refusal(NOT_ON_DEMAND)),
  "works at the third": (attempt) => (attempt === 2 ? reply() : refusal(attempt ? INVALID : NOT_ON_DEMAND)),
  denied: () => refusal("You don't have access to the model.", 403, "AccessDeniedException"),
};

/** A client that notes the addresses that it asks, in the list that `start` gives. */
function noting(answer, options) {
  let asked = [];
  const fetch = async (url) => {
    asked.push(url.replace(/\/(invoke|converse)$/, ""));
    return answer(asked.length - 1, url);
  };
  const bedrock = new Bedrock({ region: "us-east-1", apiKey: "key", maxRetries: 0, fetch, logLevel: "off", ...options });
  return { bedrock, start: () => (asked = []) };
}

const messages = [{ role: "user", content: "Hello" }];
/** By which makers' SDKs know errors, where that is not the status that Bedrock sent. */
const STATUSES = { BedrockError: 400, AuthenticationError: 401 };

/** Two ways to ask, each with a client of its own: what the one learns is no news to the other. */
function faces(answer, options) {
  const [theirs, ours] = [noting(answer, options), noting(answer, options)];
  const anthropic = createFetch(theirs.bedrock);
  return {
    async asAnthropic(model, more) {
      const asked = theirs.start();
      const body = JSON.stringify({ model, max_tokens: 9, messages, ...more });
      const response = await anthropic("https://a.invalid/v1/messages", { method: "POST", body });
      const { error } = await response.json();
      return { asked, status: response.status, message: error?.message };
    },
    async asChat(model, more) {
      const asked = ours.start();
      const { status = 200, message } = await ours.bedrock.chat.completions
        .create({ model, messages, max_tokens: 9, ...more })
        .then(
          () => ({}),
          ({ name, status, message }) => ({ status: STATUSES[name] ?? status, message }),
        );
      return { asked, status, message };
    },
  };
}

/** What Anthropic's errors say differently. */
const comparable = ({ message, ...rest }) => ({
  ...rest,
  message: message?.replace("The model returned the following errors: ", ""),
});

async function assertSame({ asAnthropic, asChat }, name, more, what) {
  const [theirs, ours] = [await asAnthropic(name, more), await asChat(name, more)];
  assert.deepEqual(comparable(theirs), comparable(ours), JSON.stringify([name, what, more]));
  return ours;
}

describe("the same addresses are asked, in the same order, with the same end", () => {
  for (const [said, answer] of Object.entries(ANSWERS))
    test(said, async () => {
      let count = 0;
      let turn = 0;
      for (const inferenceProfile of PROFILES)
        for (const region of inferenceProfile === "auto" ? REGIONS : REGIONS.slice(0, 4)) {
          const client = faces(answer, { region, inferenceProfile, models: { aliases: ALIASES } });
          const every = turn === 0 ? 1 : 10;
          turn += 1;
          for (const name of NAMES.filter((_, index) => (index + turn) % every === 0)) {
            const { asked } = await assertSame(client, name, {}, { region, inferenceProfile });
            count += asked.length;
          }
        }
      assert.ok(count > 1000, `${count} requests`);
    });
});

test("a name of another model is asked for as in a chat, and so is a name that is none", async () => {
  for (const answer of [ANSWERS["never on demand"], ANSWERS["no such model"], reply])
    for (const aliases of [{}, ALIASES, new Map(Object.entries(ALIASES))]) {
      const client = faces(answer, { models: { aliases } });
      for (const name of OTHERS) await assertSame(client, name);
    }
});

test("aliases may be a Map, and may be chained once, as in chats", async () => {
  for (const aliases of [ALIASES, new Map(Object.entries(ALIASES))]) {
    const client = faces(ANSWERS["never on demand"], { models: { aliases } });
    for (const name of Object.keys(ALIASES))
      for (const full of [name, `bedrock/${name}`, `bedrock/eu-west-1/${name}`]) {
        const { asked } = await assertSame(client, full);
        assert.ok(asked.length > 0);
      }
  }
});

describe("an ARN that does not name its model", () => {
  const first = async (model, capabilities, more) => {
    const urls = [];
    const fetch = async (url) => (urls.push(decodeURIComponent(new URL(url).pathname)), reply());
    const bedrock = new Bedrock({ region: "us-east-1", apiKey: "key", fetch, models: { capabilities, ...more } });
    const body = JSON.stringify({ model, max_tokens: 9, messages });
    await createFetch(bedrock)("/v1/messages", { method: "POST", body });
    return urls[0];
  };

  test("is Claude's, unless the client knows better", async () => {
    assert.equal(await first(APPLICATION), `/model/${APPLICATION}/invoke`);
    for (const [baseModel, operation] of [
      ["anthropic.claude-sonnet-5", "invoke"],
      ["claude-sonnet-5", "invoke"],
      ["bedrock/us.anthropic.claude-sonnet-5", "invoke"],
      ["constructor", "converse"],
      ["nova-lite", "converse"],
      ["us.meta.llama3-3-70b-instruct-v1:0", "converse"],
    ])
      for (const key of [APPLICATION, `bedrock/${APPLICATION}`])
        for (const name of [APPLICATION, `bedrock/${APPLICATION}`]) {
          const known = { [key]: { baseModel } };
          assert.equal(await first(name, known), `/model/${APPLICATION}/${operation}`, `${name} ${key} ${baseModel}`);
        }
    const aliases = { mine: APPLICATION };
    assert.equal(await first("mine", {}, { aliases }), `/model/${APPLICATION}/invoke`);
    assert.equal(await first("mine", { mine: { baseModel: "nova-lite" } }, { aliases }), `/model/${APPLICATION}/converse`);
    const fast = { aliases: { ...aliases, fast: "nova-pro" } };
    assert.equal(await first("mine", { [APPLICATION]: { baseModel: "fast" } }, fast), `/model/${APPLICATION}/converse`);
  });

  test("may be that of a model of another maker, where it names one", async () => {
    const arn = (id) => `arn:aws:bedrock:us-east-1:123456789012:inference-profile/${id}`;
    assert.match(await first(arn("us.amazon.nova-lite-v1:0")), /converse$/);
    assert.match(await first(arn("us.anthropic.claude-sonnet-5")), /invoke$/);
    assert.match(await first("arn:aws:bedrock:us-east-1::foundation-model/mistral.mistral-large-2402-v1:0"), /converse$/);
  });
});

test("a profile that gave access is asked first from then on, by region", async () => {
  for (const [name, id] of [
    ["anthropic.claude-sonnet-5", "global.anthropic.claude-sonnet-5"],
    ["claude-sonnet-5", "anthropic.claude-sonnet-5"],
    ["bedrock/eu-west-1/anthropic.claude-sonnet-5", "eu.anthropic.claude-sonnet-5"],
  ]) {
    const { asAnthropic, asChat } = faces((_, url) => (url.includes(`/${id}/`) ? reply() : refusal(NOT_ON_DEMAND)));
    const [first, second, elsewhere] = [name, name, "bedrock/us-west-2/anthropic.claude-sonnet-5"].map((model) => async () => {
      const theirs = await asAnthropic(model);
      assert.deepEqual(theirs, await asChat(model));
      return theirs.asked.length;
    });
    assert.deepEqual(
      [(await first()) > 1, await second(), (await elsewhere()) > 1],
      [true, 1, id !== "anthropic.claude-sonnet-5"],
      name,
    );
  }
});

test("fallback models are asked as in a chat", async () => {
  const overloaded = (attempt) => (attempt < 2 ? refusal(OVERLOADED, 429, "ThrottlingException") : reply());
  const missing = () => refusal("There is no such model.", 404, "ResourceNotFoundException");
  const invalid = () => refusal("max_tokens: is too large", 400, "ValidationException");
  const expired = () => refusal("Bearer Token has expired", 403, "AccessDeniedException");
  const lists = [
    ["claude-sonnet-5", "nova-lite"],
    ["nova-lite", "claude-sonnet-5", "claude-opus-5"],
    ["us.anthropic.claude-haiku-5-5", "mistral-large", "anthropic.claude-opus-5"],
    [],
    "nova-lite",
    [null, "", 5, "nova-lite", {}],
  ];
  for (const answer of [...Object.values(ANSWERS), overloaded, missing, invalid, expired])
    for (const fallback_models of lists)
      for (const model of ["claude-opus-5", "nova-pro"]) await assertSame(faces(answer), model, { fallback_models });
  const many = Array.from({ length: 33 }, () => "nova-lite");
  const { asAnthropic } = faces(reply);
  const refused = await asAnthropic("claude-sonnet-5", { fallback_models: many });
  assert.deepEqual([refused.status, refused.asked], [400, []]);
});

test("the table of models is that of the catalogue", () => {
  const source = fs.readFileSync(new URL("../../pkg-template/adapters/claude-models.js", import.meta.url), "utf8");
  const rows = /const MODELS = `\\\n([^`]+)`/.exec(source)[1].split("\n");
  const expected = CATALOGUE.map(([id, kind, prefixes = ""]) => {
    const end = id.replace("anthropic.claude-", "");
    return `${end}${kind.includes("!") ? "!" : ""} ${prefixes}`.trim();
  });
  assert.deepEqual(rows, expected);
});

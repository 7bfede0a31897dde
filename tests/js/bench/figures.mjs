// Every figure there is: what it says, its goal, and how it is measured. Goals are those of issue 9's table "Reach".
//
// - `how`: `node` and `chromium` compare two operations in one process, `processes` starts programs, `pages` loads them
// - `unit`: "x" is the peer's cost by ours, or what `what` says; other units are what they are
// - `better`: whether more or less of it is; with `within`, a check lets it get worse by so much at least
// - `settlesLate`: one of the clients gets faster for seconds
// - `isChecked: false`: only in the report, since another figure shows the same regression, or another command does

import { PACES } from "./interleave.mjs";

const settlesLate = true;
const NATIVE = "AWS SDK";
const AI_SDK = "AI SDK's provider";
const OPENAI = "`openai` package";

const x = (id, how, what, against, goals = {}) => ({ id, how, what, against, unit: "x", better: "more", ...goals });
const less = (id, how, what, against, unit, goals = {}) => ({ id, how, what, against, unit, better: "less", ...goals });

const EVENT_SIZES = [
  ["100-b", "100 B"],
  ["1-kb", "1 KB"],
  ["10-kb", "10 KB"],
  ["100-kb", "100 KB"],
  ["1-mb", "1 MB"],
];
/** One size of each kind is enough to see a regression. */
const CHECKED_SIZES = ["decode/ascii-100-kb/node", "decode/mixed-10-kb/node", "decode/mixed-1-mb/chromium"];

function sizes(how) {
  return ["ascii", "mixed"].flatMap((alphabet) =>
    EVENT_SIZES.map(([name, bytes]) => {
      const id = `decode/${alphabet}-${name}/${how}`;
      const text = alphabet === "ascii" ? "ASCII" : "text in many scripts";
      return x(id, how, `events of ${bytes}, ${text}`, NATIVE, {
        goal: 1,
        stretch: 2,
        isChecked: CHECKED_SIZES.includes(id),
        settlesLate: bytes === "100 KB",
      });
    }),
  );
}

const CALLS = [
  x("calls/own-stub/node", "node", "Converse, each over a stub of its own", NATIVE, {
    goal: 6,
    stretch: 8,
    settlesLate,
  }),
  x("calls/same-fetch/node", "node", "Converse, both over the same stub `fetch`", NATIVE, {
    goal: 7,
    stretch: 8,
    settlesLate,
  }),
  x("calls/own-stub/chromium", "chromium", "Converse, each over a stub of its own", NATIVE, {
    settlesLate,
    isChecked: false,
  }),
  x("calls/same-fetch/chromium", "chromium", "Converse, both over the same stub `fetch`", NATIVE, { settlesLate }),
];

const BULK = [
  x("embeddings/native/node", "node", "96 embeddings of 1,024 numbers by `invokeModel`", NATIVE, { goal: 1 }),
  x("embeddings/openai/node", "node", "96 embeddings of 1,024 numbers by `embeddings.create`", NATIVE, { goal: 1 }),
  x("images/converse/node", "node", "an image of 5 MB in Converse", NATIVE, { settlesLate }),
  x("images/chat-openai/node", "node", "an image of 5 MB in a chat, as a data URL", OPENAI, { isChecked: false }),
  x("images/chat-ai-sdk/node", "node", "an image of 5 MB in a chat", AI_SDK),
  less("memory/converse/node", "processes", "wasm memory after an image of 5 MB in Converse", "the image", "bytes a byte", {
    goal: 1,
    stretch: 0,
    within: 0.2,
  }),
  less("memory/chat/node", "processes", "wasm memory after an image of 5 MB in a chat", "the image", "bytes a byte", {
    goal: 1,
    stretch: 0,
    within: 0.2,
  }),
  x("large/cpu/node", "processes", "a stream of 100 MB", NATIVE, { goal: 17 }),
  less("large/memory/node", "processes", "growth of the process in a stream of 100 MB, less the peer's", NATIVE, "MB", {
    goal: 0,
    within: 15,
  }),
  x("many/cpu/node", "processes", "1,000 streams at once, one event a turn", NATIVE),
  less("many/memory/node", "processes", "growth of the process in 1,000 streams, less the peer's", NATIVE, "MB", {
    within: 30,
  }),
];

/** Sections of the report, in its order. */
export const SECTIONS = [
  {
    title: "Streams",
    figures: [
      x("decode/16-kb/node", "node", "a recorded reply in chunks of 16 KB", NATIVE, { goal: 25, stretch: 30 }),
      x("decode/16-kb/chromium", "chromium", "a recorded reply in chunks of 16 KB", NATIVE, { goal: 40 }),
      x("decode/one-event/node", "node", "a recorded reply, one event a chunk", NATIVE, { goal: 8, stretch: 9 }),
      x("decode/one-event/chromium", "chromium", "a recorded reply, one event a chunk", NATIVE, { goal: 6 }),
      ...sizes("node"),
      ...sizes("chromium"),
    ],
  },
  { title: "Whole calls", figures: CALLS },
  {
    title: "OpenAI's shape",
    figures: [
      less("chat/over-native/node", "node", "a chat, in Converse calls of ours", "ours", "x", {
        goal: 1.5,
        stretch: 1.3,
        settlesLate,
      }),
      x("chat/ai-sdk/node", "node", "a chat, both over the same stub `fetch`", AI_SDK, {
        settlesLate,
        isChecked: false,
      }),
      x("chat/openai/node", "node", "a chat beside one with OpenAI, which signs and translates nothing", OPENAI, {
        settlesLate,
      }),
      x("chat/stream-ai-sdk/node", "node", "a streamed chat in chunks of 16 KB", AI_SDK, { settlesLate }),
    ],
  },
  {
    title: "Signatures",
    figures: [
      x("signing/1-kb-aws4fetch/node", "node", "a whole call with a body of 1 KB", "aws4fetch, sign and send", {
        settlesLate,
      }),
      x("signing/100-kb-aws4fetch/node", "node", "a whole call with a body of 100 KB", "aws4fetch, sign and send", {
        settlesLate,
        isChecked: false,
      }),
      x("signing/1-kb-smithy/node", "node", "a whole call of 1 KB beside a signature alone", "signature-v4, sign only", {
        settlesLate,
        isChecked: false,
      }),
      x("signing/100-kb-smithy/node", "node", "a whole call of 100 KB beside a signature alone", "signature-v4, sign only", {
        settlesLate,
        isChecked: false,
      }),
      x("signing/presigned/node", "node", "a presigned URL, as an API key", "signature-v4", {
        settlesLate,
        isChecked: false,
      }),
    ],
  },
  { title: "Bulk and memory", figures: BULK },
  {
    title: "Start",
    figures: [
      less("start/first-call/node", "processes", "import and first Converse call, over an empty process", NATIVE, "x", {
        goal: 0.3,
        within: 0.2,
      }),
    ],
  },
  {
    title: "What a page loads",
    figures: [
      less("pages/native/chromium", "pages", "ours, one streamed reply", "-", "KB", {
        goal: 52,
        stretch: 49,
        isChecked: false,
      }),
      less("pages/aws-sdk/chromium", "pages", "AWS SDK with ConverseStream, one streamed reply", "-", "KB", {
        isChecked: false,
      }),
      less("pages/chat/chromium", "pages", "ours, one streamed chat", "-", "KB", {
        goal: 100,
        stretch: 90,
        isChecked: false,
      }),
      less("pages/ai-sdk/chromium", "pages", "AI SDK's provider, one streamed chat", "-", "KB", { isChecked: false }),
      less("pages/openai/chromium", "pages", "`openai` package with OpenAI, one streamed chat", "-", "KB", {
        isChecked: false,
      }),
    ],
  },
];

export const FIGURES = SECTIONS.flatMap(({ figures }) => figures);

/** How long the parts of this figure take at a pace of interleave.mjs. */
export function paceOf(id, name) {
  const { lateMs, ...pace } = PACES[name];
  return FIGURES.find((figure) => figure.id === id).settlesLate ? { ...pace, warmMs: lateMs } : pace;
}

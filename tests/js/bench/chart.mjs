// The figures as a picture: how many times less CPU time than the peer, on a logarithmic scale, each goal as a mark.
// Text and lines take their colours from the reader's scheme, light or dark.
import { isReached, shown } from "./decide.mjs";
import { FIGURES } from "./figures.mjs";

const ROWS = [
  ["decode/16-kb/node", "stream, 16 KB chunks, Node", "AWS SDK"],
  ["decode/16-kb/chromium", "stream, 16 KB chunks, Chromium", "AWS SDK"],
  ["decode/one-event/node", "stream, one event a chunk, Node", "AWS SDK"],
  ["decode/one-event/chromium", "stream, one event a chunk, Chromium", "AWS SDK"],
  ["large/cpu/node", "stream of 100 MB, Node", "AWS SDK"],
  ["many/cpu/node", "1,000 streams at once, Node", "AWS SDK"],
  ["decode/ascii-100-kb/node", "events of 100 KB, ASCII, Node", "AWS SDK"],
  ["decode/mixed-100-kb/node", "events of 100 KB, many scripts, Node", "AWS SDK"],
  ["calls/own-stub/node", "Converse, stubs of their own, Node", "AWS SDK"],
  ["calls/same-fetch/node", "Converse, the same stub fetch, Node", "AWS SDK"],
  ["chat/ai-sdk/node", "chat, Node", "AI SDK"],
  ["chat/stream-ai-sdk/node", "streamed chat, Node", "AI SDK"],
  ["chat/openai/node", "chat beside one with OpenAI, Node", "openai"],
  ["signing/1-kb-aws4fetch/node", "sign and send 1 KB, Node", "aws4fetch"],
  ["signing/presigned/node", "presigned URL, Node", "signature-v4"],
  ["embeddings/native/node", "96 embeddings, native, Node", "AWS SDK"],
  ["embeddings/openai/node", "96 embeddings, OpenAI's shape, Node", "AWS SDK"],
  ["images/converse/node", "image of 5 MB, Converse, Node", "AWS SDK"],
  ["images/chat-ai-sdk/node", "image of 5 MB, chat, Node", "AI SDK"],
];
const [WIDTH, TOP, ROW, LEFT, RIGHT] = [860, 70, 26, 370, 120];
const MARKS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100];

const STYLE = `
    text { font: 13px system-ui, sans-serif; fill: #1f2328; }
    .soft { fill: #59636e; font-size: 12px; }
    .title { font-size: 15px; font-weight: 600; }
    .line { stroke: #d1d9e0; }
    .one { stroke: #59636e; stroke-width: 1.5; }
    .bar { fill: #2f74c0; }
    .missed { fill: #d08a1d; }
    .slower { fill: #8c959f; }
    .goal { stroke: #1f2328; stroke-width: 2.5; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3; }
      .soft { fill: #9198a1; }
      .line { stroke: #3d444d; }
      .one { stroke: #9198a1; }
      .bar { fill: #5a9fe6; }
      .missed { fill: #e3a54a; }
      .slower { fill: #767d86; }
      .goal { stroke: #f0f6fc; }
    }`;

export function chart({ figures }) {
  const rows = ROWS.map(([id, label, peer]) => ({
    label,
    peer,
    value: figures[id].value,
    ...goalOf(id, figures[id].value),
  }));
  const height = TOP + rows.length * ROW + 44;
  const scale = scaleFor(rows.flatMap(({ value, goal }) => (goal === undefined ? [value] : [value, goal])));
  const bottom = TOP + rows.length * ROW;
  const grid = MARKS.filter((mark) => mark >= scale.low && mark <= scale.high).map((mark) => {
    const at = round(scale.at(mark));
    return `<line class="${mark === 1 ? "one" : "line"}" x1="${at}" x2="${at}" y1="${TOP - 6}" y2="${bottom}"/>
  <text class="soft" x="${at}" y="${bottom + 16}" text-anchor="middle">${mark}x</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">
  <title>CPU time of the peer by that of bedrock-wasm</title>
  <style>${STYLE}
  </style>
  <text class="title" x="12" y="24">How many times less CPU time bedrock-wasm takes than its peer</text>
  ${legend()}
  ${[...grid, ...rows.map((row, index) => bar(row, TOP + index * ROW, scale))].join("\n  ")}
  <text class="soft" x="12" y="${bottom + 34}">Left of 1x the peer takes less. Logarithmic scale; medians; see benchmarks.md.</text>
</svg>
`;
}

function goalOf(id, value) {
  const figure = FIGURES.find((one) => one.id === id);
  return { goal: figure.goal, isMissed: figure.goal !== undefined && !isReached(figure, value) };
}

function scaleFor(values) {
  const [low, high] = [Math.min(0.5, ...values) / 1.15, Math.max(10, ...values) * 1.15];
  const room = WIDTH - LEFT - RIGHT;
  const at = (value) => LEFT + (room * Math.log(value / low)) / Math.log(high / low);
  return { low, high, at };
}

function bar({ label, peer, value, goal, isMissed }, top, scale) {
  const [from, to] = [scale.at(1), scale.at(value)];
  const [x, width] = [round(Math.min(from, to)), round(Math.max(1, Math.abs(to - from)))];
  const kind = isMissed ? "missed" : goal === undefined && value < 1 ? "slower" : "bar";
  const [mark, of] = goal === undefined ? ["", ""] : [goalMark(round(scale.at(goal)), top), ` of ${goal}x`];
  return `<text x="12" y="${top + 15}">${label}</text>
  <text class="soft" x="${LEFT - 14}" y="${top + 15}" text-anchor="end">${peer}</text>
  <rect class="${kind}" x="${x}" y="${top + 3}" width="${width}" height="${ROW - 10}" rx="2"/>${mark}
  <text x="${WIDTH - RIGHT + 14}" y="${top + 15}">${shown(value)}x<tspan class="soft">${of}</tspan></text>`;
}

function goalMark(at, top) {
  return `<line class="goal" x1="${at}" x2="${at}" y1="${top + 1}" y2="${top + ROW - 5}"/>`;
}

function legend() {
  const [box, text] = ['y="36" width="12" height="12" rx="2"', 'class="soft" y="46"'];
  return `<rect class="bar" x="12" ${box}/><text x="30" ${text}>goal reached, or none set</text>
  <rect class="missed" x="200" ${box}/><text x="218" ${text}>goal not reached</text>
  <rect class="slower" x="332" ${box}/><text x="350" ${text}>no goal, the peer takes less</text>
  <line class="goal" x1="530" x2="530" y1="34" y2="50"/><text x="538" ${text}>goal</text>`;
}

function round(value) {
  return Math.round(value * 10) / 10;
}

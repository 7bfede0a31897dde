// The figures as a page for people.
import { FLOOR, isReached, shown } from "./decide.mjs";
import { FIGURES, SECTIONS } from "./figures.mjs";

export function report({ environment, figures }) {
  const withGoal = FIGURES.filter(({ goal }) => goal !== undefined);
  const reached = withGoal.filter((figure) => isReached(figure, figures[figure.id].value));
  return `# Benchmarks

\`cargo xtask bench\` wrote this page; edit \`tests/js/bench/report.mjs\` instead. All figures are ratios to a peer,
measured in one run: "x" is the CPU time that the peer takes, divided by ours, so that more is better. Where less is
better, the figure's unit says so.

**${reached.length} of ${withGoal.length} goals are reached.**

![CPU time of each peer by ours, as bars on a logarithmic scale with the goals marked](benchmarks.svg)

${SECTIONS.map((section) => table(section, figures)).join("\n\n")}

${where(environment)}

${METHOD}`;
}

function table({ title, figures: rows }, figures) {
  const lines = rows.map((figure) => row(figure, figures[figure.id]));
  return [
    `## ${title}`,
    "",
    "| | runtime | against | median | best | goal | reached |",
    "| --- | --- | --- | --: | --: | --: | --- |",
    ...lines,
  ].join("\n");
}

function row(figure, { value, best }) {
  const { what, id, against, goal, stretch } = figure;
  const runtime = id.endsWith("/chromium") ? "Chromium" : "Node";
  const goals = goal === undefined ? "" : `${goal}${stretch === undefined ? "" : ` (stretch ${stretch})`}`;
  const cells = [what, runtime, against, withUnit(figure, value), shown(best), goals, verdict(figure, value)];
  return `| ${cells.join(" | ")} |`;
}

function withUnit({ unit, better }, value) {
  const text = unit === "x" ? `${shown(value)}x` : `${shown(value)} ${unit}`;
  return better === "less" ? `${text}, less is better` : text;
}

function verdict(figure, value) {
  if (figure.goal === undefined) return "";
  if (!isReached(figure, value)) return "**no**";
  const isStretched = figure.stretch !== undefined && isReached({ ...figure, goal: figure.stretch }, value);
  return isStretched ? "yes, stretch too" : "yes";
}

function where({ date, machine, node, chromium, peers }) {
  const versions = Object.entries(peers).map(([name, version]) => `\`${name}\` ${version}`);
  return `## Where and with what

${date}; ${machine}; Node ${node}; Chromium ${chromium}. Peers: ${versions.join(", ")}.`;
}

const METHOD = `## How it is measured

- **Equal results first.** Each case compares the two outputs, or the two requests, before it measures anything; where
  they differ, the run fails. Signatures are compared with those of AWS's own signer over the same headers and the
  same second.
- **CPU time, not time on the wall.** In Node \`process.cpuUsage()\`, which counts all threads, so garbage collection
  and compiling are in it. In Chromium the CPU clock of the page's main thread (the DevTools protocol's
  \`TaskDuration\` in \`threadTicks\`); work of Chromium's other threads is not in it.
- **In turns.** Both clients run in one process, in slices of equal length, A B, B A, A B, after 2.5 s of CPU time
  each to warm up. The figure is the ratio of the medians over the slices; "best" is the ratio of the fastest slices.
  Each group of cases has a process of its own.
- **Start, 100 MB and 1,000 streams** have a process for each client and run in turns; start is what a process takes
  beyond an empty one. Growth is the largest resident size seen during the streams, less that before them, and the row
  is our growth less the peer's.
- **The stubs answer at once**, with recorded bytes of Bedrock or replies of its shape. Nothing is sent, so network
  time, which outweighs all of this in most programs, is not in any figure.
- **What is in a figure.** Streams include the call that begins them, and a loop that looks at each text. "A stub of
  its own" gives each client what it gets from the network: in Node a \`Readable\` for the AWS SDK, as its HTTP client
  there makes it, a \`Response\` for ours; streams likewise. "The same stub \`fetch\`" is the AWS SDK's
  \`FetchHttpHandler\` and ours over one function.
- **Signing** is not an operation of its own here: a whole call of ours stands beside a whole call of aws4fetch, and
  beside AWS's signer alone, which sends nothing; that row is a lower bound for the peer and not a contest. An API key
  is a presigned URL and is compared as such.
- **Pages** are bundled by esbuild (ESM, minified, split) and opened in Chromium, which streams one reply; each script
  and wasm file that it asks for is counted, brotli at quality 11, 1 KB = 1,000 bytes.

## What it does not show

- One machine and one version of each engine. Ratios travel better than times do, but they move too: expect 10 to 20 %
  between machines, and some percent between runs.
- The peers do more in places: the AWS SDK has middleware for programs to hook into, the AI SDK's provider makes a
  vocabulary for many clouds, and the \`openai\` package neither signs nor translates. The rows show what a program
  pays, not who is the better engineer.
- Short calls of the peers get faster for seconds of CPU time, ours settle sooner: in the first thousands of calls of
  a process the ratios are higher than here, after a minute of nothing but calls they are lower.
- Memory of a process depends on when the engine collects garbage: differences below some MB are noise.
- The image of 5 MB is a made-up file: nothing looks at its pixels.

## Checking

\`cargo xtask bench --check\` measures again, in shorter slices, and fails where a ratio is below ${FLOOR * 100} % of
the one in \`benchmarks.json\`, or, where less is better, above it divided by ${FLOOR} (figures near nothing have
some room beside). A figure that fails is
measured a second time before the check does. Figures that say the same as others, and the sizes of pages, which
\`cargo xtask size --check\` watches, are left out. \`--only decode\` takes the figures whose ids in
\`benchmarks.json\` begin so, and \`--quick\` is for those who write a case; both print and write nothing. \`--render\`
measures nothing and writes this page anew from \`benchmarks.json\`, for those who edit the report.
`;

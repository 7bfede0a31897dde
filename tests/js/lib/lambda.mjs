// AWS Lambda, as a function with response streaming sees it: the Runtime API on loopback, and a process of its own for the
// function, in which lambda-runtime.mjs stands for Lambda's Node runtime.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html#runtimes-custom-response-streaming
import { spawn } from "node:child_process";
import http from "node:http";
import { fileURLToPath } from "node:url";

const RUNTIME = fileURLToPath(new URL("lambda-runtime.mjs", import.meta.url));
const CONTENT_TYPE = "application/vnd.awslambda.http-integration-response";
/** What ends the part before the body, in which status and headers are. */
const DELIMITER = Buffer.alloc(8);

/**
 * Starts a function: `file` is a module that exports `handler`, `env` its environment.
 *
 * - `invoke(event)`: resolves to `{ statusCode, headers, body, outcome }` when the reply begins; `outcome` resolves to the
 *   trailers at its end, `{ errorType, error }`, which are undefined for a reply that is whole
 * - `stop()`: ends it
 */
export async function startLambda(file, env) {
  const waiting = [];
  const open = new Map();
  let poll;
  const server = http.createServer((request, response) => {
    const [, id] = /^\/2018-06-01\/runtime\/invocation\/([\w-]+)\/response$/.exec(request.url) ?? [];
    if (request.url === "/2018-06-01/runtime/invocation/next") hand(response);
    else if (id) receive(request, response, open.get(id));
    else response.writeHead(404).end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const api = `127.0.0.1:${server.address().port}`;
  const child = spawn(process.execPath, [RUNTIME, file], { env: { ...env, AWS_LAMBDA_RUNTIME_API: api }, stdio: "inherit" });
  // Should the test process die, so does its function.
  process.once("exit", () => child.kill());
  child.once("exit", (code, signal) => {
    for (const { reject } of open.values()) reject(new Error(`the function's process ended (${signal ?? code})`));
  });

  function hand(response) {
    if (response) poll = response;
    if (!poll || waiting.length === 0) return;
    const { id, event } = waiting.shift();
    poll.writeHead(200, { "content-type": "application/json", "lambda-runtime-aws-request-id": id });
    poll.end(JSON.stringify(event));
    poll = undefined;
  }

  return {
    invoke: (event) =>
      new Promise((resolve, reject) => {
        const id = crypto.randomUUID();
        open.set(id, { resolve, reject });
        waiting.push({ id, event });
        hand();
      }),
    stop: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      if (child.exitCode === null && child.kill()) await ended;
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Reads what the function answers: status and headers as JSON, a delimiter, the body, and trailers that tell of an error. */
async function receive(request, response, { resolve, reject }) {
  const { headers } = request;
  if (headers["lambda-runtime-function-response-mode"] !== "streaming" || headers["content-type"] !== CONTENT_TYPE) {
    reject(new Error(`the reply is not streamed as HTTP: ${JSON.stringify(headers)}`));
    return response.writeHead(400).end();
  }
  const outcome = new Promise((settle) =>
    request.once("end", () => {
      const error = request.trailers["lambda-runtime-function-error-body"];
      settle({
        errorType: request.trailers["lambda-runtime-function-error-type"],
        error: error && JSON.parse(Buffer.from(error, "base64").toString()),
      });
      response.writeHead(202).end();
    }),
  );
  let head = Buffer.alloc(0);
  const pieces = request[Symbol.asyncIterator]();
  while (head.indexOf(DELIMITER) < 0) {
    const { value, done } = await pieces.next();
    if (done) return reject(new Error(`the reply has no head: ${head} ${JSON.stringify(await outcome)}`));
    head = Buffer.concat([head, value]);
  }
  const at = head.indexOf(DELIMITER);
  const first = head.subarray(at + DELIMITER.length);
  const body = new ReadableStream({
    // Read to its end, whoever reads along: Lambda takes what a function writes.
    async start(controller) {
      if (first.length > 0) controller.enqueue(first);
      for (let part; !(part = await pieces.next()).done; ) controller.enqueue(part.value);
      controller.close();
    },
  });
  resolve({ ...JSON.parse(head.subarray(0, at).toString()), body, outcome });
}

// Stands for Lambda's Node runtime, as far as functions with response streaming go:
//
//   AWS_LAMBDA_RUNTIME_API=HOST:PORT node lambda-runtime.mjs FILE
//
// The global `awslambda` does what that of AWS's own runtime does: https://github.com/aws/aws-lambda-nodejs-runtime-interface-client
import http from "node:http";
import { pathToFileURL } from "node:url";

const STREAMING = Symbol.for("aws.lambda.runtime.handler.streaming");
const [hostname, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const INVOCATIONS = "/2018-06-01/runtime/invocation";

globalThis.awslambda = {
  streamifyResponse: (handler) => Object.assign(handler, { [STREAMING]: "response" }),
  HttpResponseStream: {
    /** Puts status and headers before the first bytes that are written. */
    from(output, prelude) {
      output.setContentType("application/vnd.awslambda.http-integration-response");
      output._onBeforeFirstWrite = (write) => {
        write(JSON.stringify(prelude));
        write(new Uint8Array(8));
      };
      return output;
    },
  },
};

const { handler } = await import(pathToFileURL(process.argv[2]));
if (handler[STREAMING] !== "response") throw new Error("the handler is not made by awslambda.streamifyResponse");
for (;;) {
  const next = await fetch(`http://${hostname}:${port}${INVOCATIONS}/next`);
  const awsRequestId = next.headers.get("lambda-runtime-aws-request-id");
  const event = await next.json();
  const { output, done } = responseStream(awsRequestId);
  try {
    await handler(event, output, { awsRequestId });
  } catch (error) {
    output.fail(error);
  }
  await done;
}

/** The request that carries the reply. What is written goes out at once; an error goes into its trailers. */
function responseStream(id) {
  const type = "Lambda-Runtime-Function-Error-Type";
  const body = "Lambda-Runtime-Function-Error-Body";
  const headers = { "Lambda-Runtime-Function-Response-Mode": "streaming", Trailer: [type, body] };
  const output = http.request({ hostname, port, method: "POST", path: `${INVOCATIONS}/${id}/response`, headers });
  const done = new Promise((resolve, reject) => {
    output.once("response", (response) => response.resume().once("end", resolve));
    output.once("error", reject);
  });
  const write = output.write.bind(output);
  const end = output.end.bind(output);
  let hasBegun = false;
  function begin() {
    if (!hasBegun) output._onBeforeFirstWrite?.((bytes) => write(bytes));
    hasBegun = true;
  }
  output.setContentType = (contentType) => output.setHeader("Content-Type", contentType);
  output.write = (...given) => {
    begin();
    return write(...given);
  };
  output.end = (bytes) => {
    if (bytes !== undefined) output.write(bytes);
    return end();
  };
  output.fail = (error) => {
    const told = { errorType: error.name, errorMessage: error.message, trace: String(error.stack).split("\n") };
    write("");
    output.addTrailers({ [type]: error.name, [body]: Buffer.from(JSON.stringify(told)).toString("base64") });
    end();
  };
  return { output, done };
}

// What the tests of bidirectional streams begin with: a service, a client of it with npm's ws, and inputs that tell what
// becomes of them.
import { Bedrock } from "bedrock-wasm";
import { WebSocket } from "ws";
import { CREDENTIALS } from "./client.mjs";
import { serveStreams } from "./service.mjs";

export const SONIC = "amazon.nova-2-sonic-v1:0";

/** An event with this as the model's own JSON. */
export const chunk = (bytes) => ({ chunk: { bytes } });

/** What a model's event says. */
export const said = (event) => JSON.parse(new TextDecoder().decode(event.chunk.bytes));

/** A service that does `talk(session)`, and a client for it. */
export async function connect(t, talk, { service: serviceOptions, ...options } = {}) {
  const service = await serveStreams(t, talk, serviceOptions);
  const bedrock = new Bedrock({
    region: "us-east-1",
    endpoint: service.endpoint,
    credentials: CREDENTIALS,
    WebSocket,
    ...options,
  });
  const open = (body, callOptions) => bedrock.invokeModelWithBidirectionalStream({ modelId: SONIC, body }, callOptions);
  return { service, bedrock, open };
}

/** Says back every event, and closes after the last. */
export async function echo(session) {
  for (let event; (event = await session.next()) && !event.end; ) session.say({ echo: JSON.parse(event.bytes) });
  session.close(1000);
}

/**
 * An input that gives these events and then waits for ever. `asked` counts its calls, `left` resolves when it is left.
 */
export function endless(...events) {
  const input = { asked: 0, returns: 0 };
  input.left = new Promise((resolve) => {
    input[Symbol.asyncIterator] = () => ({
      next: () => {
        input.asked++;
        return events.length > 0 ? Promise.resolve({ value: events.shift(), done: false }) : new Promise(() => {});
      },
      return: () => {
        input.returns++;
        resolve();
        return Promise.resolve({ value: undefined, done: true });
      },
    });
  });
  return input;
}

// A server whose answers a test writes, for what no real service can be made to answer.
import http from "node:http";

/**
 * Serves on a free port of 127.0.0.1 until the test ends.
 *
 * `answer` gets each request as `{ method, url, headers, body }` and gives `{ status, headers, body }`, all optional, or a
 * promise of it; a body that is an object is sent as JSON.
 *
 * Gives `{ url, requests, stop }`, where `requests` are those so far.
 */
export async function startServer(t, answer) {
  const requests = [];
  const server = http.createServer(async (incoming, response) => {
    const chunks = await incoming.toArray();
    const request = {
      method: incoming.method,
      url: incoming.url,
      headers: incoming.headers,
      body: Buffer.concat(chunks).toString(),
    };
    requests.push(request);
    const { status = 200, headers = {}, body = "" } = await answer(request);
    const isText = typeof body === "string" || Buffer.isBuffer(body);
    const type = isText ? "text/plain" : "application/json";
    response.writeHead(status, { "content-type": type, ...headers }).end(isText ? body : JSON.stringify(body));
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const stop = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  t.after(stop);
  return { url: `http://127.0.0.1:${server.address().port}`, requests, stop };
}

/** The operations that a list of requests to Cognito and STS were for. */
export function operations(requests) {
  return requests.map(({ headers, body }) => {
    const target = headers["x-amz-target"];
    return target ? target.replace("AWSCognitoIdentityService.", "") : new URLSearchParams(body).get("Action");
  });
}

/** A `fetch` that notes its requests in `requests`, as a server of {@link startServer} does, and passes them on. */
export function watchedFetch(requests, pass = fetch) {
  return (url, init) => {
    const body = init.body && new TextDecoder().decode(init.body);
    requests.push({ method: init.method, url, headers: Object.fromEntries(new Headers(init.headers)), body });
    return pass(url, init);
  };
}

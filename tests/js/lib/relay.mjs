// A server between a client and the local Bedrock: a gateway, a proxy.
import http from "node:http";

/**
 * Hands every request on as `aim(request)` says: options of Node's `http.request`. Ends with the test; gives its address.
 */
export async function relay(t, aim) {
  const server = http.createServer((request, response) => {
    const onward = http.request({ method: request.method, headers: request.headers, ...aim(request) }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

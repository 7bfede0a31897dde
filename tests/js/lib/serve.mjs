// A static server for pages under test. It has an origin of its own, so what a page sends to the emulator is cross-origin,
// as it is with Bedrock.
import fs from "node:fs/promises";
import http from "node:http";
import path from "node:path";

const CONTENT_TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/**
 * Serves on a free port of 127.0.0.1 until `stop()`.
 *
 * - `files`: contents by URL path, `{ "/page.html": "<!doctype html>…" }`
 * - `folders`: folders by URL prefix ending in a slash, `{ "/pkg/": "/path/to/pkg" }`; the longest that fits is taken
 * - `headers`: sent with every answer, for instance a Content-Security-Policy
 *
 * Gives `{ url, served, stop }`; `served` has the body of each path that was asked for.
 */
export async function serve({ files = {}, folders = {}, headers = {} }) {
  const prefixes = Object.keys(folders).sort((a, b) => b.length - a.length);
  const served = new Map();
  const server = http.createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const body = files[pathname] ?? (await fileBelow(folders, prefixes, pathname));
    if (body === undefined) {
      response.writeHead(404, headers).end();
      return;
    }
    served.set(pathname, body);
    const type = CONTENT_TYPES[path.extname(pathname)] ?? "text/plain; charset=utf-8";
    response.writeHead(200, { "content-type": type, ...headers }).end(body);
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    served,
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

async function fileBelow(folders, prefixes, pathname) {
  const prefix = prefixes.find((candidate) => pathname.startsWith(candidate));
  if (prefix === undefined) return undefined;
  // `pathname` was normalised by URL: it has no `..` left.
  return fs.readFile(path.join(folders[prefix], decodeURIComponent(pathname.slice(prefix.length)))).catch(() => undefined);
}

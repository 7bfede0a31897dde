// Where figures were measured, and against which versions.
import fs from "node:fs";
import os from "node:os";
import { openPage } from "../lib/chromium.mjs";

const PEERS = [
  "@aws-sdk/client-bedrock-runtime",
  "@ai-sdk/amazon-bedrock",
  "openai",
  "aws4fetch",
  "@smithy/signature-v4",
  "@smithy/fetch-http-handler",
  "esbuild",
];

export async function environment() {
  const { page, close } = await openPage("about:blank");
  const chromium = page.context().browser().version();
  await close();
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${os.cpus()[0].model.trim()}, ${os.cpus().length} cores, ${os.type()} ${os.arch()}`,
    node: process.versions.node,
    chromium,
    peers: Object.fromEntries(PEERS.map((name) => [name, versionOf(name)])),
  };
}

function versionOf(name) {
  const file = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  return JSON.parse(fs.readFileSync(file, "utf8")).version;
}

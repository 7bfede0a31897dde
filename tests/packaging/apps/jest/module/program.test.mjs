// The program in Jest with modules: `node --experimental-vm-modules`.
import fs from "node:fs";
import path from "node:path";
import { expect, test } from "@jest/globals";
import { answer } from "../matrix/all.mjs";

test("streams", async () => {
  const outcome = await answer(`/?emulator=${process.env.EMULATOR}`);
  expect(outcome.error).toBeUndefined();
  fs.writeFileSync(path.join(import.meta.dirname, "..", process.env.OUTCOME), JSON.stringify(outcome));
}, 60_000);

// The program in Vitest.
import fs from "node:fs";
import { expect, test } from "vitest";
import { answer } from "../matrix/all.mjs";

test("streams", async () => {
  const outcome = await answer(`http://localhost/?emulator=${process.env.EMULATOR}`);
  expect(outcome.error).toBeUndefined();
  fs.writeFileSync(process.env.OUTCOME, JSON.stringify(outcome));
}, 60_000);

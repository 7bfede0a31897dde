// The table of complaints is whole, and each has its test where the table says.
import assert from "node:assert/strict";
import fs from "node:fs";
import { test } from "node:test";
import { COMPLAINTS } from "./lib/complaints.mjs";

const NOT = "not: ";
const folder = new URL(".", import.meta.url);
const names = fs
  .readdirSync(folder)
  .filter((name) => /^complaints-.*\.test\.mjs$/.test(name) && name !== "complaints-table.test.mjs");

/** `"7 transport"` of each test, in whatever file. */
const written = names.flatMap((name) => {
  const found = fs.readFileSync(new URL(name, folder), "utf8").matchAll(/^ *test\("complaint (\d+): ?([^"]*)"/gm);
  return [...found].map(([, number, pain]) => {
    assert.ok(pain.length > 10, `complaint ${number} does not say what is tested`);
    return `${number} ${name.slice("complaints-".length, -".test.mjs".length)}`;
  });
});

test("there are eighty-two complaints, each of another issue", () => {
  assert.deepEqual(
    COMPLAINTS.map(([number]) => number),
    Array.from({ length: 82 }, (_, index) => index + 1),
  );
  const issues = COMPLAINTS.map(([, issue]) => issue);
  assert.deepEqual([new Set(issues).size, issues.find((issue) => !/^[\w.-]+\/[\w.-]+#\d+$/.test(issue))], [82, undefined]);
});

test("each has one test, in the file that the table names, or a reason", () => {
  const promised = COMPLAINTS.filter(([, , , where]) => !where.startsWith(NOT)).map(
    ([number, , , where]) => `${number} ${where}`,
  );
  assert.deepEqual([...written].sort(), [...promised].sort());
  for (const [number, , , where] of COMPLAINTS) {
    assert.ok(!where.startsWith(NOT) || where.length > 40, `complaint ${number} cannot arise, and the reason is short`);
  }
});

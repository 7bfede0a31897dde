// PNG files, as far as the tests look into them: every chunk's checksum, and the pixels through Node's zlib.
import assert from "node:assert/strict";
import { crc32, inflateSync } from "node:zlib";

/** The smallest PNG there is, in base64. */
export const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** Width, height and the grey pixels, a row behind the other, of an image in base64. Fails if it is no such PNG. */
export function pixelsOf(base64) {
  const file = Buffer.from(base64, "base64");
  assert.deepEqual([...file.subarray(0, 8)], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const chunks = [];
  for (let at = 8; at < file.length; ) {
    const end = at + 8 + file.readUInt32BE(at);
    const name = file.toString("latin1", at + 4, at + 8);
    assert.equal(file.readUInt32BE(end), crc32(file.subarray(at + 4, end)), `checksum of ${name}`);
    chunks.push([name, file.subarray(at + 8, end)]);
    at = end + 4;
  }
  assert.deepEqual(
    chunks.map(([name]) => name),
    ["IHDR", "IDAT", "IEND"],
  );
  const [[, head], [, data]] = chunks;
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  assert.deepEqual([...head.subarray(8)], [8, 0, 0, 0, 0], "eight bits of grey");
  const rows = inflateSync(data);
  assert.equal(rows.length, (width + 1) * height);
  return [width, height, rows];
}

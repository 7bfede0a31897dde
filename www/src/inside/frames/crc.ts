// CRC-32 as AWS's SDK computes it.

import { Crc32 } from "@smithy/core/checksum";

/** The checksum of some of the bytes. */
export function crc32(bytes: Uint8Array, from: number, to: number): number {
  const checksum = new Crc32();
  checksum.update(bytes.subarray(from, to));
  return checksum.digestSync() >>> 0;
}

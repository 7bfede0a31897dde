// Numbers for people.

const plain = new Intl.NumberFormat("en");
const one = new Intl.NumberFormat("en", { maximumFractionDigits: 1, minimumFractionDigits: 1 });

/** `1,234` */
export const count = (value: number): string => plain.format(value);

/** `87 ms`, `1.24 s` */
export function duration(ms: number): string {
  if (ms < 10) return `${one.format(ms)} ms`;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

/** `312 bytes`, `4.0 KB` */
export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} ${bytes === 1 ? "byte" : "bytes"}`;
  return bytes < 1024 * 1024 ? `${one.format(bytes / 1024)} KB` : `${one.format(bytes / 1024 / 1024)} MB`;
}

/** `1 frame`, `2 frames` */
export const many = (number: number, noun: string): string => `${count(number)} ${noun}${number === 1 ? "" : "s"}`;

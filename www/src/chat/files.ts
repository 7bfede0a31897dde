// Files for a message: which ones Bedrock takes, and why one does not fit.

import { abilitiesOf } from "../models/abilities.ts";
import { models } from "../models/list.ts";
import type { Attachment } from "./conversation.ts";

/** A file that was not taken, and why. */
export interface Refusal {
  name: string;
  reason: string;
}

interface Format {
  kind: "image" | "document" | "video";
  mediaType: string;
}

/** By the ends of names: browsers know few media types of documents. */
const FORMATS: Record<string, Format> = {
  png: { kind: "image", mediaType: "image/png" },
  jpg: { kind: "image", mediaType: "image/jpeg" },
  jpeg: { kind: "image", mediaType: "image/jpeg" },
  gif: { kind: "image", mediaType: "image/gif" },
  webp: { kind: "image", mediaType: "image/webp" },
  pdf: { kind: "document", mediaType: "application/pdf" },
  csv: { kind: "document", mediaType: "text/csv" },
  txt: { kind: "document", mediaType: "text/plain" },
  md: { kind: "document", mediaType: "text/markdown" },
  html: { kind: "document", mediaType: "text/html" },
  doc: { kind: "document", mediaType: "application/msword" },
  docx: { kind: "document", mediaType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
  xls: { kind: "document", mediaType: "application/vnd.ms-excel" },
  xlsx: { kind: "document", mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
  mp4: { kind: "video", mediaType: "video/mp4" },
  mov: { kind: "video", mediaType: "video/quicktime" },
  mkv: { kind: "video", mediaType: "video/x-matroska" },
  webm: { kind: "video", mediaType: "video/webm" },
  flv: { kind: "video", mediaType: "video/x-flv" },
  mpeg: { kind: "video", mediaType: "video/mpeg" },
  mpg: { kind: "video", mediaType: "video/mpeg" },
  wmv: { kind: "video", mediaType: "video/x-ms-wmv" },
  "3gp": { kind: "video", mediaType: "video/3gpp" },
};

/** For the file dialog. */
export const ACCEPT = Object.keys(FORMATS)
  .map((end) => `.${end}`)
  .join(",");

const MB = 1024 * 1024;

/** What a request holds, whose 25 MB have the files as base64 and the texts. */
const REQUEST_BYTES = 17.5 * MB;

/** Of one message. https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Message.html */
const LIMITS: Record<Format["kind"], { bytes: number; count: number; words: string }> = {
  image: { bytes: 3.75 * MB, count: 20, words: "images" },
  document: { bytes: 4.5 * MB, count: 5, words: "documents" },
  video: { bytes: REQUEST_BYTES, count: 1, words: "videos" },
};
const PIXELS_MAX = 8000;

/** Models that take larger ones. https://docs.aws.amazon.com/bedrock/latest/userguide/inference-api-restrictions.html */
const LARGE_DOCUMENTS: Record<string, RegExp> = {
  "application/pdf": /nova|claude-[a-z]+-([4-9]|\d\d)/,
  [FORMATS.docx?.mediaType ?? ""]: /nova/,
};

/** Reads files that are to go along with those that are there. */
export async function take(files: readonly File[], there: readonly Attachment[]): Promise<(Attachment | Refusal)[]> {
  const taken: (Attachment | Refusal)[] = [];
  for (const file of files) {
    const before = [...there, ...taken.filter((item): item is Attachment => "url" in item)];
    const reason = misfit(file, before) ?? (await misfitInPixels(file));
    taken.push(reason ? { name: file.name, reason } : await read(file));
  }
  return taken;
}

/** Why a model does not take a file; undefined if it does, or if nobody says. */
export function unfit(attachment: Attachment, model: string): string | undefined {
  const { mediaType } = attachment;
  const { kind, images, video } = abilitiesOf(model, models.value.models);
  const { bytes } = LIMITS.document;
  const isLarge = kindOf(mediaType) === "document" && sizeOf(attachment) > bytes;
  if (isLarge && kind && !LARGE_DOCUMENTS[mediaType]?.test(model)) return `The model takes it up to ${sizeText(bytes)}.`;
  if (mediaType.startsWith("image/") && images === false) return "The model sees no images.";
  if (mediaType.startsWith("video/") && video === false) return "The model sees no video.";
  return undefined;
}

/** The bytes of a file. */
export function sizeOf({ url }: Attachment): number {
  const base64 = url.length - url.indexOf(",") - 1;
  return (base64 / 4) * 3 - (url.endsWith("==") ? 2 : url.endsWith("=") ? 1 : 0);
}

/** `3.2 MB` */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < MB ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / MB).toFixed(1)} MB`;
}

function formatOf(file: File): Format | undefined {
  const end = file.name.slice(file.name.lastIndexOf(".") + 1).toLowerCase();
  // What is pasted may have no name that says it.
  return FORMATS[end] ?? Object.values(FORMATS).find(({ mediaType }) => mediaType === file.type);
}

function misfit(file: File, there: readonly Attachment[]): string | undefined {
  const format = formatOf(file);
  if (!format) return `Bedrock takes no such file. It takes ${Object.keys(FORMATS).join(", ")}.`;
  const { bytes, count, words } = LIMITS[format.kind];
  const most = format.mediaType in LARGE_DOCUMENTS ? REQUEST_BYTES : bytes;
  if (file.size === 0) return "The file is empty.";
  if (file.size > most) return `The file has ${sizeText(file.size)}; Bedrock takes ${words} of up to ${sizeText(most)}.`;
  const same = there.filter(({ mediaType }) => kindOf(mediaType) === format.kind).length;
  if (same >= count) return `Bedrock takes ${count} ${count === 1 ? words.slice(0, -1) : words} in a message.`;
  const all = there.reduce((sum, attachment) => sum + sizeOf(attachment), file.size);
  return all > REQUEST_BYTES
    ? `With it the files have ${sizeText(all)}; a message has room for ${sizeText(REQUEST_BYTES)}.`
    : undefined;
}

async function misfitInPixels(file: File): Promise<string | undefined> {
  if (formatOf(file)?.kind !== "image") return undefined;
  const image = new Image();
  const url = URL.createObjectURL(file);
  try {
    const seen = new Promise((resolve, reject) => {
      image.onload = resolve;
      image.onerror = reject;
    });
    image.src = url;
    await seen;
  } catch {
    return "The browser cannot read the image.";
  } finally {
    URL.revokeObjectURL(url);
  }
  const { naturalWidth: width, naturalHeight: height } = image;
  if (Math.max(width, height) <= PIXELS_MAX) return undefined;
  return `The image has ${width} × ${height} pixels; Bedrock takes up to ${PIXELS_MAX} × ${PIXELS_MAX}.`;
}

function kindOf(mediaType: string): Format["kind"] {
  const kind = mediaType.slice(0, mediaType.indexOf("/"));
  return kind === "image" || kind === "video" ? kind : "document";
}

function read(file: File): Promise<Attachment | Refusal> {
  const mediaType = formatOf(file)?.mediaType ?? file.type;
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => {
      const base64 = String(reader.result).replace(/^[^,]*,/, "");
      resolve({ name: file.name, mediaType, url: `data:${mediaType};base64,${base64}` });
    };
    reader.onerror = () => resolve({ name: file.name, reason: "The browser cannot read the file." });
    reader.readAsDataURL(file);
  });
}

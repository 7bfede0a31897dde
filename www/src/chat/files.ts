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
  mpeg: { kind: "video", mediaType: "video/mpeg" },
  wmv: { kind: "video", mediaType: "video/x-ms-wmv" },
};

/** For the file dialog. */
export const ACCEPT = Object.keys(FORMATS)
  .map((end) => `.${end}`)
  .join(",");

const MB = 1024 * 1024;

/** Of one message. https://docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference-call.html */
const LIMITS: Record<Format["kind"], { bytes: number; count: number; words: string }> = {
  image: { bytes: 3.75 * MB, count: 20, words: "images" },
  document: { bytes: 4.5 * MB, count: 5, words: "documents" },
  // As base64 it fills the 25 MB of a request.
  video: { bytes: 18 * MB, count: 1, words: "videos" },
};

/** Reads files that are to go along with those that are there. */
export async function take(files: readonly File[], there: readonly Attachment[]): Promise<(Attachment | Refusal)[]> {
  const taken: (Attachment | Refusal)[] = [];
  for (const file of files) {
    const before = [...there, ...taken.filter((item): item is Attachment => "url" in item)];
    const reason = misfit(file, before);
    taken.push(reason ? { name: file.name, reason } : await read(file));
  }
  return taken;
}

/** Why a model does not take a file; undefined if it does, or if nobody says. */
export function unfit({ mediaType }: Attachment, model: string): string | undefined {
  const { images, video } = abilitiesOf(model, models.value.models);
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
  if (file.size === 0) return "The file is empty.";
  if (file.size > bytes) return `The file has ${sizeText(file.size)}; Bedrock takes ${words} of up to ${sizeText(bytes)}.`;
  const same = there.filter(({ mediaType }) => kindOf(mediaType) === format.kind).length;
  return same >= count ? `Bedrock takes ${count} ${words} in a message.` : undefined;
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

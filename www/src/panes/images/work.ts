// Prompts become pictures. The gallery keeps the latest ones, as addresses of blobs in this page's memory.

import { signal } from "@preact/signals";
import type { ImageGenerateParams } from "bedrock-wasm";
import { Task } from "../shared/task.ts";

/** A picture is a megabyte or two. */
const PICTURES_MAX = 20;

export const COUNT_MAX = 5;

/** What all of Amazon's models take; Stability's take the aspect ratio of it. */
export const SIZES = ["1024x1024", "1280x720", "720x1280", "512x512"] as const;

export interface Picture {
  id: string;
  prompt: string;
  model: string;
  /** A `blob:` address. */
  url: string;
  /** For the download. */
  file: string;
  /** The id of its call's recording. */
  recording: string;
}

export const model = signal("amazon.nova-canvas-v1:0");
export const prompt = signal("");
export const size = signal<string>(SIZES[0]);
export const count = signal(1);

/** The newest first. */
export const gallery = signal<readonly Picture[]>([]);

export const task = new Task<ImageGenerateParams, ImageGenerateParams, void>({
  method: "images.generate",
  input: (asked) => asked,
  async call({ input, bedrock, recording, signal }) {
    const { data, output_format: format = "png" } = await bedrock.images.generate(input, { signal });
    // The pictures are long, and the recorded body has them.
    recording.answer({ images: data.length });
    const { model, prompt } = input;
    const pictures = data.map(({ b64_json }, index) => {
      const file = `${fileName(prompt)}-${index + 1}.${format}`;
      return { id: crypto.randomUUID(), prompt, model, url: urlOf(b64_json, format), file, recording: recording.turn.id };
    });
    keep(pictures);
  },
});

function urlOf(base64: string, format: string): string {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return URL.createObjectURL(new Blob([bytes], { type: `image/${format}` }));
}

/** `A red fox, at dawn` becomes `a-red-fox-at-dawn`. */
function fileName(prompt: string): string {
  const words = prompt.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.join("-").slice(0, 40).replace(/-$/, "") || "image";
}

function keep(pictures: Picture[]): void {
  const all = [...pictures, ...gallery.value];
  release(all.slice(PICTURES_MAX));
  gallery.value = all.slice(0, PICTURES_MAX);
}

/** Empties the gallery. */
export function clear(): void {
  release(gallery.value);
  gallery.value = [];
}

function release(pictures: readonly Picture[]): void {
  for (const { url } of pictures) URL.revokeObjectURL(url);
}

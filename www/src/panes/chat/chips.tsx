// Files as chips: a preview, the name, the size, and why one does not fit.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Attachment } from "../../chat/conversation.ts";
import { sizeOf, sizeText, unfit } from "../../chat/files.ts";
import "../../styles/chips.css";

interface ChipsProps {
  attachments: readonly Attachment[];
  /** The model that gets them: a file that it does not take is marked. */
  model?: string;
  /** Shows a button that takes a file away. */
  onRemove?: (attachment: Attachment) => void;
}

export default function Chips({ attachments, model, onRemove }: ChipsProps) {
  return (
    <ul class="chips" aria-label="Files">
      {attachments.map((attachment, index) => {
        const problem = model === undefined ? undefined : unfit(attachment, model);
        return (
          <li key={index} class={problem ? "chip bad" : "chip"}>
            <Preview attachment={attachment} />
            <span class="chip-name">{attachment.name}</span>
            <span class="hint">{problem ?? sizeText(sizeOf(attachment))}</span>
            {onRemove && (
              <button
                type="button"
                class="quiet small"
                aria-label={`Remove ${attachment.name}`}
                onClick={() => onRemove(attachment)}
              >
                ✕
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Preview({ attachment: { mediaType, url, name } }: { attachment: Attachment }) {
  if (mediaType.startsWith("image/")) return <img src={url} alt={name} />;
  if (mediaType.startsWith("video/")) return <Video mediaType={mediaType} url={url} />;
  return (
    <span class="chip-kind" aria-hidden="true">
      {name
        .slice(name.lastIndexOf(".") + 1)
        .toUpperCase()
        .slice(0, 4)}
    </span>
  );
}

/** The page's policy lets videos come from blobs only. */
function Video({ mediaType, url }: { mediaType: string; url: string }) {
  const source = useSignal("");
  useEffect(() => {
    const bytes = Uint8Array.from(atob(url.slice(url.indexOf(",") + 1)), (character) => character.charCodeAt(0));
    const address = URL.createObjectURL(new Blob([bytes], { type: mediaType }));
    source.value = address;
    return () => URL.revokeObjectURL(address);
  }, [url]);
  return source.value ? <video src={source.value} muted preload="metadata" aria-hidden="true" tabIndex={-1} /> : null;
}

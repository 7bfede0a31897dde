// The pictures, small; each opens at full size and can be downloaded.

import { useSignal } from "@preact/signals";
import { Dialog } from "../../components/dialog.tsx";
import { InsideButton } from "../../inside/button.tsx";
import { clear, type Picture } from "./work.ts";

export function Gallery({ pictures }: { pictures: readonly Picture[] }) {
  const open = useSignal<Picture | null>(null);
  return (
    <section aria-label="Pictures" class="pictures">
      <div class="gallery">
        {pictures.map((picture) => (
          <figure key={picture.id}>
            <button
              type="button"
              aria-label={`Open “${picture.prompt}” at full size`}
              onClick={() => {
                open.value = picture;
              }}
            >
              <img src={picture.url} alt={picture.prompt} />
            </button>
            <figcaption>
              <span>{picture.prompt}</span>
              <a href={picture.url} download={picture.file}>
                Download
              </a>
              <InsideButton id={picture.recording} />
            </figcaption>
          </figure>
        ))}
      </div>
      <div>
        <button type="button" onClick={clear}>
          Clear the gallery
        </button>
      </div>
      {open.value && (
        <Dialog
          title={open.value.prompt}
          onClose={() => {
            open.value = null;
          }}
        >
          <Full picture={open.value} />
        </Dialog>
      )}
    </section>
  );
}

function Full({ picture }: { picture: Picture }) {
  const size = useSignal("");
  return (
    <div class="full">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section class="full-scroll" aria-label="Picture" tabIndex={0}>
        <img
          src={picture.url}
          alt={picture.prompt}
          onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => {
            size.value = `${naturalWidth} × ${naturalHeight}`;
          }}
        />
      </section>
      <p class="facts">
        {[picture.model, size.value].filter(Boolean).join(" · ")} ·{" "}
        <a href={picture.url} download={picture.file}>
          Download
        </a>
      </p>
    </div>
  );
}

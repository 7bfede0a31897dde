// The list of keyboard shortcuts.

import { Dialog } from "../components/dialog.tsx";
import { shortcuts } from "./shortcuts.ts";

export default function Help({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <dl class="shortcuts">
        {shortcuts.value.map(({ keys, label }) => (
          <div key={keys + label}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

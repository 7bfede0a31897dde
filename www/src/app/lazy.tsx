// A component that is fetched when it is first shown.

import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { ErrorBox } from "../components/error-box.tsx";
import { Loading } from "../components/states.tsx";

/** Fetches a module whose default export is the component. Keep the function's identity: a new one fetches anew. */
export type Load<P> = () => Promise<{ default: ComponentType<P> }>;

/** Shows the component that `load` fetches, and until then, and if it cannot be fetched, says so. */
export function Lazy<P extends object>({ load, props }: { load: Load<P>; props: P }) {
  const loaded = useSignal<ComponentType<P> | undefined>(undefined);
  const failure = useSignal<unknown>(undefined);
  const attempt = useSignal(0);
  useEffect(() => {
    let gone = false;
    loaded.value = undefined;
    failure.value = undefined;
    load().then(
      (module) => {
        if (!gone) loaded.value = module.default;
      },
      (error) => {
        if (!gone) failure.value = error;
      },
    );
    return () => {
      gone = true;
    };
  }, [load, attempt.value]);
  if (failure.value !== undefined) return <ErrorBox error={failure.value} onRetry={() => attempt.value++} />;
  const Component = loaded.value;
  return Component ? <Component {...props} /> : <Loading />;
}

// A call is on its way, or it waits for the network.

import { Loading } from "../../components/states.tsx";
import { held } from "../../connection/network.ts";

export function Waiting({ label }: { label: string }) {
  return <Loading label={held.value ? "Offline: this goes out when the network is back. Escape stops it." : label} />;
}

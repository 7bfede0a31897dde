// Compare: One prompt, several models side by side.

import { Empty } from "../../components/states.tsx";

export default function Compare() {
  return <Empty title="Compare">One prompt, several models side by side.</Empty>;
}

import { useEffect } from "react";
import { once } from "../matrix/once.mjs";

export default function App() {
  useEffect(once, []);
  return <h1>Matrix</h1>;
}

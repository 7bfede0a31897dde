"use client";

import { useEffect } from "react";
import { once } from "../../matrix/once.mjs";

export default function Page() {
  useEffect(once, []);
  return <h1>Matrix</h1>;
}

// The first paint: the shell alone. Panes, the package and its wasm come when they are asked for.

import { render } from "preact";
import { Shell } from "./app/shell.tsx";
import { startTheme } from "./app/theme.ts";
import { startConnection } from "./connection/index.ts";
import "./styles/base.css";
import "./styles/shell.css";

startTheme();
startConnection(location.search);
const root = document.getElementById("app");
if (root) render(<Shell />, root);

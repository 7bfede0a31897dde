import { nodeResolve } from "@rollup/plugin-node-resolve";

export default {
  input: { page: "matrix/page.mjs", slim: "matrix/slim-page.mjs" },
  output: { dir: "dist", format: "es" },
  plugins: [nodeResolve({ browser: true })],
};

// Vite's dev server, which several frameworks are made of.
import { environment, freePort, startServer } from "./run.mjs";

/** Starts it and gives its address; `args` come before the options that say where it listens. */
export async function viteDev(t, cwd, program, args = []) {
  const port = await freePort();
  const options = [...args, "--host", "127.0.0.1", "--port", String(port), "--strictPort"];
  await startServer(t, "vite", options, { cwd, env: environment(cwd, program), ready: /Local:/ });
  return `http://127.0.0.1:${port}`;
}

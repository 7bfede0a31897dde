// Only what has more than one page needs a config.
import { defineConfig } from "vite";

export default defineConfig({ build: { rollupOptions: { input: ["index.html", "worker.html", "slim.html"] } } });

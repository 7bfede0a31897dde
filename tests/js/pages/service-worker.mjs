import { createFetch } from "/pkg/openai.js";
import * as bedrockWasm from "/pkg/service-worker.js";
import { serveActions } from "./served-actions.mjs";

serveActions({ ...bedrockWasm, createFetch });

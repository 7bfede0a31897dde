// What few programs need of Anthropic's API: a part of the package that loads with the first request that needs it. It shares
// with anthropic.js only what it receives, since a bundler would move shared modules into scripts of their own.

export { create } from "./anthropic-fallbacks.js";
export { routeOf } from "./anthropic-routes.js";

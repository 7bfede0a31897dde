// The guide's pages in the order in which people need them.
import type { DefaultTheme } from "vitepress";

export const guide: DefaultTheme.SidebarItem[] = [
  {
    text: "Start",
    items: [
      { text: "Getting started", link: "/guide/getting-started" },
      { text: "The playground", link: "/guide/playground" },
      { text: "Credentials", link: "/guide/credentials" },
      { text: "Streaming and aborting", link: "/guide/streaming" },
      { text: "OpenAI's shape", link: "/guide/openai-shape" },
      { text: "Responses", link: "/guide/responses" },
      { text: "Anthropic's Messages", link: "/guide/messages" },
      { text: "Programs that run on it", link: "/guide/programs" },
      { text: "Examples", link: "/guide/examples" },
    ],
  },
  {
    text: "Tasks",
    items: [
      { text: "Tools", link: "/guide/tools" },
      { text: "Images, documents, video", link: "/guide/vision" },
      { text: "Structured JSON", link: "/guide/json" },
      { text: "Reasoning", link: "/guide/reasoning" },
      { text: "Prompt caching", link: "/guide/caching" },
      { text: "Embeddings and images", link: "/guide/embeddings-and-images" },
      { text: "Batches", link: "/guide/batches" },
      { text: "Both directions at once", link: "/guide/bidirectional" },
    ],
  },
  {
    text: "In production",
    items: [
      { text: "Options", link: "/guide/options" },
      { text: "Bundlers and frameworks", link: "/guide/bundlers" },
      { text: "Errors and retries", link: "/guide/errors-and-retries" },
      { text: "Cross-region inference", link: "/guide/cross-region" },
      { text: "Security", link: "/guide/security" },
      { text: "Testing with the local Bedrock", link: "/guide/local-bedrock" },
    ],
  },
  {
    text: "Migrating from",
    items: [
      { text: "AWS SDK for JavaScript", link: "/guide/migrating-from-aws-sdk" },
      { text: "openai", link: "/guide/migrating-from-openai" },
      { text: "AI SDK", link: "/guide/migrating-from-ai-sdk" },
      { text: "LangChain", link: "/guide/migrating-from-langchain" },
      { text: "OneLLM", link: "/guide/migrating-from-onellm" },
    ],
  },
  {
    text: "Background",
    items: [
      { text: "How it works", link: "/guide/how-it-works" },
      { text: "Where it runs", link: "/matrix" },
      { text: "Benchmarks", link: "/benchmarks" },
      { text: "Reliability", link: "/reliability" },
      { text: "What each model takes", link: "/models" },
    ],
  },
];

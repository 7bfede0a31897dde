// Colours code: a handful of languages, as elements, never as HTML.

import bash from "highlight.js/lib/languages/bash";
import css from "highlight.js/lib/languages/css";
import go from "highlight.js/lib/languages/go";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import python from "highlight.js/lib/languages/python";
import rust from "highlight.js/lib/languages/rust";
import sql from "highlight.js/lib/languages/sql";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";
import { createLowlight } from "lowlight";
import { type ComponentChildren, h } from "preact";

const lowlight = createLowlight({ bash, css, go, java, javascript, json, python, rust, sql, typescript, xml, yaml });

type Nodes = ReturnType<typeof lowlight.highlight>["children"];

/** The code as elements; undefined for a language that is not known here. */
export function highlight(code: string, language: string): ComponentChildren {
  return lowlight.registered(language) ? elements(lowlight.highlight(language, code).children) : undefined;
}

function elements(nodes: Nodes): ComponentChildren[] {
  return nodes.map((node) => {
    if (node.type === "text") return node.value;
    if (node.type !== "element") return null;
    const names = node.properties.className;
    return h("span", { class: Array.isArray(names) ? names.join(" ") : "" }, elements(node.children as Nodes));
  });
}

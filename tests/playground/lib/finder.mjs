// Runs in the page: finds what a person would, by role and name. Kept as source, since both browsers take source.

/** A function body with `role`, `name` and `exact` that gives the visible elements. */
export function finder(role, name) {
  return `(${find})(${JSON.stringify(role)}, ${JSON.stringify(name ?? null)})`;
}

function find(role, name) {
  const SELECTORS = {
    button: "button, [role=button]",
    link: "a[href]",
    textbox: "textarea, input:not([type]), input[type=text], input[type=password], input[type=search]",
    radio: "input[type=radio]",
    checkbox: "input[type=checkbox]",
    combobox: "select, [role=combobox]",
    dialog: "dialog[open]",
    spinbutton: "input[type=number]",
    disclosure: "summary",
    heading: "h1, h2, h3, h4, h5, h6",
    article: "article",
  };
  const textOf = (id) => document.getElementById(id)?.textContent ?? "";
  const nameOf = (element) =>
    element.getAttribute("aria-label") ??
    (element.getAttribute("aria-labelledby")?.split(" ").map(textOf).join(" ") ||
      element.labels?.[0]?.textContent ||
      element.textContent ||
      element.title ||
      "");
  const explicit = `[role=${role}]`;
  const selector = SELECTORS[role] ? `${SELECTORS[role]}, ${explicit}` : explicit;
  const matches = (element) => !element.hasAttribute("role") || element.getAttribute("role") === role;
  const modal = document.querySelector("dialog:modal") ?? document;
  return [...modal.querySelectorAll(selector), ...(modal.matches?.(selector) ? [modal] : [])].filter(
    (element) =>
      matches(element) && element.checkVisibility() && (name === null || nameOf(element).replace(/\s+/g, " ").trim() === name),
  );
}

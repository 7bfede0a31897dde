// Tells the console of every violation of the Content-Security-Policy, before any script of the page runs.

export const VIOLATION = "Content-Security-Policy violated: ";

export const REPORT_VIOLATIONS = `addEventListener("securitypolicyviolation", (event) =>
  console.warn("${VIOLATION}" + event.violatedDirective + " " + event.blockedURI));`;

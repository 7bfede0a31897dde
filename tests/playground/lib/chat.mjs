// What tests of the chat pane do again and again.

/** True when all answers are complete. */
export const ANSWERED = `document.querySelector(".transcript[aria-busy=false] .assistant:last-of-type .facts") !== null`;

/** Sends a message by keyboard and waits for the whole answer. */
export async function say(page, text) {
  const before = await page.count("article", "You");
  await page.click("textbox", "Message");
  await page.type(text);
  await page.press("Enter");
  await page.until(`document.querySelectorAll("article.user").length > ${before} && ${ANSWERED}`, `the answer to ${text}`);
}

/** Opens the settings of the chat and waits for the parameters. */
export async function openSettings(page) {
  await page.click("button", "Settings");
  await page.until(`document.querySelector(".parameters")`, "the parameters");
}

/** Chooses a model by typing its whole name. */
export async function chooseModel(page, name, label = "Model") {
  await page.click("combobox", label);
  await page.press("Control+a");
  await page.type(name);
  await page.press("Enter");
}

/** The bodies of the requests that went to a model, parsed. */
export async function bodies(session, wanted = "ConverseStream") {
  const { requests } = await session.log();
  return requests
    .filter(({ operation, preflight }) => operation === wanted && !preflight)
    .map(({ bodyText }) => JSON.parse(bodyText));
}

/** Waits until so many requests for an operation have reached the service. */
export async function received(page, session, wanted, count = 1) {
  for (;;) {
    const { requests } = await session.log();
    if (requests.filter(({ operation, preflight }) => operation === wanted && !preflight).length >= count) return;
    await page.evaluate("new Promise(requestAnimationFrame)");
  }
}

/** Chooses the vocabulary of the next message, by keyboard, with the settings open. */
export async function chooseVocabulary(page, name) {
  const chosen = `(({ selectedOptions, options }) => [selectedOptions[0].text, options.length])(document.activeElement)`;
  await page.goTo("combobox", "Vocabulary");
  await page.press("Home");
  const [, count] = await page.evaluate(chosen);
  for (let at = 1; at < count && (await page.evaluate(chosen))[0] !== name; at++) await page.press("ArrowDown");
  await page.until(`${chosen}[0] === ${JSON.stringify(name)}`, `the vocabulary ${name}`);
}

// What the user sees. It asks the service worker, and shows what comes.
const [key, chat, answer] = ["#key", "#chat", "#answer"].map((id) => document.querySelector(id));

key.addEventListener("submit", async (event) => {
  event.preventDefault();
  await chrome.storage.session.set(Object.fromEntries(new FormData(key)));
  await showForm();
});

chat.addEventListener("submit", (event) => {
  event.preventDefault();
  answer.textContent = "";
  const port = chrome.runtime.connect();
  port.onMessage.addListener(({ text = "", error = "", done }) => {
    answer.append(text, error);
    if (done || error) port.disconnect();
  });
  port.postMessage(Object.fromEntries(new FormData(chat)));
});

/** The form for the key until there is one, and then the one for questions. */
async function showForm() {
  const { apiKey } = await chrome.storage.session.get("apiKey");
  [key.hidden, chat.hidden] = [Boolean(apiKey), !apiKey];
}
await showForm();

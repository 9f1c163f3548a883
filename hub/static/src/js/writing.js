/* While one writes: names after @, and an address pasted over words makes a link of them. */
import "@github/text-expander-element";

async function offered(url, typed) {
  if (typed.length < 2) return { matched: false };
  const answer = await fetch(`${url}?q=${encodeURIComponent(typed)}`);
  const list = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[role=listbox]");
  return list?.children.length ? { matched: true, fragment: document.adoptNode(list) } : { matched: false };
}

document.addEventListener("text-expander-change", (event) => {
  event.detail.provide(offered(event.target.dataset.names, event.detail.text));
}, true);
document.addEventListener("text-expander-value", ({ detail }) => {
  detail.value = detail.item.dataset.value;
}, true);

document.addEventListener("paste", (event) => {
  const field = event.target;
  const address = event.clipboardData?.getData("text/plain").trim();
  if (!field.matches?.("markdown-toolbar ~ textarea, .hub-composer textarea, text-expander textarea") || !/^https?:\/\/\S+$/.test(address)) return;
  const words = field.value.slice(field.selectionStart, field.selectionEnd);
  if (!words.trim() || /[[\]\n]/.test(words) || /^https?:/.test(words)) return;
  event.preventDefault();
  const link = `[${words}](${address})`;
  if (!document.execCommand("insertText", false, link)) field.setRangeText(link, field.selectionStart, field.selectionEnd, "end");
});

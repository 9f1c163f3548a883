/* While one writes: names after @; and from an empty reply field back to what one said last. */
import "@github/text-expander-element";
import { enabled } from "./keys.js";

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

/* Arrow up in a reply field in which nothing stands opens one's own last reply above it; with text it moves in the text, as ever. */
document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (!enabled() || event.key !== "ArrowUp" || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return;
  if (!field.matches?.("form[data-placed] textarea") || field.value || field.form.querySelector("input[type=file]")?.files.length) return;
  const own = [...(field.closest(".hub-comments")?.querySelectorAll('.hub-comment a[href$="/bewerken"]') ?? [])];
  const last = own.sort((one, other) => (one.href < other.href ? -1 : 1)).at(-1); // ids rise with time
  if (!last) return;
  event.preventDefault();
  last.click();
});

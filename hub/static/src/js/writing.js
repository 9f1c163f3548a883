/* While one writes: names after @. */
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

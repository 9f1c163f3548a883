/* Quoting: what one selected of a text, or all of it, comes into the reply field that is on this page, or on its own. */
import { show } from "./pages.js";

const HOLDS = ".hub-comment, .hub-answer__text, .hub-item";
let before = {}; // a menu, and what was selected when it was pressed: that takes a selection away

/* What is selected within the text whose menu this is. */
function selected(menu) {
  const around = menu.closest(HOLDS);
  const own = [...(around?.querySelectorAll(".hub-prose") ?? [])].find((one) => one.closest(HOLDS) === around);
  const found = getSelection();
  return own && found.rangeCount && own.contains(found.getRangeAt(0).commonAncestorContainer) ? found.toString().trim() : "";
}

document.addEventListener("pointerdown", ({ target }) => {
  const menu = target.closest?.("summary")?.closest("details[data-menu]");
  if (menu) before = { menu, words: selected(menu) };
}, true);

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.('a[href$="/citeren"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  const menu = link.closest("details");
  const words = selected(menu) || (before.menu === menu ? before.words : "");
  const answer = await fetch(link.href).catch(() => null);
  if (!answer) return void location.assign(link.href);
  const html = await answer.text();
  const said = new DOMParser().parseFromString(html, "text/html").querySelector("[data-quote]");
  const { quote: id, lead, most } = said?.dataset ?? {};
  const quote = said && (words ? [lead, ...words.slice(0, most).split("\n")].join("\n> ").replace("\n> ", "\n>\n> ") : said.textContent);
  const here = said && document.getElementById(id);
  if (here) here.value = [here.value.trim(), quote, ""].filter((one, place) => one || place).join("\n\n");
  else show(html, answer.url);
  const field = said && document.getElementById(id);
  if (!field) return;
  if (!here) field.value = field.value.replace(said.textContent, () => quote);
  menu.open = false;
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}, true);

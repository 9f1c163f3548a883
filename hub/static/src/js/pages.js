/* What happens when the page, or a part of it, is swapped: focus, announcement, and answers that are not what was asked. */
import htmx from "htmx.org/dist/htmx.esm.js";

const TITLE_IS_LATE = 60; // ms; htmx sets document.title after the swap

/* Show a whole page that was fetched, at its own address. */
export function show(html, url) {
  const page = new DOMParser().parseFromString(html, "text/html");
  document.title = page.title;
  document.body.replaceWith(page.body);
  if (url && url !== location.href) history.pushState({ htmx: true }, "", url);
  htmx.process(document.body);
  scrollTo(0, 0);
  arrive();
}

/* After a page change the focus goes to the errors, or else to the heading, and the title is said aloud. */
export function arrive() {
  const target = document.querySelector("[data-errors]") ?? document.querySelector(location.hash.slice(1) ? `[id="${CSS.escape(location.hash.slice(1))}"]` : "h1") ?? document.querySelector("h1");
  if (target) {
    if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
    target.focus({ preventScroll: !location.hash });
  }
  showTab();
  setTimeout(() => announce(document.title), TITLE_IS_LATE);
}

/* On a phone the tab that one is on may stand beyond the edge. */
function showTab() {
  const tab = document.querySelector(".hub-tabs [aria-current]");
  if (!tab) return;
  const row = tab.closest(".hub-tabs");
  row.scrollLeft += tab.getBoundingClientRect().left - row.getBoundingClientRect().left - (row.clientWidth - tab.clientWidth) / 2;
}

export function announce(sentence) {
  const region = document.getElementById("aangekondigd");
  if (region) region.textContent = sentence;
}

/* A part was asked for, but a whole other page came (signed out, gone, refused): show that page. */
document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  const wanted = ctx.select?.match(/^#([\w-]+)/)?.[1];
  if (!wanted || ctx.text?.includes(`id="${wanted}"`)) return;
  event.preventDefault();
  show(ctx.text, ctx.response.raw.redirected ? ctx.response.raw.url : "");
});

/* What was placed shows itself: its field closes, for the focus goes on to it, and that it is there is said aloud. */
const REPLIES = 'li[id^="reactie-"]';
let there = new Set(); // the replies before a part of the page was swapped
let sent; // where the one stands that is on its way, and what is said when it is there

document.addEventListener("htmx:before:swap", () => {
  there = new Set([...document.querySelectorAll(REPLIES)].map((one) => one.id));
  sent = document.querySelector("form[data-placed][data-sent]");
  if (sent) sent = { part: sent.closest(".hub-comments")?.id ?? "", words: sent.dataset.placed };
});

function placed(part) {
  if (!sent || part.id !== sent.part || part.querySelector("form[data-placed] [aria-invalid]")) return;
  const mine = [...part.querySelectorAll(REPLIES)].map((one) => one.id).filter((id) => !there.has(id)).sort().at(-1);
  if (!mine) return;
  const reply = document.getElementById(mine);
  reply.tabIndex = -1;
  reply.focus();
  announce(sent.words);
}

document.addEventListener("htmx:after:swap", (event) => {
  const { ctx } = event.detail;
  if (ctx.target === document.body || !ctx.select) {
    arrive();
    if (ctx.request?.method === "POST") placed(document.body);
  } else {
    // A morph keeps what stands in a field; what the server wrote counts: nothing after a post, the text again after an error.
    document.querySelectorAll(`${ctx.select} form.hub-composer`).forEach((form) => form.reset());
    const toast = document.querySelector("#meldingen [data-toast] p");
    if (toast) announce(toast.textContent);
    const part = document.querySelector(ctx.select);
    if (part?.matches(".hub-comments")) placed(part);
    document.querySelector(`${ctx.target?.id ? `#${CSS.escape(ctx.target.id)} ` : ""}[data-errors]`)?.focus();
  }
});

/* No connection: say so where it is seen, and leave what was typed. */
document.addEventListener("htmx:error", () => {
  const region = document.getElementById("meldingen");
  if (!region || navigator.onLine) return;
  region.textContent = "";
  const box = document.createElement("div");
  box.className = "hub-toast";
  box.textContent = region.dataset.offline;
  region.append(box);
});

if (document.querySelector("[data-errors]")) arrive();
else showTab();

/* Forms: a busy button, one post per click, a file that shows how far it is. */
import { fits } from "./drop.js";
import { show } from "./pages.js";

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter ?? form.querySelector("[data-busy]");
  if (button?.getAttribute("aria-disabled") === "true") return event.preventDefault();
  if (form.matches("[data-upload]")) {
    event.preventDefault();
    const tooMuch = [...form.querySelectorAll("input[type=file][data-most]")].find((input) => !fits(input));
    if (tooMuch) return tooMuch.focus();
    send(form);
  }
  if (button?.dataset.busy) busy(button);
}, true);

/* The button keeps its width and says that it works; it comes back when the answer is there. */
function busy(button) {
  const label = button.querySelector(".nl-button__label") ?? button;
  const before = label.textContent;
  button.style.setProperty("min-inline-size", `${button.offsetWidth}px`);
  button.setAttribute("aria-disabled", "true");
  label.textContent = button.dataset.busy;
  const back = () => {
    button.removeAttribute("aria-disabled");
    label.textContent = before;
  };
  document.addEventListener("htmx:finally:request", back, { once: true });
  document.addEventListener("hub:sent", back, { once: true });
  addEventListener("pageshow", back, { once: true });
}

function send(form) {
  const line = form.querySelector("[data-progress]");
  const bar = line?.querySelector("progress");
  const words = line?.querySelector("[data-progress-text]");
  const request = new XMLHttpRequest();
  const stop = line?.querySelector("[data-stop]");
  const ended = (said) => {
    if (words) words.textContent = words.dataset[said];
    if (bar) bar.value = 0;
    if (stop) stop.hidden = true;
    document.dispatchEvent(new Event("hub:sent"));
  };
  if (line) line.hidden = false;
  if (stop) {
    stop.hidden = false;
    stop.onclick = () => request.abort();
  }
  request.upload.addEventListener("progress", ({ loaded, total, lengthComputable }) => {
    if (!lengthComputable || !bar) return;
    bar.value = Math.floor((loaded / total) * 100);
    words.textContent = loaded < total ? `${bar.value} %` : words.dataset.done;
    if (stop && loaded >= total) stop.hidden = true; // it is there, and being put in its place
  });
  request.addEventListener("load", () => {
    document.dispatchEvent(new Event("hub:sent"));
    show(request.responseText, request.responseURL);
  });
  request.addEventListener("error", () => ended("failed"));
  request.addEventListener("abort", () => ended("stopped"));
  request.open("POST", form.action);
  request.send(new FormData(form));
}

/* Ctrl+Enter posts what is being written. */
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) event.target.form?.requestSubmit();
});

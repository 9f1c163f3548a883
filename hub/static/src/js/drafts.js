/* What is typed is kept as a draft: every five seconds, and when one leaves. */
const PAUSE = 5000;
const KEPT = ["title", "text", "label", "labels", "voor"]; // the fields of which a draft holds something
const waiting = new Map(); // a form in which something was typed since it was kept, to its timer

function keep(form, leaving = false) {
  clearTimeout(waiting.get(form));
  waiting.delete(form);
  const [place, thing] = form.dataset.draft.split(" ");
  const typed = new FormData(form);
  const body = new URLSearchParams({ place, thing });
  for (const name of KEPT) for (const value of typed.getAll(name)) body.append(name, value);
  fetch("/concepten", { method: "POST", body, headers: { "X-Draft": "1" }, keepalive: leaving })
    .then((answer) => (answer.ok ? answer.text() : ""))
    .then((said) => {
      const line = form.querySelector("[data-draft-kept]");
      if (line && said && !form.dataset.sent) line.textContent = said.trim();
    })
    .catch(() => { if (form.isConnected) wait(form); });
}

function wait(form) {
  if (!waiting.has(form)) waiting.set(form, setTimeout(() => keep(form), PAUSE));
}

document.addEventListener("input", ({ target }) => {
  const form = target.closest?.("form[data-draft]");
  if (form && KEPT.includes(target.name)) {
    delete form.dataset.sent;
    wait(form);
  }
});

/* What was sent is no draft any more. */
document.addEventListener("submit", ({ target }) => {
  if (!target.matches("form[data-draft]")) return;
  clearTimeout(waiting.get(target));
  waiting.delete(target);
  target.dataset.sent = "";
}, true);

const leave = () => [...waiting.keys()].forEach((form) => keep(form, true));
addEventListener("pagehide", leave);
document.addEventListener("visibilitychange", () => { if (document.hidden) leave(); });
document.addEventListener("htmx:before:swap", leave);

/* Menus close when one leaves them, toasts when they were read, dialogs give the focus back. */
const READ = 10_000; // ms that a toast stays, counted from when neither pointer nor focus is on it

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  const opener = event.target.closest("[data-open]");
  if (opener) {
    const menu = opener.closest("details");
    if (menu) menu.open = false;
    open(opener.dataset.open, menu?.querySelector("summary") ?? opener);
  }
  if (event.target.closest("[data-close]")) event.target.closest("[data-toast]").remove();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details[data-menu][open]") ?? document.querySelector("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

document.addEventListener("focusout", (event) => {
  const menu = event.target.closest?.("details[data-menu][open]");
  if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
});

export function open(id, opener) {
  const dialog = document.getElementById(id);
  if (!dialog || dialog.open) return;
  dialog.showModal();
  dialog.querySelector("[tabindex]")?.focus();
  dialog.addEventListener("close", () => opener?.focus(), { once: true });
}

function watch(toast) {
  let timer;
  const start = () => { timer = setTimeout(() => toast.remove(), READ); };
  const stop = () => clearTimeout(timer);
  for (const kind of ["pointerenter", "focusin"]) toast.addEventListener(kind, stop);
  for (const kind of ["pointerleave", "focusout"]) toast.addEventListener(kind, start);
  toast.dataset.watched = "";
  start();
}

function watchAll() {
  document.querySelectorAll("[data-toast]:not([data-watched])").forEach(watch);
}

document.addEventListener("htmx:after:swap", watchAll);
watchAll();

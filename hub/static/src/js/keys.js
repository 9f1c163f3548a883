/* Keyboard shortcuts, off in text fields; one switch turns all of them off (WCAG 2.1.4). */
import { open } from "./menus.js";

const SWITCH = "hub.shortcuts";
const PATIENCE = 1500; // ms between g and the key that follows
let waiting = -Infinity;

export function enabled() {
  try {
    return localStorage.getItem(SWITCH) !== "off";
  } catch {
    return true;
  }
}

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-shortcuts]")) return;
  try {
    localStorage.setItem(SWITCH, event.target.checked ? "on" : "off");
  } catch { /* storage is closed here: on for this page */ }
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest("input, textarea, select, [contenteditable]") || !enabled()) return;
  if (performance.now() - waiting < PATIENCE) {
    waiting = -Infinity;
    const link = document.querySelector(`a[data-shortcut="${CSS.escape(event.key)}"]`);
    if (link) {
      event.preventDefault();
      link.click();
    }
  } else if (event.key === "g") waiting = performance.now();
  else if (event.key === "?") open("sneltoetsen", document.activeElement);
  else if (event.key === "n") {
    const menu = document.querySelector('details[data-shortcut="n"]');
    if (!menu) return;
    event.preventDefault();
    menu.open = true;
    menu.querySelector("summary").focus();
  }
});

function mark() {
  const box = document.querySelector("[data-shortcuts]");
  if (box) box.checked = enabled();
}

document.addEventListener("htmx:after:swap", mark);
mark();

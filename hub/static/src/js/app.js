/* Everything the browser runs. Each page works without it; this makes it quicker and kinder. */
import htmx from "htmx.org/dist/htmx.esm.js";
import "@github/markdown-toolbar-element";
import "./pages.js";
import "./forms.js";
import "./drop.js";
import "./attachments.js";
import "./writing.js";
import "./paste.js";
import "./drafts.js";
import "./quoting.js";
import "./menus.js";
import "./keys.js";

window.htmx = htmx;
document.documentElement.classList.add("js");

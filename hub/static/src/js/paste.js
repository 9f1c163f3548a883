/* Text with its marks, out of a mail or a document, is pasted as Markdown; an address pasted over words makes a link of them. */
const LEADS = /^(https?:|mailto:|tel:)/i;
const AROUND = { STRONG: "**", B: "**", EM: "*", I: "*", DEL: "~~", S: "~~" };
const MARKS = "a[href], strong, b, em, i, del, s, li, blockquote, h1, h2, h3, h4, h5, h6, .MsoListParagraph, [class^=MsoList]";

/* What stands in a node, in Markdown. */
function marked(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data.replace(/\s+/g, " ");
  if (node.nodeType !== Node.ELEMENT_NODE || node.matches("style, script, template")) return "";
  const inside = [...node.childNodes].map(marked).join("");
  const words = inside.trim();
  const name = node.tagName;
  if (name === "BR") return "\n";
  if (!words) return inside && " ";
  if (name in AROUND && !/font-weight:\s*(normal|400)/.test(node.dataset.style)) {
    const [before, after] = [inside.match(/^\s*/)[0], inside.match(/\s*$/)[0]];
    return `${before}${AROUND[name]}${words}${AROUND[name]}${after}`;
  }
  if (name === "A") return LEADS.test(node.getAttribute("href") ?? "") && node.href !== words ? `[${words.replace(/[[\]]/g, "")}](${node.getAttribute("href")})` : inside;
  if (/^H[1-6]$/.test(name)) return `\n\n### ${words.replace(/^\*\*|\*\*$/g, "")}\n\n`;
  if (name === "LI") {
    const order = node.parentElement?.tagName === "OL" ? `${[...node.parentElement.children].indexOf(node) + 1}. ` : "- ";
    return `\n${order}${words.replace(/\n+/g, "\n   ")}`;
  }
  if (name === "BLOCKQUOTE") return `\n\n> ${words.replace(/\n/g, "\n> ")}\n\n`;
  if (/^MsoList/.test(node.className)) return `\n${words.replace(/^(?:[·•§o]|(\d+\.))\s+/, (_, number) => `${number ?? "-"} `)}`;
  if (name === "TD" || name === "TH") return `${words}${node.nextElementSibling ? " | " : ""}`;
  if (name === "TR") return `${words}\n`;
  return /^(P|DIV|UL|OL|TABLE|SECTION|ARTICLE)$/.test(name) ? `\n\n${words}\n\n` : inside;
}

function type(field, words) {
  if (!document.execCommand("insertText", false, words)) field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
}

document.addEventListener("paste", (event) => {
  const field = event.target;
  const data = event.clipboardData;
  if (!data || !field.matches?.("markdown-toolbar ~ textarea, .hub-composer textarea, text-expander textarea")) return;
  const plain = data.getData("text/plain").trim();
  const chosen = field.value.slice(field.selectionStart, field.selectionEnd);
  if (/^https?:\/\/\S+$/.test(plain)) {
    if (!chosen.trim() || /[[\]\n]/.test(chosen) || /^https?:/.test(chosen)) return;
    event.preventDefault();
    return type(field, `[${chosen}](${plain})`);
  }
  // Nothing of it is shown; without its styles the browser does not complain of styles that our pages forbid.
  const html = data.getData("text/html").replace(/<(style|script)\b.*?<\/\1>/gis, "")
    .replace(/<[^>]+>/g, (tag) => tag.replace(/\sstyle=/gi, " data-style="));
  const { body } = new DOMParser().parseFromString(html, "text/html");
  if (!plain || !body.querySelector(MARKS)) return;
  event.preventDefault();
  type(field, marked(body).replace(/[ \t]+\n/g, "\n").replace(/\n{3,}/g, "\n\n").trim());
});

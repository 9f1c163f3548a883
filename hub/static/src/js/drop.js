/* Files may be dropped on the field that takes them, or on the list that they are for: data-drop names the field. What was chosen is named. */
const UNSEEN = /^(\.|~\$|thumbs\.db$|desktop\.ini$)/i; // what systems leave in folders

document.addEventListener("change", ({ target }) => {
  const list = target.closest(".hub-field")?.querySelector("[data-file-names]");
  if (!list) return;
  list.hidden = !target.files.length;
  list.replaceChildren(...[...target.files].map((file) => {
    const row = document.createElement("li");
    row.textContent = file.name;
    return row;
  }));
});

for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const area = event.target.closest?.("[data-drop]");
    if (!area || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    area.classList.toggle("is-over", kind === "dragover");
    const input = area.dataset.drop ? document.getElementById(area.dataset.drop) : area.querySelector("input[type=file]");
    if (kind !== "drop" || !input) return;
    const entries = [...(event.dataTransfer.items ?? [])].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    if (entries.some((entry) => entry.isDirectory)) fromFolders(input, entries);
    else if (event.dataTransfer.files.length) take(input, event.dataTransfer.files);
  });
}

function take(input, files) {
  input.files = files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  input.scrollIntoView({ block: "center" });
  input.focus();
}

/* The files of a folder, and of the folders in it; one more than may be sent at once is enough to say so. */
async function fromFolders(input, entries) {
  const most = input.multiple ? Number(input.dataset.most) || 1 : 1;
  const found = [];
  for (const entry of entries) found.push(...await filesIn(entry, most));
  const all = new DataTransfer();
  for (const file of found.slice(0, most)) all.items.add(file);
  take(input, found.length > most ? new DataTransfer().files : all.files);
  say(input, found.length > most ? "tooMany" : "took", found.length > most ? most : found.length);
}

async function filesIn(entry, most) {
  if (UNSEEN.test(entry.name)) return [];
  if (entry.isFile) return [await new Promise((done, failed) => entry.file(done, failed))];
  const reader = entry.createReader();
  const found = [];
  for (let some = [null]; some.length && found.length <= most;) {
    some = await new Promise((done, failed) => reader.readEntries(done, failed));
    for (const one of some) if (found.length <= most) found.push(...await filesIn(one, most));
  }
  return found;
}

/* What was chosen is too much, or comes out of a folder: said under the field, before anything is sent. */
export function say(input, what, number) {
  const line = input.closest(".hub-field")?.querySelector("[data-said]");
  if (line) line.textContent = what ? (line.dataset[what] ?? "").replace("{n}", number) : "";
}

/* Whether what stands in the field may be sent: not more, and not larger, than is taken at once. */
export function fits(input) {
  const { most, largest } = input.dataset;
  if (input.multiple && most && input.files.length > Number(most)) return say(input, "tooMany", most) ?? false;
  const size = [...input.files].reduce((sum, file) => sum + file.size, 0);
  if (largest && size > Number(largest)) return say(input, "tooLarge", largest) ?? false;
  return true;
}

document.addEventListener("change", ({ target }) => {
  if (target.matches?.("input[type=file][data-most]") && fits(target)) say(target, "");
});

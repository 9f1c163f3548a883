/* Files may be dropped on the field that takes them, or on the list that they are for: data-drop names the field. What was chosen is named.
   A folder that is dropped or chosen gives its files, each with the folders in which it lay: `way-0` of the first, and so on. */
const UNSEEN = /^(\.|~\$|thumbs\.db$|desktop\.ini$)/i; // what systems leave in folders
const ways = new WeakMap(); // the file field to the folders of each of its files, for the list that is drawn next

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-folder]")) return fromField(target);
  const list = target.closest(".hub-field")?.querySelector("[data-file-names]");
  if (!list) return;
  const lay = ("ways" in list.dataset && ways.get(target)) || [];
  ways.delete(target);
  list.hidden = !target.files.length;
  list.replaceChildren(...[...target.files].map((file, place) => {
    const row = document.createElement("li");
    row.textContent = lay[place] ? `${lay[place]}/${file.name}` : file.name;
    if (lay[place]) row.append(Object.assign(document.createElement("input"), { type: "hidden", name: `way-${place}`, value: lay[place] }));
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
    if (entries.some((entry) => entry.isDirectory)) fromEntries(input, entries);
    else if (event.dataTransfer.files.length) take(input, event.dataTransfer.files);
  });
}

document.addEventListener("click", ({ target }) => {
  target.closest("[data-choose-folder]")?.parentElement.querySelector("[data-folder]").click();
});

function take(input, files) {
  input.files = files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  input.scrollIntoView({ block: "center" });
  input.focus();
}

function fromField(field) {
  const into = field.closest(".hub-field").querySelector("input[name]");
  const found = [...field.files].map((file) => ({ file, way: file.webkitRelativePath.split("/").slice(0, -1) }));
  field.value = "";
  takeFound(into, found);
}

/* The files of a folder, and of the folders in it; one more than may be sent at once is enough to say so. */
async function fromEntries(input, entries) {
  const found = [];
  for (const entry of entries) found.push(...await filesIn(entry, [], most(input)));
  takeFound(input, found);
}

const most = (input) => (input.multiple ? Number(input.dataset.most) || 1 : 1);

function takeFound(input, found) {
  const seen = found.filter(({ file, way }) => file && ![...way, file.name].some((name) => UNSEEN.test(name)));
  const all = new DataTransfer();
  const tooMany = seen.length > most(input);
  if (!tooMany) for (const { file } of seen) all.items.add(file);
  ways.set(input, seen.map(({ way }) => way.join("/")));
  take(input, all.files);
  say(input, tooMany ? "tooMany" : "took", tooMany ? most(input) : seen.length);
  if (seen.length < found.length) say(input, "unseen", found.length - seen.length, true);
}

async function filesIn(entry, way, enough) {
  if (UNSEEN.test(entry.name)) return [{ way }]; // without a file: it is counted, and not looked into
  if (entry.isFile) return [{ way, file: await new Promise((done, failed) => entry.file(done, failed)) }];
  const reader = entry.createReader();
  const found = [];
  for (let some = [null]; some.length && count(found) <= enough;) {
    some = await new Promise((done, failed) => reader.readEntries(done, failed));
    for (const one of some) if (count(found) <= enough) found.push(...await filesIn(one, [...way, entry.name], enough));
  }
  return found;
}

const count = (found) => found.filter(({ file }) => file).length;

/* What was chosen is too much, or comes out of a folder: said under the field, before anything is sent. */
export function say(input, what, number, more = false) {
  const line = input.closest(".hub-field")?.querySelector("[data-said]");
  if (!line) return;
  const said = what ? (line.dataset[what] ?? "").replace("{n}", number) : "";
  line.textContent = more ? `${line.textContent} ${said}` : said;
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

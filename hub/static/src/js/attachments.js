/* Files in a text: what was chosen is named, a picture asks what it shows, one that is pasted or dropped is chosen too. */
const kept = new WeakMap(); // the file field to its files: a second choice adds to the first
const said = new WeakMap(); // a file to what it shows

const field = (form) => form?.matches("[data-attach]") && form.querySelector("input[name=files]");

function choose(input, files) {
  const all = new DataTransfer();
  for (const file of files) all.items.add(file);
  input.files = all.files;
  kept.set(input, [...files]);
  draw(input);
}

function draw(input) {
  const list = input.form.querySelector("[data-chosen]");
  const row = document.getElementById("gekozen");
  if (!list || !row) return;
  list.hidden = !input.files.length;
  list.replaceChildren(...[...input.files].map((file, place) => {
    const made = row.content.cloneNode(true);
    const [button, label] = [made.querySelector("[data-take-out]"), made.querySelector("label")];
    made.querySelector("[data-name]").textContent = file.name;
    button.setAttribute("aria-label", `${button.getAttribute("aria-label")} ${file.name}`);
    button.addEventListener("click", () => {
      choose(input, kept.get(input).filter((one) => one !== file));
      input.focus();
    });
    if (file.type.startsWith("image/")) {
      const alt = label.querySelector("input");
      alt.name = `alt-${place}`;
      alt.value = said.get(file) ?? "";
      alt.addEventListener("input", () => said.set(file, alt.value));
    } else label.remove();
    return made;
  }));
}

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-attach] input[name=files]")) choose(target, [...(kept.get(target) ?? []), ...target.files]);
});

document.addEventListener("reset", ({ target }) => {
  const input = field(target);
  if (input) choose(input, []);
}, true);

for (const [kind, from] of [["paste", "clipboardData"], ["drop", "dataTransfer"]]) {
  document.addEventListener(kind, (event) => {
    const input = event.target.matches?.("[data-attach] textarea") && field(event.target.form);
    const files = event[from]?.files;
    if (!input || !files?.length) return;
    if (kind === "paste" && event.clipboardData.getData("text/plain").trim()) return; // words, of which a picture came along
    event.preventDefault();
    choose(input, [...(kept.get(input) ?? []), ...files]);
  });
}

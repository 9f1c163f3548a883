/* Files may be dropped on the field that takes them, or on the list that they are for: data-drop names the field. What was chosen is named. */
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
    if (kind !== "drop" || !input || !event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    input.scrollIntoView({ block: "center" });
    input.focus();
  });
}

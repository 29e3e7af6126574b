"use strict";
for (const field of document.querySelectorAll("input[data-table]")) {
  const rows = [...document.getElementById(field.dataset.table).tBodies[0].rows];
  const texts = rows.map((row) => [...row.cells].filter((cell) => cell.tagName === "TH").map((cell) => cell.textContent).join(" ").toLowerCase());
  const status = field.closest("p").querySelector("[role=status]");
  field.addEventListener("input", () => {
    const wanted = field.value.toLowerCase();
    let found = 0;
    rows.forEach((row, i) => {
      row.hidden = !texts[i].includes(wanted);
      found += row.hidden ? 0 : 1;
    });
    status.textContent = wanted === "" ? "" : found + " of " + rows.length;
  });
}

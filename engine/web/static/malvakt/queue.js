// The queue by keyboard: j and k move between the lines, Enter opens (it is a link), x chooses a line. Without this file Tab does.
// The keys are heard only while the focus is in the list or nowhere, so that they never take a letter from a field.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const inside = event.target === document.body || event.target.closest("#queue table, #queue .scroll");
  if (!inside || event.target.matches("select, textarea, input:not([type=checkbox])")) return;
  const links = [...document.querySelectorAll("#queue th a.title")];
  const row = event.target.closest("#queue tr");
  const at = row ? links.indexOf(row.querySelector("a.title")) : -1;
  if (event.key === "j" || event.key === "k") {
    const next = links[Math.max(0, Math.min(links.length - 1, at + (event.key === "j" ? 1 : -1)))];
    if (next) { next.focus(); event.preventDefault(); }
  } else if (event.key === "x" && row) {
    const box = row.querySelector("input[type=checkbox]");
    if (box && event.target !== box) { box.click(); event.preventDefault(); }
  }
});

// The examination by keyboard: a grade moves on to the next cell, + and - still reach the one before, arrows walk, Backspace goes back.
// What is typed is kept in this tab until it is recorded, for this user and this patient, so that a session that ended loses nothing.
"use strict";

(() => {
  const form = document.querySelector("form.exam");
  if (!form) return;
  const cells = [...form.querySelectorAll("input[data-cell]")];
  const full = { mrc: /^[0-5]$/, reflex: /^[0-4]$/, tone: /^[n+-]$/i, feeling: /^[0-2]$/ };
  const step = (cell, by) => { const next = cells[cells.indexOf(cell) + by]; if (next) { next.focus(); next.select(); } };
  const mark = (cell, name) => { const box = cell.parentElement.querySelector(`[name="${name}-${cell.name.slice(4)}"]`); if (box) { box.checked = !box.checked; keep(); } };

  // With w and f at hand, Tab need not stop at every tick box.
  form.querySelectorAll("td input[type=checkbox]").forEach((box) => { box.tabIndex = -1; });

  form.addEventListener("input", (event) => {
    const cell = event.target;
    if (!cell.dataset?.cell) return;
    const before = cells[cells.indexOf(cell) - 1];
    // "4" has moved on already when its sign comes: the sign belongs to the cell before.
    if (cell.dataset.cell === "mrc" && /^[+-]$/.test(cell.value) && before?.dataset.cell === "mrc" && /^[1-5]$/.test(before.value)) {
      before.value += cell.value;
      cell.value = "";
    } else if (full[cell.dataset.cell]?.test(cell.value)) step(cell, 1);
  });

  form.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!cell.dataset?.cell) return;
    const inRow = cell.closest("tr").querySelectorAll("input[data-cell]").length;
    const moves = { Enter: 1, ArrowDown: inRow, ArrowUp: -inRow };
    if (event.key === "Backspace" && !cell.value) { event.preventDefault(); step(cell, -1); }
    else if (moves[event.key]) { event.preventDefault(); step(cell, moves[event.key]); }
    else if (cell.dataset.cell === "mrc" && !event.ctrlKey && !event.metaKey && event.key === "w") { event.preventDefault(); mark(cell, "wasted"); }
    else if (cell.dataset.cell === "mrc" && !event.ctrlKey && !event.metaKey && event.key === "f") { event.preventDefault(); mark(cell, "twitches"); }
  });

  const place = `examination ${form.dataset.user} ${location.pathname}`;
  const keep = () => {
    const typed = [...new FormData(form)].filter(([name, value]) => value && name !== "csrfmiddlewaretoken");
    if (typed.length) sessionStorage.setItem(place, JSON.stringify(typed)); else sessionStorage.removeItem(place);
  };
  if (document.cookie.includes("examined=1")) {
    sessionStorage.removeItem(place);
    document.cookie = `examined=; path=${location.pathname}; max-age=0`;
  }
  const kept = JSON.parse(sessionStorage.getItem(place) || "[]");
  if (kept.length && !form.dataset.sent) {
    kept.forEach(([name, value]) => form.querySelectorAll(`[name="${CSS.escape(name)}"]`).forEach((field) => {
      if (field.type === "checkbox" || field.type === "radio") field.checked = field.value === value; else field.value = value;
    }));
    document.getElementById("kept").hidden = false;
  }
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  let sent = false;
  form.addEventListener("submit", (event) => { if (sent) event.preventDefault(); sent = true; });
  window.addEventListener("pageshow", () => { sent = false; });
  document.getElementById("forget").addEventListener("click", () => { sessionStorage.removeItem(place); location.reload(); });
})();

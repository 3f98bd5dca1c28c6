// The whole interview by keyboard: y, n and u answer the question under the cursor and go on; Backspace takes an answer back.
"use strict";

(() => {
  const form = document.querySelector("form.dense");
  if (!form) return;
  const rows = [...form.querySelectorAll("fieldset.dense-row")];
  const first = (row) => row.querySelector("input:checked, select, textarea, input:not([type=hidden])");
  const on = (row) => { const next = rows[rows.indexOf(row) + 1]; if (next) first(next)?.focus(); };
  form.addEventListener("keydown", (event) => {
    const row = event.target.closest("fieldset.dense-row");
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && event.target.tagName !== "TEXTAREA") { event.preventDefault(); on(row); return; }
    if (row.dataset.kind !== "yes_no" || event.target.type !== "radio") return;
    const value = { y: "yes", n: "no", u: "unknown", Backspace: "" }[event.key];
    if (value === undefined) return;
    event.preventDefault();
    const radio = [...row.querySelectorAll("input[type=radio]")].find((one) => one.value === value);
    if (!radio.checked) { radio.checked = true; radio.dispatchEvent(new Event("change", { bubbles: true })); }
    if (value) on(row);
  });
})();

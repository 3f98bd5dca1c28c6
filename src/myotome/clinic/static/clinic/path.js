// What the patient page gains from JavaScript: the body map can be walked and clicked, and what moved takes the focus. Nothing needs it.
"use strict";

const SPOT = ".map [data-muscle][aria-label]";

function fill(form, spot) {
  const set = (name, value) => { const field = form.elements[name]; if (field) field.value = value; };
  set("concept", "Weakness of a named muscle");
  set("site", spot.dataset.muscle.replaceAll("_", " "));
  set("side", spot.dataset.side || "unstated");
  const grade = form.elements.grade;
  grade.scrollIntoView({ block: "center" });
  grade.focus();
}

function wake() {
  const spots = [...document.querySelectorAll(SPOT)];
  spots.forEach((spot, place) => {
    spot.setAttribute("role", "button");
    spot.setAttribute("tabindex", place === 0 ? "0" : "-1");
    spot.closest("g[role=list]")?.setAttribute("role", "group");
  });
  document.querySelectorAll(".map > svg").forEach((map) => map.classList.add("bm-click"));
  document.querySelectorAll(".scripted").forEach((hint) => { hint.hidden = false; });
}

function chosen(event) {
  const spot = event.target.closest?.(".map [data-muscle]");
  const form = spot && document.getElementById(spot.closest(".map").dataset.form);
  if (form) { event.preventDefault(); fill(form, spot); }
}

document.addEventListener("click", chosen);
document.addEventListener("keydown", (event) => {
  const here = event.target.closest?.(SPOT);
  if (!here) return;
  if (event.key === "Enter" || event.key === " ") { chosen(event); return; }
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const spots = [...document.querySelectorAll(SPOT)];
  const next = spots[(spots.indexOf(here) + step + spots.length) % spots.length];
  here.setAttribute("tabindex", "-1");
  next.setAttribute("tabindex", "0");
  next.focus();
});
document.addEventListener("htmx:afterSettle", () => { wake(); (document.querySelector(".problem") || document.getElementById("moved"))?.focus(); });
document.addEventListener("htmx:responseError", () => { window.location.reload(); });
document.addEventListener("DOMContentLoaded", () => {
  wake();
  document.querySelector(".problem")?.focus();
});

// What the patient page gains from JavaScript: muscles open in place, parts stay folded, what moved takes the focus. Nothing needs it.
"use strict";

const SPOT = ".map [data-muscle][aria-label]";
const FOLDS = "myotome-folds";
const FOLDED_WHEN_NARROW = ["fold-next", "fold-why", "fold-plan", "fold-followup", "fold-history"];

function wake() {
  const spots = [...document.querySelectorAll(SPOT)];
  spots.forEach((spot, place) => {
    spot.setAttribute("role", "button");
    spot.setAttribute("tabindex", place === 0 ? "0" : "-1");
    spot.closest("g[role=list]")?.setAttribute("role", "group");
  });
  document.querySelectorAll(".map > svg").forEach((map) => map.classList.add("bm-click"));
  document.querySelectorAll(".scripted").forEach((hint) => { hint.hidden = false; });
  const folds = remembered();
  document.querySelectorAll("#path details[id]").forEach((part) => {
    if (part.id in folds && !part.querySelector(".problem")) part.open = folds[part.id];
  });
}

// Names of parts and whether they are open; nothing of the patient.
function remembered() {
  const narrow = window.matchMedia("(max-width: 40rem)").matches;
  const first = Object.fromEntries(FOLDED_WHEN_NARROW.map((part) => [part, false]));
  try { return { ...(narrow ? first : {}), ...JSON.parse(sessionStorage.getItem(FOLDS)) }; } catch { return {}; }
}

document.addEventListener("click", (event) => {
  const fold = event.target.closest?.("#path details[id] > summary")?.parentElement;
  if (fold) sessionStorage.setItem(FOLDS, JSON.stringify({ ...remembered(), [fold.id]: !fold.open }));
});

function unfold() {
  const part = location.hash ? document.getElementById(location.hash.slice(1)) : null;
  const inside = part?.querySelector(":scope > details.fold");
  if (inside) inside.open = true;
  for (let fold = part?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
}

function open(spot) {
  const map = spot.closest(".map");
  const query = new URLSearchParams({ muscle: spot.dataset.muscle, side: spot.dataset.side || "right" });
  document.querySelectorAll(".map [aria-current]").forEach((other) => other.removeAttribute("aria-current"));
  spot.setAttribute("aria-current", "true");
  htmx.ajax("GET", `${map.dataset.muscles}?${query}`, { source: map, target: "#muscle", select: "#muscle-card", swap: "innerHTML" }).then(() => {
    const field = document.querySelector("#muscle [name=strength]");
    field?.scrollIntoView({ block: "center" });
    field?.focus();
  });
}

function chosen(event) {
  const spot = event.target.closest?.(".map [data-muscle]");
  if (spot) { event.preventDefault(); open(spot); }
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
document.addEventListener("htmx:afterSettle", (event) => {
  wake();
  if (event.target.id === "muscle") { document.querySelector("#muscle .problem")?.focus(); return; }
  const form = event.target.querySelector?.(":scope > form.card");
  if (form && event.target.id !== "path") { (form.querySelector(".problem") || form.querySelector("input:not([type=hidden]), select"))?.focus(); return; }
  (document.querySelector(".problem") || document.getElementById("moved"))?.focus();
});
document.addEventListener("htmx:responseError", () => { window.location.reload(); });
window.addEventListener("hashchange", unfold);
document.addEventListener("DOMContentLoaded", () => {
  wake();
  unfold();
  document.querySelector(".problem")?.focus();
});

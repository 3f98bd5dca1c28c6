// Moves bookings in the diary by mouse and by keyboard. Nothing needs it: each booking has a form that moves it.
"use strict";

const QUARTER = 15;
const ENOUGH_PX = 6; // a shorter way of the mouse is a click
let held = null;

const board = () => document.querySelector(".cols[data-begin]");
const columns = () => [...document.querySelectorAll(".col")];
const rowOf = (item) => Number(item.dataset.row);

function say(text) { document.getElementById("diary-live").textContent = text; }

function clock(item, row) {
  const before = Number(item.dataset.start) - (Number(held.column.dataset.first) + held.row - 1); // getting ready lies before the visit
  const minute = Number(board().dataset.begin) + QUARTER * (row - 1 + before);
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

function put(item, column, row) {
  const last = Number(board().dataset.rows) - Number(item.dataset.span) + 1;
  const to = Math.max(1, Math.min(last, row));
  item.classList.replace(`r${item.dataset.row}`, `r${to}`);
  item.dataset.row = to;
  const list = column.querySelector(".blocks");
  if (item.parentElement !== list) list.append(item);
}

function lift(item, button) {
  const column = item.closest(".col");
  held = { item, button, column, row: rowOf(item), next: item.nextElementSibling };
  item.classList.add("carried");
  document.body.classList.add("carrying");
}

function release() {
  held.item.classList.remove("carried");
  document.body.classList.remove("carrying");
  held = null;
}

function putBack(words) {
  const { item, column, row, next, button } = held;
  put(item, column, row);
  if (next) column.querySelector(".blocks").insertBefore(item, next);
  release();
  button?.focus();
  say(words);
}

function drop() {
  const { item, column, row } = held;
  const to = item.closest(".col");
  if (to === column && rowOf(item) === row) { putBack("Put back where it was. Nothing is changed."); return; }
  const form = document.getElementById("diary-drop");
  const cells = Number(to.dataset.first) + rowOf(item) - (Number(column.dataset.first) + row);
  const values = {
    reference: item.dataset.reference, version: item.dataset.version, cell: Number(item.dataset.start) + cells,
    from: column.dataset.resource, to: to.dataset.resource, back: location.pathname + location.search,
  };
  for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
  say(`Moving to ${to.dataset.label}, ${clock(item, rowOf(item))}.`);
  form.submit();
}

function step(key) {
  const all = columns();
  const here = held.item.closest(".col");
  const side = { ArrowLeft: -1, ArrowRight: 1 }[key] || 0;
  const down = { ArrowUp: -1, ArrowDown: 1, PageUp: -4, PageDown: 4 }[key] || 0;
  const column = all[Math.max(0, Math.min(all.length - 1, all.indexOf(here) + side))];
  put(held.item, column, rowOf(held.item) + down);
  held.button.focus();
  held.item.scrollIntoView({ block: "nearest", inline: "nearest" });
  say(`${column.dataset.label}, ${clock(held.item, rowOf(held.item))}`);
}

function onKey(event) {
  const button = event.target.closest?.(".grip");
  if (!button) return;
  const press = event.key === "Enter" || event.key === " ";
  if (!held && press) {
    event.preventDefault();
    lift(button.closest(".slot"), button);
    const column = held.column.dataset.label;
    say(`Picked up: ${held.item.dataset.name}, ${column}, ${clock(held.item, held.row)}. Arrow keys move it, Enter puts it down, Escape puts it back.`);
  } else if (held && press) {
    event.preventDefault();
    drop();
  } else if (held && event.key.startsWith("Arrow") || held && event.key.startsWith("Page")) {
    event.preventDefault();
    step(event.key);
  } else if (held && (event.key === "Escape" || event.key === "Tab")) {
    if (event.key === "Escape") event.preventDefault();
    putBack("Put back where it was. Nothing is changed.");
  }
}

function onPointerDown(event) {
  const item = event.target.closest?.(".slot[data-movable]");
  if (!item || event.button !== 0 || held) return;
  if (event.pointerType !== "mouse" && !event.target.closest(".grip")) return; // a finger elsewhere scrolls
  const cell = item.parentElement.getBoundingClientRect().height / Number(board().dataset.rows);
  const grabbed = (event.clientY - item.getBoundingClientRect().top) / cell;
  const from = { x: event.clientX, y: event.clientY };
  const move = (now) => {
    if (!held && Math.hypot(now.clientX - from.x, now.clientY - from.y) < ENOUGH_PX) return;
    if (!held) lift(item, item.querySelector(".grip"));
    now.preventDefault();
    const column = columns().find((one) => { const box = one.getBoundingClientRect(); return now.clientX >= box.left && now.clientX < box.right; }) || item.closest(".col");
    const top = column.querySelector(".blocks").getBoundingClientRect().top;
    put(item, column, 1 + Math.round((now.clientY - top) / cell - grabbed));
  };
  const end = (now) => {
    document.removeEventListener("pointermove", move);
    document.removeEventListener("pointerup", end);
    document.removeEventListener("pointercancel", end);
    if (!held) return;
    document.addEventListener("click", (click) => click.preventDefault(), { capture: true, once: true });
    if (now.type === "pointerup") drop(); else putBack("Put back where it was. Nothing is changed.");
  };
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", end);
  document.addEventListener("pointercancel", end);
}

document.addEventListener("DOMContentLoaded", () => {
  if (!board()) return;
  document.querySelectorAll(".grip, .scripted").forEach((one) => { one.hidden = false; });
  document.querySelectorAll(".slot a").forEach((link) => { link.draggable = false; });
  document.addEventListener("keydown", onKey);
  document.addEventListener("pointerdown", onPointerDown);
  const moved = location.hash.startsWith("#b-") && document.querySelector(`.slot[data-reference="${CSS.escape(location.hash.slice(3))}"]`);
  if (moved) {
    (moved.querySelector(".grip") || moved.querySelector("a")).focus();
    say(document.querySelector(".said")?.textContent.trim() || "");
  }
});

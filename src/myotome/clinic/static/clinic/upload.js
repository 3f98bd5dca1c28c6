// What uploading gains from JavaScript: a bar for each file, large files in pieces that go on where a line was cut, files that
// can be dropped, and a list that follows. Nothing needs it.
"use strict";

const form = document.getElementById("upload");
const field = form && form.elements.files;

function line(file) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  name.textContent = file.name;
  name.dir = "auto";
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", `Sending ${file.name}`);
  const state = document.createElement("span");
  state.className = "soft";
  state.textContent = "waiting";
  item.append(name, bar, state);
  form.querySelector(".sending").append(item);
  return { bar, say(words) { state.textContent = words; } };
}

const pieceBytes = form && Number(form.dataset.piece);
const waits = [1, 2, 4, 8, 15, 30, 30, 30, 30, 30];
const signIn = "not kept: sign in again, then choose it again";

// One request; status 0 where nobody answered, answer null where it was no JSON (a page to sign in, for example).
function ask(method, address, body, headers = {}, onProgress = () => {}) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open(method, address);
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded));
    request.addEventListener("loadend", () => {
      let answer = null;
      try { answer = JSON.parse(request.responseText); } catch { answer = null; }
      done({ status: request.status, answer });
    });
    request.send(body);
  });
}

function rest(seconds) {
  return new Promise((done) => {
    const over = () => { window.removeEventListener("online", over); clearTimeout(timer); done(); };
    const timer = setTimeout(over, 1000 * seconds);
    window.addEventListener("online", over);
  });
}

// The same again while the line is cut or the server is away.
async function patiently(shown, ...request) {
  for (const seconds of [...waits, 0]) {
    const said = await ask(...request);
    if (said.status !== 0 && said.status < 500) return said;
    if (!seconds) return said;
    shown.say("the connection was lost, trying again");
    await rest(seconds);
  }
}

const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const sha256 = (bytes) => crypto.subtle.digest("SHA-256", bytes);
const piece = (file, offset) => file.slice(offset, offset + pieceBytes).arrayBuffer();

async function joined(...parts) {
  return new Blob(parts).arrayBuffer();
}

// Pieces of a megabyte, each from where the server has it: a cut line, a closed page or a server that was started anew costs one piece.
async function sendInPieces(file, shown, tries = 1) {
  const hashes = [];
  const at = async (offset) => (hashes[offset / pieceBytes] ??= await sha256(await piece(file, offset)));
  const progress = (bytes) => {
    shown.bar.value = (100 * bytes) / file.size;
    shown.say(`${Math.floor(shown.bar.value)} %`);
  };
  const lastOffset = pieceBytes * Math.floor((file.size - 1) / pieceBytes);
  const mark = hex(await sha256(await joined(await at(0), await at(lastOffset))));
  const begun = await patiently(shown, "POST", form.dataset.deliveries, new URLSearchParams({ name: file.name, size: file.size, mark }));
  if (begun.answer && begun.answer.refused) return shown.say(`not kept: ${begun.answer.refused}`);
  if (begun.status !== 201 || !begun.answer) return shown.say(begun.status ? signIn : "not sent: no connection");
  const { address } = begun.answer;
  let { offset } = begun.answer;
  if (offset) shown.bar.dataset.resumed = offset;
  for (;;) {
    progress(offset);
    if (offset < file.size) {
      const from = offset;
      const headers = { "Content-Type": "application/octet-stream", "X-Offset": from, "X-Sha256": hex(await at(from)) };
      const said = await patiently(shown, "POST", address, await piece(file, from), headers, (sent) => progress(from + Math.min(sent, pieceBytes)));
      if (said.answer && (said.status === 200 || said.status === 409)) { offset = said.answer.offset; continue; }
      if (said.status === 404 && said.answer && tries) return sendInPieces(file, shown, tries - 1);
      if (said.answer && said.answer.refused) return shown.say(`not kept: ${said.answer.refused}`);
      return shown.say(`stopped at ${Math.floor(shown.bar.value)} %: ${said.status ? "sign in again, then " : ""}choose the file again, it goes on from there`);
    }
    shown.say("checking");
    for (let one = 0; one < file.size; one += pieceBytes) await at(one);
    const words = new URLSearchParams({ digest: hex(await sha256(await joined(...hashes))) });
    if (form.elements.order) words.append("order", form.elements.order.value);
    const said = await patiently(shown, "POST", `${address}whole/`, words);
    if (said.answer && said.status === 409) { offset = said.answer.offset; continue; }
    if (said.answer && said.status === 200) return shown.say(said.answer.new ? "kept" : "is here already");
    return shown.say(said.answer && said.answer.refused ? `not kept: ${said.answer.refused}` : signIn);
  }
}

async function sendWhole(file, shown) {
  const data = new FormData();
  if (form.elements.order) data.append("order", form.elements.order.value);
  data.append("files", file);
  const { status, answer } = await patiently(shown, "POST", form.action, data, {}, (sent) => {
    shown.bar.value = Math.min(100, (100 * sent) / file.size);
    shown.say(`${Math.round(shown.bar.value)} %`);
  });
  shown.bar.value = 100;
  if (status !== 200 || !answer) shown.say(status ? signIn : "not kept: the connection was lost, send it again");
  else if (answer.refused.length) shown.say(`not kept: ${answer.refused[0][1]}`);
  else shown.say(answer.known.length ? "is here already" : "kept");
}

// The hashes need a page that came over TLS or from this machine; elsewhere every file goes in one request.
const send = (file, shown) => (file.size > pieceBytes && window.isSecureContext ? sendInPieces : sendWhole)(file, shown);

async function sendAll(files) {
  const waiting = files.map((file) => [file, line(file)]);
  for (const [file, shown] of waiting) await send(file, shown);
  form.reset();
  form.querySelector("button").disabled = false;
  htmx.ajax("GET", form.dataset.states, { target: "#files", swap: "outerHTML" });
}

if (form) {
  form.querySelectorAll(".scripted").forEach((hint) => { hint.hidden = false; });
  form.addEventListener("submit", (event) => {
    if (!field.files.length) return;
    event.preventDefault();
    form.querySelector("button").disabled = true;
    form.querySelector(".sending").replaceChildren();
    sendAll([...field.files]);
  });
  for (const kind of ["dragover", "drop"]) {
    form.addEventListener(kind, (event) => {
      event.preventDefault();
      form.querySelector(".drop").classList.toggle("over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) field.files = event.dataTransfer.files;
    });
  }
  form.addEventListener("dragleave", () => form.querySelector(".drop").classList.remove("over"));
}

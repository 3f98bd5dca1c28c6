// What uploading gains from JavaScript: a bar for each file, files that can be dropped, and a list that follows. Nothing needs it.
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

function send(file, shown) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    const data = new FormData();
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    if (form.elements.order) data.append("order", form.elements.order.value);
    data.append("files", file);
    request.open("POST", form.action);
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      shown.bar.value = (100 * event.loaded) / event.total;
      shown.say(`${Math.round(shown.bar.value)} %`);
    });
    request.addEventListener("load", () => {
      shown.bar.value = 100;
      let answer = null;
      try { answer = JSON.parse(request.responseText); } catch { answer = null; }
      if (request.status !== 200 || !answer) shown.say("not kept: sign in again, then send it again");
      else if (answer.refused.length) shown.say(`not kept: ${answer.refused[0][1]}`);
      else shown.say(answer.known.length ? "is here already" : "kept");
      done();
    });
    request.addEventListener("error", () => { shown.say("not kept: the connection was lost, send it again"); done(); });
    request.send(data);
  });
}

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

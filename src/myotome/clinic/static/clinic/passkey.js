// Passkeys: hands the page's options to the browser, and the browser's answer to the form. Without it an app that shows codes remains.
"use strict";

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

async function created(options) {
  const asked = { ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) }, excludeCredentials: named(options.excludeCredentials) };
  const key = await navigator.credentials.create({ publicKey: asked });
  return { ...plain(key), response: { attestationObject: text(key.response.attestationObject), clientDataJSON: text(key.response.clientDataJSON), transports: key.response.getTransports?.() || [] } };
}

async function shown(options) {
  const key = await navigator.credentials.get({ publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: named(options.allowCredentials) } });
  const answer = key.response;
  return { ...plain(key), response: { authenticatorData: text(answer.authenticatorData), clientDataJSON: text(answer.clientDataJSON), signature: text(answer.signature), userHandle: answer.userHandle ? text(answer.userHandle) : null } };
}

const plain = (key) => ({ id: key.id, rawId: text(key.rawId), type: key.type, authenticatorAttachment: key.authenticatorAttachment, clientExtensionResults: key.getClientExtensionResults() });

function tell(button, sentence) {
  const box = button.form.querySelector("[data-passkey-problem]");
  box.querySelector("p").textContent = sentence;
  box.hidden = false;
}

document.querySelectorAll("[data-passkey]").forEach((button) => {
  button.hidden = false;
  if (!window.PublicKeyCredential) {
    button.disabled = true;
    tell(button, "This browser has no passkeys here: they need https and a name instead of a number in the address. Use an app that shows codes.");
    return;
  }
  button.addEventListener("click", async () => {
    const options = JSON.parse(document.getElementById(button.dataset.options).textContent).publicKey;
    try {
      const answer = button.dataset.passkey === "create" ? await created(options) : await shown(options);
      document.getElementById(button.dataset.answer).value = JSON.stringify(answer);
      button.form.submit();
    } catch (error) {
      tell(button, error.name === "NotAllowedError" ? "It was cancelled, or took too long. Try again." : error.name === "InvalidStateError" ? "This device holds a passkey of this login already." : "The device or the address of this site cannot do it. Use an app that shows codes.");
    }
  });
});

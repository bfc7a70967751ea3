// Fills a form with a passkey's answer. Without this file the form stays hidden, and other ways in are there.
"use strict";
const decode = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const encode = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const named = (list) => (list || []).map((one) => ({ ...one, id: decode(one.id) }));
const create = (o) => ({
  ...o,
  challenge: decode(o.challenge),
  user: { ...o.user, id: decode(o.user.id) },
  excludeCredentials: named(o.excludeCredentials),
});
const get = (o) => ({ ...o, challenge: decode(o.challenge), allowCredentials: named(o.allowCredentials) });

async function ask(form) {
  const options = JSON.parse(form.dataset.options);
  const found = options.user
    ? await navigator.credentials.create({ publicKey: create(options) })
    : await navigator.credentials.get({ publicKey: get(options) });
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (found.response[name]) response[name] = encode(found.response[name]);
  return JSON.stringify({ id: found.id, rawId: encode(found.rawId), type: found.type, response });
}

if (window.PublicKeyCredential)
  for (const form of document.querySelectorAll("form[data-options]")) {
    const problem = form.querySelector("[data-problem]");
    form.hidden = false;
    document.querySelector("[data-without-passkeys]")?.remove();
    form.addEventListener("submit", async (event) => {
      // What is missing is said by the server, before the device keeps a key that nobody knows.
      if (form.elements.answer.value || !form.checkValidity()) return;
      event.preventDefault();
      event.stopPropagation();
      problem.hidden = true;
      try {
        form.elements.answer.value = await ask(form);
        form.requestSubmit();
      } catch {
        problem.hidden = false;
      }
    });
  }
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-options]")) form.elements.answer.value = "";
});

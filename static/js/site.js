// Nothing here is needed: it only spares a second press and a search for what went wrong.
"use strict";
document.querySelector(".errors")?.focus();
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  for (const button of form.querySelectorAll("button:not([type=button])")) button.setAttribute("aria-disabled", "true");
});
addEventListener("pageshow", () => {
  // Back from the next page, the form can be sent again.
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
  }
});
const opener = document.querySelector("[data-opens]");
if (opener) {
  // What it opens is loaded at the first press, never before.
  opener.hidden = false;
  opener.addEventListener("click", async () => (await import(opener.dataset.opens)).press(opener));
}

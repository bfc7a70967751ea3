// What is typed is kept as it is, a moment after and when the page is left: on another device it is there again.
"use strict";
const form = document.querySelector("[data-keeps] form");
const said = document.querySelector("[data-kept]");
const PAUSE = 2500, PATIENCE = 3000;
let waiting = 0;
let going = null;
const send = async () => {
  const typed = new FormData(form);
  typed.set("keep", "1");
  try {
    const answer = await fetch(location.pathname, { method: "POST", body: new URLSearchParams(typed), keepalive: true });
    said.textContent = answer.status === 204 ? said.dataset.kept : said.dataset.refused;
  } catch {
    said.textContent = said.dataset.lost;
  }
  going = null;
};
const keep = () => {
  clearTimeout(waiting);
  if (waiting && !form.dataset.sent) going = send();
  waiting = 0;
};
form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(keep, PAUSE);
});
form.addEventListener("submit", (event) => {
  clearTimeout(waiting);
  waiting = 0;
  if (!going) return;
  // What is on its way must not come after what is saved now, and stand there as if it were newer.
  event.preventDefault();
  event.stopPropagation();
  const pressed = event.submitter;
  Promise.race([going, new Promise((done) => setTimeout(done, PATIENCE))]).then(() => {
    going = null;
    form.requestSubmit(pressed);
  });
});
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keep());
addEventListener("pagehide", keep);

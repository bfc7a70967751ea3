// What is typed is kept as it is, a moment after and when the page is left: on another device it is there again.
"use strict";
const form = document.querySelector("[data-keeps] form");
const said = document.querySelector("[data-kept]");
const PAUSE = 2500;
let waiting = 0;
const keep = async () => {
  clearTimeout(waiting);
  if (!waiting || form.dataset.sent) return;
  waiting = 0;
  const typed = new FormData(form);
  typed.set("keep", "1");
  try {
    const answer = await fetch(location.pathname, { method: "POST", body: new URLSearchParams(typed), keepalive: true });
    said.textContent = answer.ok ? said.dataset.kept : said.dataset.lost;
  } catch {
    said.textContent = said.dataset.lost;
  }
};
form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(keep, PAUSE);
});
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keep());
addEventListener("pagehide", keep);

// A press at the door is shown at once, kept in this browser, and sent again until the server has it.
"use strict";
const form = document.querySelector("form[data-door]");
const bar = document.querySelector("[data-unsent]");
const came = document.querySelector("[data-came]");
const KEY = form && `door:${form.dataset.door}`;
const rows = form ? [...form.querySelectorAll("li")] : [];
const FIRST_WAIT = 2000;
const LONGEST_WAIT = 30000;
const MOST = 200;
let kept = {};
let isSending = false;
let isOut = false;
let isKeepable = true;
let wait = FIRST_WAIT;
let timer;
const keyOf = (row) => row.id.slice(2);
function load() {
  if (!isKeepable) return;
  try { kept = JSON.parse(localStorage.getItem(KEY)) || {}; } catch { isKeepable = false; /* the page alone holds them */ }
}
function save() {
  try {
    if (Object.keys(kept).length) localStorage.setItem(KEY, JSON.stringify(kept));
    else localStorage.removeItem(KEY);
  } catch { isKeepable = false; }
}
function set(row, here) {
  const button = row.querySelector("button");
  const before = button.getAttribute("aria-pressed") === "true";
  button.setAttribute("aria-pressed", here);
  button.value = `${keyOf(row)}.${here ? 0 : 1}`;
  if (came) came.textContent = Number(came.textContent) + here - before;
}
function show() {
  const count = Object.keys(kept).length;
  for (const row of rows) {
    const late = keyOf(row) in kept;
    row.classList.toggle("is-unsent", late);
    row.querySelector(".late").hidden = !late;
  }
  const [text, link] = bar.querySelectorAll("span, a");
  const { one, many, signOne, signMany } = bar.dataset;
  bar.hidden = !count;
  if (count) text.textContent = count === 1 ? one : many.replace("#", count);
  link.hidden = !isOut;
  link.href = location.pathname;
  link.textContent = count === 1 ? signOne : signMany.replace("#", count);
}
function heard(said, sent) {
  load();
  for (const [key, press] of sent) if (kept[key]?.at === press.at) delete kept[key];
  save();
  const here = new Set(said.here);
  for (const row of rows) if (!(keyOf(row) in kept)) set(row, here.has(keyOf(row)));
  if (came) came.textContent = new Set([...here, ...Object.keys(kept).filter((key) => kept[key].here)]).size;
}
async function send() {
  clearTimeout(timer);
  if (isSending) return;
  const sent = Object.entries(kept).slice(0, MOST);
  if (!sent.length) return show();
  isSending = true;
  const body = new FormData(form);
  for (const [key, press] of sent) body.append("press", `${key}.${press.here ? 1 : 0}.${Math.max(0, Date.now() - press.at)}`);
  let problem = "";
  let isHeard = false;
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout?.(LONGEST_WAIT) });
    isOut = answer.status === 400 || answer.status === 401;
    isHeard = answer.ok;
    if (answer.status === 404) problem = bar.dataset.closed;
    if (isHeard || answer.status === 409) {
      const said = await answer.json();
      problem = said.problem || (said.refused.length ? bar.dataset.refused : "");
      if (isHeard) heard(said, sent);
    }
  } catch { /* no connection: again in a while */ }
  isSending = false;
  show();
  if (problem) {
    bar.hidden = false;
    bar.querySelector("span").textContent = problem;
  }
  wait = isHeard ? FIRST_WAIT : Math.min(LONGEST_WAIT, wait * 2);
  if (Object.keys(kept).length && !isOut) timer = setTimeout(send, isHeard ? 0 : wait);
}
if (form) {
  load();
  for (const row of rows) if (keyOf(row) in kept) set(row, kept[keyOf(row)].here);
  form.addEventListener("submit", (event) => {
    if (!event.submitter) return;
    event.preventDefault();
    event.stopPropagation();
    load();
    const isForAll = "all" in event.submitter.dataset;
    const here = isForAll || event.submitter.getAttribute("aria-pressed") !== "true";
    for (const row of isForAll ? rows : [event.submitter.closest("li")]) {
      kept[keyOf(row)] = { here, at: Date.now() };
      set(row, here);
    }
    save();
    show();
    send();
  });
  addEventListener("online", send);
  document.addEventListener("visibilitychange", send);
  send();
}
const finder = document.querySelector(".finder input");
if (finder) {
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const names = rows.map((row) => plain(row.querySelector("bdi").textContent).split(/\s+/));
  finder.addEventListener("input", () => {
    const wanted = plain(finder.value).split(/\s+/).filter(Boolean);
    rows.forEach((row, n) => { row.hidden = !wanted.every((part) => names[n].some((word) => word.startsWith(part))); });
    document.querySelector("[data-nobody]").hidden = rows.some((row) => !row.hidden);
  });
}

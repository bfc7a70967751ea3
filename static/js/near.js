// The nearest first, from where the phone says that it is. The position stays in it: nothing is asked of anybody.
"use strict";
const METRES_OF_A_DEGREE = 111195;
export function press(button) {
  const status = document.querySelector("[data-near]");
  const say = (text) => { status.textContent = text; };
  say(button.dataset.asking);
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => { order(button, coords); say(button.dataset.done); },
    () => say(button.dataset.failed),
    { timeout: 15000, maximumAge: 60000 },
  );
}
function order(button, here) {
  const narrow = Math.cos((here.latitude * Math.PI) / 180);
  const rows = [...document.querySelectorAll(".cards > article")].map((card) => {
    const mark = card.querySelector("[data-at]");
    if (!mark) return { card, metres: Infinity };
    const [north, east] = mark.dataset.at.split(",").map(Number);
    const metres = METRES_OF_A_DEGREE * Math.hypot(north - here.latitude, (east - here.longitude) * narrow);
    mark.textContent = worded(button, metres);
    return { card, metres };
  });
  rows.sort((one, other) => one.metres - other.metres || 0);
  for (const { card } of rows) card.parentElement.append(card);
}
function worded(button, metres) {
  const step = metres < 1000 ? 50 : 100;
  const whole = Math.max(50, Math.round(metres / step) * step);
  if (whole < 1000) return button.dataset.metres.replace("999", whole);
  return button.dataset.kilometres.replace("#", (whole / 1000).toLocaleString(document.documentElement.lang));
}

// The map that moves. Loaded by a press of its button; the drawn map is what everybody has, and comes back.
const SIZE = 40, SMALL = 28; // pixels
let opened = null;

export async function press(button) {
  if (opened) return opened.toggle();
  button.setAttribute("aria-disabled", "true");
  const drawn = document.querySelector(".map svg");
  const address = new URL(button.dataset.pins, location.href);
  try {
    const [about] = await Promise.all([read(address), load(button.dataset)]);
    const outlines = await read(new URL(about.outlines, location.href));
    opened = open(button, drawn, address, about, outlines);
  } catch {
    const note = document.createElement("p");
    note.setAttribute("role", "alert");
    note.textContent = button.dataset.failed;
    button.after(note);
  }
  button.removeAttribute("aria-disabled");
}

async function read(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

function load({ script, style }) {
  const parts = [
    Object.assign(document.createElement("link"), { rel: "stylesheet", href: style }),
    Object.assign(document.createElement("script"), { src: script }),
  ];
  return Promise.all(
    parts.map((part) => new Promise((done, fail) => {
      part.onload = done;
      part.onerror = fail;
      document.head.append(part);
    })),
  );
}

function open(button, drawn, address, about, outlines) {
  const L = window.L, words = about.words, moves = document.createElement("div"), first = button.textContent;
  moves.className = "moving";
  moves.setAttribute("role", "region");
  moves.setAttribute("aria-label", words.map);
  drawn.after(moves);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(moves, { zoomControl: false, zoomAnimation: !still, fadeAnimation: !still, zoomSnap: 0.5, maxZoom: 19, minZoom: 11 });
  L.control.zoom({ zoomInTitle: words.nearer, zoomOutTitle: words.further }).addTo(map);
  map.attributionControl.setPrefix('<a href="https://leafletjs.com">Leaflet</a>');
  map.attributionControl.addAttribution(about.credit);
  if (about.tiles) L.tileLayer(about.tiles, { maxZoom: 19 }).addTo(map);
  const districts = outlines.features.filter((each) => each.properties.kind === "barri");
  L.geoJSON({ type: "FeatureCollection", features: districts }, {
    interactive: false,
    style: { className: "outline", weight: 1.5, fillOpacity: about.tiles ? 0 : 1 },
  }).addTo(map);
  const pins = L.layerGroup().addTo(map);
  const [west, south, east, north] = about.box;
  // Whoever opens it sees what was asked for already; only who moves it asks again.
  let last = 0, isPlaced = true;

  function draw(found) {
    pins.clearLayers();
    for (const pin of apart(found)) pins.addLayer(mark(pin));
  }

  // Those that would cover each other become one: a finger must be able to pick each.
  function apart(found) {
    const kept = [];
    for (const pin of found) {
      const point = map.latLngToLayerPoint(pin.at);
      const near = kept.find((each) => Math.max(Math.abs(each.point.x - point.x), Math.abs(each.point.y - point.y)) < SIZE);
      if (!near) kept.push({ ...pin, point });
      else {
        near.names = near.names.length && pin.names.length ? [...near.names, ...pin.names] : [];
        near.count += pin.count;
        near.label = words.many.replace("#", near.count);
      }
    }
    return kept;
  }

  function mark(pin) {
    const size = pin.count === 1 ? SMALL : SIZE;
    const icon = L.divIcon({ className: "pin", iconSize: [size, size], html: pin.count > 1 ? String(pin.count) : "" });
    const marker = L.marker(pin.at, { icon, title: pin.label });
    marker.on("add", () => marker.getElement().setAttribute("aria-label", pin.label));
    if (pin.names.length) return marker.bindPopup(() => list(pin.names));
    const nearer = () => map.setView(pin.at, map.getZoom() + 2);
    return marker.on("click", nearer).on("keypress", (event) => event.originalEvent.key === "Enter" && nearer());
  }

  function list(names) {
    const items = document.createElement("ul");
    for (const [name, href] of names) {
      const link = Object.assign(document.createElement("a"), { href, textContent: name, dir: "auto" });
      items.append(document.createElement("li"));
      items.lastChild.append(link);
    }
    return items;
  }

  map.on("moveend", async () => {
    if (isPlaced) return;
    const turn = ++last, box = map.getBounds(), view = new URL(address);
    const edges = { oest: box.getWest(), sud: box.getSouth(), est: box.getEast(), nord: box.getNorth() };
    for (const [name, degrees] of Object.entries(edges)) view.searchParams.set(name, degrees.toFixed(5));
    try {
      const found = await read(view);
      // What was asked for before the last move is of another view.
      if (turn === last) draw(found.pins);
    } catch {
      // The pins of the view before stay.
    }
  });
  map.on("popupopen", (event) => {
    const close = event.popup.getElement().querySelector(".leaflet-popup-close-button");
    close?.setAttribute("aria-label", words.close);
    event.popup.getElement().querySelector("a[href]:not(.leaflet-popup-close-button)")?.focus();
  });

  function toggle() {
    const isMoving = drawn.toggleAttribute("hidden");
    moves.hidden = !isMoving;
    button.textContent = isMoving ? words.back : first;
    if (isMoving) {
      isPlaced = true;
      map.invalidateSize({ animate: false });
      map.fitBounds([[south, west], [north, east]], { animate: false });
      isPlaced = false;
      last++;
      draw(about.pins);
      moves.focus();
    }
  }
  map.setView([(south + north) / 2, (west + east) / 2], 13);
  toggle();
  return { toggle };
}

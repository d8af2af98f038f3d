// The map of a field of places. The field's GeoJSON, in its textarea, is what counts: the map writes it and reads it.
import { control, geoJSON, GridLayer, latLngBounds, Map as LeafletMap, tileLayer } from "leaflet/dist/leaflet-src.esm.js";
import { Drawing, MODES } from "./drawing.js";

/** Metropolitan France. */
const FRANCE = [[41.3, -5.2], [51.1, 9.6]];
/** Changes that can be undone. */
const REMEMBERED = 100;

const shown = new WeakMap();
let styled = null;

/** Shows the map of a field, or shows it again as the field is now. */
export async function show(stage) {
  const known = shown.get(stage);
  if (known) return known.refresh?.();
  shown.set(stage, {});
  await (styled ??= style(stage.dataset.style));
  stage.hidden = false;
  shown.set(stage, new PlaceMap(stage));
}

function style(address) {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
  document.head.append(link);
  return new Promise((done) => link.addEventListener("load", done, { once: true }));
}

/** A plain grid, where there are no pictures. */
const Grid = GridLayer.extend({
  createTile() {
    const tile = document.createElement("div");
    tile.className = "app-map__grid";
    return tile;
  },
});

class PlaceMap {
  constructor(stage) {
    this.stage = stage;
    this.past = [];
    this.text = document.getElementById(`${stage.dataset.field}-geojson`).value;
    this.map = createMap(stage);
    const holds = (shape) => stage.dataset.shapes.split(" ").includes(shape);
    this.drawing = new Drawing(this.map, stage, MODES.filter((mode) => holds(mode.shape)), {
      changed: () => this.write(),
      said: (key) => this.say(key),
      moved: () => this.buttons(),
    });
    this.still = geoJSON(null, { style: () => ({ className: "app-map__still" }), interactive: false }).addTo(this.map);
    stage.querySelector(".app-map__tools").addEventListener("click", (event) => this.press(event.target.closest("button")));
    this.canvas.addEventListener("keydown", (event) => this.key(event));
    this.draw();
    this.fit();
    this.buttons();
  }

  get canvas() {
    return this.stage.querySelector(".app-map__canvas");
  }

  /** It may have been drawn again since. */
  get textarea() {
    return document.getElementById(`${this.stage.dataset.field}-geojson`);
  }

  /** The inputs of the features, which say the same as the map. */
  get rows() {
    const name = `${this.textarea.name}/features/`;
    return [...this.textarea.form.elements].filter((input) => input.name.startsWith(name));
  }

  /** The answer as its text says; `null` when it can't be read. */
  read() {
    if (this.text.trim() === "") return { type: "FeatureCollection", features: [] };
    try {
      const value = JSON.parse(this.text);
      return Array.isArray(value.features) ? value : null;
    } catch {
      return null;
    }
  }

  /** Puts the answer on the map. */
  draw() {
    const value = this.read() ?? { features: [] };
    this.features = value.features;
    this.still.clearLayers();
    this.ids = this.drawing.load(this.features);
    // What is too rich to be changed with the hand is still seen.
    const still = this.features.filter((feature, at) => this.ids[at] === null && feature.geometry?.coordinates?.length > 0);
    still.filter((feature) => typeof feature.geometry.coordinates !== "string").forEach((feature) => this.still.addData(feature));
  }

  /** Looks where the features are, else where the field says. */
  fit() {
    const { centre, zoom } = this.stage.dataset;
    const bounds = this.drawing.bounds(latLngBounds([]));
    if (this.still.getLayers().length > 0) bounds.extend(this.still.getBounds());
    if (bounds.isValid()) {
      this.map.fitBounds(bounds.pad(0.2), { maxZoom: 17 });
    } else if (centre) {
      const [longitude, latitude] = centre.split(" ").map(Number);
      this.map.setView([latitude, longitude], Number(zoom));
    } else {
      this.map.fitBounds(FRANCE);
    }
  }

  /** The page was drawn again, or its text was changed. */
  refresh() {
    if (!this.textarea.hasAttribute("data-unsaved")) this.rows.forEach((input) => (input.disabled = false));
    if (this.textarea.value === this.text || this.drawing.busy) return;
    this.remember();
    this.text = this.textarea.value;
    this.draw();
    this.buttons();
  }

  /** Writes what is drawn in the text: each feature in its place, the new ones after. */
  write() {
    const drawn = this.drawing.geometries();
    const kept = this.features.filter((feature, at) => this.ids[at] === null || drawn.has(this.ids[at]));
    const ids = this.ids.filter((id) => id === null || drawn.has(id));
    const features = kept.map((feature, at) => (ids[at] === null ? feature : { ...feature, geometry: drawn.get(ids[at]) }));
    for (const [id, geometry] of drawn) {
      if (ids.includes(id)) continue;
      features.push({ type: "Feature", geometry, properties: {} });
      ids.push(id);
    }
    const same = JSON.stringify(features) === JSON.stringify(this.features);
    [this.features, this.ids] = [features, ids];
    if (same) return;
    this.remember();
    this.put(features.length === 0 ? "" : JSON.stringify({ type: "FeatureCollection", features }));
  }

  remember() {
    this.past.push(this.text);
    if (this.past.length > REMEMBERED) this.past.shift();
  }

  put(text) {
    this.text = text;
    const textarea = this.textarea;
    textarea.value = text;
    // Until the page follows, what its rows hold is out of date; what was typed in one and not yet saved is not.
    this.rows.filter((input) => !input.hasAttribute("data-unsaved")).forEach((input) => (input.disabled = true));
    textarea.dispatchEvent(new Event("change", { bubbles: true }));
  }

  undo() {
    if (this.drawing.undo()) return this.say("undone");
    if (this.past.length === 0) return;
    this.put(this.past.pop());
    this.draw();
    this.say("undone");
  }

  press(button) {
    const tool = button?.dataset.tool;
    if (!tool) return;
    if (tool === "undo") this.undo();
    else if (tool === "place") this.place();
    else if (tool === "finish") this.drawing.finish();
    else if (tool === "delete") this.drawing.remove();
    else this.drawing.use(this.drawing.tool === tool ? null : tool);
    this.buttons();
  }

  place() {
    this.drawing.place();
    if (!this.drawing.isOver) this.say("placed");
  }

  key(event) {
    if (event.target !== this.canvas || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && this.drawing.draws) {
      event.preventDefault();
      this.place();
    } else if (event.key === "Escape" && this.drawing.tool && !this.drawing.busy) {
      this.drawing.use(null);
    }
    this.buttons();
  }

  /** Which buttons are there, and which is pressed. */
  buttons() {
    const { tool, draws, selected, busy } = this.drawing;
    this.stage.classList.toggle("app-map__stage--draws", draws);
    for (const button of this.stage.querySelectorAll("[data-tool]")) {
      const name = button.dataset.tool;
      if (button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", String(tool === name));
      if (name === "place") hide(button, !draws);
      if (name === "finish") hide(button, !draws || tool === "Point");
      if (name === "delete") hide(button, !selected);
      if (name === "undo") button.disabled = this.past.length === 0 && !busy;
    }
  }

  say(key) {
    const status = this.stage.querySelector(".app-map__status");
    status.textContent = status.dataset[key] ?? "";
  }
}

/** The focus does not fall into nothing with a button that goes away. */
function hide(button, hidden) {
  if (hidden && document.activeElement === button) button.parentElement.querySelector("[data-tool]").focus();
  button.hidden = hidden;
}

function createMap(stage) {
  const { tiles, attribution, zoomIn, zoomOut } = stage.dataset;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = new LeafletMap(stage.querySelector(".app-map__canvas"), {
    zoomControl: false,
    attributionControl: false,
    scrollWheelZoom: false,
    zoomAnimation: !calm,
    fadeAnimation: !calm,
    markerZoomAnimation: !calm,
    inertia: !calm,
    maxZoom: 20,
    maxBounds: [[-90, -180], [90, 180]],
  });
  // The map is where a key has moved it at once: the next key may put a point there.
  if (calm) map.panBy = (offset, options) => LeafletMap.prototype.panBy.call(map, offset, { ...options, animate: false });
  control.zoom({ zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(map);
  control.scale({ imperial: false }).addTo(map);
  if (tiles) {
    tileLayer(tiles, { maxZoom: 20, attribution }).addTo(map);
    if (attribution) control.attribution({ prefix: false }).addTo(map).addAttribution("");
  } else {
    new Grid().addTo(map);
  }
  // The wheel moves the page until one works on the map.
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
  return map;
}

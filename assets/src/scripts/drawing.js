// What is drawn with the hand on a map: terra-draw, and what it needs here.
import * as leaflet from "leaflet/dist/leaflet-src.esm.js";
import {
  TerraDraw,
  TerraDrawLineStringMode,
  TerraDrawModeUndoRedo,
  TerraDrawPointMode,
  TerraDrawPolygonMode,
  TerraDrawSelectMode,
  ValidateNotSelfIntersecting,
} from "terra-draw";
import { TerraDrawLeafletAdapter } from "terra-draw-leaflet-adapter";

/** A shape with more positions is seen, not changed by hand. */
const BY_HAND = 500;
/** No key of a keyboard: only our button finishes. */
const FINISH = "GuichetFinish";

/** What can be drawn: the shape in GeoJSON and the mode of terra-draw. */
export const MODES = [
  { shape: "Point", mode: "point", Mode: TerraDrawPointMode },
  { shape: "LineString", mode: "linestring", Mode: TerraDrawLineStringMode },
  { shape: "Polygon", mode: "polygon", Mode: TerraDrawPolygonMode },
];

/** The order of what lies over what, without the style sheets in the page that our security policy forbids. */
class Adapter extends TerraDrawLeafletAdapter {
  createPaneStyleSheet(name, order) {
    const pane = this._map.getPane(name) ?? this._map.createPane(name);
    pane.style.zIndex = order + 600;
    return { remove: () => {} };
  }
}

export class Drawing {
  /** `told`: what the owner hears of: `changed()`, `said(key)`, `moved()`. */
  constructor(map, stage, modes, told) {
    Object.assign(this, { map, modes, told, tool: null, selected: null, isOver: true });
    const colours = coloursOf(stage);
    this.draw = new TerraDraw({
      adapter: new Adapter({ lib: leaflet, map, coordinatePrecision: 7 }),
      modes: [...MODES.map((mode) => modeOf(mode, colours)), selectMode(colours)],
      undoRedo: { modeLevel: new TerraDrawModeUndoRedo() },
    });
    this.draw.start();
    this.rest();
    this.draw.on("finish", (id, { action }) => this.finished(action));
    this.draw.on("select", (id) => this.select(id));
    this.draw.on("deselect", () => this.select(null));
    this.draw.on("change", (ids, type) => type === "delete" && this.tool === "select" && queueMicrotask(() => this.told.changed()));
  }

  /** Whether a press on the map adds a point. */
  get draws() {
    return this.tool !== null && this.tool !== "select";
  }

  /** Whether something is half drawn. */
  get busy() {
    return this.draw.getModeState() === "drawing";
  }

  /** Shows these features in the place of the former ones. Gives the id of each, `null` for those that stay as they are. */
  load(features) {
    const tool = this.tool;
    this.select(null);
    this.rest();
    this.draw.clear();
    const ids = features.map((feature) => this.add(feature));
    if (tool) this.use(tool);
    return ids;
  }

  add(feature) {
    const found = MODES.find(({ shape }) => shape === feature.geometry?.type);
    const { coordinates } = feature.geometry ?? {};
    if (!found || !Array.isArray(coordinates) || !fits(found.shape, coordinates)) return null;
    const id = this.draw.getFeatureId();
    const geometry = { type: found.shape, coordinates: rounded(coordinates) };
    const [added] = this.draw.addFeatures([{ type: "Feature", id, geometry, properties: { mode: found.mode } }]);
    return added.valid ? id : null;
  }

  /** The finished shapes, by id. */
  geometries() {
    const own = ({ properties }) => MODES.some(({ mode }) => mode === properties.mode) && !properties.currentlyDrawing;
    const helps = ({ properties }) => properties.coordinatePoint || properties.closingPoint || properties.snappingPoint;
    const finished = this.draw.getSnapshot().filter((feature) => own(feature) && !helps(feature));
    return new Map(finished.map(({ id, geometry }) => [id, geometry]));
  }

  bounds(bounds) {
    for (const geometry of this.geometries().values()) bounds.extend(leaflet.geoJSON(geometry).getBounds());
    return bounds;
  }

  /** Takes a tool: a shape to draw, `select`, or `null` for none. */
  use(tool) {
    this.select(null);
    this.tool = tool;
    this.isOver = true;
    if (tool === null) this.rest();
    else this.draw.setMode(MODES.find(({ shape }) => shape === tool)?.mode ?? "select");
    this.map.doubleClickZoom[tool === null ? "enable" : "disable"]();
    const help = { select: "select", Point: "point" }[tool] ?? "more";
    this.told.said(tool === null ? "idle" : help);
    this.told.moved();
  }

  rest() {
    this.draw.setMode("static");
  }

  /** Adds a point at the centre of the map, as a press there would. */
  place() {
    const canvas = this.map.getContainer();
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const at = { clientX: left + width / 2, clientY: top + height / 2, isPrimary: true, bubbles: true, cancelable: true };
    this.isOver = false;
    for (const type of ["pointermove", "pointerdown", "pointerup"]) canvas.dispatchEvent(new PointerEvent(type, { ...at, button: 0 }));
    this.told.moved();
  }

  finish() {
    if (!this.busy) return this.use(null);
    const canvas = this.map.getContainer();
    // Terra-draw hears keys of what has the focus.
    for (const type of ["keydown", "keyup"]) canvas.dispatchEvent(new KeyboardEvent(type, { key: FINISH, bubbles: true, cancelable: true }));
    if (this.busy) this.told.said("crossing");
  }

  finished(action) {
    if (action === "draw") {
      this.use(null);
      this.isOver = true;
    }
    this.told.changed();
    this.told.moved();
  }

  select(id) {
    if (this.selected === id) return;
    this.selected = id;
    this.told.said(id === null ? "select" : "selected");
    this.told.moved();
  }

  /** Takes the selected shape away. */
  remove() {
    const id = this.selected;
    if (id === null) return;
    this.draw.deselectFeature(id);
    this.draw.removeFeatures([id]);
    this.told.changed();
  }

  /** Takes the last point of what is half drawn away; `false` when nothing is. */
  undo() {
    return this.busy && this.draw.canUndo() && this.draw.undo();
  }
}

function coloursOf(stage) {
  const style = getComputedStyle(stage);
  const read = (name) => hex(style.getPropertyValue(name).trim());
  return { line: read("--brand"), point: read("--focus"), edge: read("--raised") };
}

/** `#0af` → `#00aaff`. */
const hex = (colour) => (/^#\w{3}$/.test(colour) ? colour.replace(/\w/g, "$&$&") : colour);

function modeOf({ mode, Mode }, { line, point, edge }) {
  const closing = { closingPointColor: point, closingPointOutlineColor: edge, closingPointWidth: 7, closingPointOutlineWidth: 2 };
  const styles = {
    point: { pointColor: line, pointWidth: 8, pointOutlineColor: edge, pointOutlineWidth: 2 },
    linestring: { lineStringColor: line, lineStringWidth: 4, ...closing },
    polygon: { fillColor: line, fillOpacity: 0.25, outlineColor: line, outlineWidth: 3, ...closing },
  }[mode];
  const checks = mode === "polygon" && { validation: (feature, { updateType }) => (updateType === "finish" ? ValidateNotSelfIntersecting(feature) : { valid: true }) };
  return new Mode({ styles, keyEvents: { cancel: "Escape", finish: FINISH }, ...checks });
}

function selectMode({ line, point, edge }) {
  const coordinates = { draggable: true, midpoints: true, deletable: true };
  const shape = { feature: { draggable: true, coordinates } };
  return new TerraDrawSelectMode({
    flags: { point: { feature: { draggable: true } }, linestring: shape, polygon: { feature: { ...shape.feature, selfIntersectable: false } } },
    keyEvents: { deselect: "Escape", delete: "Delete", rotate: null, scale: null },
    styles: {
      selectedPointColor: point,
      selectedPointWidth: 9,
      selectedPointOutlineColor: edge,
      selectedPointOutlineWidth: 2,
      selectedLineStringColor: point,
      selectedLineStringWidth: 4,
      selectedPolygonColor: point,
      selectedPolygonFillOpacity: 0.25,
      selectedPolygonOutlineColor: point,
      selectedPolygonOutlineWidth: 3,
      selectionPointColor: point,
      selectionPointWidth: 8,
      selectionPointOutlineColor: edge,
      selectionPointOutlineWidth: 2,
      midPointColor: line,
      midPointWidth: 6,
      midPointOutlineColor: edge,
      midPointOutlineWidth: 2,
    },
  });
}

/** A shape that a hand can change: one outline, not too many positions. */
function fits(shape, coordinates) {
  if (shape === "Point") return coordinates.length === 2;
  if (shape === "LineString") return coordinates.length > 1 && coordinates.length <= BY_HAND;
  return coordinates.length === 1 && coordinates[0].length > 3 && coordinates[0].length <= BY_HAND;
}

/** Terra-draw refuses more decimals than it draws with. */
function rounded(coordinates) {
  return Array.isArray(coordinates) ? coordinates.map(rounded) : Math.round(coordinates * 1e7) / 1e7;
}

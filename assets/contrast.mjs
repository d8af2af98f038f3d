// Computes the contrast of every pair of colours that carries a text (4.5) or the limits of a control (3), in both
// themes, from the tokens themselves (WCAG 2.2, 1.4.3 and 1.4.11). Exits 1 when a pair falls short.
import { readFileSync } from "node:fs";

const tokens = readFileSync(new URL("src/styles/_tokens.scss", import.meta.url), "utf8");
const [, light, dark] = [...tokens.matchAll(/:root \{([^}]*)\}/g)].reduce((found, match) => [...found, match[1]], [null]);
const read = (block) => Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{3,6});/g)].map((pair) => pair.slice(1)));
const themes = { light: read(light), dark: { ...read(light), ...read(dark) } };

const SURFACES = ["bg", "sunk", "raised"];
const SOFT = ["error", "success", "warning", "info", "violet", "neutral"];
const TEXT = [
  ...["text", "muted", "link", "link-visited", "brand", "brand-strong", "error", "success"].flatMap((ink) => SURFACES.map((on) => [ink, on])),
  ...SOFT.map((tone) => [tone, `${tone}-soft`]),
  ...["brand-soft", "info-soft", "success-soft", "error-soft", "neutral-soft", "hover"].map((on) => ["text", on]),
  ...["brand-soft", "neutral-soft", "hover"].map((on) => ["muted", on]),
  ...["brand", "brand-strong", "link"].map((ink) => [ink, "brand-soft"]),
  ["link", "hover"],
  ["on-brand", "brand"],
  ["on-brand", "brand-strong"],
  ["focus-text", "focus-fill"],
];
const LIMITS = ["control", "brand", "focus", "error"].flatMap((ink) => SURFACES.map((on) => [ink, on]));

function luminance(hex) {
  const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit) : hex.slice(1).match(/../g);
  const [red, green, blue] = digits.map((pair) => {
    const value = parseInt(pair, 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [dim, bright] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dim + 0.05);
}

let short = 0;
for (const [theme, colours] of Object.entries(themes)) {
  for (const [pairs, least] of [[TEXT, 4.5], [LIMITS, 3]]) {
    const measured = pairs.map(([ink, on]) => ({ ink, on, value: contrast(colours[ink], colours[on]) }));
    const failing = measured.filter(({ value }) => value < least);
    failing.forEach(({ ink, on, value }) => console.log(`${theme}: ${ink} on ${on}: ${value.toFixed(2)} < ${least}`));
    const lowest = measured.reduce((low, pair) => (pair.value < low.value ? pair : low));
    console.log(`${theme}: ${pairs.length} pairs, at least ${least}: lowest ${lowest.value.toFixed(2)} (${lowest.ink} on ${lowest.on})`);
    short += failing.length;
  }
}
process.exit(short === 0 ? 0 : 1);

// Builds assets/dist: one style sheet and one script for every page, those of maps apart, the typeface and the icon, each named after its content so that
// browsers may keep it for ever, and manifest.json from plain names to those.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { extname, basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "..");
const dist = join(here, "dist");
const typeface = join(root, "node_modules/@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next");
const manifest = {};

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

function keep(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const extension = extname(name);
  const hashed = `${basename(name, extension)}-${hash}${extension}`;
  writeFileSync(join(dist, hashed), content);
  manifest[name] = hashed;
  const size = extension === ".woff2" ? content.length : gzipSync(content, { level: 9 }).length;
  console.log(`${hashed.padEnd(34)} ${(size / 1000).toFixed(1).padStart(6)} kB on the wire`);
}

keep("text.woff2", readFileSync(`${typeface}-latin-wght-normal.woff2`));
keep("text-ext.woff2", readFileSync(`${typeface}-latin-ext-wght-normal.woff2`));
keep("favicon.svg", readFileSync(join(here, "src/favicon.svg")));

for (const name of ["guichet", "map"]) {
  const styles = sass.compile(join(here, `src/styles/${name}.scss`), {
    loadPaths: [root, join(root, "node_modules")],
    quietDeps: true,
  });
  const named = styles.css.replace(/url\("(text[^"]*)"\)/g, (_, name) => `url("/assets/${manifest[name]}")`);
  const css = await esbuild.transform(named, { loader: "css", minify: true, target: ["es2022", "safari16"], legalComments: "none" });
  keep(`${name}.css`, Buffer.from(css.code));
  const script = await esbuild.build({
    entryPoints: [join(here, `src/scripts/${name}.js`)],
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2022", "safari16"],
    legalComments: "none",
    write: false,
  });
  keep(`${name}.js`, Buffer.from(script.outputFiles[0].contents));
}

// The packages' licences ask to go with every copy of their work.
const borrowed = ["@fontsource-variable/atkinson-hyperlegible-next", "@github/combobox-nav", "@ministryofjustice/frontend", "govuk-frontend", "htmx.org", "leaflet", "terra-draw", "terra-draw-leaflet-adapter"];
const licences = borrowed.map((name) => {
  const folder = join(root, "node_modules", name);
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const { version, license, homepage } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const terms = file ? readFileSync(join(folder, file), "utf8") : `Copyright of its authors, ${homepage}`;
  return `${name} ${version}, licence ${license}\n\n${terms}\n`;
});
writeFileSync(join(dist, "licences.txt"), licences.join("\n"));

writeFileSync(join(dist, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);

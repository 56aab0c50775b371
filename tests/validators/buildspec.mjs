// Holds buildspecs against buildspec.schema.json: node buildspec.mjs FILE...  Prints a finding a line; exits 1 where there is one.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { parseDocument } from 'yaml';

const schema = JSON.parse(readFileSync(new URL('buildspec.schema.json', import.meta.url)));
const validate = new Ajv({ allErrors: true }).compile(schema);
let findings = 0;
const report = (text) => { findings++; console.log(text); };

for (const file of process.argv.slice(2)) {
  const document = parseDocument(readFileSync(file, 'utf8'));
  for (const problem of [...document.errors, ...document.warnings]) report(`${file}: ${problem.message}`);
  if (!validate(document.toJS())) for (const error of validate.errors) report(`${file}: ${error.instancePath || '/'} ${error.message}`);
}
process.exit(findings ? 1 : 0);

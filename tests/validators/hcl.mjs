// Parses HCL as Terraform's own parser does (compiled to WebAssembly): node hcl.mjs FILE...  Prints everything as one JSON object, by file.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import hcl from '@cdktf/hcl2json';

const parsed = {};
for (const file of process.argv.slice(2)) parsed[basename(file)] = await hcl.parse(file, readFileSync(file, 'utf8'));
console.log(JSON.stringify(parsed));

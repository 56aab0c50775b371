// Holds CloudFormation templates against the schemas of AWS and against Guard rules: node cloudformation.mjs RULES_FOLDER SAMPLES FILE...
// Each file is looked at twice: as its defaults are, and with the values of SAMPLES (JSON, "<template>.<Parameter>": "value").
// Prints a finding a line; exits 1 where there is one.
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createRequire } from 'node:module';

const { CelEngine, RuleFile, TemplateFile } = createRequire(import.meta.url)('@aws/cloudformation-validate');
const [rules, samplesFile, ...files] = process.argv.slice(2);
const samples = JSON.parse(readFileSync(samplesFile));
const engine = new CelEngine({ guardRules: readdirSync(rules).filter((x) => x.endsWith('.guard')).sort().map((x) => new RuleFile(join(rules, x))) });
// What cannot be told from defaults: an empty default stands for "not given", which a condition answers.
const onlyWithValues = ['F3031', 'F3033', 'E3019'];
const found = new Set();

for (const file of files) {
  const template = basename(file).replace(/\.ya?ml$/, '');
  const values = Object.fromEntries(Object.entries(samples).filter(([x]) => x.startsWith(`${template}.`)).map(([x, y]) => [x.slice(template.length + 1), y]));
  for (const [config, passes] of [[{ exclude: { ids: onlyWithValues } }, 'defaults'], [{ parameterOverrides: values }, 'samples']]) {
    const report = engine.validateStandard(new TemplateFile(file), { strict: true, severityLevel: 'WARN', ...config });
    if (report.status !== 'OK') found.add(`${file}: ${report.status} with ${passes}`);
    for (const x of report.diagnostics) {
      found.add(`${file}:${x.startLine ?? 0}: ${x.ruleId} ${x.entity?.logicalId ?? ''} ${x.propertyPath ?? ''} ${x.message}`);
    }
  }
}
engine.free();
for (const line of found) console.log(line);
process.exit(found.size ? 1 : 0);

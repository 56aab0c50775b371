// Holds CloudFormation templates against the schemas of AWS and against rules of cfn-guard:
//   node cloudformation.mjs RULES_FOLDER SAMPLES FILE...
// The schemas look at each file twice: as its defaults are, and with the values of SAMPLES (JSON, "<template>.<Parameter>": "value").
// Prints a finding a line; exits 1 where there is one.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const { CelEngine, TemplateFile } = require('@aws/cloudformation-validate');
const [rules, samplesFile, ...files] = process.argv.slice(2);
const samples = JSON.parse(readFileSync(samplesFile));
// What cannot be told from defaults: an empty default stands for "not given", which a condition answers.
const onlyWithValues = ['F3031', 'F3033', 'E3019'];
// Each template has it, because whoever deploys passes it to each.
const unused = { ruleId: 'W2001', logicalId: 'Environment' };
const found = new Set();

function schemas(engine, file) {
  const template = basename(file).replace(/\.ya?ml$/, '');
  const values = Object.fromEntries(
    Object.entries(samples).filter(([x]) => x.startsWith(`${template}.`)).map(([x, y]) => [x.slice(template.length + 1), y]));
  const passes = [{ exclude: { ids: onlyWithValues, logicalIds: [unused] } }, { exclude: { logicalIds: [unused] }, parameterOverrides: values }];
  for (const config of passes) {
    const report = engine.validateStandard(new TemplateFile(file), { strict: true, severityLevel: 'WARN', ...config });
    if (report.status !== 'OK') found.add(`${file}: ${report.status}`);
    for (const x of report.diagnostics)
      found.add(`${file}:${x.startLine ?? 0}: ${x.ruleId} ${x.entity?.logicalId ?? ''} ${x.propertyPath ?? ''} ${x.message}`);
  }
}

function guard(file) {
  const system = { linux: 'ubuntu', darwin: 'macos' }[process.platform];
  const architecture = { x64: 'x86_64', arm64: 'aarch64' }[process.arch];
  const folder = dirname(require.resolve('@cdklabs/cdk-validator-cfnguard/package.json'));
  const run = spawnSync(join(folder, 'bin', system, architecture, 'cfn-guard'), ['validate', '--rules', rules, '--data', file, '--show-summary', 'fail'],
    { encoding: 'utf8' });
  if (run.status === 0) return;
  const failed = [...(run.stdout ?? '').matchAll(/^\S+\/([A-Z_]+)\s+FAIL$/gm)].map((x) => x[1]);
  for (const rule of failed) found.add(`${file}: ${rule}`);
  if (failed.length === 0) found.add(`${file}: cfn-guard: ${run.error ?? run.stderr}`);
}

const engine = new CelEngine();
for (const file of files) {
  schemas(engine, file);
  guard(file);
}
engine.free();
for (const line of found) console.log(line);
process.exit(found.size ? 1 : 0);

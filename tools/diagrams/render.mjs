// Renders Mermaid sources to SVG: node render.mjs [--check] FILE.mmd...
// --check writes nothing and exits 1 where an SVG is missing, stale or shows other text than its source gives.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const library = new URL('../../tests/validators/node_modules/mermaid/dist/mermaid.min.js', import.meta.url);
const browser = process.env.CHROMIUM ?? 'chromium-headless-shell';
const check = process.argv[2] === '--check';
const files = process.argv.slice(check ? 3 : 2);

function page(source, id) {
  // The text of a diagram must survive viewers that draw no HTML inside of an SVG, hence htmlLabels: false.
  const options = { startOnLoad: false, theme: 'neutral', htmlLabels: false, flowchart: { htmlLabels: false }, deterministicIds: true };
  return `<!doctype html><meta charset="utf-8"><body><script src="${pathToFileURL(fileURLToPath(library))}"></script><script>
    mermaid.initialize(${JSON.stringify(options)});
    mermaid.render(${JSON.stringify(id)}, ${JSON.stringify(source)})
      .then(x => { document.body.innerHTML = x.svg; document.body.dataset.state = 'drawn'; })
      .catch(e => { document.body.dataset.state = 'failed'; document.body.textContent = e.message; });
  </script>`;
}

function render(file) {
  const folder = mkdtempSync(join(tmpdir(), 'diagram-'));
  try {
    const source = readFileSync(file, 'utf8');
    const html = join(folder, 'page.html');
    writeFileSync(html, page(source, basename(file, '.mmd')));
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--virtual-time-budget=20000', `--user-data-dir=${folder}`, '--dump-dom'];
    const dom = execFileSync(browser, [...flags, pathToFileURL(html).href], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 120000, maxBuffer: 1 << 26 });
    const svg = /<body data-state="drawn">(<svg[\s\S]*<\/svg>)/.exec(dom)?.[1];
    if (!svg) throw new Error(/<body data-state="failed">([\s\S]*?)<\/body>/.exec(dom)?.[1] ?? 'nothing was drawn');
    const hash = createHash('sha256').update(source).digest('hex');
    return svg.replace(/<br>/g, '<br/>').replace('<svg ', `<svg data-source-sha256="${hash}" style="background:#fff" `).replace(/style="background:#fff" ([^>]*?)style="/, '$1style="background:#fff;') + '\n';
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const hashOf = (svg) => /data-source-sha256="([0-9a-f]+)"/.exec(svg)?.[1];
const textOf = (svg) => svg.replace(/<style>[\s\S]*?<\/style>/g, '').replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ').trim();

let findings = 0;
for (const file of files) {
  const target = file.replace(/\.mmd$/, '.svg');
  let finding = '';
  try {
    const svg = render(file);
    if (!check) {
      writeFileSync(target, svg);
      console.log(`${target}: ${svg.length} bytes`);
    } else if (!existsSync(target)) finding = 'is missing';
    else if (hashOf(readFileSync(target, 'utf8')) !== hashOf(svg)) finding = 'is not drawn from this source';
    else if (textOf(readFileSync(target, 'utf8')) !== textOf(svg)) finding = 'shows other text than its source gives';
  } catch (e) {
    finding = `cannot be drawn: ${e.message}`;
  }
  if (finding) { findings++; console.log(`${target} ${finding}; node tools/diagrams/render.mjs ${file}`); }
}
process.exit(findings || files.length === 0 ? 1 : 0);

// Images a second of onnxruntime-node, then the predicted classes as digits, one line each:
//   measure.js MODEL.onnx IMAGES.gz BATCH THREADS, or --installed to see whether it loads.
const fs = require('fs');
const zlib = require('zlib');
const ort = require('onnxruntime-node');

const HEADER = 16;
const PIXELS = 28 * 28;
const CLASSES = 10;

async function main([model, images, batchText, threadsText]) {
  const batch = Number(batchText);
  const session = await ort.InferenceSession.create(model, {
    intraOpNumThreads: Number(threadsText),
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
  });
  const pixels = new Uint8Array(zlib.gunzipSync(fs.readFileSync(images))).subarray(HEADER);
  const count = pixels.length / PIXELS;
  const run = async (first) => {
    const size = Math.min(batch, count - first);
    const slice = pixels.subarray(first * PIXELS, (first + size) * PIXELS);
    return session.run({ [session.inputNames[0]]: new ort.Tensor('uint8', slice, [size, 28, 28]) });
  };

  await run(0);
  const start = process.hrtime.bigint();
  const scores = [];
  for (let first = 0; first < count; first += batch) scores.push((await run(first))[session.outputNames[0]].data);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const classes = scores.map((x) => {
    const rows = Array.from({ length: x.length / CLASSES }, (_, i) => x.subarray(i * CLASSES, (i + 1) * CLASSES));
    return rows.map((row) => row.indexOf(Math.max(...row))).join('');
  });
  process.stdout.write(`${count / seconds}\n${classes.join('')}\n`);
}

if (process.argv[2] !== '--installed') main(process.argv.slice(2));

// The least program that predicts a packed IDX file: no checks, no hashes, no manifest, no overlap. The job is held against it.
//   bare_loop MODEL.onnx IMAGES.gz BATCH THREADS OUTPUT.csv
using System.Globalization;
using System.IO.Compression;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

const int HeaderBytes = 16, Pixels = 28 * 28, Classes = 10;

var (batch, threads) = (int.Parse(args[2], CultureInfo.InvariantCulture), int.Parse(args[3], CultureInfo.InvariantCulture));
using var options = new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1 };
// As the job does: spinning workers would take the core that unpacking and writing need.
options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
using var session = new InferenceSession(args[0], options);
var (input, output) = (session.InputNames[0], session.OutputNames[0]);
using var images = new GZipStream(File.OpenRead(args[1]), CompressionMode.Decompress);
using var results = new StreamWriter(args[4]);
images.ReadExactly(new byte[HeaderBytes]);

var (pixels, row) = (new byte[batch * Pixels], 0);
while (images.ReadAtLeast(pixels, pixels.Length, throwOnEndOfStream: false) / Pixels is > 0 and var count)
{
    var tensor = new DenseTensor<byte>(pixels.AsMemory(0, count * Pixels), [count, 28, 28]);
    using var outputs = session.Run([NamedOnnxValue.CreateFromTensor(input, tensor)]);
    var probabilities = ((DenseTensor<float>)outputs.Single(x => x.Name == output).Value).Buffer.Span;
    for (var i = 0; i < count; i++, row++)
    {
        var scores = probabilities.Slice(i * Classes, Classes);
        var best = scores.IndexOf(System.Numerics.Tensors.TensorPrimitives.Max(scores));
        results.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row},{best},{scores[best]}"));
    }
}

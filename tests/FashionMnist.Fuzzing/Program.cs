using FashionMnist.Fuzzing;
using SharpFuzz;

if (args is not [var name] || !FuzzTargets.All.TryGetValue(name, out var target))
{
    await Console.Error.WriteLineAsync($"usage: fashion_mnist_fuzzing {string.Join('|', FuzzTargets.All.Keys)}; tests/fuzz.sh runs it under afl-fuzz");
    return 64;
}

Fuzzer.OutOfProcess.Run(stream =>
{
    using var bytes = new MemoryStream();
    stream.CopyTo(bytes);
    FuzzTargets.Run(target, bytes.ToArray());
});
return 0;

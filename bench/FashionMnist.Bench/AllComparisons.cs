using FashionMnist.Bench.Comparisons;

namespace FashionMnist.Bench;

/// <summary>Every row of the table, in its order.</summary>
internal static class AllComparisons
{
    public static IReadOnlyList<IComparison> List { get; } =
    [
        new JobAgainstBareLoop(),
        new JobMemory(),
        new StartToPredictions(),
        new SingleImage(),
        new Int8AgainstFloat32(),
        new Throughput("node", "onnxruntime-node", 1.05, "node", "node/measure.js", "cd bench/peers/node && ONNXRUNTIME_NODE_INSTALL=skip npm ci"),
        new Throughput("torch", "PyTorch, eager", 1.9, "/usr/bin/python3", "torch/measure.py", "apt-get install python3-torch python3-onnx"),
        new TrainingSpeed(),
        new WarmHelp(),
        new NothingToDo(),
        new WarmTest(),
    ];
}

using FashionMnist.Data;

namespace FashionMnist.Bench;

/// <summary>What the comparisons work with.</summary>
/// <param name="Root">Folder of the checkout.</param>
/// <param name="Job">Assembly of the published batch job.</param>
/// <param name="BareLoop">Assembly of the bare loop.</param>
/// <param name="TrainingBench">Assembly of the bench of the training.</param>
/// <param name="Fp32">Folder of the float32 model package.</param>
/// <param name="Int8">Folder of the int8 model package.</param>
/// <param name="DatasetFile">dataset.json of the dataset.</param>
/// <param name="Scratch">Folder for inputs and results.</param>
/// <param name="Rounds">How often each side is measured.</param>
internal sealed record BenchContext(
    string Root, string Job, string BareLoop, string TrainingBench, string Fp32, string Int8, string DatasetFile, string Scratch, int Rounds)
{
    /// <summary>The dataset.</summary>
    public DatasetReference Dataset { get; } = DatasetLoader.LoadReference(DatasetFile);

    /// <summary>Images in one call of a model, for every side of every comparison.</summary>
    public const int BatchSize = 256;

    /// <summary>Threads of every side of every comparison.</summary>
    public static int Threads => Environment.ProcessorCount;

    /// <summary>The packed test images.</summary>
    public string TestImages => Path.Combine(Dataset.Directory, Dataset.TestImages.Name);

    /// <summary>A path in the scratch folder.</summary>
    public string this[string name] => Path.Combine(Scratch, name);
}

using FashionMnist.IO;
using FashionMnist.Models.Configuration;
using FashionMnist.Prediction;
using FashionMnist.Testing;
using FashionMnist.Testing.TinyModel;

namespace FashionMnist.Tests.Prediction;

/// <summary>A model, an input and runs over them in a folder of their own.</summary>
internal sealed class PredictionScene : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PredictionScene() => TinyPackage.Write(_folder["model"]);

    public string this[params string[] parts] => _folder[parts];

    public void Dispose() => _folder.Dispose();

    public PredictionRequest Request(string input, string output) => new()
    {
        Model = _folder["model"],
        ModelName = "tiny",
        Input = Location.Parse(_folder[input], "--input"),
        Output = Location.Parse(_folder[output], "--output"),
        Identity = new RunIdentity(null, null),
        BatchSize = new PredictionOptions().BatchSize,
        Threads = 1,
        MaximumRejects = 1,
    };

    public PredictionRequest WithLabels(PredictionRequest request, string labels) =>
        request with { Labels = Location.Parse(_folder[labels], "--labels") };

    public static Task<PredictionResult> RunAsync(PredictionRequest request) =>
        new PredictionRun(request, TimeProvider.System).RunAsync(_ => { }, CancellationToken.None);

    public byte[] Read(params string[] parts) => File.ReadAllBytes(_folder[parts]);
}

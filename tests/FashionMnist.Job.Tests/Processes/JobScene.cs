using FashionMnist.Testing;
using FashionMnist.Testing.TinyModel;

namespace FashionMnist.Job.Tests.Processes;

/// <summary>A model and a folder for inputs and outputs.</summary>
internal sealed class JobScene : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public JobScene() => TinyPackage.Write(_folder["model"]);

    public string this[params string[] parts] => _folder[parts];

    public void Dispose() => _folder.Dispose();

    /// <summary>Arguments that predict <paramref name="input"/> into the folder <c>out</c>.</summary>
    public string[] Predict(string input, params string[] more) =>
    [
        "predict", "--model", _folder["model"], "--input", _folder[input], "--output", _folder["out"],
        "--threads", "1", "--log-format", "text", .. more,
    ];

    /// <summary>Names of all entries of the folder <c>out</c>.</summary>
    public string[] Results() => Directory.Exists(_folder["out"])
        ? [.. Directory.GetFileSystemEntries(_folder["out"]).Select(x => Path.GetFileName(x)).Order(StringComparer.Ordinal)]
        : [];
}

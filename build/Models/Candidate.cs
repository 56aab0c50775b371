using System.Text.Json;
using FashionMnist.Models;
using FashionMnist.Models.Packages;
using Nuke.Common.IO;

namespace FashionMnist.Build.Models;

/// <summary>The model that the current sources, data and settings give: its folder, and how far it has got.</summary>
/// <param name="Fingerprint">Identity of everything that determines the weights.</param>
/// <param name="Folder">Where training and evaluation put their results.</param>
internal sealed record Candidate(string Fingerprint, AbsolutePath Folder)
{
    /// <summary>The figures of the evaluation and the gate's decision.</summary>
    public AbsolutePath EvaluationFile => Folder / "evaluation.json";

    /// <summary>What the evaluation was made for.</summary>
    public AbsolutePath ScopeFile => Folder / "evaluated-for.json";

    /// <summary>The same for people.</summary>
    public AbsolutePath ReportFile => Folder / "report.html";

    /// <summary>What the evaluation left, by file name.</summary>
    public IReadOnlyDictionary<string, byte[]> Reports =>
        new[] { EvaluationFile, ReportFile }.Where(f => f.FileExists()).ToDictionary(f => f.Name, f => File.ReadAllBytes(f));

    private AbsolutePath ManifestFile => Folder / PackageFiles.Manifest;

    /// <summary>Whether training has ended and what it left is still whole.</summary>
    public bool IsTrained
    {
        get
        {
            try
            {
                return ModelPackage.LoadAsync(Folder).GetAwaiter().GetResult() is not null;
            }
            catch (FashionMnistException e) when (e.ExitCode is ExitCodes.Integrity or ExitCodes.NotFound)
            {
                return false;
            }
        }
    }

    /// <summary>The manifest.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.NotFound"/> before training, <see cref="ExitCodes.Integrity"/> if damaged.</exception>
    public ModelManifest Manifest => IsTrained
        ? ManifestSerializer.Deserialize(File.ReadAllBytes(ManifestFile), ManifestFile)
        : throw new FashionMnistException(ExitCodes.NotFound, $"{Folder}: no model is trained for these sources, data and settings; run ./build.sh Train");

    /// <summary>What the gate said; <see langword="null"/> before the evaluation of this very model.</summary>
    public GateFinding? Gate
    {
        get
        {
            if (!IsTrained || !EvaluationFile.FileExists())
                return null;
            using var document = Parse(EvaluationFile);
            if (document?.RootElement is not { ValueKind: JsonValueKind.Object } root)
                return null;
            return root.GetProperty("packageId").GetString() == Manifest.Onnx.Sha256
                ? new GateFinding(
                    root.GetProperty("passed").GetBoolean(),
                    root.GetProperty("reason").GetString()!,
                    root.GetProperty("thresholds").GetRawText())
                : null;
        }
    }

    /// <summary>A report that cannot be read counts as none: the evaluation writes it again.</summary>
    private static JsonDocument? Parse(AbsolutePath file)
    {
        try
        {
            return JsonDocument.Parse(file.ReadAllText());
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What the gate said of a model.</summary>
/// <param name="Passed">Whether it may go out.</param>
/// <param name="Reason">Why, in one line.</param>
/// <param name="Thresholds">JSON text of the thresholds that held.</param>
internal sealed record GateFinding(bool Passed, string Reason, string Thresholds);

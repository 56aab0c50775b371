using System.Text;

namespace FashionMnist.Models.Registry.Mlflow;

/// <summary>What the registry calls its things on a server. Experiment and registered model have the model's own name.</summary>
internal static class MlflowNames
{
    /// <summary>The alias that says which version is in production.</summary>
    public const string ProductionAlias = "production";

    /// <summary>The folder of a run's artifacts that holds the package; a model version's source is this folder.</summary>
    public const string PackageFolder = "model";

    /// <summary>Tag of runs and versions: SHA-256 of model.onnx.</summary>
    public const string OnnxSha256 = "fashion_mnist.onnx_sha256";

    /// <summary>Tag of runs and versions: SHA-256 of model.json.</summary>
    public const string ManifestSha256 = "fashion_mnist.manifest_sha256";

    /// <summary>Beginning of tags of a version: SHA-256 of the file of this name that lets MLflow's own tools load it.</summary>
    public const string FlavourSha256 = "fashion_mnist.sha256.";

    /// <summary>Tag of a run: when publishing began, in milliseconds since 1970. Its own times are those of the training.</summary>
    public const string PublishingBegan = "fashion_mnist.publishing_began";

    /// <summary>Tag of an experiment that tells MLflow 3 which of its views to open, and the value for models like ours.</summary>
    public const string ExperimentKind = "mlflow.experimentKind";

    /// <summary>See <see cref="ExperimentKind"/>.</summary>
    public const string CustomModelDevelopment = "custom_model_development";

    /// <summary>Tag of a dataset of a run: what it was used for.</summary>
    public const string DataContext = "mlflow.data.context";

    /// <summary>Tag of runs, models and versions that MLflow's pages show as description.</summary>
    public const string Note = "mlflow.note.content";

    /// <summary>Tag of a version: a random name of the publisher's run that made it.</summary>
    public const string Maker = "fashion_mnist.maker";

    /// <summary>Tag of a version: the commit that trained it.</summary>
    public const string GitCommit = "fashion_mnist.git_commit";

    /// <summary>Tag of a version: whether uncommitted changes took part, <c>true</c> or <c>false</c>.</summary>
    public const string GitDirty = "fashion_mnist.git_dirty";

    /// <summary>Tag of a version, for people: when it was last put into production, by whom, instead of what and why.</summary>
    public const string LastPromotion = "fashion_mnist.last_promotion";

    /// <summary>Tag of the registered model: the run whose parameters are the ledger.</summary>
    public const string LedgerRun = "fashion_mnist.ledger_run";

    /// <summary>Longest value of a tag of versions and models, in bytes of UTF-8, because databases may count those (mlflow/utils/validation.py).</summary>
    public const int LongestTag = 5000;

    /// <summary>Longest value of a parameter, in characters; a server may be set to cut what is longer.</summary>
    public const int LongestParameter = 6000;

    /// <summary>Longest digest of a dataset, in characters.</summary>
    public const int LongestDigest = 36;

    /// <summary>Most parameters in one log-batch.</summary>
    public const int ParametersInBatch = 100;

    /// <summary>Where the package of a run lies.</summary>
    public static string FolderOf(MlflowRun run) => $"{run.Info.ArtifactUri?.TrimEnd('/')}/{PackageFolder}";

    /// <summary>A name that metrics, parameters and tags may have: other characters than letters, digits, <c>_ - .</c> and blank become <c>_</c>.</summary>
    public static string Key(string text) => string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ' ' ? c : '_'));

    /// <summary>The text, cut visibly where it has more bytes in UTF-8 than allowed, never within a character.</summary>
    public static string Fit(string text, int longest)
    {
        const string Cut = "...";
        if (Encoding.UTF8.GetByteCount(text) <= longest)
            return text;
        var fitting = new StringBuilder();
        var left = longest - Cut.Length;
        foreach (var rune in text.EnumerateRunes().TakeWhile(r => (left -= r.Utf8SequenceLength) >= 0))
            fitting.Append(rune.ToString());
        return fitting.Append(Cut).ToString();
    }
}

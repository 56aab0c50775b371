using System.Text.Json;
using FashionMnist.Build.Git;
using FashionMnist.Build.Models;
using FashionMnist.Models.Packages;
using FashionMnist.Models.Registry;
using FashionMnist.Models.Registry.Mlflow;
using Nuke.Common;
using Nuke.Common.IO;
using Serilog;

namespace FashionMnist.Build.Components;

/// <summary>The model of this working tree and the store it goes to.</summary>
internal interface IHazModels : IFetchData
{
    private static readonly string[] ModelTargets = [nameof(ITrainModel.Train), nameof(IEvaluateModel.Evaluate), nameof(IPublishModel.PublishModel)];

    /// <summary>The model that the current sources, data and settings give.</summary>
    Candidate Candidate
    {
        get
        {
            var fingerprint = TrainingFingerprint.Of(RootDirectory, Dataset.Identity, Settings.Options.Training);
            return new Candidate(fingerprint, ArtifactsDirectory / "models" / fingerprint[..12]);
        }
    }

    /// <summary>The name of the model that this data gives; models of synthetic data never share one with real models.</summary>
    string ModelName => DatasetFile.FileExists() && Dataset.Synthetic ? Dataset.Name : Settings.Options.Store.ModelName;

    /// <summary>The store: a folder's absolute path, <c>s3://bucket/prefix</c> or <c>mlflow:http://host:5000</c>.</summary>
    string StoreAddress
    {
        get
        {
            var address = Settings.Options.Store.RequireModelStore();
            return address.Contains("://", StringComparison.Ordinal) || MlflowAddress.IsMlflow(address) ? address : Path.GetFullPath(address, RootDirectory);
        }
    }

    /// <summary>The store's books.</summary>
    IModelRegistry Registry => ModelRegistries.Open(StoreAddress, ModelName, Notice);

    /// <summary>
    /// The books of the model that operators mean: the configured one, whatever data lies about on this machine; the synthetic one where the
    /// store has only that.
    /// </summary>
    async Task<IModelRegistry> OperatedRegistryAsync()
    {
        var configured = ModelRegistries.Open(StoreAddress, Settings.Options.Store.ModelName, Notice);
        var synthetic = ModelRegistries.Open(StoreAddress, DatasetProvenance.SyntheticName, Notice);
        return !await configured.ExistsAsync() && await synthetic.ExistsAsync() ? synthetic : configured;
    }

    /// <summary>The promoted model's package, if one is promoted.</summary>
    string? PromotedId => Registry.ReadPointerAsync().GetAwaiter().GetResult()?.Content.PackageId;

    /// <summary>What an evaluation made now would be made for.</summary>
    EvaluationScope ScopeNow =>
        new(Candidate.Manifest.Onnx.Sha256, WorkingTree.Revision(RootDirectory).Commit, $"{ModelName} in {StoreAddress}", PromotedId);

    /// <summary>Refuses, on a server, a store that is gone with the server's workspace.</summary>
    void RequireLastingStore() => DeliveryRules.RequireLastingStore(
        Settings.Options.Store.Environment, StoreAddress, Registry.IsShared, Settings.Options.Store.ModelStore is not null, IsServerBuild);

    /// <summary>Refuses another branch than the one that delivers to the environment at hand.</summary>
    void RequirePromotingBranch() => DeliveryRules.RequireBranch(
        RootDirectory, Settings.Options.Store.Environment, Settings.Options.Store.Current.PromotingBranch, IsServerBuild, Environment.GetEnvironmentVariable);

    /// <summary>The gate's thresholds as the evaluation report writes them.</summary>
    string Thresholds => JsonSerializer.Serialize(Settings.Options.Gate, JsonSerializerOptions.Web);

    /// <summary>
    /// Training, evaluation and publication run when they are asked for, or when a local store has no promoted model yet. A promoted
    /// model is used as it is, and a shared store is never filled on the way to something else.
    /// </summary>
    bool ModelIsNeeded => this.Guarded(() =>
    {
        if (InvokedTargets.Any(x => ModelTargets.Contains(x.Name)))
            return true;
        if (PromotedId is { } promoted)
            return SkipNotes.NotNeeded($"Model {promoted[..12]} is promoted in {StoreAddress}: nothing to train");
        return !Registry.IsShared || SkipNotes.NotNeeded($"{StoreAddress} is shared: nothing is trained for it unless asked for");
    });

    private static void Notice(string line) => Log.Warning("{Notice:l}", line);
}

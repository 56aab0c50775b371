using System.Text.Json.Serialization;

namespace FashionMnist.Models.Registry.Mlflow;

// Names and types of fields are those of mlflow/protos/service.proto, model_registry.proto and mlflow_artifacts.proto; fields that nothing
// here reads are left out.
internal sealed record MlflowTag(string Key, string Value = "");

internal sealed record MlflowMetric(string Key, double Value, long Timestamp, long Step);

internal sealed record MlflowParam(string Key, string? Value = null);

internal sealed record MlflowError(string? ErrorCode = null, string? Message = null);

internal sealed record MlflowExperiment(string ExperimentId, string? LifecycleStage = null);

internal sealed record GetExperimentResponse(MlflowExperiment Experiment);

internal sealed record CreateExperimentRequest(string Name, IReadOnlyList<MlflowTag> Tags);

internal sealed record CreateExperimentResponse(string ExperimentId);

internal sealed record MlflowRunInfo(string RunId, string? ArtifactUri = null, long? StartTime = null, string? LifecycleStage = null);

internal sealed record MlflowRunData(IReadOnlyList<MlflowParam>? Params = null, IReadOnlyList<MlflowTag>? Tags = null);

internal sealed record MlflowRun(MlflowRunInfo Info, MlflowRunData? Data = null)
{
    public string? Tag(string key) => Data?.Tags?.FirstOrDefault(t => t.Key == key)?.Value;
}

internal sealed record CreateRunRequest(string ExperimentId, long StartTime, string RunName, IReadOnlyList<MlflowTag> Tags);

internal sealed record RunResponse(MlflowRun Run);

internal sealed record UpdateRunRequest(string RunId, string Status, long EndTime);

internal sealed record DeleteRunRequest(string RunId);

internal sealed record SearchRunsRequest(IReadOnlyList<string> ExperimentIds, string Filter, string RunViewType, int MaxResults, string? PageToken);

internal sealed record SearchRunsResponse(IReadOnlyList<MlflowRun>? Runs = null, string? NextPageToken = null);

internal sealed record LogBatchRequest(string RunId, IReadOnlyList<MlflowMetric>? Metrics, IReadOnlyList<MlflowParam>? Params);

internal sealed record MlflowDataset(string Name, string Digest, string SourceType, string Source);

internal sealed record MlflowDatasetInput(IReadOnlyList<MlflowTag> Tags, MlflowDataset Dataset);

internal sealed record LogInputsRequest(string RunId, IReadOnlyList<MlflowDatasetInput> Datasets);

internal sealed record LogParamRequest(string RunId, string Key, string Value);

internal sealed record MlflowRegisteredModel(string Name, IReadOnlyList<MlflowTag>? Tags = null)
{
    public string? Tag(string key) => Tags?.FirstOrDefault(t => t.Key == key)?.Value;
}

internal sealed record CreateRegisteredModelRequest(string Name, IReadOnlyList<MlflowTag> Tags, string Description);

internal sealed record RegisteredModelResponse(MlflowRegisteredModel RegisteredModel);

internal sealed record SetRegisteredModelTagRequest(string Name, string Key, string Value);

internal sealed record MlflowModelVersion(
    string Name,
    string Version,
    string? Source = null,
    string? RunId = null,
    long? CreationTimestamp = null,
    long? LastUpdatedTimestamp = null,
    IReadOnlyList<MlflowTag>? Tags = null)
{
    public string? Tag(string key) => Tags?.FirstOrDefault(t => t.Key == key)?.Value;
}

internal sealed record CreateModelVersionRequest(string Name, string Source, string RunId, IReadOnlyList<MlflowTag> Tags, string Description);

internal sealed record ModelVersionResponse(MlflowModelVersion ModelVersion);

internal sealed record DownloadUriResponse(string ArtifactUri);

internal sealed record SearchModelVersionsResponse(IReadOnlyList<MlflowModelVersion>? ModelVersions = null, string? NextPageToken = null);

internal sealed record DeleteModelVersionRequest(string Name, string Version);

internal sealed record SetModelVersionTagRequest(string Name, string Version, string Key, string Value);

internal sealed record SetAliasRequest(string Name, string Alias, string Version);

internal sealed record MlflowFile(string Path, bool? IsDir = null, long? FileSize = null);

internal sealed record ListArtifactsResponse(IReadOnlyList<MlflowFile>? Files = null);

// Servers send int64 as a number; protobuf's own JSON form is a string, and some proxies answer so.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(MlflowError))]
[JsonSerializable(typeof(GetExperimentResponse))]
[JsonSerializable(typeof(CreateExperimentRequest))]
[JsonSerializable(typeof(CreateExperimentResponse))]
[JsonSerializable(typeof(CreateRunRequest))]
[JsonSerializable(typeof(RunResponse))]
[JsonSerializable(typeof(UpdateRunRequest))]
[JsonSerializable(typeof(DeleteRunRequest))]
[JsonSerializable(typeof(SearchRunsRequest))]
[JsonSerializable(typeof(SearchRunsResponse))]
[JsonSerializable(typeof(LogBatchRequest))]
[JsonSerializable(typeof(LogInputsRequest))]
[JsonSerializable(typeof(LogParamRequest))]
[JsonSerializable(typeof(CreateRegisteredModelRequest))]
[JsonSerializable(typeof(RegisteredModelResponse))]
[JsonSerializable(typeof(SetRegisteredModelTagRequest))]
[JsonSerializable(typeof(CreateModelVersionRequest))]
[JsonSerializable(typeof(ModelVersionResponse))]
[JsonSerializable(typeof(DownloadUriResponse))]
[JsonSerializable(typeof(SearchModelVersionsResponse))]
[JsonSerializable(typeof(DeleteModelVersionRequest))]
[JsonSerializable(typeof(SetModelVersionTagRequest))]
[JsonSerializable(typeof(SetAliasRequest))]
[JsonSerializable(typeof(ListArtifactsResponse))]
internal sealed partial class MlflowJsonContext : JsonSerializerContext;

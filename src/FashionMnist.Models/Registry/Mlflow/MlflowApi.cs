using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FashionMnist.Models.Registry.Mlflow;

/// <summary>
/// The calls of MLflow's REST API 2.0 that the registry makes (mlflow.org/docs/latest/rest-api.html), one method each. A call that was
/// sent twice because the first answer got lost leaves at most an empty run or a second version of the same bytes; the registry sees to both.
/// </summary>
internal sealed class MlflowApi(MlflowHttp http)
{
    private const string Root = "/api/2.0/mlflow/";
    private const int PageSize = 1000;
    private static readonly MlflowTag[] Kind = [new(MlflowNames.ExperimentKind, MlflowNames.CustomModelDevelopment)];
    private static readonly MlflowJsonContext Json = MlflowJsonContext.Default;

    /// <returns><see langword="null"/> if no experiment has this name.</returns>
    public Task<MlflowExperiment?> FindExperimentAsync(string name, CancellationToken cancellationToken) =>
        FindAsync($"experiments/get-by-name?experiment_name={Escape(name)}", Json.GetExperimentResponse, r => r.Experiment, [MlflowErrors.DoesNotExist], cancellationToken);

    /// <returns><see langword="null"/> if somebody else made it meanwhile.</returns>
    public async Task<string?> TryCreateExperimentAsync(string name, CancellationToken cancellationToken) =>
        (await TryPostAsync("experiments/create", new CreateExperimentRequest(name, Kind), Json.CreateExperimentRequest, MlflowErrors.AlreadyExists, cancellationToken))
        ?.Read(Json.CreateExperimentResponse).ExperimentId;

    public async Task<MlflowRun> CreateRunAsync(CreateRunRequest request, CancellationToken cancellationToken) =>
        (await PostAsync("runs/create", request, Json.CreateRunRequest, cancellationToken)).Read(Json.RunResponse).Run;

    public Task FinishRunAsync(string runId, DateTimeOffset at, CancellationToken cancellationToken) =>
        PostAsync("runs/update", new UpdateRunRequest(runId, "FINISHED", at.ToUnixTimeMilliseconds()), Json.UpdateRunRequest, cancellationToken);

    public Task DeleteRunAsync(string runId, CancellationToken cancellationToken) =>
        PostAsync("runs/delete", new DeleteRunRequest(runId), Json.DeleteRunRequest, cancellationToken);

    /// <returns><see langword="null"/> if there is no such run.</returns>
    public Task<MlflowRun?> FindRunAsync(string runId, CancellationToken cancellationToken) =>
        FindAsync($"runs/get?run_id={Escape(runId)}", Json.RunResponse, r => r.Run, [MlflowErrors.DoesNotExist], cancellationToken);

    /// <summary>Runs that are not deleted and match.</summary>
    public async Task<IReadOnlyList<MlflowRun>> SearchRunsAsync(string experimentId, string filter, CancellationToken cancellationToken)
    {
        var runs = new List<MlflowRun>();
        string? page = null;
        do
        {
            var request = new SearchRunsRequest([experimentId], filter, "ACTIVE_ONLY", PageSize, page);
            var response = (await PostAsync("runs/search", request, Json.SearchRunsRequest, cancellationToken)).Read(Json.SearchRunsResponse);
            runs.AddRange(response.Runs ?? []);
            page = response.NextPageToken;
        }
        while (!string.IsNullOrEmpty(page));
        return runs;
    }

    public Task LogBatchAsync(LogBatchRequest request, CancellationToken cancellationToken) =>
        PostAsync("runs/log-batch", request, Json.LogBatchRequest, cancellationToken);

    /// <summary>Names what a run was made from; the same again changes nothing.</summary>
    public Task LogInputsAsync(LogInputsRequest request, CancellationToken cancellationToken) =>
        PostAsync("runs/log-inputs", request, Json.LogInputsRequest, cancellationToken);

    /// <summary>Writes a parameter of a run, which MLflow lets nobody change any more.</summary>
    /// <returns>Whether it stands there with this value; not if it stands there with another.</returns>
    public async Task<bool> TryLogParamAsync(string runId, string key, string value, CancellationToken cancellationToken) =>
        await TryPostAsync("runs/log-parameter", new LogParamRequest(runId, key, value), Json.LogParamRequest, MlflowErrors.InvalidParameter, cancellationToken) is not null;

    /// <returns><see langword="null"/> if no model of this name is registered.</returns>
    public Task<MlflowRegisteredModel?> FindModelAsync(string name, CancellationToken cancellationToken) =>
        FindAsync($"registered-models/get?name={Escape(name)}", Json.RegisteredModelResponse, r => r.RegisteredModel, [MlflowErrors.DoesNotExist], cancellationToken);

    /// <returns>Whether this call made it; not if it is there already.</returns>
    public async Task<bool> TryCreateModelAsync(CreateRegisteredModelRequest request, CancellationToken cancellationToken) =>
        await TryPostAsync("registered-models/create", request, Json.CreateRegisteredModelRequest, MlflowErrors.AlreadyExists, cancellationToken) is not null;

    public Task SetModelTagAsync(string name, string key, string value, CancellationToken cancellationToken) =>
        PostAsync("registered-models/set-tag", new SetRegisteredModelTagRequest(name, key, value), Json.SetRegisteredModelTagRequest, cancellationToken);

    /// <returns><see langword="null"/> if there is no such model or version.</returns>
    public Task<MlflowModelVersion?> FindVersionAsync(string name, string version, CancellationToken cancellationToken) =>
        FindAsync(
            $"model-versions/get?name={Escape(name)}&version={Escape(version)}", Json.ModelVersionResponse, r => r.ModelVersion, [MlflowErrors.DoesNotExist], cancellationToken);

    /// <summary>Where the files of a version lie, also of one that was made from another version.</summary>
    public async Task<string> DownloadUriAsync(string name, string version, CancellationToken cancellationToken) =>
        (await GetAsync($"model-versions/get-download-uri?name={Escape(name)}&version={Escape(version)}", cancellationToken)).Read(Json.DownloadUriResponse).ArtifactUri;

    /// <summary>Versions of a model, all or those of one package; none if it is not registered. Their aliases are not told here.</summary>
    public async Task<IReadOnlyList<MlflowModelVersion>> SearchVersionsAsync(string name, string? packageId, CancellationToken cancellationToken)
    {
        var filter = $"name='{name}'" + (packageId is null ? "" : $" AND tags.\"{MlflowNames.OnnxSha256}\" = '{packageId}'");
        var versions = new List<MlflowModelVersion>();
        string? page = null;
        do
        {
            var query = $"model-versions/search?filter={Escape(filter)}&max_results={PageSize}"
                + (page is null ? "" : $"&page_token={Escape(page)}");
            var response = (await GetAsync(query, cancellationToken)).Read(Json.SearchModelVersionsResponse);
            versions.AddRange(response.ModelVersions ?? []);
            page = response.NextPageToken;
        }
        while (!string.IsNullOrEmpty(page));
        return versions;
    }

    public async Task<MlflowModelVersion> CreateVersionAsync(CreateModelVersionRequest request, CancellationToken cancellationToken) =>
        (await PostAsync("model-versions/create", request, Json.CreateModelVersionRequest, cancellationToken)).Read(Json.ModelVersionResponse).ModelVersion;

    /// <summary>Removes a version; one that is not there is no error.</summary>
    public Task DeleteVersionAsync(string name, string version, CancellationToken cancellationToken) => TrySendAsync(
        HttpMethod.Delete, "model-versions/delete", new DeleteModelVersionRequest(name, version), Json.DeleteModelVersionRequest, MlflowErrors.DoesNotExist, cancellationToken);

    public Task SetVersionTagAsync(string name, string version, string key, string value, CancellationToken cancellationToken) =>
        PostAsync("model-versions/set-tag", new SetModelVersionTagRequest(name, version, key, value), Json.SetModelVersionTagRequest, cancellationToken);

    /// <summary>The version an alias points at.</summary>
    /// <returns><see langword="null"/> if there is no such model or alias, which servers report by two different codes.</returns>
    public Task<MlflowModelVersion?> FindAliasAsync(string name, string alias, CancellationToken cancellationToken) =>
        FindAsync(
            $"registered-models/alias?name={Escape(name)}&alias={Escape(alias)}",
            Json.ModelVersionResponse,
            r => r.ModelVersion,
            [MlflowErrors.DoesNotExist, MlflowErrors.InvalidParameter],
            cancellationToken);

    public Task SetAliasAsync(string name, string alias, string version, CancellationToken cancellationToken) =>
        PostAsync("registered-models/alias", new SetAliasRequest(name, alias, version), Json.SetAliasRequest, cancellationToken);

    private static string Escape(string text) => Uri.EscapeDataString(text);

    private async Task<TEntity?> FindAsync<TResponse, TEntity>(
        string query, JsonTypeInfo<TResponse> type, Func<TResponse, TEntity> pick, string[] missing, CancellationToken cancellationToken)
        where TResponse : class
        where TEntity : class
    {
        var reply = await http.SendAsync(HttpMethod.Get, Root + query, "read", null, cancellationToken);
        if (!reply.IsSuccess && missing.Contains(reply.ErrorCode))
            return null;
        return pick(http.Require(reply, "read").Read(type));
    }

    private async Task<MlflowReply> GetAsync(string query, CancellationToken cancellationToken) =>
        http.Require(await http.SendAsync(HttpMethod.Get, Root + query, "read", null, cancellationToken), "read");

    private async Task<MlflowReply> PostAsync<T>(string path, T body, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        (await TryPostAsync(path, body, type, expected: null, cancellationToken))!;

    private Task<MlflowReply?> TryPostAsync<T>(string path, T body, JsonTypeInfo<T> type, string? expected, CancellationToken cancellationToken) =>
        TrySendAsync(HttpMethod.Post, path, body, type, expected, cancellationToken);

    /// <returns><see langword="null"/> if the server refused it with the expected code.</returns>
    private async Task<MlflowReply?> TrySendAsync<T>(
        HttpMethod method, string path, T body, JsonTypeInfo<T> type, string? expected, CancellationToken cancellationToken)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, type);
        var reply = await http.SendAsync(method, Root + path, "write", () => Content(bytes), cancellationToken);
        return !reply.IsSuccess && reply.ErrorCode == expected ? null : http.Require(reply, "write");
    }

    private static ByteArrayContent Content(byte[] bytes) => new(bytes) { Headers = { ContentType = new("application/json") } };
}

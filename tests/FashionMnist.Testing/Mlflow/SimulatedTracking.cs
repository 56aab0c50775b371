using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FashionMnist.Testing.Mlflow;

/// <summary>
/// What a tracking server and its model registry hold, and their rules as MLflow's sources have them: names and lengths of
/// mlflow/utils/validation.py, parameters that nobody changes, one model of a name, version numbers that are never used twice.
/// </summary>
public sealed partial class SimulatedTracking(Func<DateTimeOffset> clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, JsonObject> _experiments = [];
    private readonly Dictionary<string, JsonObject> _runs = [];
    private readonly Dictionary<string, JsonObject> _models = [];
    private readonly Dictionary<string, Dictionary<string, string>> _aliases = [];
    private readonly List<JsonObject> _versions = [];
    private int _lastVersion;

    /// <summary>Most things in one answer, whatever the request allows.</summary>
    public int PageSize { get; set; } = int.MaxValue;

    /// <summary>What the addresses of artifacts start with; <c>mlflow-artifacts:/</c> is the proxy.</summary>
    public string ArtifactRoot { get; set; } = "mlflow-artifacts:/";

    private long Now => clock().ToUnixTimeMilliseconds();

    /// <summary>Everything it holds but times, one line each.</summary>
    public IReadOnlyList<string> Snapshot()
    {
        lock (_gate)
            return
            [
                .. _experiments.Values.Select(e => $"experiment {e.ToJsonString()}"),
                .. _runs.Values.Select(r => $"run {r.ToJsonString()}"),
                .. _models.Values.Select(m => $"model {Without(m, "last_updated_timestamp").ToJsonString()}"),
                .. _versions.Select(v => $"version {Without(v, "last_updated_timestamp").ToJsonString()}"),
                .. _aliases.SelectMany(m => m.Value.Select(a => $"alias {m.Key}@{a.Key} {a.Value}")),
            ];
    }

    /// <summary>The runs that are not deleted.</summary>
    public IReadOnlyList<JsonObject> Runs
    {
        get
        {
            lock (_gate)
                return [.. _runs.Values.Where(IsActive).Select(Copy)];
        }
    }

    /// <summary>The versions of all models.</summary>
    public IReadOnlyList<JsonObject> Versions
    {
        get
        {
            lock (_gate)
                return [.. _versions.Select(Copy)];
        }
    }

    /// <summary>Changes a tag of a version behind everybody's back.</summary>
    public void SetVersionTag(string version, string key, string value)
    {
        lock (_gate)
            SetTag(_versions.Single(v => (string?)v["version"] == version), key, value);
    }

    /// <summary>Removes a tag of a version, as people do with the bin on its page.</summary>
    public void DeleteVersionTag(string version, string key)
    {
        lock (_gate)
            _versions.Single(v => (string?)v["version"] == version)["tags"]!.AsArray().RemoveAll(t => (string?)t!["key"] == key);
    }

    /// <summary>Deletes a run, as people do on its page.</summary>
    public void DeleteRun(string runId)
    {
        lock (_gate)
            _runs[runId]["info"]!["lifecycle_stage"] = "deleted";
    }

    /// <summary>Deletes the experiment, as people do on its page.</summary>
    public void DeleteExperiment(string name)
    {
        lock (_gate)
            _experiments.Values.Single(e => (string?)e["name"] == name)["lifecycle_stage"] = "deleted";
    }

    public JsonObject Answer(string endpoint, JsonObject request)
    {
        lock (_gate)
            return endpoint switch
            {
                "GET experiments/get-by-name" => new() { ["experiment"] = Copy(ExperimentOf(Text(request, "experiment_name"))) },
                "POST experiments/create" => CreateExperiment(request),
                "POST runs/create" => CreateRun(request),
                "POST runs/update" => UpdateRun(request),
                "POST runs/delete" => Change(() => RunOf(request)["info"]!["lifecycle_stage"] = "deleted"),
                "GET runs/get" => new() { ["run"] = Copy(RunOf(request)) },
                "POST runs/search" => SearchRuns(request),
                "POST runs/log-batch" => LogBatch(request),
                "POST runs/log-inputs" => LogInputs(request),
                "POST runs/log-parameter" => Change(() => LogParameter(ActiveRunOf(request), Text(request, "key"), Text(request, "value"))),
                "POST registered-models/create" => CreateModel(request),
                "GET registered-models/get" => new() { ["registered_model"] = Copy(ModelOf(request)) },
                "POST registered-models/set-tag" => Change(() => SetTag(ModelOf(request), Text(request, "key"), Text(request, "value"))),
                "POST registered-models/alias" => SetAlias(request),
                "GET registered-models/alias" => new() { ["model_version"] = AliasOf(request) },
                "POST model-versions/create" => CreateVersion(request),
                "GET model-versions/get" => new() { ["model_version"] = Copy(VersionOf(request)) },
                "GET model-versions/get-download-uri" => new() { ["artifact_uri"] = DownloadUri(VersionOf(request)) },
                "GET model-versions/search" => SearchVersions(request),
                "DELETE model-versions/delete" => DeleteVersion(request),
                "POST model-versions/set-tag" => Change(() => SetTag(VersionOf(request), Text(request, "key"), Text(request, "value"))),
                _ => throw new MlflowFault(404, "ENDPOINT_NOT_FOUND", endpoint),
            };
    }

    private JsonObject CreateExperiment(JsonObject request)
    {
        var name = Text(request, "name");
        if (_experiments.Values.Any(e => (string?)e["name"] == name))
            throw new MlflowFault(400, "RESOURCE_ALREADY_EXISTS", $"Experiment '{name}' already exists.");
        var id = $"{_experiments.Count + 1}";
        _experiments[id] = new() { ["experiment_id"] = id, ["name"] = name, ["lifecycle_stage"] = "active", ["tags"] = new JsonArray() };
        foreach (var tag in Items(request, "tags"))
            SetTag(_experiments[id], Text(tag, "key"), Text(tag, "value"));
        return new() { ["experiment_id"] = id };
    }

    private JsonObject CreateRun(JsonObject request)
    {
        var experiment = Text(request, "experiment_id");
        if (!_experiments.TryGetValue(experiment, out var found) || (string?)found["lifecycle_stage"] != "active")
            throw new MlflowFault(404, "RESOURCE_DOES_NOT_EXIST", $"No Experiment with id={experiment} exists");
        var id = Convert.ToHexStringLower(Guid.NewGuid().ToByteArray());
        var run = new JsonObject
        {
            ["info"] = new JsonObject
            {
                ["run_id"] = id,
                ["experiment_id"] = experiment,
                ["status"] = "RUNNING",
                ["start_time"] = request["start_time"]?.DeepClone() ?? Now,
                ["artifact_uri"] = $"{ArtifactRoot}{experiment}/{id}/artifacts",
                ["lifecycle_stage"] = "active",
            },
            ["data"] = new JsonObject { ["metrics"] = new JsonArray(), ["params"] = new JsonArray(), ["tags"] = new JsonArray() },
            ["inputs"] = new JsonObject { ["dataset_inputs"] = new JsonArray() },
        };
        foreach (var tag in Items(request, "tags"))
            SetTag(run["data"]!.AsObject(), Text(tag, "key"), Text(tag, "value"));
        _runs[id] = run;
        return new() { ["run"] = Copy(run) };
    }

    private JsonObject UpdateRun(JsonObject request)
    {
        var info = ActiveRunOf(request)["info"]!.AsObject();
        info["status"] = request["status"]?.DeepClone();
        info["end_time"] = request["end_time"]?.DeepClone();
        return new() { ["run_info"] = info.DeepClone() };
    }

    private JsonObject SearchRuns(JsonObject request)
    {
        var condition = TagCondition().Match(Text(request, "filter"));
        if (!condition.Success && Text(request, "filter").Length > 0)
            throw new MlflowFault(400, "INVALID_PARAMETER_VALUE", $"Invalid clause(s) in filter string: {Text(request, "filter")}");
        var experiments = request["experiment_ids"]!.AsArray().Select(x => (string?)x);
        var runs = _runs.Values.Where(r => IsActive(r) && experiments.Contains((string?)r["info"]!["experiment_id"])
            && (!condition.Success || TagOf(r["data"]!.AsObject(), condition.Groups["key"].Value) == condition.Groups["value"].Value));
        return Page(request, "runs", [.. runs]);
    }

    private JsonObject LogBatch(JsonObject request)
    {
        var run = ActiveRunOf(request);
        var (metrics, parameters) = (Items(request, "metrics"), Items(request, "params"));
        if (metrics.Count > 1000 || parameters.Count > 100 || metrics.Count + parameters.Count > 1000 || request.ToJsonString().Length > 1_000_000)
            throw new MlflowFault(400, "INVALID_PARAMETER_VALUE", "A batch logging request can contain at most 1000 metrics, 100 params and 1 MB");
        foreach (var parameter in parameters)
            LogParameter(run, Text(parameter, "key"), Text(parameter, "value"));
        foreach (var metric in metrics)
        {
            RequireName(Text(metric, "key"));
            if (!run["data"]!["metrics"]!.AsArray().Any(m => JsonNode.DeepEquals(m, metric)))
                run["data"]!["metrics"]!.AsArray().Add(metric.DeepClone());
        }

        return [];
    }

    private JsonObject LogInputs(JsonObject request)
    {
        var inputs = ActiveRunOf(request)["inputs"]!["dataset_inputs"]!.AsArray();
        foreach (var input in Items(request, "datasets"))
        {
            RequireLength("Dataset digest", (string)input["dataset"]!["digest"]!, 36);
            if (!inputs.Any(i => JsonNode.DeepEquals(i!["dataset"], input["dataset"])))
                inputs.Add(Copy(input));
        }

        return [];
    }

    private static void LogParameter(JsonObject run, string key, string value)
    {
        RequireName(key);
        RequireLength("Param value", value, 6000);
        var parameters = run["data"]!["params"]!.AsArray();
        if (parameters.FirstOrDefault(p => (string?)p!["key"] == key) is { } existing)
        {
            if ((string?)existing["value"] != value)
                throw new MlflowFault(400, "INVALID_PARAMETER_VALUE", $"Changing param values is not allowed. Param with key='{key}' was already logged");
            return;
        }

        parameters.Add(new JsonObject { ["key"] = key, ["value"] = value });
    }

    private JsonObject CreateModel(JsonObject request)
    {
        var name = Text(request, "name");
        if (_models.ContainsKey(name))
            throw new MlflowFault(400, "RESOURCE_ALREADY_EXISTS", $"Registered Model (name={name}) already exists.");
        var model = new JsonObject { ["name"] = name, ["creation_timestamp"] = Now, ["last_updated_timestamp"] = Now, ["tags"] = new JsonArray() };
        foreach (var tag in Items(request, "tags"))
            SetTag(model, Text(tag, "key"), Text(tag, "value"));
        _models[name] = model;
        _aliases[name] = [];
        return new() { ["registered_model"] = Copy(model) };
    }

    private JsonObject SetAlias(JsonObject request)
    {
        var (name, alias, version) = (Text(request, "name"), Text(request, "alias"), VersionOf(request));
        if (!AliasName().IsMatch(alias) || alias.Length > 255)
            throw new MlflowFault(400, "INVALID_PARAMETER_VALUE", $"Invalid alias name: '{alias}'");
        _aliases[name][alias] = (string)version["version"]!;
        return [];
    }

    private JsonObject AliasOf(JsonObject request)
    {
        ModelOf(request);
        var (name, alias) = (Text(request, "name"), Text(request, "alias"));
        if (!_aliases[name].TryGetValue(alias, out var version))
            throw new MlflowFault(400, "INVALID_PARAMETER_VALUE", $"Registered model alias {alias} not found.");
        var found = Copy(_versions.Single(v => (string?)v["name"] == name && (string?)v["version"] == version));
        found["aliases"] = new JsonArray([.. _aliases[name].Where(a => a.Value == version).Select(a => JsonValue.Create(a.Key))]);
        return found;
    }

    private JsonObject CreateVersion(JsonObject request)
    {
        ModelOf(request);
        var source = Text(request, "source");
        var isLocal = source.StartsWith('/') || source.StartsWith("file:", StringComparison.Ordinal);
        if (isLocal || Uri.UnescapeDataString(source).Split('/').Any(x => x is "." or ".."))
            throw new MlflowFault(400, "INVALID_PARAMETER_VALUE", $"Invalid model version source: '{source}'.");
        var version = new JsonObject
        {
            ["name"] = Text(request, "name"),
            ["version"] = (++_lastVersion).ToString(CultureInfo.InvariantCulture),
            ["creation_timestamp"] = Now,
            ["last_updated_timestamp"] = Now,
            ["current_stage"] = "None",
            ["description"] = Text(request, "description"),
            ["source"] = source,
            ["run_id"] = Text(request, "run_id"),
            ["status"] = "READY",
            ["tags"] = new JsonArray(),
        };
        foreach (var tag in Items(request, "tags"))
            SetTag(version, Text(tag, "key"), Text(tag, "value"));
        _versions.Add(version);
        return new() { ["model_version"] = Copy(version) };
    }

    private JsonObject SearchVersions(JsonObject request)
    {
        var condition = NameCondition().Match(Text(request, "filter"));
        if (!condition.Success)
            throw new MlflowFault(400, "INVALID_PARAMETER_VALUE", $"Invalid filter: {Text(request, "filter")}");
        return Page(request, "model_versions", [.. _versions.Where(v => (string?)v["name"] == condition.Groups["name"].Value
            && (!condition.Groups["key"].Success || TagOf(v, condition.Groups["key"].Value) == condition.Groups["value"].Value)).Reverse()]);
    }

    /// <summary>The place of the files, also of a version that was made from another one.</summary>
    private string DownloadUri(JsonObject version) => Text(version, "source").Split('/') is ["models:", var name, var number]
        ? DownloadUri(VersionOf(new JsonObject { ["name"] = name, ["version"] = number }))
        : Text(version, "source");

    private JsonObject DeleteVersion(JsonObject request)
    {
        var version = VersionOf(request);
        _versions.Remove(version);
        var aliases = _aliases[Text(request, "name")];
        foreach (var alias in aliases.Where(a => a.Value == (string?)version["version"]).Select(a => a.Key).ToList())
            aliases.Remove(alias);
        return [];
    }

    /// <summary>As protobuf's JSON does, a list without elements and a token without text are left out.</summary>
    private JsonObject Page(JsonObject request, string name, IReadOnlyList<JsonObject> all)
    {
        var start = request["page_token"] is { } token ? int.Parse(token.GetValue<string>(), CultureInfo.InvariantCulture) : 0;
        var size = Math.Min(PageSize, int.Parse(request["max_results"]?.ToString() ?? "1000", CultureInfo.InvariantCulture));
        var answer = new JsonObject();
        if (all.Skip(start).Take(size).Select(x => (JsonNode)Copy(x)).ToArray() is { Length: > 0 } items)
            answer[name] = new JsonArray(items);
        if (start + size < all.Count)
            answer["next_page_token"] = (start + size).ToString(CultureInfo.InvariantCulture);
        return answer;
    }

    private JsonObject ExperimentOf(string name) =>
        _experiments.Values.FirstOrDefault(e => (string?)e["name"] == name)
        ?? throw new MlflowFault(404, "RESOURCE_DOES_NOT_EXIST", $"Could not find experiment with name '{name}'");

    private JsonObject RunOf(JsonObject request) =>
        _runs.GetValueOrDefault(Text(request, "run_id")) ?? throw new MlflowFault(404, "RESOURCE_DOES_NOT_EXIST", $"Run with id={Text(request, "run_id")} not found");

    private JsonObject ActiveRunOf(JsonObject request) => RunOf(request) is var run && IsActive(run)
        ? run
        : throw new MlflowFault(400, "INVALID_PARAMETER_VALUE", "The run must be in the 'active' state. Current state is deleted.");

    private JsonObject ModelOf(JsonObject request) =>
        _models.GetValueOrDefault(Text(request, "name"))
        ?? throw new MlflowFault(404, "RESOURCE_DOES_NOT_EXIST", $"Registered Model with name={Text(request, "name")} not found");

    private JsonObject VersionOf(JsonObject request)
    {
        ModelOf(request);
        return _versions.FirstOrDefault(v => (string?)v["name"] == Text(request, "name") && (string?)v["version"] == Text(request, "version"))
            ?? throw new MlflowFault(404, "RESOURCE_DOES_NOT_EXIST", $"Model Version (name={Text(request, "name")}, version={Text(request, "version")}) not found");
    }

    private static void SetTag(JsonObject holder, string key, string value)
    {
        RequireName(key);
        RequireLength("Tag value", value, 5000);
        var tags = holder["tags"]!.AsArray();
        if (tags.FirstOrDefault(t => (string?)t!["key"] == key) is { } existing)
            existing["value"] = value;
        else
            tags.Add(new JsonObject { ["key"] = key, ["value"] = value });
    }

    private static string? TagOf(JsonObject holder, string key) => (string?)holder["tags"]!.AsArray().FirstOrDefault(t => (string?)t!["key"] == key)?["value"];

    private static void RequireName(string name)
    {
        if (!EntityName().IsMatch(name) || name.Split('/').Any(s => s is "" or "." or ".."))
            throw new MlflowFault(400, "INVALID_PARAMETER_VALUE", $"Invalid name: '{name}'. Names may only contain alphanumerics, _, -, ., spaces and slashes.");
        RequireLength("Name", name, 250);
    }

    private static void RequireLength(string what, string value, int limit)
    {
        var bytes = Encoding.UTF8.GetByteCount(value);
        if (bytes > limit)
            throw new MlflowFault(400, "INVALID_PARAMETER_VALUE", $"{what} had length {bytes}, which exceeded length limit of {limit}");
    }

    private static JsonObject Change(Action change)
    {
        change();
        return [];
    }

    private static bool IsActive(JsonObject run) => (string?)run["info"]!["lifecycle_stage"] == "active";

    private static string Text(JsonObject message, string field) => (string?)message[field] ?? "";

    private static IReadOnlyList<JsonObject> Items(JsonObject message, string field) => [.. (message[field]?.AsArray() ?? []).Select(x => x!.AsObject())];

    private static JsonObject Copy(JsonObject message) => message.DeepClone().AsObject();

    private static JsonObject Without(JsonObject message, string field)
    {
        var copy = Copy(message);
        copy.Remove(field);
        return copy;
    }

    [GeneratedRegex(@"\Atags\.""(?<key>[^""]+)"" = '(?<value>[^']*)'\z")]
    private static partial Regex TagCondition();

    [GeneratedRegex(@"\Aname='(?<name>[^']+)'( AND tags\.""(?<key>[^""]+)"" = '(?<value>[^']*)')?\z")]
    private static partial Regex NameCondition();

    [GeneratedRegex(@"\A[/\w.\- ]*\z")]
    private static partial Regex EntityName();

    [GeneratedRegex(@"\A[\w\-]+\z")]
    private static partial Regex AliasName();
}

/// <summary>An error that the server answers with.</summary>
internal sealed class MlflowFault(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;
}

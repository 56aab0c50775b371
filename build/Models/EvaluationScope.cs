using System.Text.Json;
using FashionMnist.Models;
using FashionMnist.Models.IO;
using Nuke.Common.IO;

namespace FashionMnist.Build.Models;

/// <summary>What an evaluation was made for: for another commit or store, or against another champion, the gate may decide otherwise.</summary>
/// <param name="PackageId">SHA-256 of the evaluated model.onnx.</param>
/// <param name="Commit">The commit that was checked out.</param>
/// <param name="Store">The model's name and the address of the store that it is meant for.</param>
/// <param name="ChampionId">The model in production there; none: there was none.</param>
internal sealed record EvaluationScope(string PackageId, string Commit, string Store, string? ChampionId)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    /// <summary>What is written there; <see langword="null"/> where there is nothing that can be read.</summary>
    public static EvaluationScope? Read(AbsolutePath file)
    {
        try
        {
            return file.FileExists() ? JsonSerializer.Deserialize<EvaluationScope>(file.ReadAllText(), Format) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Write(AbsolutePath file) => AtomicFile.Write(file, JsonSerializer.Serialize(this, Format) + "\n");

    /// <summary>Refuses to deliver by this evaluation where something else holds now. That the model itself is in production by now changes nothing.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Refused"/>.</exception>
    public void Require(EvaluationScope now)
    {
        if (Commit != now.Commit)
            throw Stale($"commit {Short(Commit)}, and this is {Short(now.Commit)}");
        if (Store != now.Store)
            throw Stale($"{Store}, and this is {now.Store}");
        if (ChampionId != now.ChampionId && now.ChampionId != PackageId)
            throw Stale($"champion {Short(ChampionId)}, and now {Short(now.ChampionId)} is in production");
    }

    private static FashionMnistException Stale(string difference) =>
        new(ExitCodes.Refused, $"The model was evaluated for {difference}; run ./build.sh Evaluate, then PublishModel and Promote");

    private static string Short(string? id) => id is null ? "none" : id[..Math.Min(12, id.Length)];
}

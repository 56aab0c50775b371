using System.Text.Json;

namespace FashionMnist.Integration.Tests.EndToEnd;

/// <summary>The life of two models in a store: published, promoted, rolled back, damaged.</summary>
[Collection(CleanClone.Collection)]
public sealed class ModelLifeTests(CleanClone clone)
{
    private const string Model = "models/fashion-mnist-synthetic";

    private string Store => Path.Combine(clone.Root, "store-life");

    private string Pointer => Path.Combine(Store, Model, "production.json");

    [EndToEndFact]
    public void A_model_is_published_once_promoted_rolled_back_and_refused_where_it_is_damaged()
    {
        Build("PublishModel", "--seed", "1").EndsWith(0);
        var first = Assert.Single(Packages());
        Build("PublishModel", "--seed", "1").EndsWith(0).Says("already");
        Assert.Equal([first], Packages());

        Build("Promote", "--package", first).EndsWith(0);
        Build("PublishModel", "--seed", "2").EndsWith(0);
        var second = Assert.Single(Packages(), x => x != first);
        Build("Promote", "--package", second[..8], "--reason", "better").EndsWith(0);
        Assert.Equal(second, PromotedId());
        Build("History").EndsWith(0).Says(first[..12]).Says(second[..12]).Says("better");

        Build("Rollback").EndsWith(0);
        Assert.Equal(first, PromotedId());
        Build("Predict").EndsWith(0).Says("nothing to train");
        Assert.Equal(first, PredictedBy());

        FlipAByte(Path.Combine(Store, Model, first, "model.onnx"));
        Build("Predict").EndsWith(80).Says("expected").Says("actual");
        FlipAByte(Path.Combine(Store, Model, first, "model.onnx"));
        FlipAByte(Path.Combine(Store, Model, first, "model.json"));
        Build("Predict").EndsWith(80).Says("expected").Says("actual");
    }

    [EndToEndFact]
    public void A_model_below_the_gate_is_not_published_and_the_ledger_knows()
    {
        var store = Path.Combine(clone.Root, "store-refused");
        clone.Build(data: null, ["PublishModel", "--model-store", store, .. CleanClone.Tiny, "gate.minimumAccuracy=1"])
            .EndsWith(81).Says("is below the minimum of 100.00 %");

        clone.Build(data: null, ["History", "--model-store", store, .. CleanClone.Tiny]).EndsWith(0).Says("Refused");
        Assert.DoesNotContain(Directory.GetDirectories(Path.Combine(store, Model)), x => Path.GetFileName(x).Length == 64);
    }

    [EndToEndFact]
    public void An_int8_model_is_judged_against_its_float32_export_published_without_it_and_predicts()
    {
        var store = Path.Combine(clone.Root, "store-int8");
        clone.Build(data: null, ["Predict", "--model-store", store, .. CleanClone.Tiny, "training.precision=int8", "gate.maximumPrecisionLoss=0.05"])
            .EndsWith(0).Says("Quantised to int8").Says("its float32 export has");

        var package = Assert.Single(Directory.GetDirectories(Path.Combine(store, Model)), x => Path.GetFileName(x).Length == 64);
        Assert.Equal(["model.json", "model.onnx"], Directory.GetFiles(package).Select(x => Path.GetFileName(x)).Order(StringComparer.Ordinal));
        Assert.Contains("\"float32Sha256\"", File.ReadAllText(Path.Combine(package, "model.json")), StringComparison.Ordinal);
        Assert.Equal(Path.GetFileName(package), PredictedBy());
    }

    [EndToEndFact]
    public void A_dry_run_publishes_nothing()
    {
        var store = Path.Combine(clone.Root, "store-dry");
        clone.Build(data: null, ["PublishModel", "--dry-run", "--model-store", store, .. CleanClone.Tiny]).EndsWith(0).Says("would publish");

        Assert.False(Directory.Exists(Path.Combine(store, "models")));
    }

    [EndToEndFact]
    public void A_model_evaluated_for_another_store_is_not_delivered_and_a_server_needs_a_store_that_lasts()
    {
        var first = Path.Combine(clone.Root, "store-first");
        var second = Path.Combine(clone.Root, "store-second");
        clone.Build(data: null, ["PublishModel", "--model-store", first, .. CleanClone.Tiny]).EndsWith(0);

        foreach (var target in new[] { "PublishModel", "Promote" })
        {
            clone.Build(data: null, [target, "--skip", "--model-store", second, .. CleanClone.Tiny])
                .EndsWith(81).Says("The model was evaluated for").Says("run ./build.sh Evaluate");
            clone.Build(new Dictionary<string, string> { ["CODEBUILD_BUILD_ID"] = "project:1" }, data: null, [target, "--skip", .. CleanClone.Tiny])
                .EndsWith(78).Says("is a folder of this build server; set NUKE_ENVIRONMENT");
        }

        Assert.False(Directory.Exists(second));
        clone.Build(data: null, ["Promote", "--skip", "--model-store", first, .. CleanClone.Tiny]).EndsWith(0);
    }

    private static void FlipAByte(string file)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(file, bytes);
    }

    private BuildRun Build(params string[] arguments) => clone.Build(data: null, [.. arguments, "--model-store", Store, .. CleanClone.Tiny]);

    private string[] Packages() =>
        [.. Directory.GetDirectories(Path.Combine(Store, Model)).Select(x => Path.GetFileName(x)!).Where(x => x.Length == 64)];

    private string PromotedId()
    {
        using var pointer = JsonDocument.Parse(File.ReadAllText(Pointer));
        return pointer.RootElement.GetProperty("packageId").GetString()!;
    }

    private string PredictedBy()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(clone.Root, "artifacts/predictions/_manifest.json")));
        return manifest.RootElement.GetProperty("model").GetProperty("packageId").GetString()!;
    }
}

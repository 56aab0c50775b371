using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FashionMnist.Integration.Tests.EndToEnd;

/// <summary>What a stranger does first.</summary>
[Collection(CleanClone.Collection)]
public sealed partial class FirstStepsTests(CleanClone clone)
{
    [EndToEndFact(needsRealData: true)]
    public void Predict_on_a_clean_clone_reaches_the_accuracy_and_a_second_run_trains_nothing()
    {
        var data = Environment.GetEnvironmentVariable("FASHION_MNIST_DATA");
        var store = Path.Combine(clone.Root, "store-real");
        // Another test may have trained this very model.
        var models = Path.Combine(clone.Root, "artifacts", "models");
        if (Directory.Exists(models))
            Directory.Delete(models, recursive: true);

        var first = clone.Build(data, "Predict", "--model-store", store).EndsWith(0);
        Assert.InRange(AccuracyOf(first), 91.0, 99.9);
        // How much it is depends on the machine and on what else runs there; docs/training.md has figures.
        Assert.Matches(CpuSeconds(), first.Output);
        first.Says("Results: artifacts/predictions").Says("Report: artifacts/predictions/_report.html");
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(clone.Root, "artifacts/predictions/_manifest.json")));
        Assert.Equal(10_000, manifest.RootElement.GetProperty("counts").GetProperty("predicted").GetInt32());

        var second = clone.Build(data, "Predict", "--model-store", store).EndsWith(0);
        second.Says("nothing to train");
        Assert.Equal(AccuracyOf(first), AccuracyOf(second));
        Assert.DoesNotContain("epoch", second.Output, StringComparison.OrdinalIgnoreCase);
    }

    [EndToEndFact]
    public void Without_data_and_network_Predict_ends_on_the_synthetic_dataset_and_says_so()
    {
        var run = clone.Build(data: null, ["Predict", "--model-store", Path.Combine(clone.Root, "store-synthetic"), .. CleanClone.Tiny]).EndsWith(0);

        run.Says("SYNTHETIC look-alike dataset is used").Says("on SYNTHETIC images");
        Assert.Contains("SYNTHETIC", run.Output.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        // Other tests evaluate models in this clone too.
        var evaluations = Directory.GetFiles(Path.Combine(clone.Root, "artifacts/models"), "report.html", SearchOption.AllDirectories);
        Assert.Contains(evaluations, SaysSynthetic);
        Assert.True(SaysSynthetic(Path.Combine(clone.Root, "artifacts/predictions/_report.html")));
        Assert.True(Directory.Exists(Path.Combine(clone.Root, "store-synthetic/models/fashion-mnist-synthetic")));
    }

    [EndToEndFact]
    public void A_misspelt_target_names_the_nearest_one() =>
        clone.Build(data: null, "Tset").EndsWith(64).Says("There is no target Tset. Did you mean Test?");

    [EndToEndFact]
    public void A_wrong_value_names_what_is_allowed() =>
        clone.Build(data: null, "Test", "--configuration", "Bogus").EndsWith(64).Says("--configuration: 'Bogus' is not one of Debug, Release.");

    [EndToEndFact]
    public void Help_lists_targets_and_parameters() =>
        clone.Build(data: null, "--help").EndsWith(0).Says("Predict").Says("--model-store");

    [EndToEndFact]
    public void The_plan_needs_no_desktop()
    {
        clone.Build(data: null, "Predict", "--plan").EndsWith(0);

        Assert.True(File.Exists(Path.Combine(clone.Root, ".nuke/temp/execution-plan.html")));
    }

    [EndToEndFact]
    public void A_wrong_configuration_names_path_and_range() =>
        clone.Build(data: null, "ShowConfig", "--set", "gate.minimumAccuracy=2").EndsWith(78)
            .Says("$.gate.minimumAccuracy (command line): 2 is outside of the allowed range 0 to 1");

    [EndToEndFact]
    public void ShowConfig_names_the_origin_of_each_value() =>
        clone.Build(data: null, "ShowConfig", "--seed", "7").EndsWith(0).Says("training.seed").Says("[command line]").Says("[default]");

    private static bool SaysSynthetic(string page) => File.ReadAllText(page).Contains("SYNTHETIC DATA", StringComparison.Ordinal);

    private static double AccuracyOf(BuildRun run) =>
        double.Parse(Accuracy().Match(run.Output).Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("this process used ([0-9]+) CPU s")]
    private static partial Regex CpuSeconds();

    [GeneratedRegex("Accuracy: ([0-9.]+) %")]
    private static partial Regex Accuracy();
}

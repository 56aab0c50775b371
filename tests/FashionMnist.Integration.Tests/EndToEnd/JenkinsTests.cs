using System.Text.Json;
using FashionMnist.Build.Tests.Notifications;
using FashionMnist.Build.Tests.Pipelines.Harness;

namespace FashionMnist.Integration.Tests.EndToEnd;

/// <summary>The Jenkinsfile, run with the real build.sh of a clean clone; only compiling and the tests themselves are left out.</summary>
[Collection(CleanClone.Collection)]
public sealed class JenkinsTests(CleanClone clone)
{
    /// <summary>The variables of <see cref="CleanClone.Tiny"/>, because Jenkins has no command line.</summary>
    private static readonly Dictionary<string, string> Small = new()
    {
        ["FASHION_MNIST_DATA"] = "",
        ["FASHION_MNIST_DATA_DOWNLOAD_URL"] = "https://127.0.0.1:9/",
        ["FASHION_MNIST_CONTRACT_TRAIN_COUNT"] = "3000",
        ["FASHION_MNIST_CONTRACT_TEST_COUNT"] = "600",
        ["FASHION_MNIST_TRAINING_PROFILES_QUICK_EPOCHS"] = "2",
        ["FASHION_MNIST_TRAINING_PROFILES_QUICK_WIDTH"] = "8",
        ["FASHION_MNIST_GATE_MINIMUM_ACCURACY"] = "0.5",
        ["FASHION_MNIST_GATE_MAXIMUM_REGRESSION"] = "0.5",
        ["JENKINS_HOME"] = "/var/jenkins",
        ["BUILD_TAG"] = "model-17",
        ["JOB_NAME"] = "model",
        ["BUILD_DISPLAY_NAME"] = "#17",
        ["BUILD_URL"] = "http://jenkins.invalid/job/model/17/",
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["UseSharedCompilation"] = "false",
    };

    [EndToEndFact(needsGroovy: true)]
    public async Task A_good_build_makes_a_model_and_a_corrupt_label_file_stops_it_and_reaches_Slack()
    {
        await using var slack = new LocalListener();
        var job = new JenkinsScenario(Path.Combine(clone.Root, "Jenkinsfile"))
        {
            Shell = clone.Root,
            Stub = ["build.sh Restore", "build.sh Compile", "build.sh Test "],
            FirstBuild = true,
            Params = new() { ["ALLOW_SYNTHETIC_DATA"] = "true" },
            Secrets = new() { ["slack-webhook"] = slack.Address.AbsoluteUri },
            Environment = new(Small) { ["XDG_CACHE_HOME"] = Path.Combine(clone.Root, "artifacts/jenkins-cache") },
        };

        var good = Assert.Single(await GroovyHarness.PlayAsync(job));
        Assert.True(good.Result == "SUCCESS", string.Concat(good.Log.Select(x => x.Output)));
        Assert.Equal(["CheckPipelines", "Restore", "Compile", "Test", "PublishJob", "FetchData", "CheckData", "Train", "Evaluate"], good.Targets);
        Assert.Empty(slack.Bodies);

        Corrupt(await DatasetFolder());
        var bad = Assert.Single(await GroovyHarness.PlayAsync(job with { Stub = [.. job.Stub, "build.sh FetchData"] }));

        Assert.Equal(("FAILURE", "CheckData"), (bad.Result, bad.Targets[^1]));
        Assert.Contains("artifacts/data-contract.junit.xml", bad.Of("junit"));
        Assert.Contains("failures=\"1\"", await File.ReadAllTextAsync(Path.Combine(clone.Root, "artifacts/data-contract.junit.xml")), StringComparison.Ordinal);
        var text = SlackLimits.Check(Assert.Single(slack.Bodies));
        Assert.Contains("*Target*\nCheckData", text, StringComparison.Ordinal);
        Assert.Contains("• DataContract.dataset: readable", text, StringComparison.Ordinal);
        Assert.Contains("expected SHA-256", text, StringComparison.Ordinal);
        Assert.Contains("model #17", text, StringComparison.Ordinal);
    }

    [EndToEndFact(needsGroovy: true)]
    public async Task A_corrupt_file_in_the_configured_folder_stops_the_build_where_it_is_looked_for()
    {
        await using var slack = new LocalListener();
        var folder = Directory.CreateDirectory(Path.Combine(clone.Root, "artifacts/corrupt")).FullName;
        foreach (var name in new[] { "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz" })
            await File.WriteAllTextAsync(Path.Combine(folder, name), "not an image");

        var run = Assert.Single(await GroovyHarness.PlayAsync(new JenkinsScenario(Path.Combine(clone.Root, "Jenkinsfile"))
        {
            Shell = clone.Root,
            Stub = ["build.sh Restore", "build.sh Compile", "build.sh Test "],
            Params = new() { ["DATA_DIRECTORY"] = folder },
            Secrets = new() { ["slack-webhook"] = slack.Address.AbsoluteUri },
            Environment = Small,
        }));

        Assert.Equal(("FAILURE", "FetchData"), (run.Result, run.Targets[^1]));
        Assert.Contains("artifacts/data-files.junit.xml", run.Of("junit"));
        Assert.Contains("• DataContract.dataset: its files are there and intact", SlackLimits.Check(Assert.Single(slack.Bodies)), StringComparison.Ordinal);
    }

    private async Task<string> DatasetFolder()
    {
        using var dataset = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(clone.Root, "artifacts/dataset.json")));
        return dataset.RootElement.GetProperty("directory").GetString()!;
    }

    private static void Corrupt(string folder)
    {
        var file = Directory.GetFiles(folder).Single(x => Path.GetFileName(x).StartsWith("train-labels", StringComparison.Ordinal));
        File.SetAttributes(file, FileAttributes.Normal);
        var bytes = File.ReadAllBytes(file);
        bytes[^1] ^= 1;
        File.WriteAllBytes(file, bytes);
    }
}

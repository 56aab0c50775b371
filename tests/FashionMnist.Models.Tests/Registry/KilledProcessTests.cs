using System.Globalization;
using System.Text;
using FashionMnist.Models.Packages;
using FashionMnist.Models.Registry;
using FashionMnist.Models.Storage.Files;
using FashionMnist.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit.Abstractions;

namespace FashionMnist.Models.Tests.Registry;

/// <summary>kill -9 while models are published and promoted.</summary>
[Trait(Kills.Category, Kills.Name)]
public sealed class KilledProcessTests(ITestOutputHelper output) : IDisposable
{
    private const int MostSteps = 6;
    private const int LongestMomentMilliseconds = 60;
    private const string Published = "published ";
    private const string Promoted = "promoted ";
    private readonly TemporaryFolder _folder = new();
    private readonly HashSet<string> _seen = [];

    public void Dispose() => _folder.Dispose();

    [SlowFact("kills a publishing process again and again")]
    public async Task A_process_killed_while_it_publishes_and_promotes_loses_nothing()
    {
        var kills = Kills.Count(otherwise: 20);
        output.WriteLine($"{kills} kills, seed {Kills.Seed}");
        var random = Kills.Moments();
        var history = new List<string>();
        var done = new List<string>();

        for (var kill = 0; kill < kills; kill++)
        {
            done.AddRange(await RunAndKillAsync(firstSeed: 1000 * (kill + 1), random));
            history = await CheckAsync(history, done, all: false);
        }

        using var last = Worker.Start("release", _folder["store"], "1", "2");
        done.AddRange(Done(await last.WaitAsync()));
        Assert.Equal(ExitCodes.Ok, last.ExitCode);
        history = await CheckAsync(history, done, all: true);
        output.WriteLine($"{done.Count} steps were reported done, production changed {history.Count} times");
        Assert.True(history.Count >= 2);
        await LeftoversGoAsync();
    }

    [Fact]
    public async Task Of_two_promoting_processes_one_wins_and_the_other_names_the_winner()
    {
        for (var round = 0; round < 3; round++)
        {
            var packages = new[] { TestPackages.Create(10 * round + 1), TestPackages.Create(10 * round + 2) };
            foreach (var package in packages)
                await RegistryOf().PublishAsync(package);

            using var alice = Worker.Start("race", _folder["store"], "alice", packages[0].Id);
            using var bob = Worker.Start("race", _folder["store"], "bob", packages[1].Id);
            Assert.Equal("at the gate", await alice.ReadLineAsync());
            Assert.Equal("at the gate", await bob.ReadLineAsync());
            alice.SendLine();
            bob.SendLine();
            var said = await Task.WhenAll(alice.WaitAsync(), bob.WaitAsync());

            Assert.Equal([ExitCodes.Ok, ExitCodes.TryAgain], new[] { alice.ExitCode, bob.ExitCode }.Order());
            var winner = alice.ExitCode == ExitCodes.Ok ? 0 : 1;
            Assert.Contains(winner == 0 ? "alice" : "bob", said[1 - winner], StringComparison.Ordinal);
            Assert.Equal(packages[winner].Id, (await RegistryOf().LoadProductionAsync()).PackageId);
        }
    }

    /// <summary>
    /// Some steps of the worker and then a moment more: the first steps of a process are slow, so time alone would nearly always end it
    /// before it has done anything.
    /// </summary>
    private async Task<List<string>> RunAndKillAsync(int firstSeed, Random random)
    {
        using var worker = Worker.Start("release", _folder["store"], firstSeed.ToString(CultureInfo.InvariantCulture), "100000");
        var said = new StringBuilder();
        for (var steps = random.Next(MostSteps); steps >= 0; steps--)
            said.Append(await worker.ReadLineAsync()).Append('\n');
        await Waiting.ToArbitraryMomentAsync(TimeSpan.FromMilliseconds(random.Next(LongestMomentMilliseconds)));
        worker.Kill();
        return Done(said + await worker.WaitAsync());
    }

    /// <summary>
    /// Everything readable, everything that was reported done still there, no version of the pointer lost. Packages that were
    /// loaded before are loaded again only if <paramref name="all"/> are.
    /// </summary>
    private async Task<List<string>> CheckAsync(List<string> before, List<string> done, bool all)
    {
        var store = new FileObjectStore(_folder["store"]);
        var registry = RegistryOf();
        var versions = (await store.ListVersionsAsync(registry.Keys.Production)).Select(v => v.VersionId).Reverse().ToList();
        Assert.Equal(before, versions.Take(before.Count));

        var packages = await registry.ListPackagesAsync();
        foreach (var package in packages.Where(p => all || _seen.Add(p.PackageId)))
        {
            Assert.Equal(package.PackageId, (await registry.LoadPackageAsync(package.PackageId)).PackageId);
            var onnx = _folder[Path.Combine("store", registry.Keys.Onnx(package.PackageId))];
            Assert.Equal(package.PackageId, ModelPackage.Hash(await File.ReadAllBytesAsync(onnx)));
        }

        var history = await registry.HistoryAsync(int.MaxValue);
        var promoted = history.Where(e => e.PointerVersionId is not null).Select(e => e.PackageId).ToHashSet();
        Assert.Equal(versions.Count, promoted.Count);
        foreach (var line in done)
        {
            var there = line.StartsWith(Promoted, StringComparison.Ordinal) ? promoted : packages.Select(p => p.PackageId);
            Assert.Contains(line.Split(' ')[1], there);
        }

        if (versions.Count > 0)
            Assert.Contains((await registry.LoadProductionAsync()).PackageId, promoted);
        return versions;
    }

    private async Task LeftoversGoAsync()
    {
        var later = new FakeTimeProvider(DateTimeOffset.UtcNow.AddHours(2));
        await new FileObjectStore(_folder["store"], later).PutAsync("sweep", new MemoryStream());
        Assert.Empty(Directory.GetDirectories(PendingWrite.FolderIn(_folder["store"])));
    }

    private ModelRegistry RegistryOf() => new(new FileObjectStore(_folder["store"]), TestPackages.ModelName, _ => Task.FromResult("test"));

    /// <summary>A kill can cut the last line short.</summary>
    private static List<string> Done(string output) =>
        [
            .. output.Split('\n')[..^1]
                .Where(l => l.StartsWith(Published, StringComparison.Ordinal) || l.StartsWith(Promoted, StringComparison.Ordinal)),
        ];
}

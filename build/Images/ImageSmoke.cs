using System.Diagnostics;
using FashionMnist.Models;
using Serilog;

namespace FashionMnist.Build.Images;

/// <summary>Tries an image out: as an ordinary user, read-only, without network or capabilities.</summary>
/// <param name="engine">Runs the containers.</param>
/// <param name="image">Name of the image.</param>
/// <param name="program">The same program on this machine.</param>
internal sealed class ImageSmoke(ContainerEngine engine, string image, string program)
{
    private const string InputName = "images.idx";
    private const string DamagedName = "damaged.idx";
    private const int DamagedBytes = 1000;

    private readonly string _run = JobContainer.NewRun("smoke");

    /// <summary>Runs the job in the image and holds what it wrote against what the same program writes on this machine.</summary>
    /// <param name="model">Folder with one model package, or a store in a folder.</param>
    /// <param name="modelName">Name of the model in the store.</param>
    /// <param name="images">IDX file with the images.</param>
    /// <param name="scratch">Empty folder for the results.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FashionMnistException">The image does not do what it should.</exception>
    public async Task RunAsync(string model, string modelName, string images, string scratch, CancellationToken cancellationToken)
    {
        await JobContainer.RemoveAbandonedAsync(engine, TimeProvider.System);
        await RequireOrdinaryUserAsync(cancellationToken);
        var input = Directory.CreateDirectory(Path.Combine(scratch, "input")).FullName;
        File.Copy(images, Path.Combine(input, InputName));
        File.WriteAllBytes(Path.Combine(input, DamagedName), File.ReadAllBytes(images)[..DamagedBytes]);
        var inside = MakeWritableFolder(Path.Combine(scratch, "inside"));
        var outside = Path.Combine(scratch, "outside");

        var mounts = new[] { $"{Path.GetFullPath(model)}:/model:ro", $"{input}:/input:ro", $"{inside}:/output" };
        JobContainer.RequireSuccess("predict", await InsideAsync(mounts, Arguments("/model", $"/input/{InputName}", "/output"), cancellationToken));
        Outside(Arguments(model, Path.Combine(input, InputName), outside));
        RequireSameBytes(Path.Combine(outside, "predictions.csv"), Path.Combine(inside, "predictions.csv"));

        await RequireExitCodeAsync(ExitCodes.BadInput, Arguments("/model", $"/input/{DamagedName}", "/output"));
        await RequireExitCodeAsync(ExitCodes.NotFound, Arguments("/model", "/input/missing.idx", "/output"));
        await RequireExitCodeAsync(ExitCodes.Usage, ["predict", "--bogus"]);

        string[] Arguments(string modelPath, string inputPath, string output) =>
            ["predict", "--model", modelPath, "--model-name", modelName, "--input", inputPath, "--output", output, "--log-format", "json"];

        async Task RequireExitCodeAsync(int expected, string[] arguments)
        {
            var outcome = await InsideAsync(mounts, arguments, cancellationToken);
            if (outcome.ExitCode != expected)
            {
                throw new FashionMnistException(
                    ExitCodes.Internal, $"{image}: `{string.Join(' ', arguments)}` ended with exit code {outcome.ExitCode}, expected {expected}: {outcome.LastLine}");
            }

            Log.Information("Exit code {ExitCode} as documented: {Line:l}", expected, outcome.LastLine);
        }
    }

    private async Task RequireOrdinaryUserAsync(CancellationToken cancellationToken)
    {
        var found = await engine.FindImageAsync(image, cancellationToken)
            ?? throw new FashionMnistException(ExitCodes.NotFound, $"Docker engine {engine.Address}: it has no image {image}; run ./build.sh BuildImage");
        var user = found.Config?.User ?? "";
        if (!int.TryParse(user.Split(':')[0], out var id) || id == 0)
            throw new FashionMnistException(ExitCodes.Internal, $"{image}: its user is '{user}', expected the number of one that is not root");
    }

    private Task<ContainerOutcome> InsideAsync(string[] mounts, string[] arguments, CancellationToken cancellationToken) =>
        JobContainer.RunAsync(engine, new ContainerRun(image, _run, arguments, "none", mounts, new Dictionary<string, string>()), cancellationToken);

    private void Outside(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != ExitCodes.Ok)
            throw new FashionMnistException(
                ExitCodes.IsDocumented(process.ExitCode) ? process.ExitCode : ExitCodes.Internal,
                $"{program} failed on this machine with exit code {process.ExitCode}: {error.ReplaceLineEndings(" ")}");
    }

    /// <summary>The container's user is nobody on this machine.</summary>
    private static string MakeWritableFolder(string path)
    {
        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, (UnixFileMode)0b111_111_111);
        return path;
    }

    private void RequireSameBytes(string expected, string actual)
    {
        var (outside, inside) = (ImageRecipe.HashOf(expected), ImageRecipe.HashOf(actual));
        if (outside != inside)
            throw new FashionMnistException(ExitCodes.Integrity, $"{image}: its predictions hash to {inside}, on this machine to {outside}");
        Log.Information("Predictions in the container and on this machine are the same bytes: {Sha256}", outside);
    }
}

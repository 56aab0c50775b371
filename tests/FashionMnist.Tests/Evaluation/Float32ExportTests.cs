using FashionMnist.Evaluation;
using FashionMnist.Models;
using FashionMnist.Models.Packages;
using FashionMnist.Testing;
using FashionMnist.Testing.TinyModel;

namespace FashionMnist.Tests.Evaluation;

public sealed class Float32ExportTests : IDisposable
{
    private static readonly byte[] Original = TinyOnnx.Create(seed: 2);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_float32_model_has_none()
    {
        var manifest = TinyPackage.Write(_folder.Path);

        Assert.Null(Float32Export.Load(_folder.Path, manifest, threads: 1));
    }

    [Fact]
    public void Is_the_model_that_the_manifest_names()
    {
        File.WriteAllBytes(_folder[PackageFiles.Float32Onnx], Original);

        using var classifier = Float32Export.Load(_folder.Path, Quantized(), threads: 1);

        Assert.Equal(TinyPackage.Manifest(Original).Onnx.Sha256, classifier!.Manifest.Onnx.Sha256);
        Assert.Null(classifier.Manifest.Quantization);
    }

    [Fact]
    public void Says_what_to_run_if_it_is_missing()
    {
        var problem = Assert.Throws<FashionMnistException>(() => Float32Export.Load(_folder.Path, Quantized(), threads: 1));

        Assert.Equal(ExitCodes.NotFound, problem.ExitCode);
        Assert.StartsWith(_folder[PackageFiles.Float32Onnx], problem.Message, StringComparison.Ordinal);
        Assert.EndsWith("run ./build.sh Train", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_another_model_with_both_hashes()
    {
        File.WriteAllBytes(_folder[PackageFiles.Float32Onnx], TinyOnnx.Create(seed: 3));

        var problem = Assert.Throws<FashionMnistException>(() => Float32Export.Load(_folder.Path, Quantized(), threads: 1));

        Assert.Equal(ExitCodes.Integrity, problem.ExitCode);
        Assert.Matches("expected SHA-256 [0-9a-f]{64}, actual [0-9a-f]{64}", problem.Message);
    }

    private ModelManifest Quantized() => TinyPackage.Write(
        _folder.Path, change: x => x with { Quantization = new QuantizationProvenance(10, TinyPackage.Manifest(Original).Onnx.Sha256) });
}

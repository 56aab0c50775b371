using FashionMnist.Inference;
using FashionMnist.Models.Packages;
using FashionMnist.Training.Running;
using FashionMnist.Training.Tests.Support;

namespace FashionMnist.Training.Tests.Running;

public sealed class Int8TrainingTests : IDisposable
{
    private static readonly string[] Int8 = ["training.precision=int8", "training.calibrationImages=50"];
    private readonly SmallTraining _training = new();

    private string Float32File => _training.PathOf("model", PackageFiles.Float32Onnx);

    public void Dispose() => _training.Dispose();

    [Fact]
    public void The_package_is_int8_and_its_float32_export_lies_beside_it()
    {
        _training.Run(output: "float32");

        _training.Run(settings: Int8);

        var manifest = _training.Manifest();
        Assert.Equal(new QuantizationProvenance(50, _training.Manifest("float32").Onnx.Sha256), manifest.Quantization);
        Assert.Equal(_training.Onnx("float32"), File.ReadAllBytes(Float32File));
        Assert.Equal(ModelFolder.Sha256(_training.Onnx()), manifest.Onnx.Sha256);
        Assert.NotEqual(_training.Onnx("float32"), _training.Onnx());
        using var classifier = new FashionMnistClassifier(_training.Onnx(), manifest, threads: 1);
    }

    [Fact]
    public void The_same_seed_gives_the_same_int8_bytes_and_other_calibration_images_others()
    {
        _training.Run(output: "first", settings: Int8);
        _training.Run(output: "second", settings: Int8);
        _training.Run(output: "third", settings: ["training.precision=int8", "training.calibrationImages=2"]);

        Assert.Equal(_training.Onnx("first"), _training.Onnx("second"));
        Assert.NotEqual(_training.Onnx("first"), _training.Onnx("third"));
    }

    [Fact]
    public void A_missing_or_damaged_float32_export_is_made_again()
    {
        _training.Run(settings: Int8);
        var float32 = File.ReadAllBytes(Float32File);

        File.Delete(Float32File);
        _training.Run(settings: Int8);
        Assert.Equal(float32, File.ReadAllBytes(Float32File));

        File.WriteAllBytes(Float32File, float32[..^1]);
        _training.Run(settings: Int8);
        Assert.Equal(float32, File.ReadAllBytes(Float32File));
    }

    [Fact]
    public void A_float32_model_leaves_no_float32_export_of_another_one()
    {
        _training.Run(settings: Int8);

        _training.Run(fingerprint: 2);

        Assert.False(File.Exists(Float32File));
        Assert.Null(_training.Manifest().Quantization);
    }
}

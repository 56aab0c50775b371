using FashionMnist.Models.Configuration;
using FashionMnist.Training.Checkpoints;
using FashionMnist.Training.Learning;
using FashionMnist.Training.Tests.Support;
using static TorchSharp.torch;

namespace FashionMnist.Training.Tests.Checkpoints;

public sealed class CheckpointFileTests : IDisposable
{
    private static readonly TrainingProfile Profile = new() { Width = 2 };
    private readonly TemporaryFolder _folder = new();
    private readonly LogLines _log = new();

    private string FilePath => _folder[CheckpointFile.FileName];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Restores_everything_that_was_saved()
    {
        using var saved = Save();
        using var restored = new TrainingState(Profile, ScalarType.Float32, seed: 2);

        Assert.True(new CheckpointFile(FilePath, "run").TryRestore(restored, _log.Logger));

        Assert.Equal(3, restored.Epoch);
        Assert.Equal(TimeSpan.FromSeconds(90), restored.Elapsed);
        Assert.Equal(Numbers(saved), Numbers(restored));
        Assert.Empty(_log.Warnings);
    }

    [Fact]
    public void A_missing_file_is_no_problem()
    {
        Assert.False(TryRestore());
        Assert.Empty(_log.Warnings);
    }

    [Fact]
    public void Ignores_a_file_cut_off_anywhere()
    {
        Save().Dispose();
        var whole = File.ReadAllBytes(FilePath);
        int[] lengths = [0, 1, 31, 32, 33, whole.Length / 2, whole.Length - 1];

        foreach (var length in lengths)
        {
            File.WriteAllBytes(FilePath, whole[..length]);
            Assert.False(TryRestore());
        }

        Assert.Equal(lengths.Length, _log.Warnings.Count);
        Assert.All(_log.Warnings, x => Assert.StartsWith($"{FilePath}: ignored, it is damaged", x, StringComparison.Ordinal));
    }

    [Fact]
    public void Ignores_a_file_with_one_changed_bit_anywhere()
    {
        Save().Dispose();
        var whole = File.ReadAllBytes(FilePath);
        for (var i = 0; i < whole.Length; i += whole.Length / 40)
        {
            var damaged = whole.ToArray();
            damaged[i] ^= 4;
            File.WriteAllBytes(FilePath, damaged);
            Assert.False(TryRestore());
        }
    }

    [Fact]
    public void Ignores_the_checkpoint_of_another_run()
    {
        Save().Dispose();
        using var state = new TrainingState(Profile, ScalarType.Float32, seed: 2);
        var before = Numbers(state);

        Assert.False(new CheckpointFile(FilePath, "another run").TryRestore(state, _log.Logger));

        Assert.Equal(before, Numbers(state));
        Assert.Equal(0, state.Epoch);
        Assert.Equal($"{FilePath}: ignored, it belongs to a training with other inputs; training starts with the first epoch", Assert.Single(_log.Warnings));
    }

    private bool TryRestore()
    {
        using var state = new TrainingState(Profile, ScalarType.Float32, seed: 2);
        var restored = new CheckpointFile(FilePath, "run").TryRestore(state, _log.Logger);
        Assert.Equal(0, state.Epoch);
        return restored;
    }

    private TrainingState Save()
    {
        var state = new TrainingState(Profile, ScalarType.Float32, seed: 1) { Epoch = 3, Elapsed = TimeSpan.FromSeconds(90) };
        using (no_grad())
        {
            foreach (var tensor in state.Tensors)
                tensor.uniform_(-1, 1);
        }

        new CheckpointFile(FilePath, "run").Save(state);
        return state;
    }

    private static float[] Numbers(TrainingState state) => [.. state.Tensors.SelectMany(x => x.data<float>().ToArray())];
}

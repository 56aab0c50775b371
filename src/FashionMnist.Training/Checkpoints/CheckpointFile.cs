using System.Security.Cryptography;
using System.Text;
using FashionMnist.Models.IO;
using FashionMnist.Training.Learning;
using FashionMnist.Training.Validation;
using Serilog;
using static TorchSharp.torch;

namespace FashionMnist.Training.Checkpoints;

/// <summary>
/// One file with the state of a training after its last complete epoch. Layout, little-endian, strings as <see cref="BinaryWriter"/> writes
/// them: format name; identity of the run; int32 epochs done; int64 ticks of wall time; int32 best epoch, float64 its validation accuracy and
/// loss (0, 0, 0 where nothing is held out); per tensor int64 elements and that many float32; SHA-256 of all before.
/// </summary>
/// <param name="path">Path of the file.</param>
/// <param name="identity">Everything that determines the weights; a checkpoint of another run is not used.</param>
internal sealed class CheckpointFile(string path, string identity)
{
    /// <summary>Name of the file in the output folder.</summary>
    public const string FileName = "checkpoint.bin";

    private const string Format = "FashionMnist checkpoint 2";

    /// <summary>Keeps a state; after a crash at any point there is the old or the new file, never half of one.</summary>
    public void Save(TrainingState state)
    {
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Format);
            writer.Write(identity);
            writer.Write(state.Epoch);
            writer.Write(state.Elapsed.Ticks);
            writer.Write(state.Best?.Epoch ?? 0);
            writer.Write(state.Best?.Score.Accuracy ?? 0);
            writer.Write(state.Best?.Score.Loss ?? 0);
            foreach (var tensor in state.Tensors)
            {
                writer.Write(tensor.numel());
                writer.Write(tensor.bytes);
            }
        }

        content.Write(SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length)));
        AtomicFile.Write(path, content.GetBuffer().AsMemory(0, (int)content.Length));
    }

    /// <summary>Continues from the file if it is there, whole, and of this run; otherwise says why not and leaves the state alone.</summary>
    /// <returns>Whether the state was restored.</returns>
    public bool TryRestore(TrainingState state, ILogger log)
    {
        if (!File.Exists(path))
            return false;
        var problem = Restore(state);
        if (problem is not null)
            log.Warning("{Checkpoint:l}: ignored, {Problem:l}; training starts with the first epoch", path, problem);
        return problem is null;
    }

    /// <summary>Removes the file when it is no longer needed.</summary>
    public void Delete() => File.Delete(path);

    private string? Restore(TrainingState state)
    {
        var bytes = File.ReadAllBytes(path);
        var length = bytes.Length - SHA256.HashSizeInBytes;
        if (length <= 0 || !SHA256.HashData(bytes.AsSpan(0, length)).AsSpan().SequenceEqual(bytes.AsSpan(length)))
            return "it is damaged (its checksum does not match)";

        using var reader = new BinaryReader(new MemoryStream(bytes, 0, length), Encoding.UTF8);
        if (reader.ReadString() != Format)
            return "it was written by another version of this software";
        if (reader.ReadString() != identity)
            return "it belongs to a training with other inputs";

        using var noGradient = no_grad();
        state.Epoch = reader.ReadInt32();
        state.Elapsed = TimeSpan.FromTicks(reader.ReadInt64());
        var (bestEpoch, score) = (reader.ReadInt32(), new ValidationScore(reader.ReadDouble(), reader.ReadDouble()));
        if (state.Best is { } best)
            (best.Epoch, best.Score) = (bestEpoch, score);
        foreach (var tensor in state.Tensors)
        {
            if (reader.ReadInt64() != tensor.numel())
                throw new InvalidDataException($"{path}: a tensor has another size although the inputs are the same.");
            reader.BaseStream.ReadExactly(tensor.bytes);
        }

        return null;
    }
}

using FashionMnist.IO;
using FashionMnist.Prediction;
using FashionMnist.Prediction.Input;

namespace FashionMnist.Fuzzing;

/// <summary>Opens bytes as the input of a prediction and reads every row, as the job does with <c>--on-error skip</c>.</summary>
internal static class InputTarget
{
    private const int BatchSize = 8;

    private static readonly Location Anywhere = Location.Parse("/input", "--input");

    private static readonly PredictionRequest Request = new()
    {
        Model = "",
        ModelName = "",
        Input = Anywhere,
        Output = Anywhere,
        Identity = RunIdentity.Resolve(null, null, _ => null),
        BatchSize = BatchSize,
        Threads = 1,
        OnError = ErrorPolicy.Skip,
    };

    public static void Read(byte[] bytes)
    {
        Read(bytes, Request);
        if (bytes is [0x89, ..] or [(byte)'P', (byte)'K', ..])
            Read(bytes, Request with { Resize = Enum.GetValues<ResizeMode>()[^1], Invert = Enum.GetValues<InvertMode>()[^1] });
        if (bytes is [0x89, ..])
        {
            PngChecksums.Repair(bytes);
            Read(bytes, Request with { Resize = Enum.GetValues<ResizeMode>()[^1] });
        }
    }

    private static void Read(byte[] bytes, PredictionRequest request)
    {
        using var input = new InputOpener(new MemoryFiles(bytes), request).OpenAsync(CancellationToken.None).GetAwaiter().GetResult();
        var batch = new ImageBatch(BatchSize);
        do
        {
            batch.Reset(0);
            input.Reader.Read(batch, BatchSize);
        }
        while (batch.Rows > 0);
        input.Sha256(CancellationToken.None);
    }

    private sealed class MemoryFiles(byte[] bytes) : IFileAccess
    {
        public IInputFile Input(Location location) => new MemoryFile(bytes);

        public Task<IInputFolder?> FolderAsync(Location location, bool noFile, CancellationToken cancellationToken) => Task.FromResult<IInputFolder?>(null);

        public IOutputFolder Output(Location location, string subfolder) => throw new NotSupportedException();
    }

    private sealed class MemoryFile(byte[] bytes) : IInputFile
    {
        public string Name => "input";

        public Task<Stream> OpenAsync(CancellationToken cancellationToken) => Task.FromResult<Stream>(new MemoryStream(bytes, writable: false));
    }
}

using System.Security.Cryptography;
using FashionMnist.Models;
using FashionMnist.Models.IO;
using Serilog;

namespace FashionMnist.Training.Native;

/// <summary>The program's own copy of libLibTorchSharp.so, which older hosts need adapted.</summary>
/// <param name="path">Path of the copy.</param>
/// <param name="originalSha256">Hash of the library as the package has it.</param>
/// <param name="adaptedSha256">Hash of the library after <see cref="LibStdCxxAdaptation.Apply"/>.</param>
internal sealed class TorchSharpLibrary(string path, string originalSha256, string adaptedSha256)
{
    /// <summary>The copy of TorchSharp 0.107.0 for linux-x64 at <paramref name="path"/>.</summary>
    public TorchSharpLibrary(string path)
        : this(
            path,
            "cf33b1b0bb6bbb9754a768fb5c5d04d9f498603be50e73f55621a0b40ee608b8",
            "663d62098ee8892e2f31e8e3cf6f07dea2d016bc98d349b2312459cb1573934b")
    {
    }

    /// <summary>
    /// Replaces the copy by an adapted one unless that was done already. The file itself is never written to, because it may be a hard link
    /// into the package cache; a rename also lets any number of processes do this at the same time.
    /// </summary>
    /// <exception cref="FashionMnistException">
    /// <see cref="ExitCodes.Integrity"/> if the library is not the known one, <see cref="ExitCodes.CannotWriteOutput"/> if the folder is read-only.
    /// </exception>
    public void Adapt(ILogger log)
    {
        var original = File.ReadAllBytes(path);
        var hash = Sha256(original);
        if (hash == adaptedSha256)
            return;
        if (hash != originalSha256)
        {
            throw new FashionMnistException(
                ExitCodes.Integrity,
                $"{path}: this host's libstdc++ lacks {LibStdCxxAdaptation.Version}, and only the library with SHA-256 {originalSha256} can be "
                + $"adapted to it, actual {hash}; restore the pinned TorchSharp package and build again, or use a host with GCC 13's libstdc++");
        }

        Replace(LibStdCxxAdaptation.Apply(original));
        log.Information(
            "Adapted {Library} to this host, whose libstdc++ lacks {Version}; see docs/decisions/0004-libtorch-on-older-libstdcxx.md",
            Path.GetFileName(path),
            LibStdCxxAdaptation.Version);
    }

    private void Replace(byte[] adapted)
    {
        if (Sha256(adapted) != adaptedSha256)
            throw new InvalidOperationException($"The adapted library has SHA-256 {Sha256(adapted)} instead of {adaptedSha256}.");
        try
        {
            // With the old time a later build does not mistake the file for a changed one and copy the original over it.
            var time = File.GetLastWriteTimeUtc(path);
            AtomicFile.Write(path, adapted);
            File.SetLastWriteTimeUtc(path, time);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FashionMnistException(
                ExitCodes.CannotWriteOutput,
                $"{path}: cannot be adapted to this host's libstdc++, which lacks {LibStdCxxAdaptation.Version}: {e.Message} "
                + "Start the program once from a folder it may write to",
                e);
        }
    }

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

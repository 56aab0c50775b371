namespace FashionMnist.Training.Tests.Native;

/// <summary>TorchSharp's library for linux-x64 as its package has it.</summary>
internal static class OriginalLibrary
{
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "Native", "libLibTorchSharp.so.original");

    public static byte[] Bytes() => File.ReadAllBytes(Path);
}

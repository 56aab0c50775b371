namespace FashionMnist.Training.Native;

/// <summary>
/// Makes TorchSharp's library loadable where libstdc++ is older than GCC 13's. The library asks for one symbol of GLIBCXX_3.4.32 only,
/// <c>std::ios_base_library_init()</c>, by which a program makes sure that the standard streams are set up. An older libstdc++
/// does that by itself, so the reference may point to any harmless function without effect.
/// </summary>
internal static class LibStdCxxAdaptation
{
    /// <summary>The version that is missing on older hosts.</summary>
    public const string Version = "GLIBCXX_3.4.32";

    /// <summary>Mangled name of <c>std::ios_base_library_init()</c>.</summary>
    public const string Symbol = "_ZSt21ios_base_library_initv";

    /// <summary>A function of the C library that takes nothing and changes nothing.</summary>
    public const string Replacement = "sched_yield";

    private const ushort Weak = 2;
    private const ushort Unversioned = 1;

    /// <summary>The adapted library; of the same size as the one given.</summary>
    /// <exception cref="InvalidDataException">The library does not ask for exactly this one symbol of the version.</exception>
    public static byte[] Apply(ReadOnlySpan<byte> library)
    {
        var bytes = library.ToArray();
        var image = new ElfImage(bytes);
        var versions = image.NeededVersions().Where(x => x.Name == Version).ToList();
        var symbols = image.DynamicSymbols().Where(x => versions.Any(v => v.Index == x.Version)).ToList();
        if (versions is not [var version] || symbols is not [{ Name: Symbol } symbol])
            throw new InvalidDataException($"expected {Symbol} as the only symbol of {Version}, found [{string.Join(", ", symbols.Select(x => x.Name))}]");

        image.Write16(version.FlagsOffset, (ushort)(version.Flags | Weak));
        image.Write16(symbol.VersionOffset, Unversioned);
        image.WriteName(symbol.NameOffset, Replacement);
        return bytes;
    }
}

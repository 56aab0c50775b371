namespace FashionMnist.Models.Registry;

/// <summary>What users may write for a package: its id, or a beginning of it that only one package has.</summary>
internal static class PackageChoice
{
    private const int ShortestPrefix = 8;
    private const int IdLength = 64;

    /// <summary>The beginning to look for, in lower case.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Usage"/> if it cannot be the beginning of an id.</exception>
    public static string RequirePrefix(string idOrPrefix)
    {
        var wanted = idOrPrefix.ToLowerInvariant();
        return wanted.Length is >= ShortestPrefix and <= IdLength && wanted.All(char.IsAsciiHexDigit)
            ? wanted
            : throw new FashionMnistException(
                ExitCodes.Usage, $"'{idOrPrefix}' is not a package: give its id or at least its first {ShortestPrefix} hex digits");
    }

    /// <summary>The only one that was found.</summary>
    /// <param name="idOrPrefix">What the user wrote.</param>
    /// <param name="found">Ids with this beginning.</param>
    /// <param name="noSuchPackage">The failure if there is none.</param>
    public static string Single(string idOrPrefix, IReadOnlyList<string> found, Func<FashionMnistException> noSuchPackage) =>
        found switch
        {
            [var one] => one,
            [] => throw noSuchPackage(),
            _ => throw new FashionMnistException(
                ExitCodes.Usage,
                $"'{idOrPrefix}' is the beginning of {found.Count} packages: {string.Join(", ", found)}; give more digits"),
        };
}

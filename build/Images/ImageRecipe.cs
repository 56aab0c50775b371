using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using FashionMnist.Models;

namespace FashionMnist.Build.Images;

/// <summary>What an image is made from.</summary>
/// <param name="Dockerfile">Path of the Dockerfile.</param>
/// <param name="RootFileSystem">Path of the archive with the files.</param>
/// <param name="BaseImage">Name of the base image.</param>
/// <param name="Revision">The commit.</param>
/// <param name="Source">Address of the repository.</param>
/// <param name="Version">Version of the software.</param>
/// <param name="Created">Time of the commit, so that the same commit gives the same labels.</param>
internal sealed partial record ImageRecipe(
    string Dockerfile, string RootFileSystem, string BaseImage, string Revision, string Source, string Version, DateTimeOffset Created)
{
    /// <summary>Label that carries <see cref="Identity"/>.</summary>
    public const string IdentityLabel = "fashion-mnist.inputs";

    /// <summary>Name of the root file system in the build context, as the Dockerfile has it.</summary>
    public const string RootFileSystemName = "artifacts/image/rootfs.tar";

    /// <summary>What the Dockerfile is told.</summary>
    public Dictionary<string, string> Arguments => new()
    {
        ["BASE_IMAGE"] = BaseImage,
        ["REVISION"] = Revision,
        ["SOURCE"] = Source,
        ["VERSION"] = Version,
        ["CREATED"] = Created.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <summary>The base image that the Dockerfile takes where nobody names another.</summary>
    /// <exception cref="FashionMnistException">The Dockerfile has no such line.</exception>
    public static string DefaultBaseImage(string dockerfile)
    {
        var match = BaseImageLine().Match(File.ReadAllText(dockerfile));
        return match.Success
            ? match.Groups[1].Value
            : throw new FashionMnistException(ExitCodes.Configuration, $"{dockerfile}: there is no line ARG BASE_IMAGE=<name of an image>");
    }

    /// <summary>SHA-256 of everything that determines the image.</summary>
    /// <param name="baseId">Id of the base image; its name may point elsewhere tomorrow.</param>
    public string Identity(string baseId)
    {
        var text = string.Join('\n',
        [
            HashOf(Dockerfile), HashOf(RootFileSystem), baseId, .. Arguments.OrderBy(x => x.Key, StringComparer.Ordinal).Select(x => $"{x.Key}={x.Value}"),
        ]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>SHA-256 of a file, lower-case hex.</summary>
    public static string HashOf(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    [GeneratedRegex(@"^ARG BASE_IMAGE=(\S+)$", RegexOptions.Multiline)]
    private static partial Regex BaseImageLine();
}

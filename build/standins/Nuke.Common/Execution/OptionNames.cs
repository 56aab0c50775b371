using System.Text.RegularExpressions;

namespace Nuke.Common.Execution;

/// <summary>Names of parameters as users type them.</summary>
internal static partial class OptionNames
{
    /// <summary><c>NuGetApiKey</c> becomes <c>--nuget-api-key</c>, <c>S3Bucket</c> becomes <c>--s3bucket</c>.</summary>
    public static string Of(string name) =>
        "--" + Humps().Replace(OneWord().Replace(name, x => x.Value[0] + x.Value[1..].ToLowerInvariant()), "-").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z][0-9]*)(?=[A-Z])")]
    private static partial Regex Humps();

    /// <summary>Proper names whose capitals begin no new word.</summary>
    [GeneratedRegex("DotNet|GitHub|GitVersion|MSBuild|NuGet|ReSharper|AppVeyor|TeamCity|GitLab|SignPath|JetBrains")]
    private static partial Regex OneWord();
}

using System.Text;

namespace FashionMnist.Build.SupplyChain;

/// <summary>The notices that the licences of the packages ask to be passed on with their code.</summary>
internal static class ThirdPartyNotices
{
    /// <summary>One paragraph a package, and the text of its licence where it carries one.</summary>
    public static string Write(IEnumerable<PackageEntry> packages)
    {
        var text = new StringBuilder("This image holds code of the following packages.\n");
        foreach (var package in packages)
        {
            text.Append('\n').Append(package.Id).Append(' ').Append(package.Version).Append(", ").Append(package.Licence)
                .Append(", https://www.nuget.org/packages/").Append(package.Id).Append('/').Append(package.Version).Append('\n');
            if (package.Notice is { } notice)
                text.Append('\n').Append(notice).Append('\n');
        }

        return text.ToString();
    }
}

namespace FashionMnist.Build.SupplyChain;

/// <summary>Tells a licence by sentences that only it has, for packages that carry a text and no identifier.</summary>
internal static class LicenceText
{
    private static readonly (string Licence, string[] Sentences)[] Known =
    [
        ("MIT", ["Permission is hereby granted, free of charge, to any person obtaining a copy", "THE SOFTWARE IS PROVIDED \"AS IS\""]),
        ("Apache-2.0", ["Apache License", "Version 2.0, January 2004", "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION"]),
        ("BSD-3-Clause", ["Redistributions of source code must retain", "Redistributions in binary form must reproduce", "Neither the name of"]),
        ("BSD-2-Clause", ["Redistributions of source code must retain", "Redistributions in binary form must reproduce"]),
    ];

    /// <summary>The SPDX identifier, or <see cref="PackageEntry.Unknown"/>.</summary>
    public static string Recognise(string text)
    {
        var words = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return Known.FirstOrDefault(x => x.Sentences.All(y => words.Contains(y, StringComparison.OrdinalIgnoreCase))).Licence ?? PackageEntry.Unknown;
    }
}

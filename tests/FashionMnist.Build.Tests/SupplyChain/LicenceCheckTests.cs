using FashionMnist.Build.SupplyChain;
using FashionMnist.Models;

namespace FashionMnist.Build.Tests.SupplyChain;

public sealed class LicenceCheckTests
{
    private static readonly string[] Allowed = ["MIT", "Apache-2.0"];

    [Theory]
    [InlineData("MIT", true)]
    [InlineData("mit", true)]
    [InlineData("GPL-3.0-only", false)]
    [InlineData("GPL-3.0-only OR MIT", true)]
    [InlineData("GPL-3.0-only AND MIT", false)]
    [InlineData("(MIT OR GPL-3.0-only) AND Apache-2.0", true)]
    [InlineData("(GPL-3.0-only OR LGPL-3.0-only) AND Apache-2.0", false)]
    [InlineData(PackageEntry.Unknown, false)]
    public void An_expression_needs_an_allowed_choice(string expression, bool allowed) => Assert.Equal(allowed, LicenceCheck.IsAllowed(expression, Allowed));

    [Fact]
    public void Every_refused_package_is_named_with_its_licence()
    {
        PackageEntry[] packages = [new("Good", "1.0.0", "MIT", "", null), new("Bad", "2.0.0", "GPL-3.0-only", "", null), new("Silent", "3.0.0", PackageEntry.Unknown, "", null), new("Read", "1.0.0", PackageEntry.Unknown, "", null)];

        var e = Assert.Throws<FashionMnistException>(() => LicenceCheck.Run(packages, Allowed, ["Read=MIT", "Bad=MIT"]));

        Assert.Equal(ExitCodes.Configuration, e.ExitCode);
        Assert.Contains("Bad 2.0.0 (GPL-3.0-only), Silent 3.0.0 (NOASSERTION)", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Good", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Read 1.0.0", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("The MIT License\n\nPermission is hereby granted,\n free of charge, to any person obtaining a copy of this software\n THE SOFTWARE IS PROVIDED \"AS IS\", WITHOUT", "MIT")]
    [InlineData("All rights reserved.", PackageEntry.Unknown)]
    public void A_text_without_an_identifier_is_told_by_its_sentences(string text, string licence) => Assert.Equal(licence, LicenceText.Recognise(text));
}

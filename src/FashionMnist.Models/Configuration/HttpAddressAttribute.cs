using System.ComponentModel.DataAnnotations;

namespace FashionMnist.Models.Configuration;

/// <summary>The base address of a download: http or https, ends with a slash, holds no user name or password.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HttpAddressAttribute : ValidationAttribute
{
    /// <summary>What is allowed, in words. The value is never repeated: it might hold a password.</summary>
    public const string Expected = "expected an http or https address that ends with a slash and holds no user name or password";

    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        Uri.TryCreate(value as string, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && uri.UserInfo.Length == 0
        && uri.AbsolutePath.EndsWith('/')
        && uri.Query.Length == 0;
}

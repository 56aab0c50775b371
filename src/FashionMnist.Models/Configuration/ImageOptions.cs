using System.ComponentModel.DataAnnotations;

namespace FashionMnist.Models.Configuration;

/// <summary>How the image of the batch job is built and kept.</summary>
public sealed class ImageOptions
{
    /// <summary>Name of the image on this machine, and of its repository where the environment names no other. Default: <c>fashion-mnist-job</c>.</summary>
    [Required, RegularExpression("[a-z0-9]+([._/-][a-z0-9]+)*")]
    public string Name { get; set; } = "fashion-mnist-job";

    /// <summary>Base image to use instead of the Dockerfile's default, best with its digest. Default: none.</summary>
    public string? BaseImage { get; set; }

    /// <summary>The AWS account of the registry. Default: none, the account of the caller.</summary>
    [RegularExpression("[0-9]{12}")]
    public string? RegistryId { get; set; }

    /// <summary>Days after which a new repository drops images without a tag. Default: 14.</summary>
    [Range(1, 3650)]
    public int UntaggedDays { get; set; } = 14;

    /// <summary>Licences that packages in the image may have, as SPDX identifiers.</summary>
    [Required]
    public List<string> AllowedLicences { get; set; } = ["Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MS-PL"];

    /// <summary>Licences that somebody has read for packages that name only an address, each <c>package=SPDX identifier</c>.</summary>
    [Required]
    public List<string> ReadLicences { get; set; } = ["K4os.Compression.LZ4=MIT"];
}

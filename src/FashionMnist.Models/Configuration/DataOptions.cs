using System.ComponentModel.DataAnnotations;

namespace FashionMnist.Models.Configuration;

/// <summary>Where the dataset comes from and what it must hash to.</summary>
public sealed class DataOptions
{
    /// <summary>Name of the dataset in manifests and reports. Default: <c>fashion-mnist</c>.</summary>
    [Required]
    public string Name { get; set; } = "fashion-mnist";

    /// <summary>Folder with the four files; when it is set no other source is tried. Default: none.</summary>
    public string? Directory { get; set; }

    /// <summary>Base address of the official download, ends with a slash.</summary>
    [HttpAddress]
    public string DownloadUrl { get; set; } = "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/";

    /// <summary>Seconds to wait for a connection before the download counts as unreachable. Default: 5.</summary>
    [Range(1, 600)]
    public int ConnectTimeoutSeconds { get; set; } = 5;

    /// <summary>Whether the embedded synthetic dataset may stand in when no other source has the files. Default: true.</summary>
    public bool AllowSynthetic { get; set; } = true;

    /// <summary>Images of the training split.</summary>
    [Required]
    public DataFileOptions TrainImages { get; set; } =
        new() { Name = "train-images-idx3-ubyte.gz", Sha256 = "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84" };

    /// <summary>Labels of the training split.</summary>
    [Required]
    public DataFileOptions TrainLabels { get; set; } =
        new() { Name = "train-labels-idx1-ubyte.gz", Sha256 = "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845" };

    /// <summary>Images of the test split.</summary>
    [Required]
    public DataFileOptions TestImages { get; set; } =
        new() { Name = "t10k-images-idx3-ubyte.gz", Sha256 = "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073" };

    /// <summary>Labels of the test split.</summary>
    [Required]
    public DataFileOptions TestLabels { get; set; } =
        new() { Name = "t10k-labels-idx1-ubyte.gz", Sha256 = "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5" };
}

/// <summary>One file of the dataset.</summary>
public sealed class DataFileOptions
{
    /// <summary>File name without folder.</summary>
    [Required, RegularExpression("[^/\\\\]+")]
    public string Name { get; set; } = "";

    /// <summary>SHA-256 of the file, 64 lower-case hex digits.</summary>
    [Required, RegularExpression("[0-9a-f]{64}")]
    public string Sha256 { get; set; } = "";
}

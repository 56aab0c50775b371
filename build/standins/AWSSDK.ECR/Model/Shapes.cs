namespace Amazon.ECR.Model;

public class AuthorizationData
{
    public string AuthorizationToken { get; set; }

    public DateTime? ExpiresAt { get; set; }

    public string ProxyEndpoint { get; set; }
}

public class ImageDetail
{
    public string ImageDigest { get; set; }

    public DateTime? ImagePushedAt { get; set; }

    public long? ImageSizeInBytes { get; set; }

    public List<string> ImageTags { get; set; }
}

public class ImageIdentifier
{
    public string ImageDigest { get; set; }

    public string ImageTag { get; set; }
}

public class ImageScanningConfiguration
{
    public bool? ScanOnPush { get; set; }
}

public class Repository
{
    public ImageTagMutability ImageTagMutability { get; set; }

    public string RegistryId { get; set; }

    public string RepositoryArn { get; set; }

    public string RepositoryName { get; set; }

    public string RepositoryUri { get; set; }
}

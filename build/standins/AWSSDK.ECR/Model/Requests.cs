namespace Amazon.ECR.Model;

public class CreateRepositoryRequest : AmazonECRRequest
{
    public ImageScanningConfiguration ImageScanningConfiguration { get; set; }

    public ImageTagMutability ImageTagMutability { get; set; }

    public string RegistryId { get; set; }

    public string RepositoryName { get; set; }
}

public class DescribeImagesRequest : AmazonECRRequest
{
    public List<ImageIdentifier> ImageIds { get; set; }

    public string RegistryId { get; set; }

    public string RepositoryName { get; set; }
}

public class DescribeRepositoriesRequest : AmazonECRRequest
{
    public string RegistryId { get; set; }

    public List<string> RepositoryNames { get; set; }
}

public class GetAuthorizationTokenRequest : AmazonECRRequest;

public class GetLifecyclePolicyRequest : AmazonECRRequest
{
    public string RegistryId { get; set; }

    public string RepositoryName { get; set; }
}

public class PutLifecyclePolicyRequest : AmazonECRRequest
{
    public string LifecyclePolicyText { get; set; }

    public string RegistryId { get; set; }

    public string RepositoryName { get; set; }
}

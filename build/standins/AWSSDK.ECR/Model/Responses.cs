using Amazon.Runtime;

namespace Amazon.ECR.Model;

public class CreateRepositoryResponse : AmazonWebServiceResponse
{
    public Repository Repository { get; set; }
}

public class DescribeImagesResponse : AmazonWebServiceResponse
{
    public List<ImageDetail> ImageDetails { get; set; }
}

public class DescribeRepositoriesResponse : AmazonWebServiceResponse
{
    public List<Repository> Repositories { get; set; }
}

public class GetAuthorizationTokenResponse : AmazonWebServiceResponse
{
    public List<AuthorizationData> AuthorizationData { get; set; }
}

public class GetLifecyclePolicyResponse : AmazonWebServiceResponse
{
    public string LifecyclePolicyText { get; set; }

    public string RegistryId { get; set; }

    public string RepositoryName { get; set; }
}

public class PutLifecyclePolicyResponse : AmazonWebServiceResponse
{
    public string LifecyclePolicyText { get; set; }

    public string RegistryId { get; set; }

    public string RepositoryName { get; set; }
}

using Amazon.ECR.Internal;
using Amazon.ECR.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.ECR;

public class AmazonECRClient : AmazonServiceClient, IAmazonECR
{
    private static readonly IServiceMetadata Metadata = new EcrMetadata();

    public AmazonECRClient(AmazonECRConfig config)
        : base(config)
    {
    }

    public AmazonECRClient(AWSCredentials credentials, AmazonECRConfig clientConfig)
        : base(credentials, clientConfig)
    {
    }

    protected override IServiceMetadata ServiceMetadata => Metadata;

    public virtual Task<CreateRepositoryResponse> CreateRepositoryAsync(CreateRepositoryRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("CreateRepository", request, EcrWriter.Write, EcrReader.CreateRepository, cancellationToken);

    public virtual Task<DescribeImagesResponse> DescribeImagesAsync(DescribeImagesRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("DescribeImages", request, EcrWriter.Write, EcrReader.DescribeImages, cancellationToken);

    public virtual Task<DescribeRepositoriesResponse> DescribeRepositoriesAsync(
        DescribeRepositoriesRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("DescribeRepositories", request, EcrWriter.Write, EcrReader.DescribeRepositories, cancellationToken);

    public virtual Task<GetAuthorizationTokenResponse> GetAuthorizationTokenAsync(
        GetAuthorizationTokenRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("GetAuthorizationToken", request, EcrWriter.Write, EcrReader.GetAuthorizationToken, cancellationToken);

    public virtual Task<GetLifecyclePolicyResponse> GetLifecyclePolicyAsync(GetLifecyclePolicyRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("GetLifecyclePolicy", request, EcrWriter.Write, EcrReader.GetLifecyclePolicy, cancellationToken);

    public virtual Task<PutLifecyclePolicyResponse> PutLifecyclePolicyAsync(PutLifecyclePolicyRequest request, CancellationToken cancellationToken = default) =>
        CallAsync("PutLifecyclePolicy", request, EcrWriter.Write, EcrReader.PutLifecyclePolicy, cancellationToken);

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new EcrEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new EcrAuthSchemeHandler());
    }

    private Task<TResponse> CallAsync<TRequest, TResponse>(
        string operation,
        TRequest request,
        Action<TRequest, System.Text.Json.Utf8JsonWriter> write,
        Func<System.Text.Json.JsonElement, TResponse> read,
        CancellationToken cancellationToken)
        where TRequest : AmazonWebServiceRequest
        where TResponse : AmazonWebServiceResponse, new()
    {
        var options = new InvokeOptions
        {
            RequestMarshaller = new EcrMarshaller<TRequest>(operation, write),
            ResponseUnmarshaller = new EcrUnmarshaller(read),
        };
        return InvokeAsync<TResponse>(request, options, cancellationToken);
    }
}

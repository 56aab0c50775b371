using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace Amazon.ECR.Internal;

internal sealed class EcrMetadata : IServiceMetadata
{
    public string ServiceId => "ECR";

    public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
}

internal sealed class EcrAuthSchemeHandler : BaseAuthResolverHandler
{
    protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) =>
        [new SigV4Option()];

    private sealed class SigV4Option : IAuthSchemeOption
    {
        public string SchemeId { get; set; } = "aws.auth#sigv4";

        public string ShortName => "sigv4";
    }
}

/// <summary>A configured endpoint, else the region's.</summary>
internal sealed class EcrEndpointProvider : IEndpointProvider
{
    public Endpoint ResolveEndpoint(EndpointParameters parameters) => Resolve(((EcrEndpointParameters)parameters).Config);

    public static Endpoint Resolve(IClientConfig config)
    {
        if (!string.IsNullOrEmpty(config.ServiceURL))
            return new Endpoint(config.ServiceURL);
        if (config.UseDualstackEndpoint)
            throw new AmazonClientException("This stand-in for AWSSDK.ECR has no dual-stack endpoints");
        var region = config.RegionEndpoint;
        return new Endpoint(config.UseFIPSEndpoint
            ? $"https://ecr-fips.{region.SystemName}.{region.PartitionDnsSuffix}"
            : $"https://{config.RegionEndpointServiceName}.{region.SystemName}.{region.PartitionDnsSuffix}");
    }
}

internal sealed class EcrEndpointParameters(IClientConfig config) : EndpointParameters
{
    public IClientConfig Config => config;
}

internal sealed class EcrEndpointResolver : BaseEndpointResolver
{
    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) =>
        new EcrEndpointParameters(requestContext.ClientConfig);
}

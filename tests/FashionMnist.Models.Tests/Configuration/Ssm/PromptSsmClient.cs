using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.SimpleSystemsManagement;
using FashionMnist.Models.Aws;
using FashionMnist.Models.Configuration.Ssm;
using FashionMnist.Testing.Ssm;

namespace FashionMnist.Models.Tests.Configuration.Ssm;

/// <summary>The SDK's own client, with its own retries and next to no pause between them.</summary>
internal sealed class PromptSsmClient(AWSCredentials credentials, AmazonSimpleSystemsManagementConfig config)
    : AmazonSimpleSystemsManagementClient(credentials, config)
{
    public static SsmParameterStore StoreAt(string endpoint, string secretKey = SimulatedSsm.SecretKey) => new(() =>
    {
        var variables = new Dictionary<string, string> { [SsmClients.EndpointVariable] = endpoint, ["AWS_REGION"] = SimulatedSsm.Region };
        var config = new AmazonSimpleSystemsManagementConfig();
        AwsEndpoints.Apply(config, SsmClients.EndpointVariable, variables.GetValueOrDefault);
        return new PromptSsmClient(new BasicAWSCredentials(SimulatedSsm.AccessKey, secretKey), config);
    });

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.ReplaceHandler<RetryHandler>(new RetryHandler(new StandardRetryPolicy(Config) { MaxBackoffInMilliseconds = 1 }));
    }
}

using Amazon.Runtime;
using Amazon.Runtime.Internal;
using FashionMnist.Models.Servers;

namespace FashionMnist.Models.Aws;

/// <summary>
/// Puts <see cref="ServerPatience"/> around every request of every AWS client, outside of the SDK's own retries, whose pauses and
/// timeouts add up to far more (https://docs.aws.amazon.com/sdk-for-net/v4/developer-guide/retries-timeouts.html).
/// </summary>
internal sealed class AwsPatience : IRuntimePipelineCustomizer
{
    private static readonly Lazy<AwsPatience> Registered = new(() =>
    {
        var customizer = new AwsPatience();
        RuntimePipelineCustomizerRegistry.Instance.Register(customizer);
        return customizer;
    });

    private AwsPatience()
    {
    }

    public string UniqueName => "FashionMnist.ServerPatience";

    /// <summary>Makes it hold for all clients from now on.</summary>
    public static void Register() => _ = Registered.Value;

    public void Customize(Type type, RuntimePipeline pipeline) => pipeline.AddHandler(new Handler());

    private sealed class Handler : PipelineHandler
    {
        public override Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            var request = executionContext.RequestContext;
            return ServerPatience.Current.RunAsync(
                $"{request.ServiceMetaData.ServiceId} {request.RequestName.Replace("Request", "", StringComparison.Ordinal)}",
                stop =>
                {
                    ((RequestContext)request).CancellationToken = stop;
                    return base.InvokeAsync<T>(executionContext);
                },
                request.CancellationToken);
        }
    }
}

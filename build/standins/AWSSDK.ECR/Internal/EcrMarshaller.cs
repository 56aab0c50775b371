using System.Buffers;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.ECR.Internal;

/// <summary>AWS JSON 1.1: the operation is a header, the input is the body.</summary>
internal sealed class EcrMarshaller<TRequest>(string operation, Action<TRequest, Utf8JsonWriter> write) : IMarshaller<IRequest, AmazonWebServiceRequest>
    where TRequest : AmazonWebServiceRequest
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            write((TRequest)input, json);
            json.WriteEndObject();
        }

        var request = new DefaultRequest(input, "Amazon.ECR")
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            Content = body.WrittenSpan.ToArray(),
        };
        request.Headers["X-Amz-Target"] = $"AmazonEC2ContainerRegistry_V20150921.{operation}";
        request.Headers["Content-Type"] = "application/x-amz-json-1.1";
        request.Headers["X-Amz-Api-Version"] = "2015-09-21";
        return request;
    }
}

using System.Net;
using System.Text.Json;
using Amazon.ECR.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.ECR.Internal;

internal sealed class EcrUnmarshaller(Func<JsonElement, AmazonWebServiceResponse> read) : JsonResponseUnmarshaller
{
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
    {
        using var document = JsonDocument.Parse(input.Stream);
        return read(document.RootElement);
    }

    public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var (code, message) = Error(input);
        var requestId = input.ResponseData.GetHeaderValue("x-amzn-RequestId");
        var type = (int)statusCode < 500 ? ErrorType.Sender : ErrorType.Receiver;
        return code switch
        {
            nameof(ImageNotFoundException) => new ImageNotFoundException(message, type, code, requestId, statusCode),
            nameof(LifecyclePolicyNotFoundException) => new LifecyclePolicyNotFoundException(message, type, code, requestId, statusCode),
            nameof(RepositoryAlreadyExistsException) => new RepositoryAlreadyExistsException(message, type, code, requestId, statusCode),
            nameof(RepositoryNotFoundException) => new RepositoryNotFoundException(message, type, code, requestId, statusCode),
            _ => new AmazonECRException(message, type, code, requestId, statusCode),
        };
    }

    /// <summary>The name may stand behind a namespace and before an address: <c>namespace#Name:http://...</c>.</summary>
    private static (string Code, string Message) Error(JsonUnmarshallerContext input)
    {
        try
        {
            using var document = JsonDocument.Parse(input.Stream);
            var type = document.RootElement.TryGetProperty("__type", out var name) ? name.GetString() : null;
            var message = document.RootElement.TryGetProperty("message", out var text) || document.RootElement.TryGetProperty("Message", out text)
                ? text.GetString()
                : null;
            return (type?.Split('#')[^1].Split(':')[0], message);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (null, null);
        }
    }
}

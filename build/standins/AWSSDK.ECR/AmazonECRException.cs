using System.Net;
using Amazon.Runtime;

namespace Amazon.ECR;

public class AmazonECRException : AmazonServiceException
{
    public AmazonECRException(string message)
        : base(message)
    {
    }

    public AmazonECRException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, errorType, errorCode, requestId, statusCode)
    {
    }
}

using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FashionMnist.Models.Registry.Mlflow;

/// <summary>A whole answer of the server.</summary>
/// <param name="Address">What was asked, for messages.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">The bytes of the body.</param>
/// <param name="SentBytes">Size of the request's body in bytes.</param>
internal sealed record MlflowReply(string Address, HttpStatusCode Status, byte[] Body, long SentBytes = 0)
{
    private MlflowError? _error;

    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>MLflow's name of the failure, for example <c>RESOURCE_DOES_NOT_EXIST</c>; empty if the answer is not MLflow's.</summary>
    public string ErrorCode => Error.ErrorCode ?? "";

    /// <summary>MLflow's words, in one line.</summary>
    public string ErrorMessage => OneLine(Error.Message ?? "");

    /// <summary>Whether an answer that is not MLflow's own contains this text.</summary>
    public bool Says(string text) => ErrorCode.Length == 0 && Encoding.UTF8.GetString(Body).Contains(text, StringComparison.OrdinalIgnoreCase);

    private MlflowError Error => _error ??= ReadError();

    /// <summary>The answer as a message.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Configuration"/> if it is none.</exception>
    public T Read<T>(JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(Body, type) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new FashionMnistException(
                ExitCodes.Configuration, $"{Address}: the answer is not one of MLflow: {OneLine(e.Message)}; check the address of the server", e);
        }
    }

    private MlflowError ReadError()
    {
        try
        {
            return JsonSerializer.Deserialize(Body, MlflowJsonContext.Default.MlflowError) ?? new MlflowError();
        }
        catch (JsonException)
        {
            return new MlflowError();
        }
    }

    private static string OneLine(string text)
    {
        const int Longest = 300;
        var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length <= Longest ? line : $"{line[..Longest]}...";
    }
}

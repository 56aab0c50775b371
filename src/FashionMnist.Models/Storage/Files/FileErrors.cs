namespace FashionMnist.Models.Storage.Files;

/// <summary>Turns what the file system says into one line for the user.</summary>
internal static class FileErrors
{
    public static T Guard<T>(string address, string action, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Describe(address, action, e);
        }
    }

    public static async Task<T> GuardAsync<T>(string address, string action, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Describe(address, action, e);
        }
    }

    private static FashionMnistException Describe(string address, string action, Exception cause)
    {
        var denied = cause is UnauthorizedAccessException;
        return new FashionMnistException(
            denied ? ExitCodes.AccessDenied : ExitCodes.InputOutput,
            $"{address}: cannot {action}: {cause.Message.ReplaceLineEndings(" ")}"
            + (denied ? "; check the owner and the permissions of the folder" : ""),
            cause);
    }
}

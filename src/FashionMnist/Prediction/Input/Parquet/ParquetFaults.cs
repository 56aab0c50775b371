using FashionMnist.Models;

namespace FashionMnist.Prediction.Input.Parquet;

/// <summary>Turns what the library throws for damaged files into one line.</summary>
internal static class ParquetFaults
{
    // What an IOException carries that no operating system raised.
    private const int ManagedIO = unchecked((int)0x80131620);

    /// <summary>Runs <paramref name="action"/>.</summary>
    /// <exception cref="FashionMnistException">
    /// <see cref="ExitCodes.BadInput"/> if the library gave up, with whatever it threw: it trusts its input, and a wrong byte may surface as any
    /// exception. Failures of the disk pass through.
    /// </exception>
    public static T Guard<T>(string name, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is not (FashionMnistException or OperationCanceledException) && !IsDisk(e))
        {
            throw new FashionMnistException(
                ExitCodes.BadInput, $"{name}: the Parquet data is damaged or not supported ({Line(e)})", e);
        }
    }

    /// <summary>Runs what some damaged bytes keep the library turning in circles with, and leaves it after a time.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.BadInput"/> if it took too long.</exception>
    public static T WithPatience<T>(string name, string part, TimeSpan patience, TimeProvider time, Func<Task<T>> action)
    {
        try
        {
            return Task.Run(action).WaitAsync(patience, time).GetAwaiter().GetResult();
        }
        catch (TimeoutException e)
        {
            throw new FashionMnistException(ExitCodes.BadInput, $"{name}: {part} cannot be read", e);
        }
    }

    private static bool IsDisk(Exception e) => e is IOException and not EndOfStreamException && e.HResult != ManagedIO;

    private static string Line(Exception e) =>
        string.Concat(e.GetBaseException().Message.Select(x => char.IsControl(x) ? ' ' : x)).TrimEnd('.');
}

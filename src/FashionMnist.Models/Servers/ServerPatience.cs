using System.Globalization;

namespace FashionMnist.Models.Servers;

/// <summary>
/// How long anything here waits for a server: one total for a request with all its repetitions, whether the server hangs or asks for pauses,
/// and a word to the user long before that. What arrives piece by piece has a limit of its own for each piece.
/// </summary>
public sealed class ServerPatience
{
    /// <summary>The variable that sets the total, in seconds, 1 to 3600.</summary>
    public const string Variable = "FASHION_MNIST_SERVER_PATIENCE";

    /// <summary>The total unless the variable says otherwise.</summary>
    public static readonly TimeSpan DefaultTotal = TimeSpan.FromMinutes(2);

    /// <summary>When the user is told what is waited for.</summary>
    public static readonly TimeSpan FirstWord = TimeSpan.FromSeconds(10);

    private const int LongestSeconds = 3600;
    private static readonly AsyncLocal<ServerPatience?> Local = new();
    private readonly TimeProvider _time;
    private readonly Action<string> _notice;

    /// <param name="total">Longest wait.</param>
    /// <param name="time">The clock.</param>
    /// <param name="notice">Gets one line for the user.</param>
    public ServerPatience(TimeSpan total, TimeProvider time, Action<string> notice) => (Total, _time, _notice) = (total, time, notice);

    /// <summary>What applies here: that of this flow of calls, else that of the program.</summary>
    public static ServerPatience Current => Local.Value ?? Program;

    /// <summary>That of the program. Whoever starts one says how its user is told.</summary>
    public static ServerPatience Program { get; set; } = new(DefaultTotal, TimeProvider.System, _ => { });

    /// <summary>Longest wait.</summary>
    public TimeSpan Total { get; }

    /// <summary>Reads the total from the environment.</summary>
    /// <exception cref="FashionMnistException"><see cref="ExitCodes.Configuration"/> if it is no number of seconds from 1 to 3600.</exception>
    public static TimeSpan TotalFrom(Func<string, string?> environment) => environment(Variable) switch
    {
        null or "" => DefaultTotal,
        { } text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= LongestSeconds =>
            TimeSpan.FromSeconds(seconds),
        { } text => throw new FashionMnistException(ExitCodes.Configuration, $"{Variable} {text}: expected seconds, 1 to {LongestSeconds}"),
    };

    /// <summary>Makes <paramref name="patience"/> apply in this flow of calls, for tests.</summary>
    internal static void Use(ServerPatience patience) => Local.Value = patience;

    /// <summary>Makes a request.</summary>
    /// <param name="what">What is waited for, as users know it.</param>
    /// <param name="request">The request with all its repetitions.</param>
    /// <param name="cancellationToken">Stops it at once.</param>
    /// <exception cref="SilentServerException">The total is over.</exception>
    public async Task<T> RunAsync<T>(string what, Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var word = _time.CreateTimer(
            _ => _notice($"{what}: no answer for {Seconds(FirstWord)} s; waiting up to {Seconds(Total)} s ({Variable})"), null, FirstWord, Timeout.InfiniteTimeSpan);
        await using var end = _time.CreateTimer(_ => stop.Cancel(), null, Total, Timeout.InfiniteTimeSpan);
        try
        {
            return await request(stop.Token);
        }
        catch (Exception e) when (stop.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new SilentServerException($"the server gave no usable answer within {Seconds(Total)} s ({Variable})", e);
        }
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
}

using System.Diagnostics;
using System.Globalization;

namespace FashionMnist.Build.CommandLine;

/// <summary>The processes of this machine by their parents, as <c>ps</c> (POSIX) lists them.</summary>
internal static class ProcessTree
{
    private const string Zombie = "Z";

    /// <summary>Ids of all processes below one, without itself and those that have ended.</summary>
    public static IReadOnlyList<int> Below(int root)
    {
        var all = List();
        var found = new List<int>();
        var open = new Queue<int>([root]);
        while (open.TryDequeue(out var parent))
        {
            foreach (var child in all.Where(x => x.Parent == parent))
            {
                found.Add(child.Id);
                open.Enqueue(child.Id);
            }
        }

        return found;
    }

    /// <summary>Whether a process is there and has not ended.</summary>
    public static bool IsRunning(int id) => List().Exists(x => x.Id == id);

    private static List<(int Id, int Parent)> List() => Directory.Exists("/proc/self") ? FromProc() : FromPs();

    private static List<(int Id, int Parent)> FromProc() =>
    [
        .. from folder in Directory.EnumerateDirectories("/proc")
        where int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out _)
        let fields = Fields(Path.Combine(folder, "stat"))
        where fields.Length > 1 && fields[0] != Zombie
        select (int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture), int.Parse(fields[1], CultureInfo.InvariantCulture)),
    ];

    /// <summary>State, parent and what follows; the name before them may hold blanks and brackets. Empty where the process is gone.</summary>
    private static string[] Fields(string stat)
    {
        try
        {
            var text = File.ReadAllText(stat);
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static List<(int Id, int Parent)> FromPs()
    {
        using var ps = Process.Start(new ProcessStartInfo("/bin/ps", ["-A", "-o", "pid=,ppid=,stat="]) { RedirectStandardOutput = true })!;
        var lines = ps.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        ps.WaitForExit();
        return
        [
            .. lines.Select(x => x.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(x => !x[2].StartsWith(Zombie, StringComparison.Ordinal) && x[0] != $"{ps.Id}")
                .Select(x => (int.Parse(x[0], CultureInfo.InvariantCulture), int.Parse(x[1], CultureInfo.InvariantCulture))),
        ];
    }
}

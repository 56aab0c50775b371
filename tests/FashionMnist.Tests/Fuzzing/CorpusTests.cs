using FashionMnist.Fuzzing;

namespace FashionMnist.Tests.Fuzzing;

/// <summary>
/// The readers on the files that fuzzing starts from, and on damaged copies of them. tests/fuzz.sh looks for much more, guided by coverage.
/// </summary>
public sealed class CorpusTests
{
    private const int CopiesOfEach = 60;
    private const int MostChanges = 8;

    private static readonly string Corpus = Path.Combine(AppContext.BaseDirectory, "Corpus");

    /// <summary>Every file of the corpus as <c>reader/name</c>.</summary>
    public static TheoryData<string> Files() => [.. Directory
        .EnumerateFiles(Corpus, "*", SearchOption.AllDirectories)
        .Select(x => Path.GetRelativePath(Corpus, x).Replace('\\', '/'))
        .Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_reader_has_files_to_start_from() => Assert.Equal(
        FuzzTargets.All.Keys.Order(StringComparer.Ordinal),
        Directory.EnumerateFileSystemEntries(Corpus).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_is_read_or_refused_in_one_line(string file) => Run(file, Content(file));

    [Theory]
    [MemberData(nameof(Files))]
    public void A_damaged_copy_is_read_or_refused_in_one_line(string file)
    {
        for (var seed = 0; seed < CopiesOfEach; seed++)
        {
            var problem = Record.Exception(() => Run(file, Damage(Content(file), new Random(seed))));
            Assert.True(problem is null, $"copy {seed}: {problem}");
        }
    }

    private static byte[] Content(string file) => File.ReadAllBytes(Path.Combine(Corpus, file));

    private static void Run(string file, byte[] bytes) => FuzzTargets.Run(FuzzTargets.All[file.Split('/')[0]], bytes);

    private static byte[] Damage(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var change = random.Next(MostChanges); change >= 0 && bytes.Count > 0; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(at, random.Next(bytes.Count - at + 1));
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(64), bytes.Count - at)));
                    break;
            }
        }

        return [.. bytes];
    }
}

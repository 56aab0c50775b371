using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using FashionMnist.Data;
using FashionMnist.Data.Sources;
using FashionMnist.Data.Synthetic;
using FashionMnist.Models;
using FashionMnist.Models.Configuration;

namespace FashionMnist.Tests.Data;

public sealed class DatasetFetcherTests : IDisposable
{
    private readonly string _temp = Directory.CreateTempSubdirectory("fetch-").FullName;
    private readonly Dictionary<string, byte[]> _files = [];
    private readonly FashionMnistOptions _options = new();
    private readonly FakeServer _server;

    public DatasetFetcherTests()
    {
        Directory.CreateDirectory(Root);
        _server = new FakeServer(_files);
        _options.Contract.TrainCount = 20;
        _options.Contract.TestCount = 10;
        var train = SyntheticDataset.Draw(20, 5);
        var test = SyntheticDataset.Draw(10, 6);
        Prepare(_options.Data.TrainImages, x => IdxWriter.WriteImages(x, train.Images));
        Prepare(_options.Data.TrainLabels, x => IdxWriter.WriteLabels(x, train.Labels));
        Prepare(_options.Data.TestImages, x => IdxWriter.WriteImages(x, test.Images));
        Prepare(_options.Data.TestLabels, x => IdxWriter.WriteLabels(x, test.Labels));
    }

    private string Root => Path.Combine(_temp, "checkout");

    private string Cache => Path.Combine(_temp, "cache");

    private string CheckoutData => Path.Combine(Root, "data", "fashion-mnist");

    public void Dispose() => Directory.Delete(_temp, recursive: true);

    [Fact]
    public async Task The_configured_folder_comes_first()
    {
        Fill(CheckoutData);
        Fill(Path.Combine(_temp, "mine"));
        _options.Data.Directory = Path.Combine(_temp, "mine");

        Assert.Equal(_options.Data.Directory, (await FetchAsync()).Directory);
    }

    [Fact]
    public async Task The_data_folder_of_the_checkout_comes_before_the_one_beside_it()
    {
        Fill(CheckoutData);
        Fill(Path.Combine(_temp, "shared", "data", "fashion-mnist"));

        Assert.Equal(CheckoutData, (await FetchAsync()).Directory);
    }

    [Fact]
    public async Task The_folder_beside_the_checkout_comes_before_the_download()
    {
        Fill(Path.Combine(_temp, "shared", "data", "fashion-mnist"));

        Assert.StartsWith("folder beside the checkout", (await FetchAsync()).Source, StringComparison.Ordinal);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task A_bad_file_in_the_configured_folder_is_an_error_with_both_hashes()
    {
        var folder = Path.Combine(_temp, "mine");
        Fill(folder);
        File.AppendAllText(Path.Combine(folder, "t10k-labels-idx1-ubyte.gz"), "x");
        _options.Data.Directory = folder;

        var e = await Assert.ThrowsAsync<FashionMnistException>(FetchAsync);
        Assert.Equal(ExitCodes.Integrity, e.ExitCode);
        Assert.Matches("t10k-labels-idx1-ubyte.gz: expected SHA-256 [0-9a-f]{64}, actual [0-9a-f]{64}$", e.Message);
    }

    [Theory]
    [InlineData(false, "train-images-idx3-ubyte.gz: not there, neither packed (.gz) nor unpacked")]
    [InlineData(true, "but the hash is that of the packed file as it was published: fetch it again")]
    public async Task A_missing_file_is_named_in_both_of_its_forms(bool unpacked, string message)
    {
        var folder = Path.Combine(_temp, "mine");
        Fill(folder);
        File.Delete(Path.Combine(folder, "train-images-idx3-ubyte.gz"));
        if (unpacked)
            File.WriteAllText(Path.Combine(folder, "train-images-idx3-ubyte"), "x");
        _options.Data.Directory = folder;

        Assert.Contains(message, (await Assert.ThrowsAsync<FashionMnistException>(FetchAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configured_folder_that_is_missing_is_an_error()
    {
        _options.Data.Directory = "nowhere";

        var e = await Assert.ThrowsAsync<FashionMnistException>(FetchAsync);
        Assert.Equal((ExitCodes.NotFound, $"configured folder: {Path.Combine(Root, "nowhere")}: not there"), (e.ExitCode, e.Message));
    }

    [Fact]
    public async Task A_bad_file_elsewhere_makes_the_next_source_be_tried()
    {
        Fill(CheckoutData);
        File.WriteAllText(Path.Combine(CheckoutData, "train-labels-idx1-ubyte.gz"), "x");

        Assert.StartsWith("download", (await FetchAsync()).Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_search_takes_the_download_from_the_cache()
    {
        await FetchAsync();
        await FetchAsync();

        Assert.Equal(4, _server.Requests.Count);
    }

    [Fact]
    public async Task Of_two_searches_at_once_one_downloads_and_the_other_finds_the_files()
    {
        _server.Gate = new TaskCompletionSource();
        var (first, second) = (FetchAsync(), FetchAsync());
        Assert.Single(_server.Requests);
        _server.Gate.SetResult();

        Assert.Equal((await first).ToJson(), (await second).ToJson());
        Assert.Equal(4, _server.Requests.Count);
    }

    [Theory]
    [InlineData("/proc/nobody/home")]
    [InlineData("")]
    [InlineData("relative")]
    public void A_user_without_a_home_that_can_be_written_gets_a_cache_in_the_checkout(string home) => Assert.Equal(
        Path.Combine(Root, "artifacts", "cache"), DatasetFetcher.UserCache(new Dictionary<string, string> { ["HOME"] = home }, Root));

    [Fact]
    public async Task An_interrupted_download_goes_on_where_it_stopped()
    {
        var name = _options.Data.TrainImages.Name;
        _server.CutAfter = (name, 1000);
        _options.Data.AllowSynthetic = false;
        await Assert.ThrowsAsync<FashionMnistException>(FetchAsync);
        Assert.Equal([name + ".part"], Directory.GetFiles(Path.Combine(Cache, "download"), "*-*").Select(Path.GetFileName));
        _server.CutAfter = null;

        await FetchAsync();

        Assert.Equal(new RangeHeaderValue(1000, null), _server.Requests[1].Range);
        Assert.Equal(_files[name], File.ReadAllBytes(Path.Combine(Cache, "download", name)));
    }

    [Fact]
    public async Task A_server_that_ignores_ranges_is_read_from_the_start()
    {
        _server.IgnoreRanges = true;
        var part = Path.Combine(Cache, "download", _options.Data.TrainImages.Name + ".part");
        Directory.CreateDirectory(Path.GetDirectoryName(part)!);
        File.WriteAllBytes(part, _files[_options.Data.TrainImages.Name][..500]);

        Assert.Equal(Path.Combine(Cache, "download"), (await FetchAsync()).Directory);
    }

    [Fact]
    public async Task A_download_with_another_hash_is_thrown_away()
    {
        _files[_options.Data.TestImages.Name] = new byte[100];

        Assert.True((await FetchAsync()).Synthetic);
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(Cache, "download")), x => x.Contains("t10k-images", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_any_source_the_synthetic_dataset_takes_over_under_its_own_name()
    {
        _server.Offline = true;

        var reference = await FetchAsync();

        Assert.Equal((true, "fashion-mnist-synthetic"), (reference.Synthetic, reference.Name));
        Assert.Equal((20, 10), (Load(reference).Train.Count, Load(reference).Test.Count));
    }

    [Fact]
    public async Task The_synthetic_dataset_is_drawn_once()
    {
        _server.Offline = true;
        var first = await FetchAsync();
        var written = File.GetLastWriteTimeUtc(Path.Combine(first.Directory, first.TrainImages.Name));

        Assert.Equal(first.ToJson(), (await FetchAsync()).ToJson());
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(first.Directory, first.TrainImages.Name)));
    }

    [Fact]
    public async Task A_damaged_synthetic_dataset_is_drawn_again()
    {
        _server.Offline = true;
        var first = await FetchAsync();
        File.WriteAllText(Path.Combine(first.Directory, first.TestLabels.Name), "x");

        Assert.Equal(10, Load(await FetchAsync()).Test.Count);
    }

    [Fact]
    public async Task Without_any_source_and_without_synthetic_data_it_fails()
    {
        _server.Offline = true;
        _options.Data.AllowSynthetic = false;

        Assert.Equal(ExitCodes.NotFound, (await Assert.ThrowsAsync<FashionMnistException>(FetchAsync)).ExitCode);
    }

    [Fact]
    public async Task A_dataset_that_changed_since_it_was_found_is_not_loaded()
    {
        Fill(CheckoutData);
        var reference = await FetchAsync();
        File.WriteAllText(Path.Combine(CheckoutData, "t10k-labels-idx1-ubyte.gz"), "x");

        Assert.Equal(ExitCodes.Integrity, Assert.Throws<FashionMnistException>(() => Load(reference)).ExitCode);
    }

    [Fact]
    public void Refuses_splits_whose_images_and_labels_differ_in_number()
    {
        Prepare(_options.Data.TestLabels, x => IdxWriter.WriteLabels(x, new byte[9]));
        Fill(CheckoutData);

        var e = Assert.Throws<FashionMnistException>(() => Load(_options.Data.ReferenceTo(CheckoutData, "x")));
        Assert.Equal("t10k-images-idx3-ubyte.gz: offset 4: 10 images, but t10k-labels-idx1-ubyte.gz has 9 labels", e.Message);
    }

    private Task<DatasetReference> FetchAsync() =>
        new DatasetFetcher(_options, Root, Cache, new HttpClient(_server), TimeProvider.System).FetchAsync(CancellationToken.None);

    private DatasetSplits Load(DatasetReference reference)
    {
        var file = Path.Combine(_temp, "dataset.json");
        File.WriteAllText(file, reference.ToJson());
        return DatasetLoader.Load(file);
    }

    private void Prepare(DataFileOptions file, Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        _files[file.Name] = stream.ToArray();
        file.Sha256 = Convert.ToHexStringLower(SHA256.HashData(stream.ToArray()));
    }

    private void Fill(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, bytes) in _files)
            File.WriteAllBytes(Path.Combine(folder, name), bytes);
    }

    private sealed class FakeServer(Dictionary<string, byte[]> files) : HttpMessageHandler
    {
        public bool Offline { get; set; }

        public bool IgnoreRanges { get; set; }

        /// <summary>Requests wait for it.</summary>
        public TaskCompletionSource? Gate { get; set; }

        public (string Name, int Bytes)? CutAfter { get; set; }

        public List<(string Name, RangeHeaderValue? Range)> Requests { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Offline)
                throw new HttpRequestException("no network");

            var name = Path.GetFileName(request.RequestUri!.LocalPath);
            Requests.Add((name, request.Headers.Range));
            if (Gate is not null)
                await Gate.Task;
            var from = IgnoreRanges ? 0 : (int)(request.Headers.Range?.Ranges.Single().From ?? 0);
            Stream body = new MemoryStream(files[name][from..]);
            if (CutAfter is { } cut && cut.Name == name)
                body = new CutStream(files[name][..cut.Bytes]);
            return new HttpResponseMessage(from > 0 ? HttpStatusCode.PartialContent : HttpStatusCode.OK) { Content = new StreamContent(body) };
        }
    }

    private sealed class CutStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            return read > 0 ? read : throw new IOException("the connection was cut");
        }
    }
}

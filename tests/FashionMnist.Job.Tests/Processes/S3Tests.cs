using System.Security.Cryptography;
using FashionMnist.Integration.Tests.Storage;
using FashionMnist.Models;
using FashionMnist.Models.Storage.S3;
using FashionMnist.Prediction;
using FashionMnist.Testing;

namespace FashionMnist.Job.Tests.Processes;

public sealed class S3Tests : IDisposable
{
    private const int Rows = 500;

    private readonly JobScene _scene = new();
    private readonly TestImages _images = new(Rows);

    public void Dispose() => _scene.Dispose();

    [S3Fact]
    public async Task Reads_and_writes_buckets_like_folders()
    {
        await using var bucket = await TestBucket.CreateAsync(versioned: false);
        await UploadAsync(bucket, _images.WriteIdx(_scene["images.gz"]));
        await UploadAsync(bucket, _images.WriteIdxLabels(_scene["labels.gz"]));
        await AssertEnds(ExitCodes.Ok, _scene.Predict("images.gz", "--labels", _scene["labels.gz"]));

        await AssertEnds(ExitCodes.Ok, OnS3(bucket, "images.gz", "--labels", $"s3://{bucket.Name}/in/labels.gz", "--run-id", "r1"));

        var predictions = await DownloadAsync(bucket, "out/r1/predictions.csv");
        Assert.Equal(await File.ReadAllBytesAsync(_scene["out", "predictions.csv"]), predictions);
        var manifest = PredictionManifest.Parse(System.Text.Encoding.UTF8.GetString(await DownloadAsync(bucket, "out/r1/_manifest.json")));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(predictions)), Assert.Single(manifest.Outputs).Sha256);
        Assert.Equal($"s3://{bucket.Name}/in/images.gz", manifest.Input.Uri);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(_scene["images.gz"]))), manifest.Input.Sha256);
    }

    [S3Fact]
    public async Task Shards_of_a_csv_object_join_to_the_bytes_of_a_single_process()
    {
        await using var bucket = await TestBucket.CreateAsync();
        await UploadAsync(bucket, _images.WriteCsv(_scene["images.csv"], (i, row) => i == 77 ? "bad" : row));
        await AssertEnds(ExitCodes.Ok, OnS3(bucket, "images.csv", "--on-error", "skip", "--batch-size", "64"));
        var joined = new List<byte>();
        for (var i = 1; i <= 3; i++)
        {
            await AssertEnds(ExitCodes.Ok, OnS3(bucket, "images.csv", "--on-error", "skip", "--batch-size", "64", "--run-id", "r", "--shard", $"{i}/3"));
            joined.AddRange(await DownloadAsync(bucket, $"out/r/predictions-0000{i}-of-00003.csv"));
        }

        Assert.Equal(await DownloadAsync(bucket, "out/predictions.csv"), joined);

        for (var attempt = 1; attempt <= 2; attempt++)
        {
            await AssertEnds(ExitCodes.Ok, ["merge", "--output", $"s3://{bucket.Name}/out", "--run-id", "r", "--shards", "3"]);
            Assert.Equal(joined, await DownloadAsync(bucket, "out/r/predictions.csv"));
            Assert.Equal(
                ["_manifest-00001-of-00003.json", "_manifest-00002-of-00003.json", "_manifest-00003-of-00003.json", "_manifest.json", "_rejects.jsonl", "predictions.csv"],
                (await ListAsync(bucket)).Where(x => x.StartsWith("out/r/", StringComparison.Ordinal)).Select(x => x["out/r/".Length..]));
        }
    }

    [S3Fact]
    public async Task A_picture_of_a_bucket_that_changes_during_a_run_is_noticed_by_the_merge()
    {
        await using var bucket = await TestBucket.CreateAsync(versioned: false);
        for (var i = 0; i < 8; i++)
            await PutPictureAsync(bucket, i, i);
        string[] part = OnS3(bucket, "pngs", "--batch-size", "2", "--run-id", "r");
        await AssertEnds(ExitCodes.Ok, [.. part, "--shard", "1/2"]);
        // The first part has read it, the second never will.
        await PutPictureAsync(bucket, 0, 7);
        await AssertEnds(ExitCodes.Ok, [.. part, "--shard", "2/2"]);

        var outcome = await AssertEnds(
            ExitCodes.BadInput, ["merge", "--output", $"s3://{bucket.Name}/out", "--run-id", "r", "--shards", "2", "--log-format", "text"]);

        Assert.Contains($"s3://{bucket.Name}/in/pngs was changed during the run", outcome.ErrorLine, StringComparison.Ordinal);
        Assert.DoesNotContain("out/r/_manifest.json", await ListAsync(bucket));
        await AssertEnds(ExitCodes.Ok, [.. part, "--shard", "1/2"]);
        await AssertEnds(ExitCodes.Ok, ["merge", "--output", $"s3://{bucket.Name}/out", "--run-id", "r", "--shards", "2"]);
    }

    [S3Fact]
    public async Task An_object_that_changes_after_it_was_listed_is_not_read()
    {
        await using var bucket = await TestBucket.CreateAsync(versioned: false);
        await PutPictureAsync(bucket, 0, 0);
        var files = new S3Files(bucket.Client);
        var listed = await files.ListAsync(new S3Address(bucket.Name, "in/")).SingleAsync();
        await using (var same = await files.OpenReadAsync(listed.Location, listed.ETag, versionId: null, CancellationToken.None))
            Assert.Equal(listed.ETag, same!.ETag);
        await PutPictureAsync(bucket, 0, 1);

        var refusal = await Assert.ThrowsAsync<FashionMnistException>(() => files.OpenReadAsync(listed.Location, listed.ETag, versionId: null, CancellationToken.None));

        Assert.Equal(ExitCodes.InputOutput, refusal.ExitCode);
        Assert.Contains("changed while it was read", refusal.Message, StringComparison.Ordinal);
    }

    private async Task PutPictureAsync(TestBucket bucket, int name, int image)
    {
        using var content = new MemoryStream(TestPng.FromGrey(_images.Images.AsSpan(image * 784, 784), 28));
        await new S3Files(bucket.Client).WriteAsync(new S3Address(bucket.Name, $"in/pngs/{name}.png"), content);
    }

    [S3Theory]
    [InlineData("pngs")]
    [InlineData("pngs/")]
    public async Task Reads_a_prefix_of_pngs_with_labels_and_a_zip_of_them_like_a_folder(string prefix)
    {
        const int count = 30;
        await using var bucket = await TestBucket.CreateAsync(versioned: false);
        using (var zip = System.IO.Compression.ZipFile.Open(_scene["pngs.zip"], System.IO.Compression.ZipArchiveMode.Create))
        {
            for (var i = 0; i < count; i++)
            {
                var png = TestPng.FromGrey(_images.Images.AsSpan(i * 784, 784), 28);
                var name = $"{_images.Labels[i]}/{i:D3}.png";
                Directory.CreateDirectory(_scene["pngs", $"{_images.Labels[i]}"]);
                await File.WriteAllBytesAsync(_scene["pngs", name], png);
                using var content = new MemoryStream(png);
                await new S3Files(bucket.Client).WriteAsync(new S3Address(bucket.Name, $"in/pngs/{name}"), content);
                await using var entry = zip.CreateEntry(name).Open();
                entry.Write(png);
            }
        }

        await UploadAsync(bucket, _scene["pngs.zip"]);
        await AssertEnds(ExitCodes.Ok, _scene.Predict("pngs"));
        var local = PredictionManifest.Parse(await File.ReadAllTextAsync(_scene["out", "_manifest.json"]));

        string[] folder = [.. OnS3(bucket, "pngs", "--run-id", "folder").Select(x => x == $"s3://{bucket.Name}/in/pngs" ? $"s3://{bucket.Name}/in/{prefix}" : x)];
        await AssertEnds(ExitCodes.Ok, folder);
        await AssertEnds(ExitCodes.Ok, OnS3(bucket, "pngs.zip", "--run-id", "zip"));

        var expected = await File.ReadAllBytesAsync(_scene["out", "predictions.csv"]);
        Assert.Equal(expected, await DownloadAsync(bucket, "out/folder/predictions.csv"));
        Assert.Equal(expected, await DownloadAsync(bucket, "out/zip/predictions.csv"));
        var remote = PredictionManifest.Parse(System.Text.Encoding.UTF8.GetString(await DownloadAsync(bucket, "out/folder/_manifest.json")));
        Assert.Equal(count, remote.Input.Rows);
        Assert.Equal(local.Input.Sha256, remote.Input.Sha256);
        Assert.NotNull(remote.Accuracy);
    }

    /// <summary>What the event of an upload names: a key with anything in it, and one version, whatever was written since.</summary>
    [S3Theory]
    [InlineData("today.csv")]
    [InlineData("""a#b?c=d//e "f", '%2F' & g.csv""")]
    public async Task Reads_one_version_of_an_object_by_a_key_that_is_taken_as_it_is(string key)
    {
        await using var bucket = await TestBucket.CreateAsync();
        _images.WriteCsv(_scene["images.csv"]);
        await AssertEnds(ExitCodes.Ok, _scene.Predict("images.csv"));
        var first = await bucket.Client.PutObjectAsync(new() { BucketName = bucket.Name, Key = key, FilePath = _scene["images.csv"] });
        await bucket.Client.PutObjectAsync(new() { BucketName = bucket.Name, Key = key, ContentBody = "written over it\n" });
        string[] command = ["predict", "--model", _scene["model"], "--output", _scene["other"], "--input", $"s3://{bucket.Name}", "--input-key", key];

        await AssertEnds(ExitCodes.Ok, [.. command, "--input-version", first.VersionId]);

        Assert.Equal(await File.ReadAllBytesAsync(_scene["out", "predictions.csv"]), await File.ReadAllBytesAsync(_scene["other", "predictions.csv"]));
        await AssertEnds(ExitCodes.BadInput, command);
    }

    [Theory]
    [InlineData("s3://bucket/key", "--input-key", "key")]
    [InlineData("s3://bucket", "--input-key", "folder/")]
    [InlineData("s3://bucket", "--input-key", "")]
    [InlineData("s3://bucket", "--input-version", "v1")]
    [InlineData("images.csv", "--input-version", "v1")]
    public async Task Refuses_a_key_or_version_that_names_no_object(string input, string option, string value) =>
        await AssertEnds(ExitCodes.Usage, ["predict", "--model", _scene["model"], "--output", _scene["out"], "--input", input, option, value]);

    [S3Fact]
    public async Task Writes_parquet_into_a_partition()
    {
        await using var bucket = await TestBucket.CreateAsync(versioned: false);
        _images.WriteIdx(_scene["images.gz"]);
        await AssertEnds(ExitCodes.Ok, _scene.Predict("images.gz", "--format", "parquet"));
        await UploadAsync(bucket, _scene["images.gz"]);

        await AssertEnds(ExitCodes.Ok, OnS3(bucket, "images.gz", "--format", "parquet", "--partition", "dt=2026-11-24"));

        Assert.Equal(
            await File.ReadAllBytesAsync(_scene["out", "predictions.parquet"]),
            await DownloadAsync(bucket, "out/dt=2026-11-24/predictions.parquet"));
        Assert.Equal(["out/dt=2026-11-24/_manifest.json", "out/dt=2026-11-24/predictions.parquet"], await ListAsync(bucket));
    }

    [S3Fact]
    public async Task A_failed_run_uploads_nothing_and_a_rerun_drops_old_rejects()
    {
        await using var bucket = await TestBucket.CreateAsync(versioned: false);
        await UploadAsync(bucket, _images.WriteCsv(_scene["images.csv"], (i, row) => i == 400 ? "bad" : row));

        var outcome = await AssertEnds(ExitCodes.BadInput, OnS3(bucket, "images.csv"));
        Assert.Contains($"s3://{bucket.Name}/in/images.csv: row 402: ", outcome.ErrorLine, StringComparison.Ordinal);
        Assert.Empty(await ListAsync(bucket));

        await AssertEnds(ExitCodes.Ok, OnS3(bucket, "images.csv", "--on-error", "skip"));
        Assert.Equal(["out/_manifest.json", "out/_rejects.jsonl", "out/predictions.csv"], await ListAsync(bucket));
        await UploadAsync(bucket, _images.WriteCsv(_scene["images.csv"]));
        await AssertEnds(ExitCodes.Ok, OnS3(bucket, "images.csv"));
        Assert.Equal(["out/_manifest.json", "out/predictions.csv"], await ListAsync(bucket));
    }

    [S3Fact]
    public async Task A_report_is_a_web_page_of_the_bucket_until_a_run_without_one()
    {
        await using var bucket = await TestBucket.CreateAsync(versioned: false);
        await UploadAsync(bucket, _images.WriteIdx(_scene["images"]));

        await AssertEnds(ExitCodes.Ok, OnS3(bucket, "images", "--report"));
        Assert.Equal(["out/_manifest.json", "out/_report.html", "out/predictions.csv"], await ListAsync(bucket));
        var manifest = PredictionManifest.Parse(System.Text.Encoding.UTF8.GetString(await DownloadAsync(bucket, "out/_manifest.json")));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await DownloadAsync(bucket, "out/_report.html"))), manifest.Report?.Sha256);
        Assert.Equal("text/html", (await bucket.Client.GetObjectMetadataAsync(bucket.Name, "out/_report.html")).Headers.ContentType);

        await AssertEnds(ExitCodes.Ok, OnS3(bucket, "images"));
        Assert.Equal(["out/_manifest.json", "out/predictions.csv"], await ListAsync(bucket));
    }

    [S3Fact]
    public async Task Names_a_missing_object_and_a_missing_bucket()
    {
        await using var bucket = await TestBucket.CreateAsync(versioned: false);
        var outcome = await AssertEnds(ExitCodes.NotFound, OnS3(bucket, "nothing"));
        Assert.Contains($"s3://{bucket.Name}/in/nothing", outcome.ErrorLine, StringComparison.Ordinal);

        _images.WriteIdx(_scene["images"]);
        string[] arguments = [.. _scene.Predict("images").Select(x => x == _scene["out"] ? $"s3://{bucket.Name}-missing/out" : x)];
        await AssertEnds(ExitCodes.NotFound, arguments);
    }

    [S3Fact]
    public async Task Ends_with_77_for_wrong_credentials()
    {
        await using var bucket = await TestBucket.CreateAsync(versioned: false);
        using var job = JobProcess.Start(
            new Dictionary<string, string> { ["AWS_SECRET_ACCESS_KEY"] = "this-is-not-the-secret" }, OnS3(bucket, "images.gz"));
        var outcome = await job.EndAsync();
        Assert.Equal(ExitCodes.AccessDenied, outcome.ExitCode);
        Assert.DoesNotContain("this-is-not-the-secret", outcome.Error, StringComparison.Ordinal);
    }

    private string[] OnS3(TestBucket bucket, string input, params string[] more) =>
    [
        .. _scene.Predict(input, more).Select(x =>
            x == _scene[input] ? $"s3://{bucket.Name}/in/{input}" : x == _scene["out"] ? $"s3://{bucket.Name}/out" : x),
    ];

    private static async Task<JobOutcome> AssertEnds(int exitCode, string[] arguments)
    {
        var outcome = await JobProcess.RunAsync(arguments);
        Assert.True(outcome.ExitCode == exitCode, outcome.Error);
        return outcome;
    }

    private static async Task UploadAsync(TestBucket bucket, string path)
    {
        await using var file = File.OpenRead(path);
        await new S3Files(bucket.Client).WriteAsync(new S3Address(bucket.Name, $"in/{Path.GetFileName(path)}"), file);
    }

    private static async Task<byte[]> DownloadAsync(TestBucket bucket, string key)
    {
        await using var content = await new S3Files(bucket.Client).OpenReadAsync(new S3Address(bucket.Name, key));
        Assert.NotNull(content);
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private static async Task<List<string>> ListAsync(TestBucket bucket)
    {
        var keys = new List<string>();
        await foreach (var file in new S3Files(bucket.Client).ListAsync(new S3Address(bucket.Name, "out/")))
            keys.Add(file.Location.Key);
        return keys;
    }
}

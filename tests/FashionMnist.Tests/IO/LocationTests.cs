using FashionMnist.IO;
using FashionMnist.Models;
using FashionMnist.Models.Storage.S3;

namespace FashionMnist.Tests.IO;

public class LocationTests
{
    [Theory]
    [InlineData("out", "out")]
    [InlineData("/data/a b.csv", "/data/a b.csv")]
    [InlineData("file:///data/a%20b.csv", "/data/a b.csv")]
    [InlineData("FILE:///data", "/data")]
    public void Reads_a_local_path(string text, string path)
    {
        var location = Location.Parse(text, "--input");
        Assert.Equal(path, location.Path);
        Assert.Null(location.S3);
        Assert.Equal(text, $"{location}");
    }

    [Theory]
    [InlineData("s3://bucket/a/b.csv", "bucket", "a/b.csv")]
    [InlineData("s3://bucket/a/", "bucket", "a")]
    [InlineData("s3://bucket", "bucket", "")]
    public void Reads_bucket_and_key(string text, string bucket, string key)
    {
        var location = Location.Parse(text, "--output");
        Assert.Equal(new S3Address(bucket, key), location.S3);
        Assert.Equal(text, $"{location}");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("http://host/file")]
    [InlineData("s3://")]
    [InlineData("s3:///key")]
    [InlineData("s3://bucket/key?versionId=1")]
    [InlineData("file://host/share")]
    public void Refuses_anything_else(string text)
    {
        var refusal = Assert.Throws<FashionMnistException>(() => Location.Parse(text, "--input"));
        Assert.Equal(ExitCodes.Usage, refusal.ExitCode);
        Assert.StartsWith("--input", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s3://AKIA:topsecret@bucket/key")]
    [InlineData("s3://topsecret@bucket/key")]
    public void Refuses_credentials_without_repeating_them(string text)
    {
        var refusal = Assert.Throws<FashionMnistException>(() => Location.Parse(text, "--input"));
        Assert.Equal(ExitCodes.Usage, refusal.ExitCode);
        Assert.DoesNotContain("topsecret", refusal.Message, StringComparison.Ordinal);
    }
}

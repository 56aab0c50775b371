using FashionMnist.Models.Storage;
using FashionMnist.Models.Storage.Files;

namespace FashionMnist.Models.Tests.Storage;

public sealed class ObjectStoresTests
{
    [Theory]
    [InlineData("store", "store")]
    [InlineData("./a/../store/", "store")]
    public void A_path_opens_a_folder(string uri, string expected) =>
        Assert.Equal(Path.GetFullPath(expected), Assert.IsType<FileObjectStore>(ObjectStores.Open(uri)).Address);

    [Fact]
    public void A_file_address_opens_a_folder() =>
        Assert.Equal("/srv/my store", Assert.IsType<FileObjectStore>(ObjectStores.Open("file:///srv/my%20store")).Address);

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("ftp://host/x")]
    [InlineData("file://host/share")]
    [InlineData("s3://ab")]
    [InlineData("s3://key:secret@bucket/x")]
    [InlineData("s3://bucket_name/x")]
    [InlineData("s3://bucket//x")]
    [InlineData("s3://bucket/../x")]
    [InlineData("s3://bucket/x?versionId=1")]
    [InlineData("s3://bucket/a\nb")]
    public void A_malformed_address_is_a_usage_error_that_names_the_valid_forms(string uri)
    {
        var error = Assert.Throws<FashionMnistException>(() => ObjectStores.Open(uri));
        Assert.Equal(ExitCodes.Usage, error.ExitCode);
        Assert.Contains("s3://bucket/prefix", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}

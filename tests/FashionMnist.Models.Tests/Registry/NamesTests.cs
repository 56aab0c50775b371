using FashionMnist.Models.Registry;
using FashionMnist.Models.Storage;

namespace FashionMnist.Models.Tests.Registry;

/// <summary>Names of models, packages and keys, and the addresses made of them.</summary>
public sealed class NamesTests
{
    private static readonly string Id = new('a', 64);

    [Theory]
    [InlineData("")]
    [InlineData("Upper")]
    [InlineData("-x")]
    [InlineData("a/b")]
    public void Refuses_what_cannot_name_a_model(string name)
    {
        var problem = Assert.Throws<FashionMnistException>(() => new StoreKeys(name));
        Assert.Equal(
            (ExitCodes.Usage, $"'{name}' is not a model name: use a-z, 0-9 and '-', starting with a letter or a digit"), (problem.ExitCode, problem.Message));
    }

    [Fact]
    public void A_key_tells_its_package()
    {
        var keys = new StoreKeys("m");
        Assert.Equal(Id, keys.PackageOf($"models/m/{Id}/model.onnx"));
        Assert.Null(keys.PackageOf($"models/m/{Id}"));
        Assert.Null(keys.PackageOf("models/m/production.json"));
        Assert.Null(keys.PackageOf($"models/other/{Id}/model.onnx"));
    }

    [Theory]
    [InlineData("short", "short")]
    [InlineData("0123456789ab", "0123456789ab")]
    [InlineData("0123456789abc", "0123456789ab")]
    public void Abbreviates_to_twelve_digits(string id, string shown) => Assert.Equal(shown, StoreKeys.Abbreviate(id));

    [Theory]
    [InlineData("/s/models/m/@", "/s", "m", true)]
    [InlineData("/s/models/m", "/s", "m", false)]
    [InlineData("/models/m", "/", "m", false)]
    [InlineData("/models/m/@", "/", "m", true)]
    [InlineData("/s/models/Bad/@", "/s/models/Bad/@", "default", false)]
    [InlineData("/s/models/m/abc", "/s/models/m/abc", "default", false)]
    [InlineData("/s/", "/s", "default", false)]
    [InlineData("s3://bucket/p/models/m", "s3://bucket/p", "m", false)]
    public void An_address_names_store_model_and_package(string address, string store, string model, bool package) => Assert.Equal(
        new ModelAddress(store.Replace("@", Id, StringComparison.Ordinal), model, package ? Id : null),
        ModelAddress.Parse(address.Replace("@", Id, StringComparison.Ordinal), "default"));

    [Theory]
    [InlineData(512, true)]
    [InlineData(513, false)]
    public void A_key_has_at_most_512_characters(int length, bool valid) => Assert.Equal(valid, ObjectKey.IsValid(new string('a', length)));

    [Fact]
    public void A_time_is_cut_down_to_whole_units() => Assert.Equal(
        DateTimeOffset.UnixEpoch.AddMilliseconds(7), RegistryScope.CutTo(TimeSpan.FromMilliseconds(1), DateTimeOffset.UnixEpoch.AddMilliseconds(7.9)));

    [Theory]
    [InlineData(80, "")]
    [InlineData(81, "...")]
    public void Shows_a_refused_key_up_to_eighty_characters(int length, string more)
    {
        var problem = Assert.Throws<FashionMnistException>(() => ObjectKey.Validate(new string('X', length)));
        Assert.StartsWith($"'{new string('X', 80)}{more}' is not a key of the store: ", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_a_refused_key_without_what_a_terminal_obeys()
    {
        var problem = Assert.Throws<FashionMnistException>(() => ObjectKey.Validate("a\u001b\nB"));
        Assert.StartsWith("'a??B' is not a key", problem.Message, StringComparison.Ordinal);
    }
}

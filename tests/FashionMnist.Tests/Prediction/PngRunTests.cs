using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FashionMnist.Data;
using FashionMnist.Models;
using FashionMnist.Prediction;
using FashionMnist.Testing;

namespace FashionMnist.Tests.Prediction;

public sealed class PngRunTests : IDisposable
{
    private const int Rows = 40;

    private readonly PredictionScene _scene = new();
    private readonly TestImages _images = new(Rows);

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task A_folder_and_a_zip_of_pngs_give_the_predictions_of_the_same_idx_images_and_name_the_files()
    {
        _images.WriteIdx(_scene["images"]);
        _images.WritePngs(_scene["folder"], Rows);
        PngScene.WriteZip(_scene["images.zip"], Enumerable.Range(0, Rows).Reverse().Select(i => ($"{i:D5}.png", _images.Png(i))));

        await PredictionScene.RunAsync(_scene.Request("images", "idx"));
        await PredictionScene.RunAsync(_scene.Request("folder", "folder-out"));
        await PredictionScene.RunAsync(_scene.Request("images.zip", "zip-out"));

        var expected = Lines("idx").Select((x, i) => i == 0 ? $"{x},file" : $"{x},{i - 1:D5}.png").ToArray();
        Assert.Equal(expected, Lines("folder-out"));
        Assert.Equal(expected, Lines("zip-out"));
    }

    [Fact]
    public async Task One_png_is_an_input_too()
    {
        _images.WritePngs(_scene["folder"], 1);
        var result = await PredictionScene.RunAsync(_scene.Request("folder/00000.png", "out"));
        Assert.EndsWith(",,00000.png", Lines("out")[1], StringComparison.Ordinal);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(_images.Png(0))), result.Manifest.Input.Sha256);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Folders_named_by_labels_give_the_labels(bool zipped)
    {
        (string Name, byte[] Content)[] files =
        [
            ("0/x.png", _images.Png(0)), ("T-shirt/top/x.png", _images.Png(1)), ("ankle_boot/x.png", _images.Png(2)),
            ("deep/Dress/x.PNG", _images.Png(3)), ("tshirt-top/x.png", _images.Png(4)),
        ];
        Write("in", zipped, files);

        var result = await PredictionScene.RunAsync(_scene.Request("in", "out"));

        Assert.Equal(
            ["0,0/x.png", "0,T-shirt/top/x.png", "9,ankle_boot/x.png", "3,deep/Dress/x.PNG", "0,tshirt-top/x.png"],
            Lines("out").Skip(1).Select(x => string.Join(',', x.Split(',')[4..])));
        Assert.NotNull(result.Manifest.Accuracy);
        Assert.Equal(new PictureCounts(0, 0, 0, 5, 0, 0), result.Manifest.Pictures! with { LightBackground = 0 });
    }

    [Fact]
    public async Task One_folder_that_names_no_label_turns_labels_off_which_the_manifest_shows()
    {
        Write("in", false, ("0/x.png", _images.Png(0)), ("others/x.png", _images.Png(1)), ("notes.txt", [1]), (".DS_Store", [1]));
        var result = await PredictionScene.RunAsync(_scene.Request("in", "out"));
        Assert.Null(result.Manifest.Accuracy);
        Assert.Equal(new PictureCounts(0, 0, 0, 1, 1, 1), result.Manifest.Pictures! with { LightBackground = 0 });
    }

    [Fact]
    public async Task The_hash_of_a_folder_is_that_of_what_sha256sum_says()
    {
        _images.WritePngs(_scene["in"], 2);
        var list = string.Concat(Enumerable.Range(0, 2)
            .Select(i => $"{Convert.ToHexStringLower(SHA256.HashData(_images.Png(i)))}  {i:D5}.png\n"));
        var result = await PredictionScene.RunAsync(_scene.Request("in", "out"));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(list))), result.Manifest.Input.Sha256);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_bad_png_stops_the_run_or_is_set_aside_with_file_and_reason(bool zipped)
    {
        Write("in", zipped, ("a.png", _images.Png(0)), ("b.png", _images.Png(1)[..300]), ("c.png", _images.Png(2)));
        var request = _scene.Request("in", "out");

        var refusal = await Assert.ThrowsAsync<FashionMnistException>(() => PredictionScene.RunAsync(request));
        Assert.Equal(ExitCodes.BadInput, refusal.ExitCode);
        Assert.StartsWith($"{_scene["in"]}/b.png: row 2: the PNG is cut off; nothing was written", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_scene["out"]));

        await PredictionScene.RunAsync(request with { OnError = ErrorPolicy.Skip });
        Assert.Equal(["a.png", "c.png"], Lines("out").Skip(1).Select(x => x.Split(',')[5]));
        var reject = JsonDocument.Parse(await File.ReadAllTextAsync(_scene["out", "_rejects.jsonl"])).RootElement;
        Assert.Equal($"{_scene["in"]}/b.png", reject.GetProperty("file").GetString());
        Assert.Equal("the PNG is cut off", reject.GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData(OutputFormat.Csv)]
    [InlineData(OutputFormat.Jsonl)]
    public async Task Shards_join_to_the_bytes_of_a_single_process(OutputFormat format)
    {
        _images.WritePngs(_scene["in"], Rows, i => i % 7 == 3 ? [] : _images.Png(i));
        var request = _scene.Request("in", "one") with { BatchSize = 8, OnError = ErrorPolicy.Skip, Format = format };
        var single = await PredictionScene.RunAsync(request);

        var joined = new List<byte>();
        for (var number = 1; number <= 3; number++)
        {
            var shard = await PredictionScene.RunAsync(request with { Identity = new RunIdentity(null, new Shard(number, 3)) });
            joined.AddRange(_scene.Read("one", shard.Manifest.Outputs[0].File));
            Assert.Equal(Rows, shard.Manifest.Input.Rows);
        }

        Assert.Equal(_scene.Read("one", single.Manifest.Outputs[0].File), joined);
    }

    [Fact]
    public async Task Light_backgrounds_are_counted_and_inverted_on_request()
    {
        var dark = new byte[ImageShape.Pixels];
        dark[400] = 200;
        var light = dark.Select(x => (byte)(255 - x)).ToArray();
        Write("dark", false, ("a.png", TestPng.FromGrey(dark, ImageShape.Width)));
        Write("light", false, ("a.png", TestPng.FromGrey(light, ImageShape.Width)));

        await PredictionScene.RunAsync(_scene.Request("dark", "expected"));
        var plain = await PredictionScene.RunAsync(_scene.Request("light", "plain"));
        var inverted = await PredictionScene.RunAsync(_scene.Request("light", "inverted") with { Invert = InvertMode.Auto });

        Assert.Equal((1, 0), (plain.Manifest.Pictures!.LightBackground, plain.Manifest.Pictures.Inverted));
        Assert.Equal((1, 1), (inverted.Manifest.Pictures!.LightBackground, inverted.Manifest.Pictures.Inverted));
        Assert.Equal(Lines("expected"), Lines("inverted"));
        Assert.NotEqual(Lines("expected"), Lines("plain"));
    }

    [Fact]
    public async Task Names_with_commas_and_quotes_are_quoted()
    {
        Write("in", false, ("a, \"b\".png", _images.Png(0)));
        await PredictionScene.RunAsync(_scene.Request("in", "out"));
        Assert.EndsWith(",\"a, \"\"b\"\".png\"", Lines("out")[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_for_pngs_are_refused_for_other_inputs_and_labels_for_pngs()
    {
        _images.WriteIdx(_scene["images"]);
        _images.WritePngs(_scene["in"], 1);
        await Refused(ExitCodes.Usage, "--resize, --invert", _scene.Request("images", "out") with { Invert = InvertMode.Auto });
        await Refused(ExitCodes.Usage, "--labels", _scene.WithLabels(_scene.Request("in", "out"), "labels"));
    }

    [Fact]
    public async Task A_folder_without_a_png_is_refused()
    {
        Directory.CreateDirectory(_scene["in"]);
        await Refused(ExitCodes.BadInput, "there is no file named .png in it", _scene.Request("in", "out"));
    }

    [Fact]
    public async Task Jpegs_in_place_of_pngs_are_named()
    {
        PngScene.WriteZip(_scene["in"], ("a.jpg", [0xff, 0xd8]), ("b/c.JPEG", [0xff, 0xd8]));
        await Refused(ExitCodes.BadInput, "no file named .png in it, but 2 JPEGs, which are not read; convert them to PNG", _scene.Request("in", "out"));
        Directory.CreateDirectory(_scene["folder"]);
        await File.WriteAllBytesAsync(_scene["folder", "a.jpg"], [0xff, 0xd8]);
        await Refused(ExitCodes.BadInput, "no file named .png in it, but 1 JPEGs", _scene.Request("folder", "out"));
    }

    [Theory]
    [InlineData("__MACOSX/a.png")]
    [InlineData("bag/@eaDir/SYNOPHOTO_THUMB.png")]
    [InlineData("$RECYCLE.BIN/a.png")]
    [InlineData("#recycle/a.png")]
    [InlineData(".hidden/a.png")]
    public async Task What_file_managers_leave_behind_is_set_aside(string leftover)
    {
        PngScene.WriteZip(_scene["in"], ("bag/a.png", _images.Png(0)), (leftover, _images.Png(1)));
        var result = await PredictionScene.RunAsync(_scene.Request("in", "out"));
        Assert.Equal((1, 0), (result.Manifest.Counts.Read, result.Manifest.Pictures!.OtherFiles));
    }

    [Theory]
    [InlineData("b\u00fcro.png", 0x81)]
    [InlineData("\u00e9t\u00e9.png", 0x82)]
    public async Task Names_without_a_mark_of_utf_8_are_of_code_page_437(string name, byte letter)
    {
        // A name of ASCII letters as long as the real one; its bytes are changed where they stand.
        var plain = name.Replace(name.First(x => x > 127), '~');
        PngScene.WriteZip(_scene["in"], (plain, _images.Png(0)));
        var file = await File.ReadAllBytesAsync(_scene["in"]);
        for (var i = 0; i < file.Length; i++)
            file[i] = file.AsSpan(i).StartsWith("~"u8) && IsInName(file, i, plain) ? letter : file[i];
        await File.WriteAllBytesAsync(_scene["in"], file);
        await PredictionScene.RunAsync(_scene.Request("in", "out"));
        Assert.Contains(name, Lines("out")[1], StringComparison.Ordinal);
    }

    private static bool IsInName(byte[] file, int at, string name) =>
        Enumerable.Range(0, name.Length).Any(x => name[x] == '~' && at >= x && file.Length >= at - x + name.Length
            && Enumerable.Range(0, name.Length).All(y => name[y] == '~' || file[at - x + y] == name[y]));

    [Theory]
    [InlineData("../x.png", "its name points out of the archive")]
    [InlineData("a/../../x.png", "its name points out of the archive")]
    [InlineData("/etc/x.png", "its name points out of the archive")]
    [InlineData("..\\x.png", "its name points out of the archive")]
    [InlineData("C:/x.png", "its name points out of the archive")]
    [InlineData("a\nb.png", "its name has control characters")]
    public async Task Names_that_play_tricks_are_set_aside(string name, string reason)
    {
        PngScene.WriteZip(_scene["in"], (name, _images.Png(0)));
        await Refused(ExitCodes.BadInput, reason, _scene.Request("in", "out"));
    }

    [Fact]
    public async Task Two_files_of_one_name_and_a_bomb_are_set_aside()
    {
        PngScene.WriteZip(
            _scene["in"], ("a.png", _images.Png(0)), ("a.png", _images.Png(1)), ("bomb.png", new byte[(32 << 20) + 1]), ("c.png", _images.Png(2)));
        await PredictionScene.RunAsync(_scene.Request("in", "out") with { OnError = ErrorPolicy.Skip });
        var reasons = (await File.ReadAllLinesAsync(_scene["out", "_rejects.jsonl"]))
            .Select(x => JsonDocument.Parse(x).RootElement.GetProperty("reason").GetString());
        Assert.Equal(["the archive has two files of this name", "the file is longer than 33554432 bytes"], reasons);
        Assert.Equal(["0", "3"], Lines("out").Skip(1).Select(x => x.Split(',')[0]));
    }

    private static async Task Refused(int exitCode, string text, PredictionRequest request)
    {
        var refusal = await Assert.ThrowsAsync<FashionMnistException>(() => PredictionScene.RunAsync(request));
        Assert.Equal(exitCode, refusal.ExitCode);
        Assert.Contains(text, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    private void Write(string name, bool zipped, params (string Name, byte[] Content)[] files)
    {
        if (zipped)
        {
            PngScene.WriteZip(_scene[name], files);
            return;
        }

        foreach (var (file, content) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_scene[name, file])!);
            File.WriteAllBytes(_scene[name, file], content);
        }
    }

    private string[] Lines(string output) => File.ReadAllLines(_scene[output, "predictions.csv"]);
}

using System.Globalization;
using System.Text.Json;
using FashionMnist.Data;
using FashionMnist.Models;

namespace FashionMnist.Job.Tests.Reporting;

/// <summary>The reports as a reader sees them: written by the real program, opened in a real browser.</summary>
public sealed class ReportInBrowserTests(Chromium browser) : IClassFixture<Chromium>, IDisposable
{
    private const int Phone = 360;
    private const int Desk = 1100;

    private readonly ReportScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [BrowserFact]
    public async Task An_evaluation_shows_its_key_figures()
    {
        await using var report = await browser.OpenAsync(await _scene.EvaluateAsync());

        using var evaluation = JsonDocument.Parse(await File.ReadAllTextAsync(_scene["evaluation.json"]));
        var root = evaluation.RootElement;
        var text = await report.TextAsync();
        foreach (var expected in new[]
                 {
                     "Passed",
                     root.GetProperty("reason").GetString()![1..],
                     root.GetProperty("packageId").GetString()!,
                     root.GetProperty("championId").GetString()!,
                     Percent(root.GetProperty("metrics").GetProperty("accuracy")),
                     Percent(root.GetProperty("championAccuracy")),
                     Percent(root.GetProperty("metrics").GetProperty("expectedCalibrationError")),
                     "Newcombe",
                     new string('c', 40),
                 })
            Assert.Contains(expected, text, StringComparison.Ordinal);
        var sums = await report.AskAsync<int>(
            "[...document.querySelectorAll('details tbody td')].map(x => Number(x.textContent)).reduce((x, y) => x + y)");
        Assert.Equal(ReportScene.Rows, sums);
    }

    [BrowserFact]
    public async Task The_figures_of_the_page_stand_in_evaluation_json_too()
    {
        await using var report = await browser.OpenAsync(await _scene.EvaluateAsync());

        using var evaluation = JsonDocument.Parse(await File.ReadAllTextAsync(_scene["evaluation.json"]));
        var root = evaluation.RootElement;
        Assert.Equal(ReportScene.Rows, root.GetProperty("calibration").EnumerateArray().Sum(x => x.GetProperty("images").GetInt32()));
        var pairs = root.GetProperty("comparison").EnumerateObject().ToDictionary(x => x.Name, x => x.Value.GetInt32());
        Assert.Equal(ReportScene.Rows, pairs.Values.Sum());
        var cells = await report.AskAsync<string[]>("[...document.querySelectorAll('#accuracy tbody td')].map(x => x.textContent)");
        Assert.Equal([pairs["bothRight"], pairs["onlyCandidateRight"], pairs["onlyChampionRight"], pairs["bothWrong"]], cells.Select(x => int.Parse(x, CultureInfo.InvariantCulture)));
        var surest = root.GetProperty("mistakes")[0];
        Assert.Equal(
            $"{LabelMap.NameOf(surest.GetProperty("expected").GetInt32())} predicted as {LabelMap.NameOf(surest.GetProperty("predicted").GetInt32())}",
            await report.AskAsync<string>("document.images[0].alt"));
    }

    [BrowserFact]
    public async Task A_refused_model_has_a_report_that_says_why()
    {
        await using var report = await browser.OpenAsync(await _scene.EvaluateAsync(minimumAccuracy: "0.99", exitCode: ExitCodes.Refused));

        var text = await report.TextAsync();
        Assert.Contains("Refused", text, StringComparison.Ordinal);
        Assert.Contains("is below the minimum of 99.00 %", text, StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Predictions_without_labels_show_counts_and_rejected_rows_and_no_accuracy()
    {
        await using var report = await browser.OpenAsync(await _scene.PredictAsync());

        var text = await report.TextAsync();
        foreach (var expected in new[] { "Predicted 399 of 400 rows read", "Rejected 1", "Accuracy unknown", "Least confident predictions", "columns, expected 784" })
            Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.DoesNotContain("Confusion matrix", text, StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task The_browser_decodes_the_images_to_the_pixels_of_the_dataset()
    {
        await using var report = await browser.OpenAsync(await _scene.EvaluateAsync());

        using var evaluation = JsonDocument.Parse(await File.ReadAllTextAsync(_scene["evaluation.json"]));
        var mistakes = evaluation.RootElement.GetProperty("mistakes").EnumerateArray().Select(x => x.GetProperty("index").GetInt32()).ToList();
        Assert.Equal(mistakes.Count, await report.AskAsync<int>("document.images.length"));
        foreach (var number in new[] { 0, mistakes.Count - 1 })
        {
            var pixels = _scene.Images.Images.AsSpan(mistakes[number] * ImageShape.Pixels, ImageShape.Pixels);
            Assert.Equal(pixels.ToArray().Select(x => (int)x), await report.PixelsOfImageAsync(number));
        }
    }

    [BrowserTheory]
    [InlineData(false, Desk, false)]
    [InlineData(false, Desk, true)]
    [InlineData(false, Phone, true)]
    [InlineData(true, Desk, true)]
    [InlineData(true, Phone, false)]
    public async Task Nothing_goes_wrong_nothing_is_loaded_and_everything_fits_and_can_be_read(bool predictions, int width, bool dark)
    {
        var file = predictions ? await _scene.PredictAsync() : await _scene.EvaluateAsync();
        await using var report = await browser.OpenAsync(file, width, dark);

        Assert.Empty(report.Troubles);
        Assert.All(report.Requests, x => Assert.True(x == new Uri(file).AbsoluteUri || x.StartsWith("data:image/png;base64,", StringComparison.Ordinal), x));
        Assert.Equal(0, await report.AskAsync<int>("document.scripts.length"));
        Assert.Equal(width, await report.AskAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(await report.BeyondTheEdgeAsync());
        Assert.InRange(await report.LightnessAsync(), dark ? 0 : 0.9, dark ? 0.05 : 1);
        Assert.Empty(await report.HardToReadAsync());
    }

    [BrowserFact]
    public async Task A_screen_reader_finds_language_headings_names_of_charts_and_of_columns()
    {
        await using var report = await browser.OpenAsync(await _scene.EvaluateAsync());

        Assert.Equal("en", await report.AskAsync<string>("document.documentElement.lang"));
        Assert.Equal(1, await report.AskAsync<int>("document.querySelectorAll('h1').length"));
        foreach (var nameless in new[]
                 {
                     "svg:not([aria-hidden]):not(:has(> title + desc))", "img:not([alt])", "table:not(:has(caption))", "thead th:not([scope=col])",
                     "tbody tr:not(:has(> th[scope=row]))", "section:not([aria-labelledby])",
                 })
            Assert.Equal(0, await report.AskAsync<int>($"document.querySelectorAll({JsonSerializer.Serialize(nameless)}).length"));
        Assert.Empty(await report.AskAsync<string[]>(
            "[...document.querySelectorAll('[aria-labelledby], [aria-describedby], a[href]')].flatMap(e => ['aria-labelledby', 'aria-describedby', 'href'].map(a => e.getAttribute(a))).filter(id => id && !document.getElementById(id.replace('#', '')))"));
        Assert.Empty(await report.AskAsync<string[]>(
            "(ids => ids.filter((x, i) => ids.indexOf(x) !== i))([...document.querySelectorAll('[id]')].map(e => e.id))"));
    }

    [BrowserFact]
    public async Task A_hostile_file_name_is_shown_and_does_nothing()
    {
        const string Name = "\"><img src=x onerror=alert(1)>&lt;b.csv";
        await using var report = await browser.OpenAsync(await _scene.PredictAsync(Name));

        Assert.Empty(report.Troubles);
        Assert.Equal(Name, await report.AskAsync<string>("document.querySelector('h1').textContent"));
        Assert.Equal(0, await report.AskAsync<int>("document.querySelectorAll('[onerror], img:not([src^=\"data:\"])').length"));
    }

    [BrowserFact]
    public async Task A_browser_refuses_to_run_what_somebody_puts_into_a_report()
    {
        var file = await _scene.EvaluateAsync();
        await File.WriteAllTextAsync(
            file, (await File.ReadAllTextAsync(file)).Replace("<main>", "<main><script>document.title = 'taken over'</script>", StringComparison.Ordinal));
        await using var report = await browser.OpenAsync(file);

        Assert.StartsWith("Passed", await report.AskAsync<string>("document.title"), StringComparison.Ordinal);
        Assert.Contains(report.Troubles, x => x.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    private static string Percent(JsonElement share) => share.GetDouble().ToString("P2", CultureInfo.InvariantCulture);
}

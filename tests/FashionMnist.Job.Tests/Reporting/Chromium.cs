using FashionMnist.Testing;
using PuppeteerSharp;

namespace FashionMnist.Job.Tests.Reporting;

/// <summary>The browser of this machine, headless, shared by the tests of a class.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IBrowser? _browser;

    /// <summary>Where it is; <see langword="null"/> if this machine has none.</summary>
    public static string? Executable { get; } = Installed.Find("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome");

    public async Task InitializeAsync()
    {
        if (Executable is not null)
        {
            // Its sandbox needs rights that containers do not give; only pages of these tests are opened.
            _browser = await Puppeteer.LaunchAsync(new LaunchOptions { Headless = true, ExecutablePath = Executable, Args = ["--no-sandbox", "--disable-gpu"] });
        }
    }

    public Task DisposeAsync() => _browser?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    /// <summary>Opens a file in a window of its own and notes everything that goes wrong.</summary>
    internal async Task<OpenReport> OpenAsync(string file, int width = 1100, bool dark = false)
    {
        var page = await _browser!.NewPageAsync();
        var report = new OpenReport(page);
        await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = 800 });
        await page.EmulateMediaFeaturesAsync(
            [new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = dark ? "dark" : "light" }]);
        await page.GoToAsync(new Uri(file).AbsoluteUri);
        return report;
    }
}

/// <summary>A test that needs a browser.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Slow.WhySkipped("opens every report in a browser")
        ?? (Chromium.Executable is null ? "needs Chromium; the Debian package is chromium-headless-shell" : null);
}

/// <summary>A test with data that needs a browser.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = new BrowserFactAttribute().Skip;
}

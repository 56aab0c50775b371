using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using PuppeteerSharp;

namespace FashionMnist.Job.Tests.Reporting;

/// <summary>A report in a browser.</summary>
internal sealed partial class OpenReport : IAsyncDisposable
{
    // Colours as the browser computed them, and the contrast of WCAG 2.2 (1.4.3).
    private const string Colours =
        """
        const parse = text => { const n = text.match(/[\d.]+/g).map(Number); return { rgb: n.slice(0, 3), alpha: n.length > 3 ? n[3] : 1 }; };
        const over = (top, alpha, below) => top.map((x, i) => x * alpha + below[i] * (1 - alpha));
        const light = rgb => { const [r, g, b] = rgb.map(x => x / 255).map(x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
        const contrast = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
        const behind = element => { for (let e = element; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.alpha > 0) return c.rgb; } return [255, 255, 255]; };
        """;

    private readonly IPage _page;
    private readonly ConcurrentQueue<string> _troubles = new();

    public OpenReport(IPage page)
    {
        _page = page;
        page.Console += (_, e) => _troubles.Enqueue($"console: {e.Message.Text}");
        page.PageError += (_, e) => _troubles.Enqueue($"error: {e.Message}");
        page.RequestFailed += (_, e) => _troubles.Enqueue($"failed: {e.Request.Url}");
        page.Dialog += (_, e) => _troubles.Enqueue($"dialog: {e.Dialog.Message}");
        page.Request += (_, e) => Requests.Enqueue(e.Request.Url);
    }

    /// <summary>Console messages, errors, failed requests and dialogs.</summary>
    public IEnumerable<string> Troubles => _troubles;

    /// <summary>Everything the browser asked for.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>What a reader sees, runs of space as one.</summary>
    public async Task<string> TextAsync() => Space().Replace(await _page.EvaluateExpressionAsync<string>("document.body.innerText"), " ");

    public Task<T> AskAsync<T>(string expression) => _page.EvaluateExpressionAsync<T>(expression);

    /// <summary>Elements that reach beyond the right edge of the window, those in a frame that scrolls by itself aside.</summary>
    public Task<string[]> BeyondTheEdgeAsync() => AskAsync<string[]>(
        """
        [...document.querySelectorAll('body *')]
            .filter(e => !e.parentElement.closest('.frame, svg') && e.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
            .map(e => `${e.tagName}.${e.getAttribute('class')}`)
        """);

    /// <summary>Texts whose contrast is below 4.5, with it.</summary>
    public Task<string[]> HardToReadAsync() => AskAsync<string[]>(
        $$"""
        (() => { {{Colours}}
            const texts = [...document.querySelectorAll('main *')].filter(e => !e.closest('svg') && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()));
            const plain = texts.map(e => ({ e, value: contrast(parse(getComputedStyle(e).color).rgb, behind(e)) }));
            const drawn = [...document.querySelectorAll('svg text')].map(e => ({ e, value: contrast(parse(getComputedStyle(e).fill).rgb, behind(e)) }));
            const page = behind(document.body), ink = parse(getComputedStyle(document.body).color).rgb;
            const cells = [...document.querySelectorAll('svg[aria-labelledby="confusion-chart-title"] rect')].map(e => ({ e, value: contrast(ink, over(parse(getComputedStyle(e).fill).rgb, Number(e.getAttribute('fill-opacity')), page)) }));
            return [...plain, ...drawn, ...cells].filter(x => !(x.value >= 4.5)).map(x => `${x.e.tagName} "${x.e.textContent.slice(0, 30)}" ${x.value.toFixed(2)}`);
        })()
        """);

    /// <summary>How light the page is, 0 to 1.</summary>
    public Task<double> LightnessAsync() => AskAsync<double>($"(() => {{ {Colours} return light(behind(document.body)); }})()");

    /// <summary>The grey values of the n-th image as the browser decoded it; 784 of them.</summary>
    public Task<int[]> PixelsOfImageAsync(int number) => AskAsync<int[]>(
        $$"""
        (() => {
            const image = document.images[{{number}}], canvas = document.createElement('canvas');
            canvas.width = image.naturalWidth; canvas.height = image.naturalHeight;
            const context = canvas.getContext('2d');
            context.drawImage(image, 0, 0);
            return [...context.getImageData(0, 0, canvas.width, canvas.height).data].filter((_, i) => i % 4 === 0);
        })()
        """);

    public ValueTask DisposeAsync() => _page.DisposeAsync();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}

using System.Globalization;
using FashionMnist.Models.Configuration;

namespace FashionMnist.Data.Contract;

/// <summary>
/// The rules that training, test and incoming data must keep: label map, image size, pixel range, contrast, class balance, duplicates.
/// </summary>
/// <param name="options">The bounds.</param>
public sealed class DataContract(ContractOptions options)
{
    /// <summary>Holds both splits of a dataset against every rule.</summary>
    public IReadOnlyList<RuleResult> Check(DatasetSplits dataset)
    {
        var train = ImageDigests.Of(dataset.Train);
        var test = ImageDigests.Of(dataset.Test);
        return
        [
            .. LabelMapRules.Check(LabelMap.Names),
            .. CheckSplit("train", dataset.Train, options.TrainCount, train),
            .. CheckSplit("test", dataset.Test, options.TestCount, test),
            Limit("test", "leakage", test.Where(x => train.Contains(x.Key)).SelectMany(x => x.Value), test.Count, options.MaximumLeakedShare,
                "images also stand in the training split"),
        ];
    }

    /// <summary>Holds labelled data that came in against the rules that need no second split and no fixed count.</summary>
    /// <param name="name">How the results call it.</param>
    /// <param name="data">The images and labels.</param>
    public IReadOnlyList<RuleResult> CheckIncoming(string name, FashionMnistDataset data) =>
        CheckSplit(name, data, expectedCount: null, ImageDigests.Of(data));

    private IReadOnlyList<RuleResult> CheckSplit(string name, FashionMnistDataset split, int? expectedCount, ImageDigests digests)
    {
        if (split.Count == 0)
            return [new RuleResult(name, "count", false, "there are no images", [])];

        var features = new ImageFeatures[split.Count];
        Parallel.For(0, split.Count, i => features[i] = ImageFeatures.Of(split.Image(i)));
        var found = SplitStatistics.Of(split, features);
        return
        [
            .. expectedCount is { } count ? [new RuleResult(name, "count", found.Count == count, $"{found.Count} images, expected {count}", [])] : Array.Empty<RuleResult>(),
            new RuleResult(name, "image size", split.Images.Length == (long)split.Count * ImageShape.Pixels,
                $"{split.Images.Length} bytes for {split.Count} images of {ImageShape.Height}x{ImageShape.Width}", []),
            Limit(name, "labels", Where(split.Count, i => !LabelMap.Contains(split.Labels[i])), split.Count, 0,
                $"labels outside of 0 to {LabelMap.Count - 1}"),
            new RuleResult(name, "pixel range", (found.MinimumPixel, found.MaximumPixel) == (byte.MinValue, byte.MaxValue),
                $"pixels use {found.MinimumPixel} to {found.MaximumPixel}, expected 0 to 255", []),
            Between(name, "contrast mean", found.MeanContrast, options.MinimumMeanContrast, options.MaximumMeanContrast),
            Between(name, "contrast 1st percentile", found.ContrastPercentile1, options.MinimumContrastPercentile1, 0.5),
            Between(name, "contrast 99th percentile", found.ContrastPercentile99, 0, options.MaximumContrastPercentile99),
            Limit(name, "blank images", Where(split.Count, i => features[i].Contrast < options.BlankContrast), split.Count,
                options.MaximumBlankShare, Text($"images have a contrast below {options.BlankContrast}")),
            Limit(name, "saturated images", Where(split.Count, i => features[i].SaturatedShare >= options.SaturatedShare), split.Count,
                options.MaximumSaturatedShare, Text($"images have at least {options.SaturatedShare:P0} of their pixels at 255")),
            Balance(name, found),
            Limit(name, "duplicates", digests.Repeats, split.Count, options.MaximumDuplicateShare, "images repeat an earlier one"),
        ];
    }

    private static IEnumerable<int> Where(int count, Func<int, bool> predicate) => Enumerable.Range(0, count).Where(predicate);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static RuleResult Limit(string split, string rule, IEnumerable<int> offenders, int count, double maximumShare, string what)
    {
        var all = offenders.Order().ToList();
        var finding = Text($"{all.Count} {what}, at most {Math.Floor(maximumShare * count)} allowed");
        return new RuleResult(split, rule, all.Count <= maximumShare * count, finding, [.. all.Take(RuleResult.MaximumOffenders)]);
    }

    private static RuleResult Between(string split, string rule, double value, double minimum, double maximum) =>
        new(split, rule, value >= minimum && value <= maximum, Text($"{value:0.000}, expected {minimum:0.000} to {maximum:0.000}"), []);

    private RuleResult Balance(string split, SplitStatistics found)
    {
        var worst = found.ClassCounts
            .Select((count, label) => (label, Deviation: Math.Abs((double)count / found.Count - 1.0 / LabelMap.Count)))
            .MaxBy(x => x.Deviation);
        return new RuleResult(split, "class balance", worst.Deviation <= options.MaximumClassImbalance,
            Text($"{LabelMap.NameOf(worst.label)} has {found.ClassCounts[worst.label]} of {found.Count} images, {worst.Deviation:0.0000} away from a tenth, at most {options.MaximumClassImbalance} allowed"),
            []);
    }
}

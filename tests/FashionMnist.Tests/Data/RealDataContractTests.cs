using FashionMnist.Data;
using FashionMnist.Data.Contract;
using FashionMnist.Models.Configuration;

namespace FashionMnist.Tests.Data;

public sealed class RealDataContractTests
{
    private static readonly Lazy<IReadOnlyList<RuleResult>> Results = new(() => new DataContract(new ContractOptions()).Check(RealData.Splits));

    public static TheoryData<string, string> Rules => new()
    {
        { "label map", "ten classes" },
        { "label map", "unique names" },
        { "label map", "both directions" },
        { "train", "count" },
        { "train", "image size" },
        { "train", "labels" },
        { "train", "pixel range" },
        { "train", "contrast mean" },
        { "train", "contrast 1st percentile" },
        { "train", "contrast 99th percentile" },
        { "train", "blank images" },
        { "train", "saturated images" },
        { "train", "class balance" },
        { "train", "duplicates" },
        { "test", "count" },
        { "test", "image size" },
        { "test", "labels" },
        { "test", "pixel range" },
        { "test", "contrast mean" },
        { "test", "contrast 1st percentile" },
        { "test", "contrast 99th percentile" },
        { "test", "blank images" },
        { "test", "saturated images" },
        { "test", "class balance" },
        { "test", "duplicates" },
        { "test", "leakage" },
    };

    [RealDataTheory]
    [MemberData(nameof(Rules))]
    public void The_real_data_keeps_the_rule(string split, string rule)
    {
        var result = Assert.Single(Results.Value, x => x.Split == split && x.Rule == rule);

        Assert.True(result.Passed, result.ToString());
    }

    [RealDataFact]
    public void No_rule_of_the_contract_is_left_untested() => Assert.Equal(Rules.Count, Results.Value.Count);

    [RealDataFact]
    public void There_are_60000_training_and_10000_test_images_of_28_by_28() =>
        Assert.Equal(
            (60_000, 10_000, 60_000 * 784, 10_000 * 784),
            (RealData.Splits.Train.Count, RealData.Splits.Test.Count, RealData.Splits.Train.Images.Length, RealData.Splits.Test.Images.Length));

    [RealDataFact]
    public void Every_file_has_the_pinned_hash() =>
        Assert.Equal(
            [
                "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
                "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
                "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
                "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
            ],
            RealData.Reference.Files.Select(x => x.Sha256));

    [RealDataFact]
    public void The_first_images_have_the_published_labels() =>
        Assert.Equal(new byte[] { 9, 0, 0, 3, 0 }, RealData.Splits.Train.Labels[..5]);

    [RealDataFact]
    public void Trousers_are_brighter_in_the_middle_column_than_at_the_edge() =>
        Assert.All(
            Enumerable.Range(0, 1000).Where(i => RealData.Splits.Test.Labels[i] == 1),
            i => Assert.True(ColumnSum(RealData.Splits.Test, i, 14) + ColumnSum(RealData.Splits.Test, i, 11) > ColumnSum(RealData.Splits.Test, i, 0)));

    private static int ColumnSum(FashionMnistDataset split, int image, int column)
    {
        var sum = 0;
        for (var row = 0; row < 28; row++)
            sum += split.Image(image)[row * 28 + column];
        return sum;
    }
}

using FashionMnist.Models;
using Nuke.Common.IO;

namespace FashionMnist.Build.Components;

/// <summary>
/// Says first and last that the data is drawn, so that nobody who reads only one end of the output takes the figures for real ones. On the very
/// first run nobody knows before the search, and FetchData says it.
/// </summary>
internal static class SyntheticNotice
{
    private const string Notice = "The data is the SYNTHETIC look-alike dataset, not Fashion-MNIST: the figures say that the machinery works, nothing about clothes";

    public static void First(IFetchData build)
    {
        if (build.ExecutionPlan.Any(x => x.Name == nameof(IFetchData.FetchData)) && IsSynthetic(build))
            Console.WriteLine(Notice);
    }

    public static void Last(IFetchData build)
    {
        if (build.FinishedTargets.Any(x => x.Name == nameof(IFetchData.FetchData)) && IsSynthetic(build))
            Console.WriteLine(Notice);
    }

    private static bool IsSynthetic(IFetchData build)
    {
        try
        {
            return build.DatasetFile.FileExists() && build.Dataset.Synthetic;
        }
        catch (FashionMnistException)
        {
            // A damaged file says nothing; FetchData writes it anew.
            return false;
        }
    }
}

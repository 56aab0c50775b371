using System.CommandLine;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using FashionMnist.Job.CommandLine;
using FashionMnist.Models.Configuration;

namespace FashionMnist.Job.Commands;

/// <summary>Options that stand for a setting of <see cref="PredictionOptions"/>, with its range and default.</summary>
internal static class SharedOptions
{
    /// <summary>The share of rows that may be of no use.</summary>
    public static Option<int> MaximumRejects(string description) => Number(
        "--max-rejects", description, nameof(PredictionOptions.MaximumRejectsPercent), new PredictionOptions().MaximumRejectsPercent);

    /// <summary>An option with the range of a setting.</summary>
    public static Option<int> Number(string name, string description, string property, int defaultValue)
    {
        var range = typeof(PredictionOptions).GetProperty(property)!.GetCustomAttribute<RangeAttribute>()!;
        return new Option<int>(name) { HelpName = "N", Description = description, DefaultValueFactory = _ => defaultValue }
            .Within((int)range.Minimum, (int)range.Maximum);
    }
}

using System.CommandLine;

namespace FashionMnist.Job.CommandLine;

/// <summary>A command whose help shows more than its options and the exit codes.</summary>
/// <param name="name">Name as it is typed.</param>
/// <param name="description">What it does.</param>
/// <param name="sections">What follows the options in the help.</param>
internal sealed class JobCommand(string name, string description, IReadOnlyList<HelpSection> sections) : Command(name, description)
{
    public IReadOnlyList<HelpSection> Sections { get; } = sections;
}

/// <summary>A part of the help.</summary>
/// <param name="Title">Its title, without a colon.</param>
/// <param name="Lines">Its lines, not indented.</param>
internal sealed record HelpSection(string Title, IReadOnlyList<string> Lines);

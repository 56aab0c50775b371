namespace FashionMnist.Build.CommandLine.Help;

/// <summary>The groups of the help, in the order it shows them.</summary>
internal enum HelpGroup
{
    Code,
    Data,
    Model,
    Store,
    Prediction,
    Image,
    Deployment,
    Pipelines,
    Configuration,

    /// <summary>What names no group.</summary>
    More,
}

/// <summary>The group in which the help shows a component's targets and parameters.</summary>
[AttributeUsage(AttributeTargets.Interface | AttributeTargets.Class)]
internal sealed class HelpGroupAttribute(HelpGroup group) : Attribute
{
    public HelpGroup Group { get; } = group;
}

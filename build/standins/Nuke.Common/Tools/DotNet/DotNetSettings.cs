using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

public class DotNetRestoreSettings : ToolOptions
{
    internal override string DefaultToolPath => DotNetTasks.Executable;

    internal override string Verb => "restore";
}

public class DotNetBuildSettings : ToolOptions
{
    internal override string DefaultToolPath => DotNetTasks.Executable;

    internal override string Verb => "build";
}

public class DotNetTestSettings : ToolOptions
{
    internal override string DefaultToolPath => DotNetTasks.Executable;

    internal override string Verb => "test";
}

public class DotNetPublishSettings : ToolOptions
{
    internal override string DefaultToolPath => DotNetTasks.Executable;

    internal override string Verb => "publish";
}

public class DotNetFormatSettings : ToolOptions
{
    internal override string DefaultToolPath => DotNetTasks.Executable;

    internal override string Verb => "format";
}

[System.ComponentModel.TypeConverter(typeof(TypeConverter<DotNetVerbosity>))]
public class DotNetVerbosity : Enumeration
{
#pragma warning disable IDE1006, CA2211 // The original's names, and fields as every Enumeration has them.
    public static DotNetVerbosity quiet = (DotNetVerbosity)"quiet";
    public static DotNetVerbosity minimal = (DotNetVerbosity)"minimal";
    public static DotNetVerbosity normal = (DotNetVerbosity)"normal";
    public static DotNetVerbosity detailed = (DotNetVerbosity)"detailed";
    public static DotNetVerbosity diagnostic = (DotNetVerbosity)"diagnostic";
#pragma warning restore IDE1006, CA2211

    public static implicit operator DotNetVerbosity(string value) => new() { Value = value };
}

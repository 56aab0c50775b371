using System.Reflection;
using FashionMnist.Build.Pipelines.Graph;
using Nuke.Common;

namespace FashionMnist.Build.Tests.Conformance;

/// <summary>What the original's interface does not let others do; a stand-in that allowed it would hide the fault.</summary>
public class InterfaceTests
{
    [Fact]
    public void A_proxy_of_the_build_cannot_be_made() =>
        Assert.Throws<TypeLoadException>(DispatchProxy.Create<INukeBuild, AnyProxy>);

    [Fact]
    public void A_derived_build_answers_as_a_server_to_which_no_value_was_given()
    {
        var unset = UnsetBuild.Of(typeof(global::Build));
        Assert.IsAssignableFrom<global::Build>(unset);
        Assert.True(unset.IsServerBuild);
        Assert.False(unset.IsLocalBuild);
        Assert.Null(unset.TryGetValue<string>(() => Name));
        Assert.Equal(0, unset.TryGetValue<int>(() => Name));
        Assert.Equal(NukeBuild.RootDirectory, unset.RootDirectory);
    }

    private static string Name => "a value of this run";

#pragma warning disable CA1852 // The runtime derives from it.
    internal class AnyProxy : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => null;
    }
#pragma warning restore CA1852
}

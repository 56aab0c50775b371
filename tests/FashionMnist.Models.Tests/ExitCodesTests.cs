using System.Reflection;

namespace FashionMnist.Models.Tests;

public class ExitCodesTests
{
    [Fact]
    public void Every_number_with_a_name_is_documented_and_no_other()
    {
        var named = typeof(ExitCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(x => (int)x.GetRawConstantValue()!).ToHashSet();

        Assert.All(Enumerable.Range(-1, 300), x => Assert.Equal(named.Contains(x), ExitCodes.IsDocumented(x)));
    }
}

using System.Reflection;
using System.Text;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Execution;

/// <summary>Asks a person at a terminal for a missing value.</summary>
internal static class ParameterPrompt
{
    public static bool CanAsk(MemberInfo member) =>
        NukeBuild.Host is Terminal
        && !Console.IsInputRedirected
        && !Console.IsOutputRedirected
        && member.DeclaringType is { IsInterface: false }
        && BuildMembers.IsWritable(member)
        && member.IsDefined(typeof(ParameterAttribute));

    public static object Ask(MemberInfo member)
    {
        var parameter = ParameterMember.Of(member);
        Console.Out.Write($"{parameter.Description ?? parameter.Name}: ");
        var answer = parameter.Secret ? ReadHidden() : Console.In.ReadLine();
        return string.IsNullOrEmpty(answer) ? null : TextConverter.Convert([answer], parameter.Type, parameter.Separator);
    }

    private static string ReadHidden()
    {
        var text = new StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key != ConsoleKey.Backspace)
                text.Append(key.KeyChar);
            else if (text.Length > 0)
                text.Length--;
        }

        Console.Out.WriteLine();
        return text.ToString();
    }
}

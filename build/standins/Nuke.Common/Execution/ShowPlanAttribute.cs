using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Text;
using Nuke.Common.IO;

namespace Nuke.Common.Execution;

/// <summary>--plan: writes the execution plan as a page and opens it where there is a desktop.</summary>
internal sealed class ShowPlanAttribute : BuildExtensionAttributeBase, IOnBuildInitialized
{
    public override float Priority => 10;

    public void OnBuildInitialized(
        IReadOnlyCollection<ExecutableTarget> executableTargets,
        IReadOnlyCollection<ExecutableTarget> executionPlan)
    {
        if (!Build.Plan)
            return;
        var file = Build.TemporaryDirectory / "execution-plan.html";
        file.WriteAllText(Page(executionPlan));
        if (!Open(file))
            Terminal.WriteLine($"The execution plan is in {file}");
        Serilog.Log.CloseAndFlush();
        Environment.Exit(0);
    }

    private static bool Open(AbsolutePath file)
    {
        var opener = EnvironmentInfo.IsOsx ? "open" : "xdg-open";
        try
        {
            using var process = EnvironmentInfo.IsWin
                ? Process.Start(new ProcessStartInfo(file) { UseShellExecute = true })
                : Process.Start(opener, [file]);
            process?.WaitForExit();
            return process is null || process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static string Page(IReadOnlyCollection<ExecutableTarget> plan)
    {
        var rows = new StringBuilder();
        foreach (var (number, target) in plan.Index())
        {
            rows.Append("<tr><td>").Append(number + 1)
                .Append("</td><td>").Append(WebUtility.HtmlEncode(target.Name))
                .Append("</td><td>").Append(WebUtility.HtmlEncode(target.Description))
                .Append("</td><td>").Append(Names(target.ExecutionDependencies))
                .Append("</td><td>").Append(Names(target.Triggers))
                .Append("</td></tr>\n");
        }

        return $$"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>Execution plan</title>
            <style>
            body { font-family: sans-serif; margin: 2em; }
            table { border-collapse: collapse; }
            td, th { border: 1px solid #999; padding: .3em .8em; text-align: left; }
            </style>
            </head>
            <body>
            <h1>Execution plan</h1>
            <table>
            <tr><th></th><th>Target</th><th>Description</th><th>Depends on</th><th>Triggers</th></tr>
            {{rows}}</table>
            </body>
            </html>
            """;
    }

    private static string Names(IEnumerable<ExecutableTarget> targets) =>
        WebUtility.HtmlEncode(string.Join(", ", targets.Select(x => x.Name)));
}

using System.Management.Automation;
using System.Management.Automation.Runspaces;

// Runs a script in the engine of PowerShell, for machines that have no pwsh. The engine comes without the Utility and Management cmdlets.
using var shell = PowerShell.Create(InitialSessionState.CreateDefault2());
shell.AddCommand(args[0]);
foreach (var argument in args.Skip(1))
    shell.AddArgument(argument);

try
{
    foreach (var line in shell.Invoke())
        Console.WriteLine(line);
    foreach (var error in shell.Streams.Error)
        Console.Error.WriteLine(error);
    return shell.Runspace.SessionStateProxy.GetVariable("LASTEXITCODE") as int? ?? 0;
}
catch (RuntimeException e)
{
    Console.Error.WriteLine($"{e.GetType().Name}: {e.Message} {e.ErrorRecord.InvocationInfo?.PositionMessage}");
    return 1;
}

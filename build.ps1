# Finds the SDK, finds out what the package feed lacks, compiles the build when its sources changed, and runs it.
# Uses the .NET class library instead of cmdlets, so that every PowerShell from 5.1 on behaves the same.
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$root = $PSScriptRoot
$windows = [System.IO.Path]::DirectorySeparatorChar -eq '\'
$project = [System.IO.Path]::Combine($root, 'build', '_build.csproj')
$assembly = [System.IO.Path]::Combine($root, 'build/bin/Bootstrap', '_build.dll')
$probe = [System.IO.Path]::Combine($root, 'build/standins/probe', 'probe.csproj')
$temp = [System.IO.Path]::Combine($root, '.nuke', 'temp')
$feed = [System.IO.Path]::Combine($temp, 'feed.props')
$stamp = [System.IO.Path]::Combine($temp, 'bootstrap.stamp')
$ownDotNet = [System.IO.Path]::Combine($temp, 'dotnet-win', 'dotnet.exe')

foreach ($name in 'DOTNET_CLI_TELEMETRY_OPTOUT', 'DOTNET_NOLOGO', 'NUKE_TELEMETRY_OPTOUT') {
    [Environment]::SetEnvironmentVariable($name, '1')
}
[Environment]::SetEnvironmentVariable('DOTNET_ROLL_FORWARD', 'Major')

function Stop-Bootstrap([string] $message) {
    throw [System.InvalidOperationException]::new("build.ps1: $message")
}

function Get-Sha256([byte[]] $bytes) {
    $algorithm = [System.Security.Cryptography.SHA256]::Create()
    try { return [BitConverter]::ToString($algorithm.ComputeHash($bytes)).Replace('-', '').ToLowerInvariant() }
    finally { $algorithm.Dispose() }
}

# One hash over the names and the content of files, and further lines.
function Get-Key([string[]] $files, [string[]] $lines) {
    $text = [System.Text.StringBuilder]::new()
    [Array]::Sort($files, [StringComparer]::Ordinal)
    foreach ($file in $files) {
        if ([System.IO.File]::Exists($file)) {
            [void] $text.Append($file).Append(' ').AppendLine((Get-Sha256 ([System.IO.File]::ReadAllBytes($file))))
        }
    }
    foreach ($line in $lines) { [void] $text.AppendLine($line) }
    return Get-Sha256 ([System.Text.Encoding]::UTF8.GetBytes($text.ToString()))
}

# What the answer of the feed depends on: the NuGet configuration files in effect, from the checkout up to the machine.
function Get-FeedKey {
    $files = [System.Collections.Generic.List[string]]::new()
    $directory = [System.IO.DirectoryInfo]::new($root)
    while ($null -ne $directory) {
        foreach ($name in 'nuget.config', 'NuGet.config', 'NuGet.Config') {
            $files.Add([System.IO.Path]::Combine($directory.FullName, $name))
        }
        $directory = $directory.Parent
    }
    $user = [Environment]::GetFolderPath('UserProfile')
    $files.Add([System.IO.Path]::Combine([Environment]::GetFolderPath('ApplicationData'), 'NuGet', 'NuGet.Config'))
    $files.Add([System.IO.Path]::Combine($user, '.nuget', 'NuGet', 'NuGet.Config'))
    $machine = [System.IO.Path]::Combine([Environment]::GetFolderPath('ProgramFilesX86'), 'NuGet', 'Config')
    foreach ($folder in $machine, '/etc/opt/NuGet/Config') {
        if ([System.IO.Directory]::Exists($folder)) { $files.AddRange([System.IO.Directory]::GetFiles($folder, '*.config')) }
    }
    $files.Add($probe)
    $files.Add([System.IO.Path]::Combine($root, 'Directory.Packages.props'))
    $variables = [Environment]::GetEnvironmentVariables().GetEnumerator() |
        Where-Object { $_.Key -match '^(NUGET_|Restore)' } |
        ForEach-Object { "$($_.Key)=$($_.Value)" }
    $lines = [string[]] @($variables)
    [Array]::Sort($lines, [StringComparer]::Ordinal)
    return Get-Key $files.ToArray() $lines
}

# Everything the compiled build is made from.
function Get-InputsKey {
    $files = [System.Collections.Generic.List[string]]::new()
    foreach ($folder in 'build', 'src/FashionMnist.Models') {
        foreach ($file in [System.IO.Directory]::GetFiles([System.IO.Path]::Combine($root, $folder), '*', 'AllDirectories')) {
            if ($file.Substring($root.Length) -notmatch '[\\/](bin|obj)[\\/]') { $files.Add($file) }
        }
    }
    foreach ($file in [System.IO.Directory]::GetFiles($root)) {
        if ($file -match '(\.props|\.targets|[\\/](global\.json|\.editorconfig))$') { $files.Add($file) }
    }
    $files.Add($feed)
    return Get-Key $files.ToArray() @()
}

function Test-FeedIsKnown {
    return [System.IO.File]::Exists($feed) -and [System.IO.File]::ReadAllText($feed).Contains("key $(Get-FeedKey) ")
}

# The dotnet that compiled, which is also the one to run with; nothing if the sources have changed since.
function Get-CurrentDotNet {
    if (-not (Test-FeedIsKnown) -or -not [System.IO.File]::Exists($assembly) -or -not [System.IO.File]::Exists($stamp)) { return $null }
    $lines = [System.IO.File]::ReadAllLines($stamp)
    if ($lines.Length -lt 2 -or -not [System.IO.File]::Exists($lines[1]) -or $lines[0] -ne (Get-InputsKey)) { return $null }
    return $lines[1]
}

# Runs a program and returns its exit code and all it said.
function Invoke-Captured([string] $file, [string] $arguments) {
    $info = [System.Diagnostics.ProcessStartInfo]::new($file, $arguments)
    $info.WorkingDirectory = $root
    $info.UseShellExecute = $false
    $info.RedirectStandardOutput = $true
    $info.RedirectStandardError = $true
    $process = [System.Diagnostics.Process]::Start($info)
    $problems = $process.StandardError.ReadToEndAsync()
    $text = $process.StandardOutput.ReadToEnd() + $problems.GetAwaiter().GetResult()
    $process.WaitForExit()
    return @{ ExitCode = $process.ExitCode; Text = $text }
}

function Test-Sdk([string] $file) {
    return [System.IO.File]::Exists($file) -and (Invoke-Captured $file '--version').ExitCode -eq 0
}

function Find-Sdk {
    foreach ($command in @(Get-Command -Name dotnet -CommandType Application -ErrorAction Ignore)) {
        if (Test-Sdk $command.Source) { return $command.Source }
    }
    if (Test-Sdk $ownDotNet) { return $ownDotNet }
    $settings = [System.IO.File]::ReadAllText([System.IO.Path]::Combine($root, 'global.json'))
    $version = [regex]::Match($settings, '"version"\s*:\s*"([^"]+)"').Groups[1].Value
    if (-not $windows) { Stop-Bootstrap "the .NET SDK $version of global.json is not installed; build.sh can install it" }
    [Console]::WriteLine("Installing the .NET SDK $version into .nuke/temp/dotnet-win")
    $installer = [System.IO.Path]::Combine($temp, 'dotnet-install.ps1')
    try {
        [Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12
        [System.Net.WebClient]::new().DownloadFile('https://dot.net/v1/dotnet-install.ps1', $installer)
    }
    catch {
        Stop-Bootstrap ("the .NET SDK $version of global.json is not installed, and its installer cannot be downloaded; " +
            'install it and run again')
    }
    & $installer -InstallDir ([System.IO.Path]::GetDirectoryName($ownDotNet)) -Version $version -NoPath
    if (-not (Test-Sdk $ownDotNet)) { Stop-Bootstrap "installing the .NET SDK $version failed; install it and run again" }
    return $ownDotNet
}

function Write-Whole([string] $path, [string] $text) {
    $temporary = "$path.$PID"
    [System.IO.File]::WriteAllText($temporary, $text)
    if ([System.IO.File]::Exists($path)) { [System.IO.File]::Delete($path) }
    [System.IO.File]::Move($temporary, $path)
}

# One restore. Only "there is no such package" counts as missing; anything else may be different the next time.
function Test-Feed([string] $dotnet) {
    $key = Get-FeedKey
    [Environment]::SetEnvironmentVariable('DOTNET_CLI_UI_LANGUAGE', 'en')
    $restore = Invoke-Captured $dotnet ("restore `"$probe`" -nodeReuse:false -v quiet " +
        "`"-p:BaseIntermediateOutputPath=$temp/probe/`" -p:RestoreNoHttpCache=true")
    [Environment]::SetEnvironmentVariable('DOTNET_CLI_UI_LANGUAGE', $null)
    $missing = [System.Collections.Generic.List[string]]::new()
    if ($restore.ExitCode -ne 0) {
        $rest = @($restore.Text -split "`n")
        foreach ($match in [regex]::Matches([System.IO.File]::ReadAllText($probe), '<PackageReference Include="([^"]+)"')) {
            $id = $match.Groups[1].Value
            $mark = "NU1101: Unable to find package $id. "
            if ($restore.Text.Contains($mark)) {
                $missing.Add($id)
                $rest = @($rest | Where-Object { -not $_.Contains($mark) })
            }
        }
        if ($missing.Count -eq 0 -or ($rest -match 'error')) {
            [Console]::Error.WriteLine([string]::Join("`n", $rest).TrimEnd())
            Stop-Bootstrap 'the package feed gave no clear answer (above); check the network and the NuGet configuration, then run again'
        }
    }
    $list = ';' + [string]::Concat([string[]] @($missing | ForEach-Object { "$_;" }))
    Write-Whole $feed ([string]::Join("`n", @(
                '<Project>'
                "  <!-- Written by the bootstrap for the feed configuration with the key $key -->"
                '  <PropertyGroup>'
                "    <PackagesMissingFromFeed>$list</PackagesMissingFromFeed>"
                '  </PropertyGroup>'
                "</Project>`n")))
    if ($missing.Count -gt 0) {
        [Console]::WriteLine("The package feed lacks $([string]::Join(', ', $missing)): " +
            'built with build/standins instead (remembered in .nuke/temp/feed.props)')
    }
    else {
        [Console]::WriteLine('The package feed has every package: no stand-in is used (remembered in .nuke/temp/feed.props)')
    }
}

function Update-Build([string] $dotnet) {
    $key = Get-InputsKey
    if ([System.IO.File]::Exists($stamp)) { [System.IO.File]::Delete($stamp) }
    [Console]::WriteLine('Compiling the build, which is needed after each change of it')
    $compilation = Invoke-Captured $dotnet ("build `"$project`" -c Bootstrap -nodeReuse:false -p:UseSharedCompilation=false " +
        '-p:RunAnalyzers=false ' +
        '-v quiet -nologo "-clp:NoSummary;ErrorsOnly"')
    if ($compilation.ExitCode -ne 0) {
        [Console]::Error.WriteLine($compilation.Text.TrimEnd())
        Stop-Bootstrap 'the build itself does not compile'
    }
    Write-Whole $stamp "$key`n$dotnet`n"
}

# The system releases a file lock when its owner dies, so that no lock can be left behind.
function Wait-Lock {
    while ($true) {
        try { return [System.IO.File]::Open([System.IO.Path]::Combine($temp, 'bootstrap.ps1.lock'), 'OpenOrCreate', 'ReadWrite', 'None') }
        catch [System.IO.IOException] { [System.Threading.Thread]::Sleep(200) }
    }
}

try {
    $dotnet = Get-CurrentDotNet
    if ($null -eq $dotnet) {
        [void] [System.IO.Directory]::CreateDirectory($temp)
        $lock = Wait-Lock
        try {
            $dotnet = Get-CurrentDotNet
            if ($null -eq $dotnet) {
                $dotnet = Find-Sdk
                if (-not (Test-FeedIsKnown)) { Test-Feed $dotnet }
                if ($null -eq (Get-CurrentDotNet)) { Update-Build $dotnet }
            }
        }
        finally {
            $lock.Dispose()
        }
    }
}
catch [System.InvalidOperationException] {
    [Console]::Error.WriteLine($_.Exception.Message)
    exit 1
}

# An SDK of our own must also be the one that targets find.
if ($dotnet -eq $ownDotNet) {
    $folder = [System.IO.Path]::GetDirectoryName($dotnet)
    [Environment]::SetEnvironmentVariable('DOTNET_ROOT', $folder)
    [Environment]::SetEnvironmentVariable('PATH', $folder + [System.IO.Path]::PathSeparator + [Environment]::GetEnvironmentVariable('PATH'))
}
# The build belongs to the checkout the script lies in, wherever it is started from.
$arguments = [string[]] @($args)
if (-not ($arguments | Where-Object { $_ -in '--root', '-root' })) { $arguments += '--root', $root }
& $dotnet exec $assembly @arguments
exit $LASTEXITCODE

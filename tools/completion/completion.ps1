# Completion of build.ps1, build.cmd and build.sh for PowerShell. Put this into $PROFILE: . CHECKOUT/tools/completion/completion.ps1
# Reads .nuke/build.schema.json as surface.awk does, with the .NET class library instead of cmdlets.
function Get-FashionMnistSurface([string] $schema) {
    $path = [System.Collections.Generic.List[string]]::new()
    $surface = @{ Options = [ordered] @{}; Enums = @{}; References = @{}; Flags = @{} }
    foreach ($line in [System.IO.File]::ReadAllLines($schema)) {
        $key = ''
        $rest = $line.Trim().TrimEnd(',')
        if ($rest -cmatch '^"([^"]*)": (.*)$') { $key = $Matches[1]; $rest = $Matches[2] }
        $place = ''
        $inOption = $false
        for ($i = $path.Count - 1; $i -gt 0; $i--) {
            if ($path[$i - 1] -ceq 'properties') { $inOption = $true }
            if ($place -eq '' -and ($path[$i - 1] -ceq 'properties' -or $path[$i - 1] -ceq 'definitions')) { $place = $path[$i] }
        }
        $parent = if ($path.Count -gt 0) { $path[$path.Count - 1] } else { '' }
        if ($rest -eq '{' -or $rest -eq '[') {
            if ($parent -ceq 'properties') { $surface.Options[$key] = '' }
            $path.Add($key)
        }
        elseif ($rest -eq '}' -or $rest -eq ']') { $path.RemoveAt($path.Count - 1) }
        elseif ($parent -ceq 'enum' -and $key -eq '') {
            if (-not $surface.Enums.ContainsKey($place)) { $surface.Enums[$place] = [System.Collections.Generic.List[string]]::new() }
            $surface.Enums[$place].Add($rest.Trim('"'))
        }
        elseif ($inOption -and $key -ceq 'description' -and $parent -ceq $place) { $surface.Options[$place] = $rest.Trim('"') }
        elseif ($inOption -and $key -ceq '$ref') { $surface.References[$place] = $rest.Trim('"').Split('/')[-1] }
        elseif ($inOption -and $key -ceq 'type' -and $rest -ceq '"boolean"') { $surface.Flags[$place] = $true }
    }
    return $surface
}

function Get-FashionMnistOption([string] $name) {
    return '-' + [regex]::Replace($name, '[A-Z]', '-$0').ToLowerInvariant()
}

Register-ArgumentCompleter -Native -CommandName 'build.ps1', 'build.cmd', 'build.sh', 'build' -ScriptBlock {
    param($word, $command, $position)
    $folder = [System.IO.Path]::GetDirectoryName([System.IO.Path]::Combine($PWD.ProviderPath, $command.CommandElements[0].Extent.Text))
    $schema = [System.IO.Path]::Combine($folder, '.nuke', 'build.schema.json')
    if (-not [System.IO.File]::Exists($schema)) { return }
    $surface = Get-FashionMnistSurface $schema

    $option = ''
    for ($i = 1; $i -lt $command.CommandElements.Count; $i++) {
        $element = $command.CommandElements[$i]
        if ($element.Extent.EndOffset -lt $position -and $element.Extent.Text.StartsWith('-')) { $option = $element.Extent.Text }
    }
    if ($word.StartsWith('-')) {
        $found = foreach ($name in $surface.Options.Keys) { , @((Get-FashionMnistOption $name), $surface.Options[$name]) }
    }
    elseif ($option -eq '') { $found = foreach ($name in $surface.Enums['ExecutableTarget']) { , @($name, '') } }
    else {
        $found = foreach ($name in $surface.Options.Keys) {
            if ((Get-FashionMnistOption $name) -ne $option) { continue }
            $from = if ($surface.References.ContainsKey($name)) { $surface.References[$name] } else { $name }
            if ($surface.Flags.ContainsKey($name)) { , @('true', ''); , @('false', '') }
            if ($surface.Enums.ContainsKey($from)) { foreach ($value in $surface.Enums[$from]) { , @($value, '') } }
        }
    }
    foreach ($pair in $found) {
        if (-not $pair[0].StartsWith($word, [StringComparison]::OrdinalIgnoreCase)) { continue }
        $tip = if ($pair[1] -eq '') { $pair[0] } else { $pair[1] }
        [System.Management.Automation.CompletionResult]::new($pair[0], $pair[0], 'ParameterValue', $tip)
    }
}

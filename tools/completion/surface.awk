# Reads .nuke/build.schema.json, which the engine writes one item a line, and prints what can be typed, tab-separated:
#   target  NAME
#   option  --name  DESCRIPTION
#   value   --name  VALUE     (a flag may have one; "-" stands for anything, for example a file)

function option(name) {
    gsub(/[A-Z]/, "-&", name)
    return tolower("-" name)
}

function text(value) {
    gsub(/^"|"$/, "", value)
    gsub(/\\"/, "\"", value)
    return value
}

# The definition or the option that the present line belongs to.
function place(i) {
    for (i = depth; i > 1; i--)
        if (path[i - 1] == "properties" || path[i - 1] == "definitions") return path[i]
    return ""
}

function in_option(i) {
    for (i = depth; i > 1; i--) if (path[i - 1] == "properties") return 1
    return 0
}

{
    sub(/^[ \t]+/, ""); sub(/\r$/, ""); sub(/,$/, "")
    key = ""
    if (match($0, /^"[^"]*": /)) {
        key = substr($0, 2, RLENGTH - 4)
        $0 = substr($0, RLENGTH + 1)
    }
    if ($0 == "{" || $0 == "[") {
        path[++depth] = key
        if (path[depth - 1] == "properties") { names[++count] = key; described[key] = "" }
    } else if ($0 == "}" || $0 == "]") {
        depth--
    } else if (path[depth] == "enum" && key == "") {
        values[place(), ++size[place()]] = text($0)
    } else if (in_option()) {
        if (key == "description" && path[depth] == place()) described[place()] = text($0)
        if (key == "$ref") { kind = text($0); sub(/.*\//, "", kind); reference[place()] = kind }
        if (key == "type" && $0 == "\"boolean\"") flag[place()] = 1
    }
}

END {
    for (i = 1; i <= size["ExecutableTarget"]; i++) print "target\t" values["ExecutableTarget", i]
    for (i = 1; i <= count; i++) {
        name = names[i]
        print "option\t" option(name) "\t" described[name]
        from = name in reference ? reference[name] : name
        for (j = 1; j <= size[from]; j++) print "value\t" option(name) "\t" values[from, j]
        if (name in flag) print "value\t" option(name) "\ttrue\nvalue\t" option(name) "\tfalse"
        else if (!size[from]) print "value\t" option(name) "\t-"
    }
}

# Completion of ./build.sh for bash. Put this into ~/.bashrc: source CHECKOUT/tools/completion/completion.bash
_fashion_mnist_completion=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# Prints the third column of what the build can be told, for a kind and, of values, an option.
_fashion_mnist_surface() {
    local schema
    schema=$(dirname "${COMP_WORDS[0]}")/.nuke/build.schema.json
    [ -f "$schema" ] || schema=$_fashion_mnist_completion/../../.nuke/build.schema.json
    awk -f "$_fashion_mnist_completion/surface.awk" "$schema" 2>/dev/null \
        | awk -F '\t' -v kind="$1" -v name="$2" '$1 == kind && (name == "" || $2 == name) { print kind == "value" ? $3 : $2 }'
}

_fashion_mnist_build() {
    local word=${COMP_WORDS[COMP_CWORD]} option='' words i
    for ((i = 1; i < COMP_CWORD; i++)); do
        [[ ${COMP_WORDS[i]} != -* ]] || option=${COMP_WORDS[i]}
    done
    COMPREPLY=()
    if [[ $word == -* ]]; then
        words=$(_fashion_mnist_surface option)
    elif [ -z "$option" ]; then
        words=$(_fashion_mnist_surface target)
    else
        words=$(_fashion_mnist_surface value "$option")
    fi
    if [ "$words" = - ]; then
        compopt -o default 2>/dev/null
        return
    fi
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}

complete -F _fashion_mnist_build build.sh

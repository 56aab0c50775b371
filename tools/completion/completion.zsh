# Completion of ./build.sh for zsh. Put this into ~/.zshrc, after compinit: source CHECKOUT/tools/completion/completion.zsh
_fashion_mnist_completion=${${(%):-%x}:A:h}

_fashion_mnist_build() {
    local schema=${words[1]:h}/.nuke/build.schema.json option='' word kind name text
    local -a targets options values
    [[ -f $schema ]] || schema=$_fashion_mnist_completion/../../.nuke/build.schema.json
    for word in ${words[2,CURRENT-1]}; do
        [[ $word != -* ]] || option=$word
    done
    while IFS=$'\t' read -r kind name text; do
        case $kind in
            target) targets+=($name) ;;
            option) options+=("$name:$text") ;;
            value) [[ $name != $option ]] || values+=($text) ;;
        esac
    done < <(awk -f $_fashion_mnist_completion/surface.awk $schema 2>/dev/null)

    if [[ $PREFIX == -* ]]; then
        _describe -o option options
    elif [[ -z $option ]]; then
        compadd -a targets
    elif [[ $values == - ]]; then
        _files
    else
        compadd -a values
    fi
}

compdef _fashion_mnist_build build.sh

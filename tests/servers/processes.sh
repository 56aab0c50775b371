# shellcheck shell=bash disable=SC2154  # Whoever sources this sets folder.
# What the scripts that start and stop servers have in common; to be sourced.

# A port that refuses a connection is free. Somebody may still take it before the server does: the server then stops, and so does its script.
free_port() {
    local port
    while true; do
        port=$((20000 + RANDOM % 12000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
    done
}

# start NAME COMMAND...: a session of its own keeps Ctrl-C at the caller from killing servers behind the stopping script's back.
start() {
    local name=$1
    shift
    setsid "$@" >"$folder/log/$name.out" 2>&1 </dev/null &
    echo $! >"$folder/$name.pid"
    disown
}

# A zombie is gone too: process 1 of a container may reap it late or never.
gone() { [[ ! -e /proc/$1 ]] || grep -qs '^State:[[:space:]]*Z' "/proc/$1/status"; }

# kill_and_wait NAME PATTERN: ends the server of NAME.pid at once. The id may have passed to another program since; PATTERN (extended) tells ours.
kill_and_wait() {
    local pid tries
    [[ -s $folder/$1.pid ]] || return 0
    pid=$(<"$folder/$1.pid")
    if [[ $(tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" || true) =~ $2 ]]; then
        kill -KILL "$pid" 2>/dev/null || true
    fi
    for ((tries = 0; tries < 200; tries++)); do
        gone "$pid" && break
        sleep 0.05
    done
}

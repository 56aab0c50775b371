#!/usr/bin/env bash
# Kills publishing and promoting processes many times over and checks the store after each kill:
#   tests/long-run.sh [KILLS] [SEED]      defaults: 1000 kills, a seed of the day
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
export FASHION_MNIST_KILLS=${1:-1000}
export FASHION_MNIST_SEED=${2:-$(date +%Y%m%d)}
exec dotnet test tests/FashionMnist.Models.Tests --filter "FullyQualifiedName~KilledProcessTests" --logger "console;verbosity=detailed"

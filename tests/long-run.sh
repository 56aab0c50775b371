#!/usr/bin/env bash
# Kills training, publishing, promoting and predicting processes many times over and checks what they leave after each kill:
#   tests/long-run.sh [KILLS] [SEED]      defaults: 1000 kills of each kind, a seed of the day
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
export FASHION_MNIST_END_TO_END=1
export FASHION_MNIST_TEST_KILLS=${1:-1000}
export FASHION_MNIST_TEST_KILL_SEED=${2:-$(date +%Y%m%d)}
for project in Models Job Training; do
    dotnet test "tests/FashionMnist.$project.Tests" --filter "Category=Kills" --logger "console;verbosity=detailed"
done

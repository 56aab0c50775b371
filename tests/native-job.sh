#!/usr/bin/env bash
# Runs the tests of the job as a process against the native program that the image holds, which loses what only reflection uses.
#   tests/servers/with-s3.sh tests/native-job.sh
# Needs clang and zlib1g-dev (Debian packages). Results go beside those of ./build.sh Test.
set -euo pipefail

cd "$(dirname "$0")/.."
./build.sh PublishImageContent
FASHION_MNIST_TEST_JOB=$PWD/artifacts/image/publish/fashion_mnist_job dotnet test tests/FashionMnist.Job.Tests \
    --filter 'FullyQualifiedName~.Processes.' --logger 'trx;LogFileName=native-job.trx' --results-directory artifacts/test-results

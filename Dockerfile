# The batch job as ./build.sh BuildImage publishes it: built and tested outside, so that the image holds the tested bits.
# BuildImage streams this file and the root file system to the engine; by hand, after one run of it: docker build .
ARG BASE_IMAGE=mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled
FROM ${BASE_IMAGE}

ARG REVISION=unknown
ARG SOURCE=unknown
ARG VERSION=0.0.0
ARG CREATED=1970-01-01T00:00:00Z
LABEL org.opencontainers.image.title="fashion_mnist_job" \
      org.opencontainers.image.description="Classifies images of garments with a promoted model, in batches" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${SOURCE}" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.created="${CREATED}"

# An archive, because COPY would stamp new folders with the time of the build and so change the layer each time.
ADD artifacts/image/rootfs.tar /

# Where the root file system is read-only, a volume of Fargate takes its rights from this declaration; else only root could write there.
VOLUME /tmp

# A number, so that Kubernetes and AWS can see that it is not root.
USER 1654:1654
ENTRYPOINT ["/app/fashion_mnist_job"]

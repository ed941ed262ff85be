#!/bin/sh
# Builds the program as it is released: one static file for each processor, the same
# bytes on every machine with the same commit and the same Go. Run in the repository:
#   cmd/localvote/deploy/build.sh [FOLDER] [ARCH…]     # dist, amd64 and arm64
set -eu
out=${1:-dist}
[ $# -gt 0 ] && shift
mkdir -p "$out"
for arch in "${@:-amd64 arm64}"; do
  for one in $arch; do
    CGO_ENABLED=0 GOOS=linux GOARCH=$one GOAMD64=v1 GOARM64=v8.0 GOFLAGS=-mod=readonly GOTOOLCHAIN=local \
      go build -trimpath -ldflags "-s -w -buildid=" -o "$out/localvote-linux-$one" ./cmd/localvote
  done
done
cd "$out" && sha256sum localvote-linux-* | tee SHA256SUMS

#!/bin/sh
# Spark needs Java. What is installed is used; else Debian's is installed, where that is allowed.
set -eu
if command -v java >/dev/null; then exit 0; fi
if [ "$(id -u)" -eq 0 ]; then as=""; elif sudo -n true 2>/dev/null; then as="sudo -n"; else as="no"; fi
if [ "$as" = "no" ] || ! command -v apt-get >/dev/null; then
    echo "Spark needs Java, and it cannot be installed from here. On Debian: apt install default-jre-headless" >&2
    exit 1
fi
echo "Installing Java for Spark"
export DEBIAN_FRONTEND=noninteractive
$as apt-get update -qq
$as apt-get install -y -qq --no-install-recommends default-jre-headless >/dev/null
command -v java >/dev/null

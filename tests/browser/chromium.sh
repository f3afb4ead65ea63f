#!/bin/sh
# The tests of the pages need Chromium. What is installed is used; else Debian's is installed, where that is allowed.
set -eu
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null; then exit 0; fi
done
if [ "$(id -u)" -eq 0 ]; then as=""; elif sudo -n true 2>/dev/null; then as="sudo -n"; else as="no"; fi
if [ "$as" = "no" ] || ! command -v apt-get >/dev/null; then
    echo "The tests of the pages need Chromium, and it cannot be installed from here. On Debian: apt install chromium" >&2
    exit 1
fi
echo "Installing Chromium for the tests of the pages"
export DEBIAN_FRONTEND=noninteractive
$as apt-get update -qq
$as apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null
command -v chromium >/dev/null

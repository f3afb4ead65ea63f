#!/bin/sh
# The tests of the clinic need PostgreSQL's programs; they start a server of their own. What is installed is used; else
# Debian's is installed, where that is allowed.
set -eu
there() {
    for folder in /usr/lib/postgresql/*/bin; do
        if [ -x "$folder/initdb" ]; then return 0; fi
    done
    command -v initdb >/dev/null && command -v pg_ctl >/dev/null
}
if there; then exit 0; fi
if [ "$(id -u)" -eq 0 ]; then as=""; elif sudo -n true 2>/dev/null; then as="sudo -n"; else as="no"; fi
if [ "$as" = "no" ] || ! command -v apt-get >/dev/null; then
    echo "The tests of the clinic need PostgreSQL, and it cannot be installed from here. On Debian: apt install postgresql" >&2
    exit 1
fi
echo "Installing PostgreSQL for the tests of the clinic"
export DEBIAN_FRONTEND=noninteractive
# The package would start a server of its own, which nothing here asks.
$as mkdir -p /etc/postgresql-common
if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    echo "create_main_cluster = false" | $as tee /etc/postgresql-common/createcluster.conf >/dev/null
fi
$as apt-get update -qq
$as apt-get install -y -qq --no-install-recommends postgresql >/dev/null
there

#!/usr/bin/env bash
# Registers the connectors of folder debezium that CONNECTORS names at the worker CONNECT_URL; one that exists already is fine.
set -euo pipefail
cd "$(dirname "$0")/debezium"
for name in $CONNECTORS; do
  status=$(curl --silent --show-error --output /dev/stderr --write-out '%{http_code}' \
    --header 'Content-Type: application/json' --data "@$name.json" "$CONNECT_URL/connectors")
  case $status in
    201) echo "Connector of $name is registered." ;;
    409) echo "Connector of $name was registered before." ;;
    *) echo "Kafka Connect refused $name.json with status $status." >&2; exit 1 ;;
  esac
done

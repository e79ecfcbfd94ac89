#!/bin/sh
# The broker on all addresses of the Pod, its user from the environment, its log on standard output.
set -eu
cat > /tmp/rabbitmq.conf <<CONF
listeners.tcp.default = 5672
loopback_users = none
default_user = ${RABBITMQ_DEFAULT_USER:-guest}
default_pass = ${RABBITMQ_DEFAULT_PASS:-guest}
log.console = true
log.file = false
CONF
export RABBITMQ_CONFIG_FILE=/tmp/rabbitmq.conf RABBITMQ_MNESIA_BASE=/var/lib/rabbitmq/mnesia RABBITMQ_LOG_BASE=/var/log/rabbitmq
export RABBITMQ_CONF_ENV_FILE=/dev/null
exec /usr/lib/rabbitmq/bin/rabbitmq-server

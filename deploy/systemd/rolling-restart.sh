#!/bin/sh
# Restarts the instances one after the other; the next only when the new one is ready. Readers notice nothing.
#   sudo sh /srv/weishui/current/deploy/systemd/rolling-restart.sh [port …]
set -eu
[ $# -gt 0 ] || set -- 3001 3002
systemctl start weishui-prepare.service
systemctl reload weishui-nginx.service
for port in "$@"; do
  echo "weishui@$port ..."
  systemctl restart "weishui@$port.service"
  if ! curl --silent --fail --output /dev/null --max-time 5 "http://127.0.0.1:$port/api/ready"; then
    echo "实例 $port 没有就绪，其余实例没有动。请看:journalctl -u weishui@$port -n 50" >&2
    exit 1
  fi
done
echo '全部实例已重启'

# shellcheck shell=bash disable=SC2154
# The demo installation under var/: a PostgreSQL cluster, the daemon, the estate. Sourced by ./start with $root set.
#
# PostgreSQL refuses to run as root. Called by root, everything under var/ belongs to Debian's user postgres and runs as that
# user; called by anyone else, it is the caller's own.

var=$root/var
postgresql=/usr/lib/postgresql/15/bin
owner=$(id -un)
[[ $EUID -ne 0 ]] || owner=postgres
run=$var/run

# A unix socket's path holds 107 bytes; PostgreSQL's is the longest one here.
socket_path_max=107
socket_longest=/.s.PGSQL.5432

as=()
as_owner() { "${as[@]}" "$@"; }

# A directory above the tree may be closed to others (/root, or / in a container): then the owner's processes get the one
# capability to search and read everywhere, also when access(2) asks.
as_place() {
  [[ $EUID -eq 0 ]] || return 0
  as=(env HOME="$var" setpriv --reuid="$owner" --regid="$owner" --init-groups)
  "${as[@]}" -- test -x "$root" 2>/dev/null ||
    as+=(--securebits=+no_setuid_fixup --inh-caps=+dac_read_search --ambient-caps=+dac_read_search)
  as+=(--)
}

# The directory of sockets: var/run, or if that path is too long a short one that var/run points at.
run_place() {
  local base=${XDG_RUNTIME_DIR:-/tmp}
  [[ $EUID -ne 0 ]] || base=/tmp
  if [[ $((${#run} + ${#socket_longest})) -gt $socket_path_max ]]; then
    run=$base/teyue-$(id -u "$owner")-$(cksum <<<"$root" | cut -d' ' -f1)
    say "sockets are in $run: the path of var/run is too long for one"
    ln -sfn "$run" "$var/run"
  fi
  [[ -d $run ]] || install -d -m 700 -o "$owner" "$run"
  [[ $(stat -c %U "$run") == "$owner" ]] || die "$run belongs to $(stat -c %U "$run"), not to $owner"
}

estate_place() {
  install -d "$var"
  as_place
  as_owner test -x "$root/build/bin/teyued" || die "user $owner, as whom the database runs, cannot enter $root: a directory above is closed.
Put the tree where others may pass (e.g. /srv or /opt), or run ./start as an ordinary user."
  if [[ -e $var/pg && $(stat -c %U "$var/pg") != "$owner" ]]; then
    die "var/ was made by $(stat -c %U "$var/pg"): call ./start as that user, or throw it away with ./start --reset"
  fi
  install -d -m 700 -o "$owner" "$var/pg" "$var/log"
  run_place
  settings_place
}

# Written anew only when it says something new: a newer file makes the daemon start again.
settings_place() {
  local settings
  settings="; written by ./start
socket = $run/teyued.sock
database = host=$run dbname=teyue user=teyue_app
owner = host=$run dbname=teyue user=teyue"
  if [[ -n $tls ]]; then
    certificate_place
    settings+="
tcp = 127.0.0.1:7468
certificate = $var/tls/server.pem
key = $var/tls/server.key"
  fi
  [[ $settings == "$(cat "$var/teyued.conf" 2>/dev/null)" ]] || printf '%s\n' "$settings" >"$var/teyued.conf"
}

certificate_place() {
  install -d -m 700 -o "$owner" "$var/tls"
  [[ -s $var/tls/server.pem ]] || as_owner openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 \
    -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
    -keyout "$var/tls/server.key" -out "$var/tls/server.pem" 2>/dev/null
}

# ---- the database ----

database_make() {
  say "making the database"
  as_owner rm -rf "$var/pg/data"
  as_owner "$postgresql/initdb" -D "$var/pg/data" -U postgres -E UTF8 --locale=C.UTF-8 --auth=reject --no-instructions >/dev/null
  as_owner tee -a "$var/pg/data/postgresql.conf" >/dev/null <<CONF
listen_addresses = ''
unix_socket_directories = '$run'
unix_socket_permissions = 0700
log_destination = stderr
timezone = 'UTC'
CONF
  # only the owner's and root's processes come in, and only through the socket
  printf 'local all all peer map=demo\n' | as_owner tee "$var/pg/data/pg_hba.conf" >/dev/null
  printf "demo $owner %s\n" postgres teyue teyue_app | as_owner tee "$var/pg/data/pg_ident.conf" >/dev/null
}

database_start() {
  [[ -s $var/pg/data/PG_VERSION && -s $var/pg/data/pg_ident.conf ]] || database_make
  if ! as_owner "$postgresql/pg_ctl" -D "$var/pg/data" status >/dev/null 2>&1; then
    as_owner "$postgresql/pg_ctl" -D "$var/pg/data" -l "$var/log/postgresql.log" -w -t 60 start >/dev/null ||
      die "the database did not start: see var/log/postgresql.log"
  fi
  sql postgres postgres -qc "do \$\$ begin
    if not exists (select from pg_roles where rolname = 'teyue') then create role teyue login createrole; end if; end \$\$"
  [[ $(sql postgres postgres -Atc "select 1 from pg_database where datname = 'teyue'") == 1 ]] ||
    sql postgres postgres -qc 'create database teyue owner teyue'
}

# sql ROLE DATABASE psql-option...
sql() {
  local role=$1 database=$2
  shift 2
  as_owner psql -X -v ON_ERROR_STOP=1 -h "$run" -U "$role" -d "$database" "$@"
}

# ---- the daemon ----

teyued() { as_owner "$root/build/bin/teyued" --config "$var/teyued.conf" "$@"; }

daemon_pid() {
  local pid
  pid=$(cat "$run/teyued.pid" 2>/dev/null) && [[ $(readlink "/proc/$pid/exe") == "$root/build/bin/teyued"* ]] && say "$pid"
}

# Ends with the daemon answering. One that is older than its program or its settings is replaced.
daemon_start() {
  teyued migrate >>"$var/log/migrate.log" 2>&1 || die "migrate failed: see var/log/migrate.log"
  if daemon_pid >/dev/null; then
    [[ $run/teyued.pid -ot build/bin/teyued || $run/teyued.pid -ot $var/teyued.conf ]] || return 0
    daemon_stop
  fi
  say "starting the daemon"
  # shellcheck disable=SC2016  # expands in that shell
  "${as[@]}" setsid sh -c 'echo $$ >"$1/teyued.pid"; shift; exec "$@"' sh "$run" \
    "$root/build/bin/teyued" --config "$var/teyued.conf" run </dev/null >>"$var/log/teyued.log" 2>&1 &
  daemon_wait $!
}

daemon_wait() {
  local deadline=$((SECONDS + 30))
  until python3 -c 'import socket, sys; s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); sys.exit(not s.recv(8))' \
    "$run/teyued.sock" 2>/dev/null; do
    [[ -e /proc/$1 && $SECONDS -lt $deadline ]] || die "the daemon did not start: $(tail -n 3 "$var/log/teyued.log")"
    sleep 0.1
  done
}

daemon_stop() {
  local pid
  pid=$(daemon_pid) || return 0
  say "stopping the daemon"
  kill "$pid"
  process_gone "$pid" || die "the daemon (process $pid) does not end"
  rm -f "$run/teyued.pid"
}

process_gone() {
  local deadline=$((SECONDS + 20))
  while kill -0 "$1" 2>/dev/null; do
    [[ $SECONDS -lt $deadline ]] || return 1
    sleep 0.1
  done
}

# ---- the estate ----

# Each step looks for what it makes, so that a run that broke off is taken up again.
estate_play() {
  [[ -n $(ask "select 1 from teyue.place limit 1") ]] || sql teyue teyue -q1 -f - <schema/demo/organisation.sql
  accounts_make
  tariff_make division estate-b "事业部收费标准"
  tariff_make chongqing estate-a "重庆区域收费标准"
  units_make qinghe jinlan jiangting
  python3 schema/demo/play.py "$run/teyued.sock" "$var/demo-accounts.txt" || die "the demo broke off: ./start --reset begins anew"
}

ask() { sql teyue teyue -AtF ' ' -c "$1"; }

accounts_make() {
  local key
  [[ ! -s $var/demo-accounts.txt ]] || return 0
  say "making the demo accounts"
  ask "select g.role, p.login from teyue.person p join teyue.person_grant g on g.person = p.id order by p.id" |
    (umask 077 && python3 schema/demo/accounts.py >"$var/demo-accounts.new")
  cut -d' ' -f2- "$var/demo-accounts.new" | teyued passwords - >/dev/null
  key=$(teyued station-add qh-workshop 工程部班组电脑 --site qinghe)
  (umask 077 && printf '%s\n' "$key" >"$var/demo-station.txt")
  mv "$var/demo-accounts.new" "$var/demo-accounts.txt"
}

# tariff_make PLACE LIST NAME
tariff_make() {
  [[ -z $(ask "select 1 from teyue.book b join teyue.place p on p.id = b.place where p.code = '$1'") ]] || return 0
  say "importing tariff list $2 for $1"
  teyued import-tariff "schema/demo/$2.csv" "schema/demo/$2.map" --place "$1" --from 2026-01-01 --name "$3" >"$var/import-$2.txt" ||
    die "the list was not imported: see var/import-$2.txt"
}

# units_make SITE...
units_make() {
  local site
  for site; do
    [[ -z $(ask "select 1 from teyue.unit u join teyue.place p on p.id = u.site where p.code = '$site' limit 1") ]] || continue
    say "importing the units of $site"
    python3 schema/demo/units.py "$site" >"$var/units-$site.csv"
    teyued import-units "$var/units-$site.csv" --site "$site" >"$var/import-$site.txt" ||
      die "the units were not imported: see var/import-$site.txt"
  done
}

estate_stop() {
  as_place
  daemon_stop
  if [[ -e $var/pg/data/postmaster.pid ]]; then
    say "stopping the database"
    as_owner "$postgresql/pg_ctl" -D "$var/pg/data" -m fast -w stop >/dev/null
  fi
}

estate_remove() {
  [[ ! -L $var/run ]] || rm -rf "$(readlink -f "$var/run")"
  rm -rf "$var"
}

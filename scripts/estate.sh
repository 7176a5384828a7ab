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

as_owner() {
  if [[ $EUID -eq 0 ]]; then
    runuser -u "$owner" -- "$@"
  else
    "$@"
  fi
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
  as_owner test -x "$root" || die "user $owner, as whom the database runs, cannot enter $root: a directory above is closed.
Put the tree where others may pass (e.g. /srv or /opt), or run ./start as an ordinary user."
  if [[ -e $var/pg && $(stat -c %U "$var/pg") != "$owner" ]]; then
    die "var/ was made by $(stat -c %U "$var/pg"): call ./start as that user, or throw it away with ./start --reset"
  fi
  install -d -m 700 -o "$owner" "$var/pg" "$var/log"
  run_place
  cat >"$var/teyued.conf" <<CONF
; written by ./start
socket = $run/teyued.sock
database = host=$run dbname=teyue user=teyue_app
owner = host=$run dbname=teyue user=teyue
CONF
  [[ -z ${tls-} ]] || tls_place
}

tls_place() {
  install -d -m 700 -o "$owner" "$var/tls"
  [[ -s $var/tls/server.pem ]] || as_owner openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 \
    -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
    -keyout "$var/tls/server.key" -out "$var/tls/server.pem" 2>/dev/null
  cat >>"$var/teyued.conf" <<CONF
tcp = 127.0.0.1:7468
certificate = $var/tls/server.pem
key = $var/tls/server.key
CONF
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
  printf 'demo %s /^(postgres|teyue|teyue_app)$\n' "$owner" | as_owner tee "$var/pg/data/pg_ident.conf" >/dev/null
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

teyued() { as_owner "$root/build/bin/teyued" "$@"; }

daemon_pid() {
  local pid
  pid=$(cat "$var/run/teyued.pid" 2>/dev/null) || return 1
  [[ -n $pid && $(readlink "/proc/$pid/exe" 2>/dev/null) == "$root/build/bin/teyued"* ]] && printf '%s\n' "$pid"
}

# Ends with the daemon answering; a build newer than the one that runs takes its place.
daemon_start() {
  local pid
  teyued migrate --config "$var/teyued.conf" >>"$var/log/migrate.log" 2>&1 || die "migrate failed: see var/log/migrate.log"
  if pid=$(daemon_pid); then
    [[ "/proc/$pid" -nt $root/build/bin/teyued && "/proc/$pid" -nt $var/teyued.conf ]] && return
    daemon_stop
  fi
  say "starting the daemon"
  as_owner setsid "$root/build/bin/teyued" run --config "$var/teyued.conf" </dev/null >>"$var/log/teyued.log" 2>&1 &
  daemon_wait $!
}

daemon_wait() {
  local deadline=$((SECONDS + 30))
  until python3 "$root/schema/demo/answers.py" "$run/teyued.sock"; do
    [[ $SECONDS -lt $deadline ]] || die "the daemon does not answer: see var/log/teyued.log"
    sleep 0.1
  done
}

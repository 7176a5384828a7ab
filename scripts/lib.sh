# shellcheck shell=bash disable=SC2154
# What ./start and ./check share; sourced by them with $root set to the tree.

say() { printf '%s\n' "$*"; }
die() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

# packages_missing GROUP... : names in scripts/packages that are not installed
packages_missing() {
  local wanted
  wanted=$(awk -v groups=" $* " '
    /^\[/ { on = index(groups, " " substr($1, 2, length($1) - 2) " "); next }
    on && !/^#/' "$root/scripts/packages" | tr -s ' \n' '\n' | sort -u)
  # shellcheck disable=SC2086  # one word per package
  comm -23 <(printf '%s\n' $wanted) \
    <(dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' $wanted 2>/dev/null | sed -n 's/^ii //p' | sort -u)
}

packages_install() {
  local missing as_root=()
  missing=$(packages_missing "$@" | tr '\n' ' ')
  [[ -n ${missing// /} ]] || return 0
  [[ $EUID -eq 0 ]] || as_root=(sudo)
  [[ $EUID -eq 0 ]] || command -v sudo >/dev/null || die "these packages are missing, and there is no sudo: $missing"
  say "installing: $missing"
  export DEBIAN_FRONTEND=noninteractive
  "${as_root[@]}" apt-get update -qq </dev/null
  # shellcheck disable=SC2086
  "${as_root[@]}" apt-get install -qq -y --no-install-recommends $missing </dev/null >/dev/null ||
    die "apt-get install failed: $missing"
}

# build PRESET [cmake option...]: quiet unless it fails
build() {
  local preset=$1 log
  shift
  log=$(mktemp)
  command -v ccache >/dev/null && set -- -DCMAKE_C_COMPILER_LAUNCHER=ccache "$@"
  say "building: $preset"
  if ! (cd "$root" && cmake --preset "$preset" "$@" && cmake --build --preset "$preset") >"$log" 2>&1; then
    tail -n 60 "$log" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}

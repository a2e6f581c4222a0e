# What ./run and ./test share: the programs they need, and the build. Sourced from the repository's root.
may_install=true

say() { echo "$*" >&2; }

need_dotnet() {
  command -v dotnet > /dev/null && return
  say "The .NET 10 SDK is missing: https://dot.net/download, or on Debian and Ubuntu: apt-get install dotnet-sdk-10.0"
  exit 1
}

# Not through a pipe: grep ends at the first match, and what then breaks the pipe would count as the answer.
has_packaged_librdkafka() { [[ $(/sbin/ldconfig -p) == *librdkafka.so.1* ]]; }

has_librdkafka() { [ -n "${LIBRDKAFKA_PATH:-}" ] || has_packaged_librdkafka; }

has_postgres() { command -v initdb > /dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' > /dev/null; }

# Debian's and Ubuntu's packages of the native Kafka client and of PostgreSQL's server programs.
need_packages() {
  local packages=()
  has_librdkafka || packages+=(librdkafka1)
  has_postgres || packages+=(postgresql)
  [ ${#packages[@]} -eq 0 ] && return
  if [ "$may_install" = false ]; then
    say "Missing: ${packages[*]}. Install them, or run again without --no-install."
    exit 1
  fi
  if ! command -v apt-get > /dev/null; then
    say "Missing: ${packages[*]} (names of Debian's packages). There is no apt-get here: install them by this system's means."
    exit 1
  fi
  local root=()
  if [ "$(id -u)" != 0 ]; then root=(sudo); fi
  say "Installing with apt-get: ${packages[*]}"
  "${root[@]}" apt-get update -qq >&2
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq -o Dpkg::Use-Pty=0 --no-install-recommends "${packages[@]}" >&2
}

# Builds services and command line, unless nothing changed: the stamp is newer than every source file.
build_services() { build_once artifacts/run.stamp eng/run.slnf services building-blocks compose eng schemas; }

# Builds everything, tests too.
build_all() { build_once artifacts/test.stamp Services.sln services building-blocks compose eng schemas tests; }

# build_once STAMP WHAT FOLDER...
build_once() {
  local stamp=$1 what=$2
  shift 2
  mkdir -p artifacts
  exec 9> artifacts/build.lock
  flock 9
  if [ ! -e "$stamp" ] || [ -n "$(find "$@" Directory.* global.json .editorconfig -newer "$stamp" -print -quit)" ]; then
    say "Building $what; the first time takes some minutes."
    touch "$stamp.new"
    dotnet build "$what" -c Release -v minimal --nologo -clp:NoSummary >&2 || return 1
    mv "$stamp.new" "$stamp"
  fi
  exec 9>&-
}

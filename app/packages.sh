# shellcheck shell=bash disable=SC2034
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What Paralane needs of the distribution, and how to get it. Sourced by app/run and tests/run,
# which say what they need as tables: how to see that it is there, and what brings it along with
# apt, dnf and pacman ("-": nothing). Looking costs no call of a package manager.
#
#   cmd:NAME        a program in PATH
#   pc:NAME>=VER    a pkg-config module
#   file:A:B        one of these files, which may hold wildcards
#   gi:NAME         introspection data that the system's Python can load

PL_NEEDS_BUILD='
cmd:cc                       gcc                 gcc                      gcc
file:/usr/include/stdio.h    libc6-dev           glibc-devel              glibc
cmd:meson                    meson               meson                    meson
cmd:ninja                    ninja-build         ninja-build              ninja
cmd:pkg-config               pkg-config          pkgconf-pkg-config       pkgconf
cmd:msgfmt                   gettext             gettext                  gettext
cmd:glib-compile-resources   libglib2.0-dev-bin  glib2-devel              glib2-devel
cmd:glib-compile-schemas     libglib2.0-bin      glib2                    glib2
cmd:gtk4-update-icon-cache   libgtk-4-bin        gtk-update-icon-cache    gtk-update-icon-cache
cmd:update-desktop-database  desktop-file-utils  desktop-file-utils       desktop-file-utils
pc:gtk4>=4.8                 libgtk-4-dev        gtk4-devel               gtk4
pc:json-glib-1.0>=1.6        libjson-glib-dev    json-glib-devel          json-glib
file:/usr/lib*/gdk-pixbuf-2.0/*/loaders/*svg*:/usr/lib/*/gdk-pixbuf-2.0/*/loaders/*svg*:/usr/lib*/glycin-loaders/*/glycin-svg  librsvg2-common  librsvg2  librsvg
file:/usr/share/fonts/*/*.[ot]t[fc]:/usr/share/fonts/*/*/*.[ot]t[fc]  fonts-dejavu-core  dejavu-sans-fonts  ttf-dejavu
'

# The scripts that source this set PL_SCRIPT, the name they go by in messages.
pl_die () {
  printf '%s: %s\n' "$PL_SCRIPT" "$1" >&2
  exit 1
}

# pl_have CHECK: is it there?
pl_have () {
  local what=${1#*:} path
  case $1 in
    cmd:*) command -v "$what" >/dev/null 2>&1 ;;
    pc:*) pkg-config --exists "${what/>=/ >= }" 2>/dev/null ;;
    gi:*) /usr/bin/python3 -c "import gi; gi.require_version ('${what%-*}', '${what##*-}')" 2>/dev/null ;;
    file:*)
      local IFS=:
      for path in $what; do
        compgen -G "$path" >/dev/null && return 0
      done
      return 1 ;;
  esac
}

# pl_missing MANAGER TABLE: prints "check package" for all that is not there.
pl_missing () {
  local check apt dnf pacman package
  while read -r check apt dnf pacman; do
    [ -n "$check" ] || continue
    case $1 in
      apt-get) package=$apt ;;
      dnf) package=$dnf ;;
      pacman) package=$pacman ;;
      *) package=$check ;;
    esac
    [ "$package" = - ] || pl_have "$check" || printf '%s %s\n' "$check" "$package"
  done <<< "$2"
}

pl_manager () {
  local manager
  for manager in apt-get dnf pacman; do
    if command -v "$manager" >/dev/null 2>&1; then
      printf '%s\n' "$manager"
      return
    fi
  done
}

# pl_install MANAGER PACKAGE...
pl_install () {
  local manager=$1 as_root=()
  shift
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 ||
      pl_die "these packages are missing and there is no sudo: ask an administrator to install $*"
    # Without a terminal nobody could type a password: fail instead of waiting for it.
    if [ -t 0 ]; then as_root=(sudo); else as_root=(sudo -n); fi
  fi
  printf 'Paralane needs these packages and installs them now: %s\n' "$*" >&2
  case $manager in
    apt-get)
      "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq </dev/null ||
        printf 'The package lists could not be brought up to date; going on with those that are there.\n' >&2
      "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "$@" </dev/null ;;
    dnf) "${as_root[@]}" dnf install -y "$@" </dev/null ;;
    pacman) "${as_root[@]}" pacman -Sy --needed --noconfirm "$@" </dev/null ;;
  esac >&2 || pl_die "$manager could not install these packages: $*"
}

# pl_need TABLE: whatever of it is missing is there afterwards, or this is the end.
pl_need () {
  local manager missing packages
  # The programs first: without pkg-config no library is to be seen.
  missing=$(pl_missing '' "$1")
  [ -n "$missing" ] || return 0
  manager=$(pl_manager)
  [ -n "$manager" ] ||
    pl_die "neither apt-get, dnf nor pacman is here to install what is missing: $(awk '{ printf "%s%s", sep, $1; sep = ", " }' <<< "$missing")"
  mapfile -t packages < <(pl_missing "$manager" "$1" | awk '{ print $2 }' | sort -u)
  if [ ${#packages[@]} -gt 0 ]; then
    pl_install "$manager" "${packages[@]}"
    hash -r
    missing=$(pl_missing "$manager" "$1")
    [ -z "$missing" ] ||
      pl_die "the distribution's packages do not bring $(awk '{ printf "%s%s", sep, $1; sep = ", " }' <<< "$missing"); Paralane needs Debian 12 or something newer"
  fi
}

# pl_configure BUILD_DIR MESON_OPTION...: sets up a build folder of this checkout, afresh where it
# belongs to another place (a copied folder) or was left half done.
pl_configure () {
  local build=$1 source log
  shift
  source=$(dirname "$build")
  if [ -f "$build/build.ninja" ] && [ -f "$build/config.h" ] &&
     grep -qsF "PL_BUILD_DIR \"$build\"" "$build/config.h"; then
    return 0
  fi
  printf 'Setting up %s\n' "${build##*/}" >&2
  [ ! -e "$build/meson-private" ] || rm -rf "$build"
  if ! log=$(meson setup "$build" "$source" "$@" </dev/null 2>&1); then
    printf '%s\n' "$log" >&2
    pl_die "Meson could not set up ${build##*/}; what it says is above"
  fi
}

# pl_build BUILD_DIR TARGET...: builds what is not up to date and says nothing when all is. What the
# builders say goes to standard error: app/run --cli --json has better use for the other.
pl_build () {
  local build=$1
  shift
  case $(ninja -C "$build" -n "$@" 2>/dev/null) in
    *'no work to do'*) return 0 ;;
  esac
  ninja -C "$build" "$@" </dev/null >&2 || pl_die "the build failed; the compiler's message is above"
}

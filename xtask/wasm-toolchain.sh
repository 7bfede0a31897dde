#!/usr/bin/env bash
# Makes a Rust toolchain that can build wasm32-unknown-unknown and has the sources of its standard library, which
# `cargo xtask build` compiles anew, and says which one.
#
#   eval "$(./wasm-toolchain.sh)"      exports RUSTUP_TOOLCHAIN when a linked one is used
#
# WASM_TOOLCHAIN=auto    (default) the active toolchain if it has both, else Debian's rustc-web if it is set up, else
#                        what `rustup target add` and `rustup component add` bring, else set up Debian's
# WASM_TOOLCHAIN=rustup  rustup only, fail if it cannot add them
# WASM_TOOLCHAIN=debian  Debian's rustc-web only (needs root and apt); asks nothing but apt
#
# Idempotent; about 0.1 s when there is nothing to do. Standard output carries only lines of the form
# `export NAME=VALUE`, which `cargo xtask` reads too.
set -euo pipefail

TARGET=wasm32-unknown-unknown
MODE=${WASM_TOOLCHAIN:-auto}
NAME=debian-web                               # name of the linked rustup toolchain
LINKDIR=${WASM_TOOLCHAIN_DIR:-/opt/rust-debian-web}
RECIPE=2                                      # bump when the std flags below change
log() { printf 'wasm-toolchain: %s\n' "$*" >&2; }

have_target() {  # $1: rustc command
  local lib
  lib=$($1 --print target-libdir --target "$TARGET" 2>/dev/null) || return 1
  compgen -G "$lib/libstd-*.rlib" >/dev/null
}

have_source() {  # $1: rustc command
  [ -f "$($1 --print sysroot)/lib/rustlib/src/rust/library/Cargo.lock" ]
}

rustup_ready() { command -v rustc >/dev/null && have_target rustc && have_source rustc; }

use_rustup() {
  rustup_ready && return 0
  command -v rustup >/dev/null || return 1
  have_target rustc || add target "$TARGET" || return 1
  have_source rustc || add component rust-src || return 1
  rustup_ready
}

add() {  # $1: target or component; $2: its name
  log "rustup $1 add $2"
  timeout "${WASM_TOOLCHAIN_TIMEOUT:-120}" rustup "$1" add "$2" >&2
}

debian_ready() {
  [ -x /usr/bin/rustc ] && [ -x /usr/bin/cargo ] && [ -f "/usr/lib/rustlib/$TARGET/.stamp" ] &&
    [ "$(cat "/usr/lib/rustlib/$TARGET/.stamp")" = "$RECIPE $(/usr/bin/rustc -V)" ] &&
    have_target /usr/bin/rustc && have_source /usr/bin/rustc
}

use_debian() {
  if ! debian_ready; then
    local sudo='' pkgs=() p
    [ "$(id -u)" = 0 ] || sudo=sudo
    for p in rustc-web cargo-web rust-web-src rust-web-llvm rust-web-clippy lld-22; do
      dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || pkgs+=("$p")
    done
    if [ ${#pkgs[@]} -gt 0 ]; then
      log "apt-get install ${pkgs[*]}"
      { $sudo apt-get update -qq
        DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${pkgs[@]}"
      } >&2 </dev/null
    fi
    build_std "$sudo"
  fi
  link_rustup
}

# Builds core, alloc, std, proc_macro and test once, with the compiler's own vendored sources, and
# puts the rlibs where that compiler looks for them, so that nobody needs build-std afterwards.
build_std() {
  local sudo=$1 tmp dest=/usr/lib/rustlib/$TARGET
  tmp=$(mktemp -d)
  log "building std for $TARGET with $(/usr/bin/rustc -V)"
  mkdir -p "$tmp/src"
  printf '[package]\nname = "stub"\nversion = "0.0.0"\nedition = "2021"\n[workspace]\n' >"$tmp/Cargo.toml"
  printf '#![no_std]\n' >"$tmp/src/lib.rs"
  (
    cd "$tmp"
    # embed-bitcode: so that `lto = true` works against these rlibs, as it does with rustup's.
    env -u RUSTUP_TOOLCHAIN -u RUSTC_WRAPPER -u CARGO_BUILD_TARGET -u CARGO_ENCODED_RUSTFLAGS \
      PATH=/usr/bin:/bin RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_HOME="$tmp/home" \
      CARGO_PROFILE_RELEASE_CODEGEN_UNITS=1 \
      RUSTFLAGS='-Cembed-bitcode=yes --remap-path-prefix=/usr/lib/rustlib/src/rust=/rust' \
      /usr/bin/cargo build -q --release --offline \
      --config 'source.crates-io.replace-with="v"' \
      --config 'source.v.directory="/usr/lib/rustlib/src/rust/library/vendor"' --target "$TARGET" --target-dir "$tmp/t" \
      -Z build-std=std,panic_abort,proc_macro,test >&2
  )
  $sudo rm -rf "$dest.new"
  $sudo install -d "$dest.new/lib"
  $sudo cp "$tmp/t/$TARGET/release/deps/"*.rlib "$dest.new/lib/"
  $sudo rm -f "$dest.new/lib/"libstub-*.rlib
  echo "$RECIPE $(/usr/bin/rustc -V)" | $sudo tee "$dest.new/.stamp" >/dev/null
  $sudo rm -rf "$dest"
  $sudo mv "$dest.new" "$dest"
  rm -rf "$tmp"
}

# A rustup toolchain whose rustc, cargo and clippy are Debian's and whose rustfmt is rustup's own.
link_rustup() {
  command -v rustup >/dev/null || { echo "export PATH=/usr/bin:$PATH"; return 0; }
  local home=${RUSTUP_HOME:-$HOME/.rustup} t f dir sudo=''
  if [ ! -x "$LINKDIR/bin/cargo-clippy" ] || [ "$(readlink "$home/toolchains/$NAME")" != "$LINKDIR" ]; then
    [ "$(id -u)" = 0 ] || sudo=sudo
    $sudo install -d "$LINKDIR/bin"
    for t in rustc rustdoc cargo cargo-clippy clippy-driver; do
      $sudo ln -sf "/usr/bin/$t" "$LINKDIR/bin/$t"
    done
    dir=$(rustfmt_folder "$home")
    for f in rustfmt cargo-fmt; do
      if [ -n "$dir" ]; then $sudo ln -sf "$dir/$f" "$LINKDIR/bin/$f"; fi
    done
    $sudo ln -sfn /usr/lib "$LINKDIR/lib"
    rustup toolchain link "$NAME" "$LINKDIR" >&2
  fi
  echo "export RUSTUP_TOOLCHAIN=$NAME"
}

# The bin folder of an installed rustup toolchain that has rustfmt; nothing if there is none.
rustfmt_folder() {
  local bin
  for bin in "$1"/toolchains/*/bin; do
    case $bin in */"$NAME"/bin) continue ;; esac
    if [ -x "$bin/rustfmt" ] && [ -x "$bin/cargo-fmt" ]; then echo "$bin"; return 0; fi
  done
}

case $MODE in
  rustup) use_rustup || { log "rustup cannot give $TARGET"; exit 1; } ;;
  debian) use_debian ;;
  auto)
    if rustup_ready; then :
    elif debian_ready; then use_debian
    elif use_rustup; then :
    else log 'falling back to Debian rustc-web'; use_debian; fi ;;
  *) log "WASM_TOOLCHAIN=$MODE?"; exit 2 ;;
esac

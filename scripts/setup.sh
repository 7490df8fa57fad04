#!/usr/bin/env bash
# Installs what Flowloom needs from the system, when something is missing.
#
#   scripts/setup.sh [run|test]     run: build it and open its window; test (default): also run every test
#
# On Debian and its relatives it installs without questions when it is root or when sudo needs no
# password. Otherwise it prints what to install and ends with 1. When nothing is missing it does
# nothing, in well under half a second, so `make run` and `make test` always call it first.
#
# The libraries are looked for by their run-time names, because winit, wgpu and rfd open them with
# dlopen: the build succeeds without them, and only the window would fail.
set -euo pipefail

purpose=${1:-test}
case $purpose in
run | test) ;;
*)
    echo "usage: scripts/setup.sh [run|test]" >&2
    exit 2
    ;;
esac

# Other systems bring their window and graphics libraries along.
[[ $(uname -s) == Linux ]] || exit 0

# what is looked for | the Debian package that has it | what it is for
needs() {
    cat <<'TABLE'
command cc|gcc|linking, and the C parts of zstd and liblzma
header stdlib.h|libc6-dev|linking, and the C parts of zstd and liblzma
library libvulkan.so.1|libvulkan1|finding a graphics driver
driver Vulkan-driver|mesa-vulkan-drivers|drawing, on the processor where there is no graphics card
library libX11.so.6|libx11-6|a window on X
library libX11-xcb.so.1|libx11-xcb1|a window on X
library libxcb.so.1|libxcb1|a window on X
library libXcursor.so.1|libxcursor1|the mouse pointer on X
library libXi.so.6|libxi6|mouse and touch on X
library libxkbcommon.so.0|libxkbcommon0|the keyboard
library libxkbcommon-x11.so.0|libxkbcommon-x11-0|the keyboard on X
library libwayland-client.so.0|libwayland-client0|a window on Wayland
library libdbus-1.so.3|libdbus-1-3|the desktop's own file dialogs
TABLE
    if [[ $purpose == test ]]; then
        echo 'command Xvfb|xvfb|testing the window without a screen'
    fi
}

machine=$(uname -m)
library_folders=(${LD_LIBRARY_PATH:+${LD_LIBRARY_PATH//:/ }}
    "/usr/lib/$machine-linux-gnu" "/lib/$machine-linux-gnu" /usr/lib64 /lib64 /usr/local/lib /usr/lib /lib)

have_library() {
    local folder
    for folder in "${library_folders[@]}"; do
        [[ -e $folder/$1 ]] && return 0
    done
    # Folders that only the loader's cache knows.
    PATH=$PATH:/usr/sbin:/sbin ldconfig -p 2>/dev/null | grep -qF "$1 (libc6"
}

have_header() {
    [[ -e /usr/include/$1 ]] || echo "#include <$1>" | cc -E - >/dev/null 2>&1
}

# A driver for the card when there is one, or Mesa's software driver.
have_driver() {
    local folder file cards=(/dev/dri/renderD* /dev/nvidia[0-9]*)
    for folder in /usr/share/vulkan/icd.d /etc/vulkan/icd.d /usr/local/share/vulkan/icd.d; do
        for file in "$folder"/*.json; do
            [[ -e $file ]] || continue
            [[ $file == */lvp_icd* || -e ${cards[0]} || -e ${cards[-1]} ]] && return 0
        done
    done
    [[ -n ${VK_DRIVER_FILES:-${VK_ICD_FILENAMES:-}} ]]
}

have() {
    case $1 in
    command) command -v "$2" >/dev/null ;;
    header) have_header "$2" ;;
    library) have_library "$2" ;;
    driver) have_driver ;;
    esac
}

missing_packages=()
missing_lines=()
look() {
    missing_packages=()
    missing_lines=()
    local what package reason
    while IFS='|' read -r what package reason; do
        # shellcheck disable=SC2086 # "command cc" is two words on purpose.
        have $what && continue
        missing_packages+=("$package")
        missing_lines+=("  ${what#* } for $reason (Debian: $package)")
    done < <(needs)
}

as_root() {
    if [[ $(id -u) == 0 ]]; then "$@"; else sudo -n "$@"; fi
}

can_be_root() {
    [[ $(id -u) == 0 ]] || { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }
}

apt() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 "$@" </dev/null
}

tell_missing() {
    echo "Flowloom needs:" >&2
    printf '%s\n' "${missing_lines[@]}" >&2
}

look
if ((${#missing_packages[@]})); then
    if ! command -v apt-get >/dev/null; then
        tell_missing
        echo "Install what your distribution calls these, then run this again." >&2
        exit 1
    elif ! can_be_root; then
        tell_missing
        echo "Install it with:" >&2
        echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing_packages[*]}" >&2
        exit 1
    fi
    echo "Installing ${missing_packages[*]}"
    apt update
    apt install -y --no-install-recommends "${missing_packages[@]}"
    look
    if ((${#missing_packages[@]})); then
        echo "Installed, and still not found:" >&2
        printf '%s\n' "${missing_lines[@]}" >&2
        exit 1
    fi
fi

if ! command -v cargo >/dev/null; then
    echo "Flowloom needs Rust: install it from https://rustup.rs, then open a new shell." >&2
    exit 1
fi

# A minimal toolchain has neither the formatter nor the linter, which the tests run.
if [[ $purpose == test ]]; then
    for component in rustfmt clippy; do
        "cargo-${component/rust/}" --version >/dev/null 2>&1 && continue
        echo "Installing $component"
        rustup component add "$component"
    done
fi

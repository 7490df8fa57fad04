#!/usr/bin/env bash
# Runs a command so that it can draw on any Linux machine:
#
#   scripts/with_graphics.sh COMMAND [ARGUMENT…]
#
# Without a graphics card, Vulkan is pointed at Mesa's software driver (lavapipe), so that no other
# driver is loaded only to find no card. Without a runtime folder for this user, the command gets
# one of its own.
set -euo pipefail

cards=(/dev/dri/renderD* /dev/nvidia[0-9]*)
if [[ ! -e ${cards[0]} && ! -e ${cards[-1]} && -z ${VK_DRIVER_FILES:-${VK_ICD_FILENAMES:-}} ]]; then
    for driver in /usr/share/vulkan/icd.d/lvp_icd*.json /etc/vulkan/icd.d/lvp_icd*.json; do
        if [[ -e $driver ]]; then
            # Loaders before 1.3.207 know only the second name.
            export VK_DRIVER_FILES=$driver VK_ICD_FILENAMES=$driver
            break
        fi
    done
fi

if [[ -z ${XDG_RUNTIME_DIR:-} ]]; then
    XDG_RUNTIME_DIR=$(mktemp -d)
    export XDG_RUNTIME_DIR
    trap 'rm -rf "$XDG_RUNTIME_DIR"' EXIT
fi

"$@"

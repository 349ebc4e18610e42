#!/bin/sh
# Compiles every dependency group to a pinned, hashed list without index addresses. `--upgrade` is passed through.
# uv, which makes them, is on a list itself (.venv-lock). dev holds all that ships and is solved first; the others take its
# versions, so one machine never sees two.
set -eu
cd "$(dirname "$0")/.."
compile() {
    group=$1; shift
    .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
        --no-annotate --group "pyproject.toml:$group" --output-file "requirements/$group.txt" "$@"
}
compile dev "$@"
for group in core relay local; do compile "$group" --constraint requirements/dev.txt "$@"; done
cp requirements/core.txt layers/core/requirements.txt  # SAM copies only the layer folder to where it builds
# What the layer brings is not shipped a second time with the function.
in_layer=$(sed -n 's/^\([A-Za-z0-9._-]*\)==.*/--no-emit-package \1/p' requirements/core.txt)
for function in rest_api export_transcripts; do
    # shellcheck disable=SC2086 # a list of options
    compile "$function" --constraint requirements/dev.txt $in_layer "$@"
    cp "requirements/$function.txt" "functions/$function/requirements.txt"
done
# shellcheck disable=SC2086
compile campaigns --constraint requirements/dev.txt $in_layer "$@"
cp requirements/campaigns.txt layers/campaigns/requirements.txt
# shellcheck disable=SC2086
compile clinical --constraint requirements/dev.txt $in_layer "$@"
cp requirements/clinical.txt layers/clinical/requirements.txt
# shellcheck disable=SC2086
compile names --constraint requirements/dev.txt $in_layer "$@"
cp requirements/names.txt layers/names/requirements.txt
# shellcheck disable=SC2086
compile analysis --constraint requirements/dev.txt $in_layer "$@"
cp requirements/analysis.txt layers/analysis/requirements.txt
compile praat --constraint requirements/dev.txt "$@"
compile console_tests --constraint requirements/dev.txt "$@"
compile peers --constraint requirements/dev.txt "$@"
for group in audit client compile emulator checkov lock ministack sam site; do compile "$group" "$@"; done

#!/bin/sh
# audit.sh VENV PYTHON [SBOM]: pip-audit over what VENV holds, or with SBOM its list by cyclonedx-py.
# The tools live in an environment of their own, so that nothing of theirs is ever beside the product.
tools="$1-audit"
if [ ! -e "$tools/.ready" ]; then
    "$2" -m venv "$tools" &&
        "$tools/bin/pip" install --quiet --disable-pip-version-check -c constraints-audit.txt cyclonedx-bom pip-audit &&
        touch "$tools/.ready" || { echo "the audit tools cannot be installed here: skipped" >&2; exit 0; }
fi
if [ -n "$3" ]; then
    exec "$tools/bin/cyclonedx-py" environment "$1/bin/python" --pyproject pyproject.toml --of JSON -o "$3"
fi
found=$(mktemp)
site=$("$1/bin/python" -c "import sysconfig; print(sysconfig.get_paths()['purelib'])")
timeout 240 "$tools/bin/pip-audit" --path "$site" --progress-spinner off --timeout 15 -f json -o "$found" 2>"$found.said"
code=$?
if [ -s "$found" ]; then
    [ "$code" = 0 ] || cat "$found" "$found.said" >&2
else
    echo "pip-audit: no database of vulnerabilities answers here: skipped" >&2
    code=0
fi
rm -f "$found" "$found.said"
exit "$code"

#!/usr/bin/env bash
# Makes a release: self-contained folders for linux-x64, linux-arm64 and win-x64 with their bills of material, packed, and SHA256SUMS.
#
#   deploy/release.sh [--version V] [--out DIR] [RUNTIME ...]     default: the version of the tags, artifacts/release, all three
#   deploy/release.sh --lock                                      write the lock files anew after packages changed, and build nothing
#
# Needs the .NET 10 SDK, jq and zip. Nothing in an archive depends on when or where it was built.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

fail() { echo "release.sh: $*" >&2; exit 1; }
version='' out=artifacts/release lock=no runtimes=()
while [ $# -gt 0 ]; do
  case "$1" in
    --version) version=${2:?}; shift ;;
    --out) out=${2:?}; shift ;;
    --lock) lock=yes ;;
    --help | -h) sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 0 ;;
    -*) fail "unknown option $1 (try --help)" ;;
    *) runtimes+=("$1") ;;
  esac
  shift
done
[ ${#runtimes[@]} -gt 0 ] || runtimes=(linux-x64 linux-arm64 win-x64)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
project=src/ComplianceAgent/ComplianceAgent.csproj

if [ "$lock" = yes ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  CI='' dotnet restore ComplianceAgent.sln --force-evaluate --verbosity quiet
  # In a folder of its own, so that the working copy's restore stays what it is.
  CI='' dotnet restore "$project" --force-evaluate --verbosity quiet -p:ForRelease=true --artifacts-path "$work"
  exit
fi

for tool in jq zip tar; do command -v "$tool" >/dev/null || fail "$tool is not on the path"; done
dotnet tool restore --verbosity quiet
mkdir -p "$out"
out=$(cd "$out" && pwd)
# Always at the same place below the root: where generated code lies goes into what is compiled from it.
build=$PWD/artifacts/release-build
rm -rf "$build"
# CI has analysed this commit already. No line numbers: they would bring in the text of generated code, which is in another order each time and names this folder.
options=(-p:ForRelease=true -p:ContinuousIntegrationBuild=true -p:RunAnalyzers=false -p:DebugType=none --artifacts-path "$build")
if [ -n "$version" ]; then options+=(-p:MinVerVersionOverride="$version"); fi

# What the lock files say, or nothing; CI also makes a known vulnerability an error.
CI=true dotnet restore "$project" --locked-mode --verbosity quiet -p:ForRelease=true --artifacts-path "$build"
# Archives carry the time of the commit, not of the build.
commit_time=$(git log -1 --format=%ct 2>/dev/null || echo 315532800)
http_time=$(LC_ALL=C date -u -d "@$commit_time" '+%a, %d %b %Y %H:%M:%S GMT')

# Everything of NuGet, with hashes and licences, by CycloneDX's own tool; the runtime inside comes from what was published.
bill_of_material() {
  local folder=$1
  dotnet tool run dotnet-CycloneDX -- "$project" --output "$folder" --filename sbom.cdx.json --output-format Json --set-name compliance-agent --set-version "$version" \
    --set-type Application --no-serial-number --disable-package-restore --base-intermediate-output-path "$build" >/dev/null
  jq --slurpfile deps "$folder/compliance-agent.deps.json" --arg time "$(date -u -d "@$commit_time" +%Y-%m-%dT%H:%M:%SZ)" '
    ($deps[0].libraries | keys) as $shipped
    | .metadata.timestamp = $time
    # What the build needs and nobody gets is "excluded"; the scripts of the dashboard are shipped, although a build counts them among its tools.
    | .components |= map(.scope = if .name == "Microsoft.AspNetCore.App.Internal.Assets" or ("\(.name)/\(.version)" | IN($shipped[])) then "required" else "excluded" end)
    | .components += [ $shipped[] | select(startswith("runtimepack.")) | ltrimstr("runtimepack.") | split("/")
        | { type: "framework", "bom-ref": "pkg:nuget/\(.[0])@\(.[1])", name: .[0], version: .[1], scope: "required", licenses: [ { license: { id: "MIT" } } ], purl: "pkg:nuget/\(.[0])@\(.[1])" } ]
    | .components |= sort_by(.purl)' "$folder/sbom.cdx.json" >"$folder/sbom.cdx.json.new"
  mv "$folder/sbom.cdx.json.new" "$folder/sbom.cdx.json"
}

pack() {
  local runtime=$1 name=$2
  chmod -R u=rwX,go=rX "$build/$name"
  find "$build/$name" -exec touch -h -d "@$commit_time" {} +
  if [ "${runtime%%-*}" = win ]; then
    rm -f "$out/$name.zip"
    (cd "$build" && find "$name" -type f | LC_ALL=C sort | TZ=UTC zip -q -X "$out/$name.zip" -@)
  else
    tar -C "$build" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$commit_time" -cf - "$name" | gzip -n -9 >"$out/$name.tar.gz"
  fi
}

for runtime in "${runtimes[@]}"; do
  folder=$build/publish-$runtime
  dotnet publish "$project" --configuration Release --runtime "$runtime" --no-restore --output "$folder" "${options[@]}" -nologo --verbosity quiet
  # What the simulator leaves of its own program; its library stays, the demo needs it.
  rm -f "$folder"/intune-simulator "$folder"/intune-simulator.exe "$folder"/intune-simulator.runtimeconfig.json "$folder"/intune-simulator.deps.json "$folder"/*.xml
  cp LICENSE README.md deploy/THIRD-PARTY-NOTICES.md deploy/CHANGELOG.md "$folder/"
  case "$runtime" in
    linux-*) mkdir -p "$folder/service" && cp deploy/systemd/[!R]* "$folder/service/" ;;
    win-*) mkdir -p "$folder/service" && cp deploy/windows/[!R]* "$folder/service/" ;;
  esac
  # The pages that README.md leads to, where its links find them.
  cp --parents deploy/*.md deploy/*/README.md deploy/pictures/*.png deploy/privacy/[!R]*.md deploy/observability/*.yaml deploy/observability/*.json deploy/azure/register-app.sh "$folder/"
  # So do the dashboard's files, whose times are kept in a list.
  list=$folder/compliance-agent.staticwebassets.endpoints.json
  jq --compact-output --arg time "$http_time" '(.Endpoints[].ResponseHeaders[] | select(.Name == "Last-Modified") | .Value) = $time' "$list" >"$list.new"
  mv "$list.new" "$list"
  if [ -z "$version" ]; then version=$(jq -r '.libraries | keys[] | select(startswith("compliance-agent/")) | split("/")[1]' "$folder/compliance-agent.deps.json"); fi
  bill_of_material "$folder"
  name=compliance-agent-$version-$runtime
  mv "$folder" "$build/$name"
  pack "$runtime" "$name"
  echo "$name: $(du -sm "$build/$name" | cut -f1) MB"
done
(cd "$out" && sha256sum compliance-agent-"$version"-* >SHA256SUMS && cat SHA256SUMS)

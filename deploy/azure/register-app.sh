#!/usr/bin/env bash
# Registers in Entra ID what the Compliance Agent needs, with the least permissions, and takes it away again. Needs the Azure CLI, signed in (az login) as an
# Application Administrator; granting the permission of Graph asks for a Privileged Role Administrator or Global Administrator.
#
#   register-app.sh scanner --certificate FILE.pem     an application that may read managed devices, with a certificate (public part)
#   register-app.sh graph --identity OBJECT-ID         the same permission for a managed identity, which needs no application and no secret
#   register-app.sh dashboard --url https://HOST       an application for sign-in, with the roles Reader, Approver and Administrator
#   register-app.sh show                               what there is
#   register-app.sh remove scanner|dashboard           delete an application; its consent goes with it
#   register-app.sh remove graph --identity OBJECT-ID  take the permission away from an identity
#
#   --name NAME        display name (default: Compliance Agent scanner, Compliance Agent dashboard)
#   --groups           scanner, graph: also GroupMember.Read.All, for exceptions by Entra group (Exceptions:ReadGroups)
#   --years N          dashboard: how long its secret lasts (default 1)
set -euo pipefail

graph_app=00000003-0000-0000-c000-000000000000
fail() { echo "register-app.sh: $*" >&2; exit 1; }
usage() { sed -n '2,15s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; }

verb=${1:-}
[ -n "$verb" ] || { usage >&2; exit 2; }
shift
case "$verb" in --help | -h) usage; exit 0 ;; esac
kind=$verb
if [ "$verb" = remove ]; then kind=${1:-}; [ -n "$kind" ] || { usage >&2; exit 2; }; shift; fi

name='' certificate='' identity='' url='' years=1 permissions=(DeviceManagementManagedDevices.Read.All)
while [ $# -gt 0 ]; do
  case "$1" in
    --name) name=${2:?}; shift ;;
    --certificate) certificate=${2:?}; shift ;;
    --identity) identity=${2:?}; shift ;;
    --url) url=${2:?}; shift ;;
    --years) years=${2:?}; shift ;;
    --groups) permissions+=(GroupMember.Read.All) ;;
    *) fail "unknown option $1 (try --help)" ;;
  esac
  shift
done
command -v az >/dev/null || fail "the Azure CLI (az) is not on the path"
[ -n "$name" ] || name="Compliance Agent $kind"

# By name, from the directory itself: no table of ids to go out of date.
permission_id() { az ad sp show --id "$graph_app" --query "appRoles[?value=='$1' && contains(allowedMemberTypes, 'Application')].id | [0]" --output tsv; }
graph_object() { az ad sp show --id "$graph_app" --query id --output tsv; }
app_id() { az ad app list --display-name "$name" --query "[?displayName=='$name'].appId | [0]" --output tsv; }
service_principal() {
  local found
  found=$(az ad sp list --filter "appId eq '$1'" --query '[0].id' --output tsv)
  [ -n "$found" ] && { echo "$found"; return; }
  az ad sp create --id "$1" --query id --output tsv
}

# Consent is an assignment of the permission; one that is there already stays.
grant() {
  local principal=$1 graph permission role
  graph=$(graph_object)
  for permission in "${permissions[@]}"; do
    role=$(permission_id "$permission")
    [ -n "$role" ] || fail "Microsoft Graph has no application permission $permission in this cloud"
    if [ -n "$(az rest --method get --url "https://graph.microsoft.com/v1.0/servicePrincipals/$principal/appRoleAssignments" --query "value[?appRoleId=='$role'].id | [0]" --output tsv)" ]; then
      echo "has $permission"
      continue
    fi
    az rest --method post --url "https://graph.microsoft.com/v1.0/servicePrincipals/$principal/appRoleAssignments" \
      --body "{\"principalId\":\"$principal\",\"resourceId\":\"$graph\",\"appRoleId\":\"$role\"}" --output none
    echo "granted $permission"
  done
}

scanner() {
  [ -f "$certificate" ] || fail "name the public certificate: --certificate FILE.pem"
  grep -q 'PRIVATE KEY' "$certificate" && fail "$certificate holds the private key; upload the public part alone"
  local app permission access='' role
  for permission in "${permissions[@]}"; do
    role=$(permission_id "$permission")
    access="$access${access:+,}{\"id\":\"$role\",\"type\":\"Role\"}"
  done
  app=$(app_id)
  if [ -z "$app" ]; then
    app=$(az ad app create --display-name "$name" --sign-in-audience AzureADMyOrg \
      --required-resource-accesses "[{\"resourceAppId\":\"$graph_app\",\"resourceAccess\":[$access]}]" --query appId --output tsv)
  fi
  az ad app credential reset --id "$app" --cert "@$certificate" --append --output none
  grant "$(service_principal "$app")"
  cat <<SETTINGS

"Tenants": [ { "Name": "contoso", "TenantId": "$(az account show --query tenantId --output tsv)",
  "Credential": { "Kind": "Certificate", "ClientId": "$app", "CertificatePath": "/etc/compliance-agent/agent.pem" } } ]
SETTINGS
}

graph() {
  [ -n "$identity" ] || fail "name the managed identity by its object id: --identity OBJECT-ID"
  grant "$identity"
}

# A role's id need only be its own; made of nothing but its name it comes out the same each time.
role() {
  local hash
  hash=$(printf 'compliance-agent/%s' "$1" | sha256sum)
  printf '{"id":"%s-%s-4%s-8%s-%s","value":"%s","displayName":"%s","description":"%s","isEnabled":true,"allowedMemberTypes":["User"]}' \
    "${hash:0:8}" "${hash:8:4}" "${hash:13:3}" "${hash:17:3}" "${hash:20:12}" "$1" "$1" "$2"
}

dashboard() {
  case "$url" in https://*) ;; *) fail "name the address of the dashboard: --url https://HOST" ;; esac
  local app principal secret roles
  roles="[$(role Reader 'May look'),$(role Approver 'May also decide reviews and exceptions'),$(role Administrator 'May also release, scan and make keys')]"
  app=$(app_id)
  if [ -z "$app" ]; then
    # auth_time: nobody can approve without it, because nobody would know how old a sign-in is. No permission of Graph is asked for.
    app=$(az ad app create --display-name "$name" --sign-in-audience AzureADMyOrg --web-redirect-uris "${url%/}/signin-oidc" \
      --app-roles "$roles" --optional-claims '{"idToken":[{"name":"auth_time","essential":true}]}' --query appId --output tsv)
  fi
  principal=$(service_principal "$app")
  # Whoever has no role does not even get a sign-in.
  az rest --method patch --url "https://graph.microsoft.com/v1.0/servicePrincipals/$principal" --body '{"appRoleAssignmentRequired":true}' --output none
  secret=$(az ad app credential reset --id "$app" --append --display-name dashboard --years "$years" --query password --output tsv)
  cat <<SETTINGS

"Dashboard": { "SignIn": { "TenantId": "$(az account show --query tenantId --output tsv)", "ClientId": "$app", "ClientSecret": "file:/etc/compliance-agent/dashboard.secret" } }

Write this secret to that file (or into the vault); it is shown once, and lasts $years year(s):
$secret

Assign people or groups to the roles: Entra admin centre, Enterprise applications, $name, Users and groups.
SETTINGS
}

show() { az ad app list --filter "startswith(displayName,'Compliance Agent')" --query '[].{name:displayName,clientId:appId,created:createdDateTime}' --output table; }

remove() {
  case "$kind" in
    scanner | dashboard)
      local app
      app=$(app_id)
      [ -n "$app" ] || fail "there is no application '$name'"
      az ad app delete --id "$app"
      echo "deleted '$name' ($app); for 30 days it can be restored from the directory's deleted applications"
      ;;
    graph)
      [ -n "$identity" ] || fail "name the managed identity by its object id: --identity OBJECT-ID"
      local graph assignment
      graph=$(graph_object)
      for assignment in $(az rest --method get --url "https://graph.microsoft.com/v1.0/servicePrincipals/$identity/appRoleAssignments" --query "value[?resourceId=='$graph'].id" --output tsv); do
        az rest --method delete --url "https://graph.microsoft.com/v1.0/servicePrincipals/$identity/appRoleAssignments/$assignment" --output none
      done
      echo "the identity may not read Microsoft Graph any more"
      ;;
    *) usage >&2; exit 2 ;;
  esac
}

case "$verb" in
  scanner | graph | dashboard | show | remove) "$verb" ;;
  *) usage >&2; exit 2 ;;
esac

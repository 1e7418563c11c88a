#Requires -Version 5.1
<#
.SYNOPSIS
  Installs, upgrades, rolls back and removes the Compliance Agent as a Windows service. Run it in a console of an administrator.
.EXAMPLE
  .\ComplianceAgent.ps1 Install -Source .\compliance-agent-1.0.0-win-x64.zip
.EXAMPLE
  .\ComplianceAgent.ps1 Upgrade -Source .\compliance-agent-1.1.0-win-x64.zip
.EXAMPLE
  .\ComplianceAgent.ps1 Rollback
.EXAMPLE
  .\ComplianceAgent.ps1 Uninstall -Purge
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory, Position = 0)] [ValidateSet('Install', 'Upgrade', 'Rollback', 'Uninstall')] [string] $Action,
    # Folder or zip of the new version.
    [string] $Source,
    [string] $Folder = (Join-Path $env:ProgramFiles 'Compliance Agent'),
    [string] $Data = (Join-Path $env:ProgramData 'ComplianceAgent'),
    # Account of the service: its own virtual account, or a group managed service account (DOMAIN\NAME$).
    [string] $Account = 'NT SERVICE\ComplianceAgent',
    # The store is a PostgreSQL database that you have copied yourself.
    [switch] $NoBackup,
    # Uninstall: settings, store, reports and logs too.
    [switch] $Purge
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$Name = 'ComplianceAgent'
$Current = Join-Path $Folder 'current'
$Previous = Join-Path $Folder 'previous.txt'
$Settings = Join-Path $Data 'appsettings.Production.json'
$State = Join-Path $Data 'state'
$Backups = Join-Path $Data 'backups'
$LastBackup = Join-Path $Backups 'last.json'

function Assert-Administrator {
    $me = [Security.Principal.WindowsPrincipal]::new([Security.Principal.WindowsIdentity]::GetCurrent())
    if (-not $me.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)) { throw 'Run this as an administrator.' }
}

# The program with the service's own settings and state; what it says comes back as text.
function Invoke-Agent([string[]] $Arguments) {
    $before = $env:STATE_DIRECTORY
    $env:STATE_DIRECTORY = $State
    try {
        $preference = $ErrorActionPreference
        $ErrorActionPreference = 'Continue'
        $said = & (Join-Path $Current 'compliance-agent.exe') @Arguments 2>&1 | ForEach-Object { "$_" }
        [pscustomobject]@{ Code = $LASTEXITCODE; Said = @($said) }
    } finally {
        $ErrorActionPreference = $preference
        $env:STATE_DIRECTORY = $before
    }
}

# Unpacks into a folder of its own, named by version, and returns it.
function Expand-Release {
    if (-not $Source) { throw 'Name the folder or zip of the new version: -Source PATH.' }
    if (-not (Test-Path -LiteralPath $Source)) { throw "${Source}: there is no such folder or zip." }
    $staging = Join-Path $Folder '.new'
    if (Test-Path -LiteralPath $staging) { Remove-Item -LiteralPath $staging -Recurse -Force }
    New-Item -ItemType Directory -Path $staging -Force | Out-Null
    if (Test-Path -LiteralPath $Source -PathType Container) { Copy-Item -Path (Join-Path $Source '*') -Destination $staging -Recurse }
    else {
        Confirm-Hash $Source
        Expand-Archive -LiteralPath $Source -DestinationPath $staging
    }
    # The archive holds one folder; a folder may be given as it is.
    $program = Get-ChildItem -LiteralPath $staging -Filter 'compliance-agent.exe' -Recurse -Depth 1 | Select-Object -First 1
    if (-not $program) { throw "$Source holds no program compliance-agent.exe." }
    $version = (& $program.FullName --version | Select-Object -Last 1).Trim()
    $release = Join-Path $Folder $version
    if ((Test-Path -LiteralPath $Current) -and ((Get-Item -LiteralPath $Current).Target -contains $release)) { throw "Version $version is the one in use already." }
    if (Test-Path -LiteralPath $release) { Remove-Item -LiteralPath $release -Recurse -Force }
    Move-Item -LiteralPath $program.Directory.FullName -Destination $release
    if (Test-Path -LiteralPath $staging) { Remove-Item -LiteralPath $staging -Recurse -Force }
    New-Item -ItemType SymbolicLink -Path (Join-Path $release 'appsettings.Production.json') -Target $Settings -Force | Out-Null
    $release
}

function Confirm-Hash([string] $Archive) {
    $sums = Join-Path (Split-Path -Parent (Resolve-Path -LiteralPath $Archive)) 'SHA256SUMS'
    if (-not (Test-Path -LiteralPath $sums)) { Write-Warning "No SHA256SUMS beside $Archive, so it was not compared with anything."; return }
    $line = Get-Content -LiteralPath $sums | Where-Object { $_.EndsWith((Split-Path -Leaf $Archive)) } | Select-Object -First 1
    if (-not $line -or $line.Split(' ')[0] -ne (Get-FileHash -LiteralPath $Archive -Algorithm SHA256).Hash.ToLowerInvariant()) { throw "$Archive is not what SHA256SUMS says." }
}

# A junction: the service's path stays the same whatever version it points to.
function Set-Current([string] $Release) {
    if (Test-Path -LiteralPath $Current) { (Get-Item -LiteralPath $Current).Delete() }
    New-Item -ItemType Junction -Path $Current -Target $Release | Out-Null
}

# Readable by the service, administrators and the system, and by nobody else; inherited rights are cut off.
function Protect-Folder([string] $Path, [string] $Rights) {
    New-Item -ItemType Directory -Path $Path -Force | Out-Null
    $acl = [Security.AccessControl.DirectorySecurity]::new()
    $acl.SetAccessRuleProtection($true, $false)
    $inherit = [Security.AccessControl.InheritanceFlags]'ContainerInherit, ObjectInherit'
    foreach ($right in @(@('S-1-5-18', 'FullControl'), @('S-1-5-32-544', 'FullControl'))) {
        $sid = [Security.Principal.SecurityIdentifier]::new($right[0])
        $acl.AddAccessRule([Security.AccessControl.FileSystemAccessRule]::new($sid, $right[1], $inherit, 'None', 'Allow'))
    }
    $acl.AddAccessRule([Security.AccessControl.FileSystemAccessRule]::new([Security.Principal.NTAccount]::new($Account), $Rights, $inherit, 'None', 'Allow'))
    Set-Acl -LiteralPath $Path -AclObject $acl
}

function Install-Service {
    $binary = '"{0}" run' -f (Join-Path $Current 'compliance-agent.exe')
    & sc.exe create $Name binPath= $binary start= delayed-auto obj= $Account DisplayName= 'Compliance Agent' | Out-Null
    if ($LASTEXITCODE -ne 0) { throw "sc.exe create ended with $LASTEXITCODE." }
    & sc.exe description $Name 'Finds banned apps on devices managed by Microsoft Intune.' | Out-Null
    # Again after 10 s, 30 s and 2 min; the count begins anew after a day without a fault.
    & sc.exe failure $Name reset= 86400 actions= restart/10000/restart/30000/restart/120000 | Out-Null
    & sc.exe sidtype $Name unrestricted | Out-Null
    # No privilege but the one every process has.
    & sc.exe privs $Name SeChangeNotifyPrivilege | Out-Null
    $key = "HKLM:\SYSTEM\CurrentControlSet\Services\$Name"
    New-ItemProperty -Path $key -Name Environment -PropertyType MultiString -Force -Value @("STATE_DIRECTORY=$State", 'DOTNET_EnableDiagnostics=0') | Out-Null
    if (-not [Diagnostics.EventLog]::SourceExists($Name)) { [Diagnostics.EventLog]::CreateEventSource($Name, 'Application') }
}

# Copies the store while the service stands still, and notes where it lay.
function Backup-Store {
    Protect-Folder $Backups 'Modify'
    $copy = Join-Path $Backups ('{0:yyyyMMddTHHmmssZ}.db' -f [DateTime]::UtcNow)
    if (Test-Path -LiteralPath $LastBackup) { Remove-Item -LiteralPath $LastBackup }
    $outcome = Invoke-Agent @('store', 'backup', '--out', $copy)
    if ($outcome.Code -eq 0) {
        $store = ($outcome.Said | Where-Object { $_.StartsWith('Store: ') } | Select-Object -First 1).Substring(7)
        @{ store = $store; copy = $copy } | ConvertTo-Json | Set-Content -LiteralPath $LastBackup -Encoding utf8
        Write-Host "The store was copied to $copy."
    } elseif ($outcome.Said -match 'There is no store at') { Write-Host 'There is no store yet, so nothing to copy.' }
    else { throw "The store could not be copied, nothing was changed. Copy it yourself and say -NoBackup. $($outcome.Said -join ' ')" }
}

# The store goes back only when the version before cannot read it.
function Restore-StoreIfNewer {
    if ((Invoke-Agent @('status')).Code -ne 4) { Write-Host 'The store stays as it is: this version reads it.'; return }
    if (-not (Test-Path -LiteralPath $LastBackup)) { throw "This version cannot read the store, and there is no copy from before the upgrade in $Backups." }
    $note = Get-Content -LiteralPath $LastBackup -Raw | ConvertFrom-Json
    Move-Item -LiteralPath $note.store -Destination ('{0}.newer-{1:yyyyMMddTHHmmssZ}' -f $note.store, [DateTime]::UtcNow)
    foreach ($companion in '-wal', '-shm') { Remove-Item -LiteralPath ($note.store + $companion) -ErrorAction SilentlyContinue }
    Copy-Item -LiteralPath $note.copy -Destination $note.store
    Write-Host "The store is the copy $($note.copy) again. If the agent refuses it: compliance-agent store accept --reason 'rolled back'"
}

function Install-Agent {
    if (Get-Service -Name $Name -ErrorAction SilentlyContinue) { throw "It is installed already: .\ComplianceAgent.ps1 Upgrade -Source $Source" }
    Set-Current (Expand-Release)
    # First the service, because its account is made with it; then what that account may reach.
    Install-Service
    Protect-Folder $Data 'ReadAndExecute'
    Protect-Folder $State 'Modify'
    if (Test-Path -LiteralPath $Settings) { Start-Service -Name $Name; Write-Host 'Installed and started.' }
    else { Write-Host "Installed. Write $Settings, look with: & '$Current\compliance-agent.exe' doctor, then: Start-Service $Name" }
}

function Update-Agent {
    if (-not (Get-Service -Name $Name -ErrorAction SilentlyContinue)) { throw "It is not installed: .\ComplianceAgent.ps1 Install -Source $Source" }
    $before = @((Get-Item -LiteralPath $Current).Target)[0]
    $release = Expand-Release
    Stop-Service -Name $Name
    try { if (-not $NoBackup) { Backup-Store } } catch { Start-Service -Name $Name; throw }
    Set-Content -LiteralPath $Previous -Value $before -Encoding utf8
    Set-Current $release
    # The store is brought up to date here: Windows gives a starting service half a minute only.
    $outcome = Invoke-Agent @('store', 'migrate')
    try {
        if ($outcome.Code -ne 0) { throw ($outcome.Said -join ' ') }
        Start-Service -Name $Name
        Write-Host "Now runs $release; back with: .\ComplianceAgent.ps1 Rollback"
    } catch {
        Write-Warning "$release did not start: $_ Going back."
        Restore-Agent
        throw
    }
}

function Restore-Agent {
    if (-not (Test-Path -LiteralPath $Previous)) { throw 'There is no version before this one.' }
    $before = (Get-Content -LiteralPath $Previous -Raw).Trim()
    $now = @((Get-Item -LiteralPath $Current).Target)[0]
    Stop-Service -Name $Name -ErrorAction SilentlyContinue
    Set-Current $before
    Set-Content -LiteralPath $Previous -Value $now -Encoding utf8
    Restore-StoreIfNewer
    Start-Service -Name $Name
    Write-Host "Now runs $before."
}

function Uninstall-Agent {
    if (Get-Service -Name $Name -ErrorAction SilentlyContinue) {
        Stop-Service -Name $Name -ErrorAction SilentlyContinue
        & sc.exe delete $Name | Out-Null
    }
    if ([Diagnostics.EventLog]::SourceExists($Name)) { [Diagnostics.EventLog]::DeleteEventSource($Name) }
    if (Test-Path -LiteralPath $Current) { (Get-Item -LiteralPath $Current).Delete() }
    if (Test-Path -LiteralPath $Folder) { Remove-Item -LiteralPath $Folder -Recurse -Force }
    if ($Purge -and (Test-Path -LiteralPath $Data)) { Remove-Item -LiteralPath $Data -Recurse -Force }
    elseif (Test-Path -LiteralPath $Data) { Write-Host "Settings, store, reports and logs stay in $Data (-Purge removes them)." }
    Write-Host 'Still there, elsewhere: the application in Entra ID, a PostgreSQL database, the tracker''s account and custom field, copies of the store and of checkpoints.'
}

Assert-Administrator
switch ($Action) {
    'Install' { Install-Agent }
    'Upgrade' { Update-Agent }
    'Rollback' { Restore-Agent }
    'Uninstall' { Uninstall-Agent }
}

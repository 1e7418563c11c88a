// Compliance Agent on Azure Container Apps: agents, PostgreSQL that only they can reach, Key Vault, one managed identity for everything.
//   az deployment group create --resource-group compliance --template-file main.bicep --parameters main.bicepparam
// Graph's permission for the identity and the dashboard's application are made by register-app.sh: Bicep has no rights in the directory.
targetScope = 'resourceGroup'

@description('Where everything lies; the data stays in that region.')
param location string = resourceGroup().location

@description('Prefix of every name.')
@minLength(3)
@maxLength(11)
param name string = 'compliance'

@description('Image with its digest or version, for example registry.azurecr.io/compliance-agent:1.0.0.')
param image string

@description('Name of the Azure Container Registry in this resource group that holds the image; empty for one that anybody may read.')
param registry string = ''

@description('Settings without secrets: the content of appsettings.Production.json.')
param settings string

@description('Agents that share the work.')
@minValue(1)
@maxValue(10)
param agents int = 2

@description('Password of the database account. Made once and kept in the vault: pass it again only to change it.')
@secure()
@minLength(20)
param databasePassword string

@description('Secret of the dashboard\'s application (register-app.sh dashboard); empty for no dashboard.')
@secure()
param dashboardSecret string = ''

@description('Key that seals the keys of sessions in the store: 32 random characters or more; empty for no dashboard.')
@secure()
param keyProtection string = ''

@description('Directory and application of the dashboard\'s sign-in; empty for no dashboard, then nothing can be reached from outside.')
param signInTenantId string = ''
param signInClientId string = ''

@description('Days that backups of the database are kept.')
@minValue(7)
@maxValue(35)
param backupDays int = 35

var hasDashboard = !empty(signInClientId)
var suffix = uniqueString(resourceGroup().id)
var keyVaultSecretsUser = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6')
var registryPull = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '7f951dda-4ed3-4680-a7ca-43fe172d538d')

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-agent'
  location: location
}

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${name}-logs'
  location: location
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 31
  }
}

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: '${name}-network'
  location: location
  properties: {
    addressSpace: { addressPrefixes: [ '10.60.0.0/22' ] }
    subnets: [
      {
        name: 'agents'
        properties: {
          addressPrefix: '10.60.0.0/23'
          delegations: [ { name: 'apps', properties: { serviceName: 'Microsoft.App/environments' } } ]
        }
      }
      {
        name: 'database'
        properties: {
          addressPrefix: '10.60.2.0/28'
          delegations: [ { name: 'postgres', properties: { serviceName: 'Microsoft.DBforPostgreSQL/flexibleServers' } } ]
        }
      }
    ]
  }

  resource agentsSubnet 'subnets' existing = { name: 'agents' }
  resource databaseSubnet 'subnets' existing = { name: 'database' }
}

resource zone 'Microsoft.Network/privateDnsZones@2020-06-01' = {
  name: '${name}-${suffix}.private.postgres.database.azure.com'
  location: 'global'

  resource link 'virtualNetworkLinks' = {
    name: 'network'
    location: 'global'
    properties: {
      registrationEnabled: false
      virtualNetwork: { id: network.id }
    }
  }
}

resource database 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: '${name}-${suffix}'
  location: location
  sku: { name: 'Standard_B1ms', tier: 'Burstable' }
  properties: {
    version: '16'
    // No superuser on a flexible server, and without BYPASSRLS: row-level security holds for this account.
    administratorLogin: 'agent'
    administratorLoginPassword: databasePassword
    storage: { storageSizeGB: 32, autoGrow: 'Enabled' }
    backup: { backupRetentionDays: backupDays, geoRedundantBackup: 'Disabled' }
    network: {
      delegatedSubnetResourceId: network::databaseSubnet.id
      privateDnsZoneArmResourceId: zone.id
    }
    authConfig: { passwordAuth: 'Enabled', activeDirectoryAuth: 'Disabled' }
  }
  dependsOn: [ zone::link ]

  resource compliance 'databases' = {
    name: 'compliance'
    properties: { charset: 'UTF8', collation: 'en_US.utf8' }
  }
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: '${name}-${take(suffix, 8)}'
  location: location
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
  }

  resource password 'secrets' = {
    name: 'database-password'
    properties: { value: databasePassword }
  }

  resource secret 'secrets' = if (hasDashboard) {
    name: 'dashboard-secret'
    properties: { value: dashboardSecret }
  }

  resource protection 'secrets' = if (hasDashboard) {
    name: 'key-protection'
    properties: { value: keyProtection }
  }
}

resource readsSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, identity.id, keyVaultSecretsUser)
  scope: vault
  properties: {
    roleDefinitionId: keyVaultSecretsUser
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

resource images 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = if (!empty(registry)) {
  name: empty(registry) ? 'none' : registry
}

resource pullsImages 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(registry)) {
  name: guid(resourceGroup().id, registry, identity.id, registryPull)
  scope: images
  properties: {
    roleDefinitionId: registryPull
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

resource environment 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: '${name}-environment'
  location: location
  properties: {
    vnetConfiguration: { infrastructureSubnetId: network::agentsSubnet.id, internal: !hasDashboard }
    workloadProfiles: [ { name: 'Consumption', workloadProfileType: 'Consumption' } ]
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: { customerId: logs.properties.customerId, sharedKey: logs.listKeys().primarySharedKey }
    }
  }
}

var sharedVariables = [
  { name: 'COMPLIANCEAGENT_Store__Connection', value: 'Host=${database.properties.fullyQualifiedDomainName};Database=compliance;Username=agent;SSL Mode=VerifyFull' }
  // PostgreSQL's own driver reads this one.
  { name: 'PGPASSWORD', secretRef: 'database-password' }
  { name: 'COMPLIANCEAGENT_Audit__CheckpointFile', value: 'none' }
  { name: 'AZURE_CLIENT_ID', value: identity.properties.clientId }
]

// The environment's own proxy ends TLS and comes from within the subnet of the agents.
var dashboardVariables = hasDashboard ? [
  { name: 'COMPLIANCEAGENT_Dashboard__Enabled', value: 'true' }
  { name: 'COMPLIANCEAGENT_Dashboard__TrustedProxies__0', value: '10.60.0.0/23' }
  { name: 'COMPLIANCEAGENT_Dashboard__SignIn__TenantId', value: signInTenantId }
  { name: 'COMPLIANCEAGENT_Dashboard__SignIn__ClientId', value: signInClientId }
  { name: 'COMPLIANCEAGENT_Dashboard__SignIn__ClientSecret', value: 'env:DASHBOARD_SECRET' }
  { name: 'COMPLIANCEAGENT_Dashboard__KeyProtection', value: 'env:KEY_PROTECTION' }
  { name: 'DASHBOARD_SECRET', secretRef: 'dashboard-secret' }
  { name: 'KEY_PROTECTION', secretRef: 'key-protection' }
] : []

var vaultSecrets = concat([ 'database-password' ], hasDashboard ? [ 'dashboard-secret', 'key-protection' ] : [])

resource app 'Microsoft.App/containerApps@2024-03-01' = {
  name: '${name}-agent'
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    environmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: hasDashboard ? {
        external: true
        targetPort: 8080
        transport: 'auto'
        allowInsecure: false
        // A page's circuit belongs to the agent that made it.
        stickySessions: { affinity: 'sticky' }
      } : null
      registries: empty(registry) ? [] : [ { server: images!.properties.loginServer, identity: identity.id } ]
      secrets: concat(
        [ { name: 'settings', value: settings } ],
        map(vaultSecrets, secret => { name: secret, keyVaultUrl: '${vault.properties.vaultUri}secrets/${secret}', identity: identity.id }))
    }
    template: {
      terminationGracePeriodSeconds: 30
      scale: { minReplicas: agents, maxReplicas: agents }
      containers: [
        {
          name: 'agent'
          image: image
          args: [ 'run' ]
          resources: { cpu: json('0.5'), memory: '1Gi' }
          env: concat(sharedVariables, dashboardVariables)
          volumeMounts: [
            { volumeName: 'settings', mountPath: '/etc/compliance-agent' }
            { volumeName: 'state', mountPath: '/var/lib/compliance-agent' }
          ]
          probes: [
            { type: 'Startup', httpGet: { path: '/health/live', port: 8080 }, periodSeconds: 5, failureThreshold: 60 }
            { type: 'Liveness', httpGet: { path: '/health/live', port: 8080 }, periodSeconds: 20, failureThreshold: 6 }
            { type: 'Readiness', httpGet: { path: '/health/live', port: 8080 }, periodSeconds: 10 }
          ]
        }
      ]
      volumes: [
        { name: 'settings', storageType: 'Secret', secrets: [ { secretRef: 'settings', path: 'appsettings.Production.json' } ] }
        { name: 'state', storageType: 'EmptyDir' }
      ]
    }
  }
  dependsOn: [ readsSecrets, pullsImages, database::compliance, vault::password, vault::secret, vault::protection ]
}

@description('Object id of the identity, for register-app.sh graph.')
output identityObjectId string = identity.properties.principalId
@description('Client id of the identity, for Tenants:0:Credential:ClientId.')
output identityClientId string = identity.properties.clientId
@description('Address of the dashboard; empty without one.')
output dashboard string = hasDashboard ? 'https://${app.properties.configuration.ingress.fqdn}' : ''
@description('Name of the database server, for backups.')
output databaseServer string = database.name

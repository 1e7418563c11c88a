using 'main.bicep'

param image = 'registry.azurecr.io/compliance-agent:1.0.0'
param registry = 'registry'
param settings = loadTextContent('settings.json')
param agents = 2
param databasePassword = readEnvironmentVariable('DATABASE_PASSWORD')
param dashboardSecret = readEnvironmentVariable('DASHBOARD_SECRET', '')
param keyProtection = readEnvironmentVariable('KEY_PROTECTION', '')
param signInTenantId = ''
param signInClientId = ''

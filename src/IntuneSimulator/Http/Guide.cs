namespace IntuneSimulator.Http;

/// <summary>What to type, for people.</summary>
internal static class Guide
{
    public static string Text(string address) => $$"""
        SIMULATED Intune tenant. No real device, person or tenant is behind it.

        TOKEN=$(curl -s {{address}}/simulated/oauth2/v2.0/token -d grant_type=client_credentials -d client_id=any -d client_secret=any -d scope=https://graph.microsoft.com/.default | sed 's/.*"access_token":"\([^"]*\)".*/\1/')
        curl -s -H "Authorization: Bearer $TOKEN" '{{address}}/v1.0/deviceManagement/managedDevices?$top=5'
        curl -s -H "Authorization: Bearer $TOKEN" '{{address}}/v1.0/deviceManagement/detectedApps?$top=5'
        curl -s -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' {{address}}/v1.0/deviceManagement/reports/exportJobs -d '{"reportName":"AppInvRawData","format":"csv"}'

        curl -s {{address}}/simulator/clock/advance -d '{"days":1}'
        curl -s {{address}}/simulator/faults -d '{"fault":"TooManyRequestsFractional","path":"/managedDevices","times":3}'
        curl -s -X DELETE {{address}}/simulator/faults
        curl -s {{address}}/simulator/truth
        curl -s {{address}}/simulator/coverage
        curl -s {{address}}/simulator/requests

        """;
}

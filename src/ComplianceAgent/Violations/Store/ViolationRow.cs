using ComplianceAgent.Inventory;
using ComplianceAgent.Policies;

namespace ComplianceAgent.Violations.Store;

/// <summary>A <see cref="Violation"/> in columns.</summary>
internal sealed class ViolationRow
{
    public required string Tenant { get; set; }

    public Guid Id { get; set; }

    public required string DeviceId { get; set; }

    public required string PolicyId { get; set; }

    public required string Subject { get; set; }

    public required string SubjectName { get; set; }

    public required string RuleId { get; set; }

    public required string PolicyHash { get; set; }

    public ViolationState State { get; set; }

    public Severity Severity { get; set; }

    public Confidence Confidence { get; set; }

    public Platform AppPlatform { get; set; }

    public required string AppName { get; set; }

    public required string AppPublisher { get; set; }

    public required string AppVersion { get; set; }

    public required string AppIdentifier { get; set; }

    public required string Evidence { get; set; }

    public DateTimeOffset FirstSeenAt { get; set; }

    public DateTimeOffset? AbsentAt { get; set; }

    public DateTimeOffset? NotConfirmedSince { get; set; }

    public string? NotConfirmedReason { get; set; }

    public DateTimeOffset InventoryAt { get; set; }

    public long? Fingerprint { get; set; }

    public DateTimeOffset StateSince { get; set; }

    public required string StateReason { get; set; }

    public int ReturnCount { get; set; }

    public Guid? LinkedFrom { get; set; }

    public DateTimeOffset? ExceptedUntil { get; set; }

    /// <summary>When name, serial number and user were erased.</summary>
    public DateTimeOffset? ErasedAt { get; set; }

    // The device and its user: personal data, all in columns from here on.
    public required string DeviceName { get; set; }

    public Platform DevicePlatform { get; set; }

    public required string OperatingSystem { get; set; }

    public DeviceOwner Owner { get; set; }

    public required string UserId { get; set; }

    public required string UserPrincipalName { get; set; }

    public required string UserDisplayName { get; set; }

    public required string Email { get; set; }

    public required string SerialNumber { get; set; }

    public required string Category { get; set; }

    public required string Model { get; set; }

    public required string ManagementAgent { get; set; }

    public required string EnrollmentType { get; set; }

    public DateTimeOffset? EnrolledAt { get; set; }

    public DateTimeOffset? LastSyncAt { get; set; }

    /// <summary>Puts a violation into columns.</summary>
    public static ViolationRow From(Violation violation) => new()
    {
        Tenant = violation.Tenant,
        Id = violation.Id,
        DeviceId = violation.DeviceId,
        PolicyId = violation.PolicyId,
        Subject = violation.Subject,
        SubjectName = violation.SubjectName,
        RuleId = violation.RuleId,
        PolicyHash = violation.PolicyHash,
        State = violation.State,
        Severity = violation.Severity,
        Confidence = violation.Confidence,
        AppPlatform = violation.App.Platform,
        AppName = violation.App.Name,
        AppPublisher = violation.App.Publisher,
        AppVersion = violation.App.Version,
        AppIdentifier = violation.App.Identifier,
        Evidence = StoreJson.Write(violation.Evidence),
        FirstSeenAt = violation.FirstSeenAt,
        AbsentAt = violation.AbsentAt,
        NotConfirmedSince = violation.NotConfirmedSince,
        NotConfirmedReason = violation.NotConfirmedReason is { } reason ? StoreJson.Write(reason) : null,
        InventoryAt = violation.InventoryAt,
        Fingerprint = unchecked((long?)violation.Fingerprint),
        StateSince = violation.StateSince,
        StateReason = StoreJson.Write(violation.StateReason),
        ReturnCount = violation.ReturnCount,
        LinkedFrom = violation.LinkedFrom,
        ExceptedUntil = violation.ExceptedUntil,
        ErasedAt = violation.ErasedAt,
        DeviceName = violation.Device.Name,
        DevicePlatform = violation.Device.Platform,
        OperatingSystem = violation.Device.OperatingSystem,
        Owner = violation.Device.Owner,
        UserId = violation.Device.UserId,
        UserPrincipalName = violation.Device.UserPrincipalName,
        UserDisplayName = violation.Device.UserDisplayName,
        Email = violation.Device.Email,
        SerialNumber = violation.Device.SerialNumber,
        Category = violation.Device.Category,
        Model = violation.Device.Model,
        ManagementAgent = violation.Device.ManagementAgent,
        EnrollmentType = violation.Device.EnrollmentType,
        EnrolledAt = violation.Device.EnrolledAt,
        LastSyncAt = violation.Device.LastSyncAt,
    };

    /// <summary>Makes the violation again.</summary>
    /// <param name="texts">What this row's texts have in common with those of other rows.</param>
    public Violation ToViolation(SharedTexts texts) => new()
    {
        Id = Id,
        Tenant = texts.One(Tenant),
        DeviceId = DeviceId,
        PolicyId = texts.One(PolicyId),
        Subject = texts.One(Subject),
        SubjectName = texts.One(SubjectName),
        RuleId = texts.One(RuleId),
        PolicyHash = texts.One(PolicyHash),
        State = State,
        Severity = Severity,
        Confidence = Confidence,
        App = new DistinctApp(AppPlatform, texts.One(AppName), texts.One(AppPublisher), texts.One(AppVersion), texts.One(AppIdentifier)),
        Evidence = texts.Reason(Evidence),
        Device = ToDevice(texts),
        FirstSeenAt = FirstSeenAt,
        AbsentAt = AbsentAt,
        NotConfirmedSince = NotConfirmedSince,
        NotConfirmedReason = NotConfirmedReason is { } reason ? texts.Reason(reason) : null,
        InventoryAt = InventoryAt,
        Fingerprint = unchecked((ulong?)Fingerprint),
        StateSince = StateSince,
        StateReason = texts.Reason(StateReason),
        ReturnCount = ReturnCount,
        LinkedFrom = LinkedFrom,
        ExceptedUntil = ExceptedUntil,
        ErasedAt = ErasedAt,
    };

    private ManagedDevice ToDevice(SharedTexts texts) => new()
    {
        Id = DeviceId,
        Name = DeviceName,
        Platform = DevicePlatform,
        OperatingSystem = texts.One(OperatingSystem),
        Owner = Owner,
        UserId = UserId,
        UserPrincipalName = UserPrincipalName,
        UserDisplayName = UserDisplayName,
        Email = Email,
        SerialNumber = SerialNumber,
        Category = texts.One(Category),
        Model = texts.One(Model),
        ManagementAgent = texts.One(ManagementAgent),
        EnrollmentType = texts.One(EnrollmentType),
        EnrolledAt = EnrolledAt,
        LastSyncAt = LastSyncAt,
    };
}

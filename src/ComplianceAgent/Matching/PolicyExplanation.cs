using System.Collections.Immutable;
using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Matching;

/// <summary>Why something did not match although it came near.</summary>
/// <param name="Subject">Product id or rule id.</param>
/// <param name="SubjectName">Its name for people.</param>
/// <param name="Reason">Why not.</param>
public sealed record NearMiss(string Subject, string SubjectName, Reason Reason);

/// <summary>What one policy says of one app.</summary>
/// <param name="PolicyId">Policy.</param>
/// <param name="Title">Its English title.</param>
/// <param name="Matches">Matches with their evidence.</param>
/// <param name="NearMisses">What came near, and why it is none.</param>
public sealed record PolicyVerdict(string PolicyId, string Title, ImmutableArray<AppMatch> Matches, ImmutableArray<NearMiss> NearMisses);

/// <summary>What every policy says of one app, for <c>policy explain</c>.</summary>
/// <param name="App">The app.</param>
/// <param name="ComparedName">Its name as compared.</param>
/// <param name="ComparedPublisher">Its publisher as compared.</param>
/// <param name="Policies">One verdict a policy, in their order.</param>
public sealed record PolicyExplanation(DistinctApp App, string ComparedName, string ComparedPublisher, ImmutableArray<PolicyVerdict> Policies);

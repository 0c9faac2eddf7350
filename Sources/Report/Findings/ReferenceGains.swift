import Core
import Results

/// The gain from references: spaces that read named rows that are no items, such as counterparts among nouns, against the same
/// without these.
extension FindingSource {
  private struct ReferenceGain {
    /// The space that reads references as the first method, the one without these as the second.
    let claim: Claim
    /// The references that it reads, by itself or by its inputs.
    let references: [String]
    /// True where the other space is a part of it.
    let isPart: Bool
  }

  /// The largest differences, and a summary of those beyond six; none for a score that looks at each space by itself.
  func referenceGains() -> [Finding] {
    guard !scores.facts.isInternal else { return [] }
    let all = clusterers.flatMap { gains(with: $0) }
      .sorted { abs($0.claim.evidence.mean) > abs($1.claim.evidence.mean) }
    let (shown, rest) = (all.prefix(6).map(finding), all.dropFirst(6))
    guard !rest.isEmpty else { return shown }
    let subject =
      rest.count == 1
      ? "1 other method that reads references differs" : "\(rest.count) other methods that read references differ"
    return shown + [
      Finding(
        "\(subject) less from the same without these.",
        numbers: rest.map { gain in
          let claim = gain.claim
          guard !claim.evidence.isTie else { return "\(name(claim.first)) equal" }
          return "\(name(claim.first)) \(claim.isFirstAhead ? "better" : "worse") by "
            + Self.text(claim.evidence.mean, claim.evidence.deviation)
        })
    ]
  }

  /// True where ``referenceGains()`` compares a space with another one.
  func isReferenceComparison(_ space: String, _ other: String) -> Bool {
    !scores.facts.isInternal && !references(of: space).isEmpty && withoutReferences(space)?.space == other
  }

  private func gains(with clusterer: String) -> [ReferenceGain] {
    let ranking = scores.ranking(of: clusterer)
    return ranking.compactMap { reader in
      let references = references(of: reader.space)
      guard !references.isEmpty, let (space, isPart) = withoutReferences(reader.space),
        let plain = ranking.first(where: { $0.space == space }), let claim = claim(reader, over: plain)
      else { return nil }
      return ReferenceGain(claim: claim, references: references, isPart: isPart)
    }
  }

  private func finding(_ gain: ReferenceGain) -> Finding {
    let (claim, isOne) = (gain.claim, gain.references.count == 1)
    let the = isOne ? "the reference" : "the references"
    let plain = claim.second.space.shortened
    let other = gain.isPart ? "its part \(plain)" : "\(plain), the same without \(isOne ? "it" : "them")"
    return Finding(
      sentence(
        "the space \(claim.first.space.shortened), which reads \(the) \(list(gain.references.map(\.shortened), limit: 2)), \(claim.verb) "
          + "\(other)\(claim.ending)\(meaning(of: claim, isOne: isOne)).", with: claim.first.clusterer),
      numbers: numbers(of: claim))
  }

  /// Such as `: the reference does not help`, only where the difference is shown by the test and by all scores.
  private func meaning(of claim: Claim, isOne: Bool) -> String {
    guard claim.isShown else { return "; no gain is shown" }
    guard claim.causes.isEmpty else { return "" }
    if claim.isFirstAhead {
      // Unrelated rows can raise a score as well, by the form of the space alone.
      return ": \(scores.name) is better with \(isOne ? "it" : "them"); unrelated words may do as much"
    }
    return isOne ? ": the reference does not help" : ": the references do not help"
  }

  // MARK: - Spaces

  /// The references that a space reads, by itself or by its inputs.
  func references(of space: String) -> [String] { references(of: space, below: []) }

  private func references(of space: String, below path: Set<String>) -> [String] {
    let facts = stored.record.facts(of: space)
    let further = further(facts, of: space, below: path).flatMap { references(of: $0, below: path.union([space])) }
    return (further + facts.references).uniqued
  }

  /// The inputs of a space that are not on the way to it. A feature set is its own input.
  private func further(_ facts: SpaceFacts, of space: String, below path: Set<String>) -> [String] {
    facts.inputs.filter { $0 != space && !path.contains($0) }
  }

  /// Returns the space that is left of another one without references: the one part that it is made of with their help, or a space
  /// that is made in the same way of such parts. A space without references is returned itself.
  private func withoutReferences(_ space: String) -> (space: String, isPart: Bool)? {
    guard let found = stripped(space, below: []) else { return nil }
    guard found.isPart else { return found }
    // Counterparts and their fusions have rows of length 1: where the run has the part in this form, the length is no gain.
    let unit = plan.spaces.first { name in
      let facts = stored.record.facts(of: name)
      return facts.inputs == [found.space] && facts.steps == ["l2"]
    }
    return unit.map { ($0, false) } ?? found
  }

  private func stripped(_ space: String, below path: Set<String>) -> (space: String, isPart: Bool)? {
    guard !references(of: space).isEmpty else { return (space, true) }
    let facts = stored.record.facts(of: space)
    let inputs = further(facts, of: space, below: path)
    guard inputs.count == facts.inputs.count else { return nil }
    let found = inputs.compactMap { stripped($0, below: path.union([space])) }
    guard found.count == inputs.count else { return nil }
    let parts = found.map(\.space)
    if let part = parts.first, Set(parts).count == 1, !facts.references.isEmpty || facts.isFused {
      return (part, found.allSatisfy(\.isPart))
    }
    guard facts.references.isEmpty, let settings = settings(of: space) else { return nil }
    let twin = plan.spaces.first { name in
      let other = stored.record.facts(of: name)
      return other.inputs == parts && other.steps == facts.steps && other.references.isEmpty
        && self.settings(of: name) == settings
    }
    return twin.map { ($0, false) }
  }

  /// The methods of a space with their settings, without its name and its inputs; nil for a feature set as it is.
  private func settings(of space: String) -> JSONValue? {
    guard case .array(let entries)? = stored.record.experiment["spaces"] else { return nil }
    for case .object(let entry) in entries {
      for (kind, options) in entry where options["name"] == .string(space) {
        guard case .object(var members) = options else { continue }
        for key in ["name", "of", "cluster"] { members[key] = nil }
        return .object([kind: .object(members)])
      }
    }
    return nil
  }
}

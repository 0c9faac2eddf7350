/// The verdict on a sentence, or on one case of it.
package enum ClaimVerdict: String, Codable, Sendable, CaseIterable {
  case supported, contradicted, unsettled, unchecked
}

extension ClaimVerdict {
  /// The verdict on several claims that must all hold: one that fails contradicts, one that is open leaves all open.
  static func all(of verdicts: some Sequence<ClaimVerdict>) -> ClaimVerdict {
    let found = Set(verdicts)
    return [contradicted, unchecked, unsettled].first(where: found.contains) ?? supported
  }

  /// The verdict on the opposite.
  var opposite: ClaimVerdict {
    switch self {
    case .supported: .contradicted
    case .contradicted: .supported
    case .unsettled, .unchecked: self
    }
  }
}

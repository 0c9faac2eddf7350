import Core

/// The verdict on a claim, with the numbers that it follows from.
struct Judgement: Sendable, Equatable {
  var verdict: ClaimVerdict
  /// The verdicts by clusterer or space; empty where there are no cases to tell.
  var cases: [ClaimsReport.Case] = []
  /// The numbers, most telling first.
  var numbers: [String] = []
  /// The words of degree, judged apart.
  var degrees: [ClaimsReport.Degree] = []

  /// The judgement of claims that must all hold.
  static func all(of judgements: [Self]) -> Self {
    let verdict = ClaimVerdict.all(of: judgements.map(\.verdict))
    // The claims that decide come first.
    let telling = judgements.filter { $0.verdict == verdict } + judgements.filter { $0.verdict != verdict }
    return Self(
      verdict: verdict, cases: judgements.first { !$0.cases.isEmpty }?.cases ?? [],
      numbers: telling.flatMap(\.numbers).uniqued, degrees: judgements.flatMap(\.degrees))
  }
}

extension Quantity {
  /// The verdict on a claim of so many cases.
  func verdict(on cases: [ClaimVerdict]) -> ClaimVerdict {
    if self == .all, cases.contains(.contradicted) { return .contradicted }
    guard !cases.isEmpty, !cases.contains(.unchecked) else { return .unchecked }
    let holding = cases.count { $0 == .supported }
    let open = cases.count { $0 == .unsettled }
    /// The verdict on a number of cases from `low` to `high`.
    func count(from low: Int, to high: Int) -> ClaimVerdict {
      if holding >= low, holding + open <= high { return .supported }
      return holding > high || holding + open < low ? .contradicted : .unsettled
    }
    let all = cases.count
    return switch self {
    case .all: count(from: all, to: all)
    case .most: count(from: all / 2 + 1, to: all)
    case .some: count(from: 1, to: all)
    case .none: count(from: 0, to: 0)
    case .half: all.isMultiple(of: 2) ? count(from: all / 2, to: all / 2) : .contradicted
    case .notAll: count(from: 0, to: all - 1)
    case .exactly(let number): count(from: number, to: number)
    case .atLeast(let number): count(from: number, to: all)
    case .atMost(let number): count(from: 0, to: number)
    case .allBut(let number): count(from: all - number, to: all - number)
    }
  }
}

import Report
import Results

/// Judges claims against a table.
///
/// A claim is about everything that it does not restrict. Of a published table the numbers decide; of a run a direction needs a
/// significant difference, and is otherwise unsettled.
struct Judge {
  typealias Method = ClaimTable.Method

  let table: ClaimTable

  func judgement(of claim: Claim) -> Judgement {
    switch claim {
    case .comparison(let comparison): judgement(of: comparison)
    case .extreme(let extreme): judgement(of: extreme)
    case .number(let number): judgement(of: number)
    case .agreement(let agreement): judgement(of: agreement)
    case .ranking(let ranking): judgement(of: ranking)
    case .either(let readings): agreed(readings.map(judgement))
    }
  }

  /// The first of several readings, where all lead to one verdict.
  private func agreed(_ readings: [Judgement]) -> Judgement {
    Set(readings.map(\.verdict)).count == 1 ? readings[0] : Judgement(verdict: .unchecked)
  }

  // MARK: - Cases

  /// The verdict over the cases of a claim, by its quantities, exceptions and restrictions.
  ///
  /// - Parameters:
  ///   - own: the kind of the cases, clusterers or spaces.
  ///   - single: the verdicts on single comparisons.
  ///   - elsewhere: the verdicts on the claim in another setting.
  func overall(
    _ setting: Setting, own: Noun, cases: [ClaimsReport.Case], single: [ClaimVerdict],
    elsewhere: (Setting) -> [ClaimVerdict]
  ) -> ClaimVerdict {
    let verdicts = cases.isEmpty ? single : cases.map(\.verdict)
    let isOfClusterers = own == .clusterers
    let scopes = setting.scopes.filter { $0.quantity != .all && $0.noun != .scores }
    guard scopes.allSatisfy({ $0.noun == own || $0.noun == .cases || $0.noun == .methods }), scopes.count <= 1 else {
      return .unchecked
    }
    func names(_ mention: Mention?) -> [String]? { isOfClusterers ? mention?.clusterers : mention?.spaces }
    if let exceptions = setting.exceptions {
      guard let excepted = names(exceptions), excepted.allSatisfy({ name in cases.contains { $0.method == name } })
      else { return .unchecked }
      return .all(of: cases.map { excepted.contains($0.method) ? $0.verdict.opposite : $0.verdict })
    }
    let restriction = isOfClusterers ? setting.clusterers : setting.spaces
    if let exclusive = setting.exclusive {
      guard let names = names(exclusive), names == self.names(restriction, isOfClusterers) else { return .unchecked }
      var others = setting
      others.exclusive = nil
      if isOfClusterers {
        others.clusterers = Mention(clusterers: table.clusterers.filter { !names.contains($0) })
      } else {
        others.spaces = Mention(spaces: table.spaces.map(\.name).filter { !names.contains($0) })
      }
      return .all(of: verdicts + elsewhere(others).map(\.opposite))
    }
    let quantity = scopes.first?.quantity ?? restriction?.quantity ?? .all
    let verdict = quantity.verdict(on: verdicts)
    // `in most cases` may count cases or single comparisons: both must say the same.
    guard scopes.first?.noun == .cases, !cases.isEmpty, single.count > cases.count else { return verdict }
    return quantity.verdict(on: single) == verdict ? verdict : .unchecked
  }

  private func names(_ mention: Mention?, _ isOfClusterers: Bool) -> [String]? {
    isOfClusterers ? mention?.clusterers : mention?.spaces
  }

  // MARK: - Differences

  /// The mean of a method; nil where the table has none.
  func mean(_ method: Method, _ score: String) -> Double? { table.value(method, score)?.mean }

  /// The verdict on `first` having the larger value, or the better one.
  func direction(_ relation: Relation, _ first: Method, _ second: Method, _ score: String, isSignificant: Bool)
    -> ClaimVerdict
  {
    guard let one = mean(first, score), let other = mean(second, score) else { return .unchecked }
    let turns = !relation.isUp != (relation.isQuality && table.falling.contains(score))
    let difference = turns ? other - one : one - other
    let holds = difference > 0
    guard table.isRun || isSignificant else { return holds ? .supported : .contradicted }
    guard let test = table.test(first, second, score) else {
      // Without a test a difference in the other direction still contradicts its significance.
      return isSignificant && !holds && !table.isRun ? .contradicted : .unsettled
    }
    guard test.p < table.level else { return isSignificant ? .contradicted : .unsettled }
    return holds ? .supported : .contradicted
  }

  /// The verdict on a significant difference in either direction.
  func difference(_ first: Method, _ second: Method, _ score: String) -> ClaimVerdict {
    guard let test = table.test(first, second, score) else { return .unsettled }
    return test.p < table.level ? .supported : .contradicted
  }

  // MARK: - Words

  /// A number as tables write it, with the digits that tell the table's values apart: `.3505`.
  func text(_ value: Double) -> String { NumberStyle(digits: table.digits).text(value) }

  private func probability(_ p: Double) -> String { p < 0.001 ? "< .001" : "= " + NumberStyle(digits: 3).text(p) }

  /// A method with its value: `kmeans on text .3210`.
  func valued(_ method: Method, _ score: String) -> String {
    let value = mean(method, score).map(text) ?? "no value"
    return table.scores.count > 1 ? "\(score) of \(method.text) \(value)" : "\(method.text) \(value)"
  }

  /// Two values with the sign between them, and the corrected p of a run: `kmeans on text .3210 > kmeans on visual .2110`.
  func compared(_ first: Method, _ second: Method, _ score: String) -> String {
    guard let one = mean(first, score), let other = mean(second, score) else { return "" }
    let sign = one > other ? ">" : one < other ? "<" : "="
    var text = "\(valued(first, score)) \(sign) \(valued(second, score))"
    if let test = table.test(first, second, score) { text += " (corrected p \(probability(test.p)))" }
    return text
  }
}

import Core
import Foundation
import Report
import Results

/// The words that all forms of the report share.
extension GateReport {
  private static let numbers = NumberStyle()

  /// In one sentence, how the run stands.
  func headline(_ policy: GatePolicy) -> String {
    let regressed = cells(.regressed)
    let scores = list(scores.filter { name in cells.contains { $0.score == name } })
    if !regressed.isEmpty {
      return "\(scores) regressed in \(regressed.count) of \(Self.cells(judged.count)) against \(against)"
    }
    if cells.isEmpty { return "nothing was compared with \(against)" }
    if judged.isEmpty { return "\(scores) beside the published numbers of \(baseline)" }
    let found = isFailure(policy) ? "quality not confirmed" : isOpen ? "no regression shown" : "no regression"
    return "\(scores): \(found) in \(Self.cells(judged.count)) against \(against)"
  }

  private var against: String { "the baseline \(baseline)" }

  /// True where cells are undecided, so that nothing found is not yet nothing there.
  var isOpen: Bool { !cells(.undecided).isEmpty }

  /// The two, and how much they rest on: `run emoji in runs/new, 5 seeds; baseline emoji by fusebench 1.0, 5 seeds`.
  var parties: String {
    func seeds(_ side: KeyPath<Cell, Side>) -> String {
      let counts = Set(judged.compactMap { $0[keyPath: side].seeds }).sorted()
      guard let least = counts.first, let most = counts.last else { return "" }
      return ", " + (least < most ? "\(least) to " : "") + counted(most, "seed")
    }
    return "run \(run)\(folder.map { " in \($0)" } ?? "")\(seeds(\.run)); baseline \(baseline), made by "
      + "\(madeBy)\(seeds(\.baseline))" + (items.map { "; \(counted($0, "item"))" } ?? "")
  }

  /// The numbers of cells with each verdict: `1 regressed, 7 unchanged`.
  var tally: String {
    let parts = Verdict.allCases.compactMap { verdict in
      let count = cells(verdict).count
      return count > 0 ? "\(count) \(verdict.rawValue)" : nil
    }
    let lacking = [(missing.count, "missing"), (undefined.count, "undefined")].filter { $0.0 > 0 }
    return (parts + lacking.map { "\($0) \($1)" }).joined(separator: ", ")
  }

  var judged: [Cell] { cells.filter { $0.verdict != .reference } }

  private static func cells(_ count: Int) -> String { counted(count, "cell") }

  // MARK: - Cells

  static func number(_ value: Double) -> String { numbers.text(value) }

  /// With its sign: `+.012`.
  static func signed(_ value: Double) -> String {
    let text = numbers.text(value)
    return value > 0 && text.contains(where: { "123456789".contains($0) }) ? "+" + text : text
  }

  /// `.507 ± .003`.
  static func text(_ side: Side) -> String { numbers.text(side.mean, deviation: side.deviation) }

  static func interval(_ cell: Cell) -> String {
    guard let low = cell.low, let high = cell.high else { return "unknown" }
    return cell.evidence == .identical ? "identical" : "\(signed(low)) to \(signed(high))"
  }

  static func probability(_ p: Double?) -> String {
    guard let p else { return absentCell }
    return p < 0.001 ? "< .001" : number(p)
  }

  /// `kappa of kmeans on visual`.
  static func name(_ cell: Cell) -> String { "\(cell.score) of \(cell.place.text)" }

  /// Returns the verdict on a cell, in a sentence without a full stop.
  func sentence(_ cell: Cell) -> String {
    let change = "from \(Self.text(cell.baseline)) to \(Self.text(cell.run))"
    guard cell.evidence != .identical else { return "the clusters are the same: \(Self.text(cell.run))" }
    var sentence = "\(change), a difference of \(Self.signed(cell.difference))"
    if cell.low != nil { sentence += " (\(level) interval \(Self.interval(cell)))" }
    if let adjusted = cell.adjusted { sentence += ", p \(Self.probability(adjusted)) after correction" }
    return sentence
  }

  /// Returns the effort that would settle an undecided cell.
  func wayOut(_ cell: Cell) -> String? {
    guard let outlook = cell.outlook else { return nil }
    switch (outlook.kind, outlook.count) {
    case (.seeds, let count?): return "about \(counted(Self.rounded(count), "seed")) on both sides would decide it"
    case (.items, let count?):
      return
        "more seeds cannot decide it, because the variation between items is too large; about \(counted(Self.rounded(count), "item")) would"
    case (.moreSeeds, let count?):
      return
        "more seeds may decide it, at least \(Self.rounded(count)) on both sides; for a change of the size that these "
        + "seeds show, no number of seeds reaches a power of 80 %"
    case (.spread, _): return "one seed on each side has no spread: run with --seeds 5"
    default:
      return
        "no feasible number of seeds or items would decide it: the difference is too close to the tolerance for its spread"
    }
  }

  /// An estimate is not known to more than two digits.
  private static func rounded(_ count: Int) -> Int {
    var unit = 1
    while count / unit >= 100 { unit *= 10 }
    return (count + unit / 2) / unit * unit
  }

  /// `95 %`.
  var level: String { String(format: "%g %%", 100 * (1 - alpha)) }

  /// The least and the largest loss that the gate would find in a cell in four cases of five.
  var sensitivity: String? {
    let losses = cells.compactMap { cell in cell.detectable.map { (cell, $0) } }
    guard let least = losses.min(by: { $0.1 < $1.1 }), let most = losses.max(by: { $0.1 < $1.1 }) else { return nil }
    let first = "\(Self.number(least.1)) in \(Self.name(least.0))"
    let range = losses.count == 1 ? first : "\(first), up to \(Self.number(most.1)) in \(Self.name(most.0))"
    return "Smallest loss detected with a power of 80 % (detects): \(range)."
  }

  /// The fewest seeds a side that miss one of two equally frequent optima with a smaller probability than alpha.
  private var fewestSeedsOfAnInterval: Int { Int((-log2(alpha)).rounded(.down)) + 1 }

  /// The method by which the verdicts are reached.
  var method: String {
    "A cell is regressed or improved when its difference on the same items, allowing for other items and other seeds, exceeds "
      + "the tolerance of \(Self.number(tolerance)), with at most \(String(format: "%g", 100 * alpha)) % false alarms "
      + "among all cells (p after Holm's correction); it is unchanged when the \(level) interval lies within the tolerance. "
      + "The interval is for one cell, so it may lie beyond the tolerance where p, which is corrected for all cells, is not "
      + "significant. Both allow for methods with two optima: p is never below the probability that the seeds of the two "
      + "sides separate by chance, and with fewer than \(fewestSeedsOfAnInterval) seeds on a side the interval is unknown."
  }
}
